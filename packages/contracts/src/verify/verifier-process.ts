/**
 * The program of the child process in which the native verifier runs: there its prints can be caught,
 * a crash of it harms nobody, and it can be stopped at any time. Started by run-verifier.ts only.
 */
import { Verifier } from '@pact-foundation/pact';
import type { VerifierAnswer, VerifierTask } from './run-verifier.ts';

process.once('message', (task: VerifierTask) => {
  void run(task).then((answer) => process.send?.(answer, () => process.disconnect()));
});
// The parent is gone or has heard enough. Native threads would keep the process alive.
process.once('disconnect', () => process.exit(0));

async function run({ options, messagesUrl }: VerifierTask): Promise<VerifierAnswer> {
  try {
    const verifier = new Verifier({ ...options, messageProviders: remoteProducers(messagesUrl) });
    return { kind: 'result', json: String(await verifier.verifyProvider()) };
  } catch (error) {
    // A failed verification arrives as an error whose message is the result.
    const text = error instanceof Error ? error.message : String(error);
    return text.startsWith('{') ? { kind: 'result', json: text } : { kind: 'failure', text };
  }
}

type MessageProviders = NonNullable<ConstructorParameters<typeof Verifier>[0]['messageProviders']>;

/** Answers for any description; which ones exist is known to the parent only. */
function remoteProducers(url: string): MessageProviders {
  return new Proxy<MessageProviders>(
    {},
    {
      get: (_none, description) =>
        typeof description !== 'string' || description === 'toJSON'
          ? undefined
          : (asked: object) => fetchMessage(url, { ...asked, description }),
    },
  );
}

async function fetchMessage(url: string, asked: object): Promise<unknown> {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(asked) });
  const message = (await response.json()) as {
    readonly error?: string;
    readonly content?: unknown;
    readonly metadata?: Readonly<Record<string, unknown>>;
  };
  if (!response.ok) throw new Error(message.error ?? `status ${response.status}`);
  return message.metadata === undefined
    ? message.content
    : { __pactMessageMetadata: message.metadata, message: message.content };
}
