import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ProvidedMessage, StateParameters, StateProblem } from './model.ts';
import { ownEntry, type ProviderSetup } from './states.ts';

/** The HTTP side of provider states and messages: the verifier asks, the handlers answer. */
export interface SetupServer {
  readonly statesUrl: string;
  readonly messagesUrl: string;
  readonly problems: () => readonly StateProblem[];
  readonly unused: () => readonly string[];
  readonly close: () => Promise<void>;
}

/**
 * pact-js answers 200 for a state that nobody handles and for a handler that throws, so both would
 * count as verified. Here both are 422: the verifier then fails the interaction, and publishes that.
 * It must not be 5xx, which the native verifier repeats for two minutes (seen with pact-core 20).
 */
const NOT_PROVIDED = 422;

export async function startSetupServer(setup: ProviderSetup): Promise<SetupServer> {
  const asked = new Set<string>();
  const problems = new Map<string, StateProblem>();
  const server = createServer((request, response) => {
    const handle = request.url === '/messages' ? produce : changeState;
    void handle(request, response);
  });
  const changeState = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { state, action, params } = await readJson(request);
    const name = typeof state === 'string' ? state : '';
    // Interactions without a state are announced as one without a name.
    if (name === '') return reply(response, 200, {});
    asked.add(name);
    try {
      const outcome = await runState(setup, name, String(action), params);
      if (outcome.handled) return reply(response, 200, outcome.values ?? {});
      problems.set(`missing ${name}`, missing(name));
      reply(response, NOT_PROVIDED, { error: missing(name).text });
    } catch (error) {
      const text = `The handler of the state "${name}" failed on ${String(action)}: ${messageOf(error)}`;
      problems.set(`failed ${name}`, { state: name, kind: 'failed', text });
      reply(response, NOT_PROVIDED, { error: text });
    }
  };
  const produce = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      reply(response, 200, await runProducer(setup, await readJson(request)));
    } catch (error) {
      reply(response, NOT_PROVIDED, { error: messageOf(error) });
    }
  };
  const port = await listen(server);
  return {
    statesUrl: `http://127.0.0.1:${port}/states`,
    messagesUrl: `http://127.0.0.1:${port}/messages`,
    problems: () => [...problems.values()],
    unused: () => Object.keys(setup.stateHandlers).filter((name) => !asked.has(name)),
    close: () => close(server),
  };
}

type StateOutcome = { readonly handled: boolean; readonly values?: unknown };

async function runState(
  setup: ProviderSetup,
  name: string,
  action: string,
  params: unknown,
): Promise<StateOutcome> {
  const handler = ownEntry(setup.stateHandlers, name);
  // A state without a handler was reported on its setup already.
  if (handler === undefined) return { handled: action === 'teardown' };
  const steps = typeof handler === 'function' ? { setup: handler } : handler;
  const step = action === 'teardown' ? steps.teardown : steps.setup;
  const parameters = (
    typeof params === 'object' && params !== null ? params : {}
  ) as StateParameters;
  return { handled: true, values: await step?.(parameters) };
}

async function runProducer(
  setup: ProviderSetup,
  asked: Readonly<Record<string, unknown>>,
): Promise<ProvidedMessage> {
  const description = String(asked.description ?? '');
  const producer = ownEntry(setup.messageProviders, description);
  if (producer === undefined) {
    throw new Error(`Nobody makes the message "${description}": add it to messageProviders.`);
  }
  const { metadata, providerStates: states } = asked;
  return producer({
    description,
    request: asked.content,
    metadata: typeof metadata === 'object' && metadata !== null ? { ...metadata } : {},
    providerStates: Array.isArray(states) ? states : [],
  });
}

function missing(state: string): StateProblem {
  return { state, kind: 'missing', text: `Nobody handles the provider state "${state}".` };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function readJson(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  try {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(0, '127.0.0.1', done);
  });
  return (server.address() as AddressInfo).port;
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((done) => server.close(() => done()));
}
