import { type AsyncMessage, readAsyncOperation } from '../openapi/async-operation.ts';
import type { ApiDocument } from '../openapi/document.ts';
import { childOf, type DocumentNode, membersOf, stringMember } from '../openapi/node.ts';
import { diffSchemas } from './diff-schemas.ts';
import type { Change, Direction } from './model.ts';
import { type Recorder, recorder } from './recorder.ts';
import type { SchemaPair } from './schema-pair.ts';

/**
 * The operations of two AsyncAPI 3 documents. What an operation sends is read by consumers, and judged as an
 * answer is; what it receives is judged as a request.
 */
export function diffMessages(old: ApiDocument, now: ApiDocument, changes: Change[]): void {
  const before = asyncOperations(old);
  const after = asyncOperations(now);
  for (const { method, path, node } of before) {
    const operation = recorder(changes, { method, path });
    const twin = after.find((one) => one.path === path);
    if (twin === undefined) {
      operation.record({
        rule: 'operation-removed',
        impact: 'breaking',
        message: `The operation "${path}" was removed.`,
        old: node,
      });
    } else if (twin.method !== method) {
      operation.record({
        rule: 'operation-action-changed',
        impact: 'breaking',
        message: `The operation "${path}" is ${twin.method} now, and was ${method}.`,
        old: node,
        new: twin.node,
      });
    } else diffOperation(old, now, path, method === 'send' ? 'response' : 'request', operation);
  }
  for (const { method, path, node } of after) {
    if (before.some((one) => one.path === path)) continue;
    recorder(changes, { method, path }).record({
      rule: 'operation-added',
      impact: 'harmless',
      message: `The operation "${path}" was added.`,
      new: node,
    });
  }
}

export interface AsyncSite {
  /** The action: `send` or `receive`. */
  readonly method: string;
  /** The key of the operation. */
  readonly path: string;
  readonly node: DocumentNode;
}

export function asyncOperations(document: ApiDocument): readonly AsyncSite[] {
  return membersOf(childOf(document.root, 'operations')).map((declared) => {
    const node = document.references.follow(declared) ?? declared;
    return { method: stringMember(node.value, 'action') ?? 'send', path: declared.key, node };
  });
}

function diffOperation(
  old: ApiDocument,
  now: ApiDocument,
  name: string,
  direction: Direction,
  operation: Recorder,
): void {
  const before = readAsyncOperation(old, name);
  const after = readAsyncOperation(now, name);
  if (before === undefined || after === undefined) return;
  const pair = {
    old: old.references,
    new: now.references,
    recorder: operation,
    compared: new Map(),
  };
  diffAddress(pair, before.node, after.node);
  diffLists(pair, before.messages, after.messages, direction);
  const [asked, answered] = [before.reply, after.reply];
  if (asked !== undefined && answered !== undefined) {
    const back = direction === 'request' ? 'response' : 'request';
    diffLists(pair, asked.messages, answered.messages, back);
  } else if (asked !== undefined || answered !== undefined) {
    const gone = asked !== undefined;
    operation.record({
      rule: `reply-${gone ? 'removed' : 'added'}`,
      impact: gone ? 'breaking' : 'harmless',
      message: gone ? 'There is no reply any more.' : 'There is a reply.',
      old: asked?.node,
      new: answered?.node,
    });
  }
}

/** Consumers subscribe to the address, or send to it. */
function diffAddress(pair: SchemaPair, old: DocumentNode, now: DocumentNode): void {
  const addressOf = (node: DocumentNode, references: SchemaPair['old']) => {
    const channel = references.follow(childOf(node, 'channel'));
    return channel === undefined ? undefined : stringMember(channel.value, 'address');
  };
  const [before, after] = [addressOf(old, pair.old), addressOf(now, pair.new)];
  if (before === undefined || before === after) return;
  pair.recorder.record({
    rule: 'channel-address-changed',
    impact: 'breaking',
    message: `The address is ${after ?? 'not given'} now, and was ${before}.`,
    old,
    new: now,
  });
}

function diffLists(
  pair: SchemaPair,
  old: readonly AsyncMessage[],
  now: readonly AsyncMessage[],
  direction: Direction,
): void {
  for (const message of old) {
    const twin = now.find((one) => nameOf(one) === nameOf(message));
    if (twin !== undefined) diffMessage(pair, message, twin, direction);
    else {
      pair.recorder.record({
        rule: 'message-removed',
        impact: 'breaking',
        direction,
        message: `The message "${nameOf(message)}" was removed.`,
        old: message.node,
      });
    }
  }
  for (const message of now) {
    if (old.some((one) => nameOf(one) === nameOf(message))) continue;
    pair.recorder.record({
      rule: 'message-added',
      // Who reads may meet a message that it does not know.
      impact: direction === 'response' ? 'risky' : 'harmless',
      direction,
      message: `The message "${nameOf(message)}" was added.`,
      new: message.node,
    });
  }
}

function nameOf({ node }: AsyncMessage): string {
  return stringMember(node.value, 'name') ?? node.key;
}

function diffMessage(
  pair: SchemaPair,
  old: AsyncMessage,
  now: AsyncMessage,
  direction: Direction,
): void {
  const label = `The message "${nameOf(old)}"`;
  if (old.contentType !== now.contentType && old.contentType !== undefined) {
    pair.recorder.record({
      rule: 'message-content-type-changed',
      impact: 'breaking',
      direction,
      message: `${label} is ${now.contentType ?? 'of no known type'} now, and was ${old.contentType}.`,
      old: old.node,
      new: now.node,
    });
  }
  const [first] = old.headers;
  const [second] = now.headers;
  const parts = [
    ['message-payload', label, old.payload, now.payload],
    ['message-headers', `${label}, headers`, first, second],
  ] as const;
  for (const [subject, named, before, after] of parts) {
    if (before === undefined || after === undefined || !old.isJsonSchema || !now.isJsonSchema)
      continue;
    const place = { direction, subject, member: [], label: named };
    diffSchemas({ ...pair, compared: new Map() }, before, after, place);
  }
}
