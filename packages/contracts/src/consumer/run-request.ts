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
  { given, uponReceiving, withRequest, willReplyWith }: AnyDeclaration,
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
    const channel = declaredChannel(message, replies?.[0]);
    try {
      await test(channel.send, { variant: variant.name, request: exampleOf(message) as never });
    } catch (error) {
      // Code that meets a refusal often throws something of its own.
      throw channel.refusal() ?? error;
    }
    const refusal = channel.refusal() ?? (channel.wasUsed() ? undefined : notSent());
    if (refusal !== undefined) throw refusal;
    await writePact(document, options.dir);
  });
}

interface Channel {
  readonly send: SendRequest<AnyMessage>;
  readonly wasUsed: () => boolean;
  /** The first one: code may catch it and go on. */
  readonly refusal: () => ContractsError | undefined;
}

function declaredChannel(request: Message, reply: Message | undefined): Channel {
  let used = false;
  let first: ContractsError | undefined;
  const contentType = request.metadata?.contentType;
  const send: SendRequest<AnyMessage> = async (contents, metadata = {}) => {
    used = true;
    const sent = {
      // Without the member nothing was sent; null is a content.
      ...(contents === undefined ? {} : { contents: { content: contents } }),
      metadata: { contentType, ...metadata },
    };
    const mismatches = matchSentMessage(request, readMessage(onWire(sent), []));
    if (mismatches.length > 0) {
      const refusal = refused(mismatches);
      first ??= refusal;
      throw refusal;
    }
    return exampleOf(reply);
  };
  return { send, wasUsed: () => used, refusal: () => first };
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

function notSent(): ContractsError {
  return new ContractsError(
    'CONTRACTS_REQUEST_NOT_AS_DECLARED',
    'The declared request was not sent: the test did not call send.',
    'Give send to the code under test as its transport.',
  );
}
