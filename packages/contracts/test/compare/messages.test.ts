import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { comparePacts } from '../../src/compare/compare-pacts.ts';
import { parseApiDocument } from '../../src/openapi/document.ts';

const DOCUMENT = `
asyncapi: 3.0.0
info: {title: shop, version: '1'}
defaultContentType: application/json
channels:
  orders:
    address: 'orders.{region}'
    parameters: {region: {enum: [eu, us]}}
    messages:
      created: {$ref: '#/components/messages/created'}
      cancelled: {payload: {type: object, required: [reason], properties: {reason: {type: string}}}}
operations:
  publishOrder: {action: send, channel: {$ref: '#/channels/orders'}}
  publishCreated: {action: send, channel: {$ref: '#/channels/orders'}, messages: [{$ref: '#/channels/orders/messages/created'}]}
  ask:
    action: receive
    channel: {$ref: '#/channels/orders'}
    messages: [{$ref: '#/components/messages/question'}]
    reply: {messages: [{$ref: '#/components/messages/answer'}]}
components:
  messageTraits:
    shard: {headers: {type: object, required: [shard], properties: {shard: {type: string, enum: [a, b]}}}}
  messages:
    created:
      traits: [{$ref: '#/components/messageTraits/shard'}]
      contentType: application/cloudevents+json
      headers:
        schemaFormat: application/schema+json;version=draft-07
        schema: {type: object, properties: {version: {type: integer}}}
      payload:
        schemaFormat: application/schema+json;version=draft-07
        schema: {type: object, required: [id], properties: {id: {type: integer}, note: {type: string}, tags: {type: array, items: {type: string}}}}
    question: {payload: {type: object, required: [id], additionalProperties: false, properties: {id: {type: integer}}}}
    answer: {payload: {oneOf: [{type: object, required: [total], properties: {total: {type: number}}}, {type: object, required: [error], properties: {error: {type: string}}}]}}
`;

interface Declared {
  readonly operation?: string;
  readonly contents: unknown;
  readonly contentType?: string;
  readonly metadata?: object;
  readonly rules?: object;
  /** Makes it a synchronous message. */
  readonly replies?: readonly unknown[];
}

function codes({
  operation = 'publishCreated',
  contents,
  contentType,
  metadata,
  rules,
  replies,
}: Declared) {
  const message = (content: unknown) => ({
    contents: {
      content,
      contentType: contentType ?? 'application/cloudevents+json',
      encoded: false,
    },
    ...(metadata && { metadata }),
    ...(rules && { matchingRules: rules }),
  });
  const interaction = {
    description: 'a message',
    comments: { references: { AsyncAPI: { operationId: operation } } },
    ...(replies === undefined
      ? { type: 'Asynchronous/Messages', ...message(contents) }
      : {
          type: 'Synchronous/Messages',
          request: message(contents),
          response: replies.map(message),
        }),
  };
  const value = {
    consumer: { name: 'mail' },
    provider: { name: 'shop' },
    interactions: [interaction],
    metadata: { pactSpecification: { version: '4.0' } },
  };
  const { findings } = comparePacts(
    [{ source: 'pact.json', value }],
    parseApiDocument(parse(DOCUMENT)),
  );
  return findings.map(({ code }) => code).sort();
}

const regex = (expression: string) => ({
  combine: 'AND',
  matchers: [{ match: 'regex', regex: expression }],
});
const shard = { shard: 'a' };
const NO = ['message.no.match', 'message.payload.incompatible'];
const plain = 'application/json';

describe('a message against AsyncAPI 3', () => {
  it.each<[string, Declared, readonly string[]]>([
    ['fits', { contents: { id: 7 }, metadata: shard }, []],
    [
      'names a member that may be absent',
      { contents: { id: 7, note: 'x' }, metadata: shard },
      ['message.payload.may-be-absent'],
    ],
    ['has a payload of another type', { contents: { id: 'x' }, metadata: shard }, NO],
    ['names a member that nobody declares', { contents: { id: 7, total: 1 }, metadata: shard }, NO],
    ['has a wrong element in a list', { contents: { id: 7, tags: [1] }, metadata: shard }, NO],
    [
      'fits another message of the channel',
      { operation: 'publishOrder', contents: { reason: 'x' }, contentType: plain },
      [],
    ],
    [
      'fits a message that the operation does not send',
      { contents: { reason: 'x' }, metadata: shard },
      NO,
    ],
    [
      'breaks a header of a trait',
      { contents: { id: 7 }, metadata: { shard: 'c' } },
      ['message.headers.incompatible', 'message.no.match'],
    ],
    [
      'breaks a header whose schema has a format',
      { contents: { id: 7 }, metadata: { ...shard, version: 'x' } },
      ['message.headers.incompatible', 'message.no.match'],
    ],
    [
      'accepts less of a header than may come',
      { contents: { id: 7 }, metadata: shard, rules: { metadata: { shard: regex('a') } } },
      ['message.headers.wider'],
    ],
    [
      'accepts all of a header that may come',
      { contents: { id: 7 }, metadata: shard, rules: { metadata: { shard: regex('a|b') } } },
      [],
    ],
    [
      'has another media type',
      { contents: { id: 7 }, metadata: shard, contentType: plain },
      ['message.content-type.different'],
    ],
    [
      'has the default media type of the document',
      {
        operation: 'publishOrder',
        contents: { reason: 'x' },
        contentType: 'application/json; charset=utf-8',
      },
      [],
    ],
    [
      'asks and is answered',
      { operation: 'ask', contents: { id: 7 }, replies: [{ total: 1.5 }], contentType: plain },
      [],
    ],
    [
      'asks, and any of the answers may come',
      {
        operation: 'ask',
        contents: { id: 7 },
        replies: [{ total: 1.5 }, { error: 'x' }],
        contentType: plain,
      },
      [],
    ],
    [
      'asks for more than is taken',
      {
        operation: 'ask',
        contents: { id: 7, more: 1 },
        replies: [{ total: 1 }],
        contentType: plain,
      },
      NO,
    ],
    [
      'expects another answer',
      { operation: 'ask', contents: { id: 7 }, replies: [{ total: 'x' }], contentType: plain },
      NO,
    ],
    [
      'expects an answer that never comes',
      { contents: { id: 7 }, replies: [{ total: 1 }] },
      ['message.reply.missing'],
    ],
    [
      'belongs to no operation',
      { operation: 'nothing', contents: {} },
      ['message.operation.unknown'],
    ],
  ])('%s', (_name, declared, expected) => {
    expect(codes(declared)).toEqual(expected);
  });
});
