import {
  type AsyncMessage,
  type AsyncOperation,
  readAsyncOperation,
} from '../openapi/async-operation.ts';
import { isJson } from '../openapi/media-type.ts';
import { childOf, type DocumentNode, memberOf, stringMember } from '../openapi/node.ts';
import {
  type Accepted,
  type Mode,
  type Problem,
  REQUEST,
  RESPONSE,
} from '../openapi/schema/model.ts';
import { closer } from '../openapi/schema/run.ts';
import type { Message, MessageInteraction } from '../pact/interactions.ts';
import { type Context, check, checkAll, reportProblems } from './context.ts';
import { compareMessageType, compareOfferedMetadata } from './offered-metadata.ts';
import { compareOfferedValues } from './offered-values.ts';
import { samplingOf } from './sampling.ts';
import { compareSentValues } from './sent-values.ts';

/** One message, and its answers if it has some, against the operation that the pact names. */
export function compareMessages(context: Context, interaction: MessageInteraction): void {
  const operation = operationOf(context, interaction);
  if (operation === undefined) return;
  for (const node of operation.unresolved) {
    context.report(
      'document.reference.unresolved',
      [],
      node,
      'The document refers to something that is nowhere.',
    );
  }
  const { message, replies } = interaction;
  const mode = replies === undefined ? RESPONSE : REQUEST;
  const fits = compareWithAny(context, message, operation.messages, mode, operation.messagesNode);
  if (fits && replies !== undefined) compareReplies(context, operation, replies);
}

function operationOf(
  context: Context,
  { reference }: MessageInteraction,
): AsyncOperation | undefined {
  const path = ['comments', 'references', 'AsyncAPI'];
  const operationId = stringMember(reference, 'operationId');
  if (operationId === undefined) {
    context.report(
      'message.references.missing',
      path,
      context.document.root,
      'The message does not say which operation of the document it belongs to.',
    );
    return undefined;
  }
  const operation = readAsyncOperation(context.document, operationId);
  if (operation === undefined) {
    context.report(
      'message.operation.unknown',
      [...path, 'operationId'],
      childOf(context.document.root, 'operations'),
      `The document has no operation "${operationId}".`,
    );
  }
  return operation;
}

function compareReplies(
  context: Context,
  { node, reply }: AsyncOperation,
  replies: readonly Message[],
): void {
  if (reply === undefined || reply.messages.length === 0) {
    context.report(
      'message.reply.missing',
      ['response'],
      reply?.node ?? node,
      'The consumer expects an answer, and the operation declares none.',
    );
    return;
  }
  if (replies.length === 0) {
    context.report(
      'message.response.missing',
      ['response'],
      reply.node,
      'The operation is answered, and the consumer expects no answer.',
    );
  }
  for (const message of replies) {
    compareWithAny(context, message, reply.messages, RESPONSE, reply.node);
  }
}

/** What is wrong with one candidate, by part of the message. */
interface Attempt {
  readonly candidate: AsyncMessage;
  readonly payload: readonly Problem[];
  readonly headers: readonly Problem[];
  readonly accepted: readonly Accepted[];
}

/** One of the operation's messages has to fit; the closest one tells what is wrong if none does. */
function compareWithAny(
  context: Context,
  message: Message,
  candidates: readonly AsyncMessage[],
  mode: Mode,
  node: DocumentNode,
): boolean {
  const path = message.path.slice(context.interaction.path.length);
  const attempts = candidates.map((candidate) => attempt(context, message, candidate, mode));
  const fitting = attempts.find(({ payload, headers }) => payload.length + headers.length === 0);
  if (fitting !== undefined) {
    reportUnchecked(context, message, fitting.candidate, path);
    const payload = [...path, 'contents', 'content'];
    compareMessageType(context, message, fitting.candidate, path);
    const compareValues = mode.value === 'part' ? compareOfferedValues : compareSentValues;
    if (mode.value === 'part') compareOfferedMetadata(context, message, fitting.candidate, path);
    compareValues(context, 'message.payload', payload, message.rules.body, fitting.accepted);
    return true;
  }
  context.report(
    'message.no.match',
    path,
    node,
    'The message fits none of those that the operation declares.',
  );
  const [first, ...others] = attempts;
  if (first === undefined) return false;
  const closest = others.reduce(nearer, first);
  reportProblems(
    context,
    'message.payload.incompatible',
    [...path, 'contents', 'content'],
    'payload',
    closest.payload,
  );
  reportProblems(
    context,
    'message.headers.incompatible',
    [...path, 'metadata'],
    'metadata',
    closest.headers,
  );
  return false;
}

function nearer(a: Attempt, b: Attempt): Attempt {
  if (a.payload.length === 0 || b.payload.length === 0) return b.payload.length === 0 ? b : a;
  return closer(a.payload, b.payload) === b.payload ? b : a;
}

function attempt(
  context: Context,
  { payload, metadata, rules }: Message,
  candidate: AsyncMessage,
  mode: Mode,
): Attempt {
  const result =
    payload === undefined ||
    candidate.payload === undefined ||
    !isComparable(payload.contentType, candidate)
      ? undefined
      : check(
          context,
          candidate.payload,
          payload.value,
          mode,
          samplingOf(rules.body, mode.direction),
        );
  const headers =
    metadata === undefined || candidate.headers.length === 0
      ? []
      : checkAll(context, candidate.headers, withoutContentType(metadata, candidate.headers), mode)
          .problems;
  return { candidate, payload: result?.problems ?? [], headers, accepted: result?.accepted ?? [] };
}

/** Pact keeps the content type among the metadata; a broker keeps it elsewhere. */
function withoutContentType(
  metadata: Readonly<Record<string, unknown>>,
  schemas: readonly DocumentNode[],
): Readonly<Record<string, unknown>> {
  const { contentType, ...others } = metadata;
  const isDeclared = schemas.some(
    ({ value }) => memberOf(memberOf(value, 'properties'), 'contentType') !== undefined,
  );
  return contentType === undefined || isDeclared ? metadata : others;
}

function isComparable(contentType: string | undefined, candidate: AsyncMessage): boolean {
  const type = contentType ?? candidate.contentType ?? 'application/json';
  return candidate.isJsonSchema && isJson(type);
}

function reportUnchecked(
  context: Context,
  { payload }: Message,
  candidate: AsyncMessage,
  path: readonly (string | number)[],
): void {
  if (payload === undefined) return;
  const at = [...path, 'contents', 'content'];
  if (!isComparable(payload.contentType, candidate)) {
    const type = payload.contentType ?? candidate.contentType ?? 'its schema';
    context.report(
      'message.payload.unvalidatable',
      at,
      candidate.node,
      `A payload of type ${type} cannot be compared.`,
    );
  } else if (candidate.payload === undefined) {
    context.report(
      'message.payload.unknown',
      at,
      candidate.node,
      'The document does not describe the payload.',
    );
  }
}
