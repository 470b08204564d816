import type { ApiDocument } from './document.ts';
import {
  childOf,
  type DocumentNode,
  elementsOf,
  isRecord,
  membersOf,
  stringMember,
} from './node.ts';

/** A message of an AsyncAPI 3 document. */
export interface AsyncMessage {
  readonly node: DocumentNode;
  /** Undefined if the document says nothing about the content. */
  readonly payload: DocumentNode | undefined;
  /** Several where traits add some: all of them hold. */
  readonly headers: readonly DocumentNode[];
  readonly contentType: string | undefined;
  /** False where the payload is described in another language, such as Avro. */
  readonly isJsonSchema: boolean;
}

export interface AsyncOperation {
  readonly node: DocumentNode;
  readonly messages: readonly AsyncMessage[];
  readonly messagesNode: DocumentNode;
  /** Undefined for an operation nobody answers. */
  readonly reply: AsyncReply | undefined;
  /** References that name nothing. */
  readonly unresolved: readonly DocumentNode[];
}

export interface AsyncReply {
  readonly node: DocumentNode;
  readonly messages: readonly AsyncMessage[];
}

/** The operation with that key; undefined if there is none. */
export function readAsyncOperation(
  document: ApiDocument,
  operationId: string,
): AsyncOperation | undefined {
  const declared = childOf(childOf(document.root, 'operations'), operationId);
  const node = isRecord(declared.value) ? document.references.follow(declared) : undefined;
  if (node === undefined) return undefined;
  const unresolved: DocumentNode[] = [];
  const messages = readMessages(document, node, unresolved);
  const reply = childOf(node, 'reply');
  const replyNode = isRecord(reply.value) ? document.references.follow(reply) : undefined;
  return {
    node,
    messages,
    messagesNode: childOf(node, 'messages'),
    reply:
      replyNode === undefined
        ? undefined
        : { node: replyNode, messages: readMessages(document, replyNode, unresolved) },
    unresolved,
  };
}

/** Those the operation lists, else all of its channel (AsyncAPI 3, Operation Object). */
function readMessages(
  document: ApiDocument,
  owner: DocumentNode,
  unresolved: DocumentNode[],
): readonly AsyncMessage[] {
  const listed = childOf(owner, 'messages');
  const channel = childOf(owner, 'channel');
  const target = isRecord(channel.value) ? document.references.follow(channel) : undefined;
  const nodes =
    listed.value !== undefined || target === undefined
      ? elementsOf(listed)
      : membersOf(childOf(target, 'messages'));
  return nodes.flatMap((node) => {
    const message = document.references.follow(node);
    if (message === undefined) unresolved.push(node);
    return message === undefined ? [] : readMessage(document, message);
  });
}

function readMessage(document: ApiDocument, node: DocumentNode): AsyncMessage {
  const traits = elementsOf(childOf(node, 'traits')).flatMap(
    (trait) => document.references.follow(trait) ?? [],
  );
  const owners = [node, ...traits];
  const payload = present(childOf(node, 'payload'));
  const format = stringMember(payload?.value, 'schemaFormat');
  return {
    node,
    payload:
      format === undefined || payload === undefined ? payload : present(childOf(payload, 'schema')),
    headers: owners.flatMap((owner) => headersOf(childOf(owner, 'headers')) ?? []),
    contentType:
      owners
        .map(({ value }) => stringMember(value, 'contentType'))
        .find((type) => type !== undefined) ??
      stringMember(document.root.value, 'defaultContentType'),
    isJsonSchema: format === undefined || isJsonSchemaFormat(format),
  };
}

/** A schema, or a schema with its format beside it (Multi Format Schema Object). */
function headersOf(node: DocumentNode): DocumentNode | undefined {
  const format = stringMember(node.value, 'schemaFormat');
  if (format === undefined) return present(node);
  return isJsonSchemaFormat(format) ? present(childOf(node, 'schema')) : undefined;
}

function isJsonSchemaFormat(format: string): boolean {
  return /json|asyncapi|openapi/i.test(format);
}

function present(node: DocumentNode): DocumentNode | undefined {
  return node.value === undefined ? undefined : node;
}
