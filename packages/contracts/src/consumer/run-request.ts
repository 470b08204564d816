import type { MessageCarrier } from '../events/carrier.ts';
import { matchSentMessage } from '../matching/match-interaction.ts';
import type { Mismatch } from '../matching/model.ts';
import { shown } from '../matching/refusal.ts';
import { ContractsError } from '../model/error.ts';
import {
  type Message,
  type MessageInteraction,
  readInteractions,
  readMessage,
} from '../pact/interactions.ts';
import { prettyJson } from '../pact/lossless-json.ts';
import type {
  RequestDeclaration,
  RequestExample,
  SendRequest,
  SentMessage,
} from './interaction.ts';
import { type PactV4Options, synchronousPact, writePact } from './synchronous-message.ts';
import { chosenVariants, described, runEach, statesFor } from './variants.ts';

type Metadata = Readonly<Record<string, unknown>>;
type AnyDeclaration = RequestDeclaration<unknown, Metadata, unknown, Metadata>;
type AnyMessage = SentMessage<unknown, Metadata>;
type Test = (
  send: SendRequest<AnyMessage>,
  example: RequestExample<unknown, Metadata>,
) => Promise<unknown>;

/** Runs the test for every variant of a request message and its reply, and writes each that passed. */
export function runRequest(
  options: PactV4Options,
  { given, uponReceiving, withRequest, willReplyWith, over }: AnyDeclaration,
  test: Test,
): Promise<void> {
  const variants = chosenVariants({
    request: { template: withRequest.contents, sender: 'consumer' },
    reply: { template: willReplyWith.contents, sender: 'provider' },
  });
  return runEach(variants, async (variant) => {
    const document = await synchronousPact(options, {
      description: described(uponReceiving, variant.name),
      states: statesFor(given, variant),
      request: { ...withRequest, contents: variant.values.request },
      reply: { ...willReplyWith, contents: variant.values.reply },
    });
    const [written] = readInteractions(JSON.parse(prettyJson(document)));
    const { message, replies } = written as MessageInteraction;
    const provider = new DeclaredProvider(message, replies?.[0]);
    const transport = over === undefined ? inMemory(provider) : await overBroker(provider, over);
    try {
      await test(transport.send, {
        variant: variant.name,
        request: exampleOf(message) as never,
        channel: transport.channel,
      });
    } catch (error) {
      // Code that meets a refusal often throws something of its own.
      throw provider.refusal ?? error;
    } finally {
      await transport.close();
    }
    const refusal = provider.refusal ?? (provider.wasAsked ? undefined : notSent());
    if (refusal !== undefined) throw refusal;
    await writePact(document, options.dir);
  });
}

/** Gives the declared reply to the declared request, and refuses others. */
class DeclaredProvider {
  readonly #request: Message;
  readonly #reply: Message | undefined;
  readonly #refused = Promise.withResolvers<never>();
  wasAsked = false;
  /** The first one: code may catch it and go on. */
  refusal: ContractsError | undefined;

  constructor(request: Message, reply: Message | undefined) {
    this.#request = request;
    this.#reply = reply;
    // Nobody may be waiting for it.
    this.#refused.promise.catch(() => {});
  }

  /** Never resolves; rejects with the first refusal. */
  get refused(): Promise<never> {
    return this.#refused.promise;
  }

  /** @throws ContractsError CONTRACTS_REQUEST_NOT_AS_DECLARED */
  answer({ contents, metadata }: AnyMessage): AnyMessage {
    this.wasAsked = true;
    const contentType = this.#request.metadata?.contentType;
    const sent = {
      // Without the member nothing was sent; null is a content.
      ...(contents === undefined ? {} : { contents: { content: contents } }),
      metadata: { contentType, ...metadata },
    };
    const mismatches = matchSentMessage(this.#request, readMessage(onWire(sent), []));
    if (mismatches.length === 0) return exampleOf(this.#reply);
    const refusal = refused(mismatches);
    this.refusal ??= refusal;
    this.#refused.reject(refusal);
    throw refusal;
  }

  get contentType(): unknown {
    return this.#request.metadata?.contentType;
  }
}

interface Transport {
  readonly send: SendRequest<AnyMessage>;
  readonly channel: string | undefined;
  readonly close: () => Promise<unknown>;
}

function inMemory(provider: DeclaredProvider): Transport {
  return {
    send: async (contents, metadata = {}) => provider.answer({ contents, metadata }),
    channel: undefined,
    close: async () => {},
  };
}

/** The declared provider listens at the broker; `send` is a client of it like any other. */
async function overBroker(provider: DeclaredProvider, over: MessageCarrier): Promise<Transport> {
  if (over.serve === undefined) throw noReplies(over.name);
  const server = await over.serve((request) => {
    try {
      return provider.answer(request);
    } catch {
      // The provider keeps what it refused; over a broker nobody answers.
      return undefined;
    }
  });
  return {
    channel: server.channel,
    close: server.close,
    send: (contents, metadata = {}) => {
      const { contentType } = provider;
      const request = {
        contents,
        metadata: { ...(contentType !== undefined && { contentType }), ...metadata },
      };
      return Promise.race([server.ask(request), provider.refused]);
    },
  };
}

/** A copy, since the code may change what it gets. */
function exampleOf(message: Message | undefined): AnyMessage {
  return structuredClone({
    contents: message?.payload?.value,
    metadata: message?.metadata ?? {},
  });
}

function onWire(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

const HINT = 'Change the code that sends, or declare what it really sends.';

function refused(mismatches: readonly Mismatch[]): ContractsError {
  const places = mismatches.map(
    ({ part, path, message, actual }) =>
      `  ${part} ${path}: expected ${message}, and ${actual === undefined ? 'nothing' : shown(actual)} was sent`,
  );
  return new ContractsError(
    'CONTRACTS_REQUEST_NOT_AS_DECLARED',
    `The request that was sent is not the declared one:\n${places.join('\n')}`,
    HINT,
  );
}

function noReplies(carrier: string): ContractsError {
  return new ContractsError(
    'CONTRACTS_OPTION_INVALID',
    `The carrier ${carrier} has no serve, so no request can go over it.`,
    'Use natsCarrier or rabbitmqCarrier, add serve to the carrier, or leave over out.',
  );
}

function notSent(): ContractsError {
  return new ContractsError(
    'CONTRACTS_REQUEST_NOT_AS_DECLARED',
    'The declared request was not sent: the test did not call send.',
    'Give send to the code under test as its transport.',
  );
}
