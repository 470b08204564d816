import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { comparePacts } from '../../src/compare/compare-pacts.ts';
import { parseApiDocument } from '../../src/openapi/document.ts';

// Decided from AsyncAPI 3.0 and JSON Schema draft 7 before anything ran.

const HEAD = 'asyncapi: 3.0.0\ninfo: {title: shop, version: "1"}\n';
const sending = (message: string, rest = '') => `${HEAD}
channels: {orders: {address: orders, messages: {created: ${message}}}}
operations: {publish: {action: send, channel: {$ref: '#/channels/orders'}}}
${rest}`;
const payload = (schema: string, schemas = '{}') =>
  sending(`{payload: ${schema}}`, `components: {schemas: ${schemas}}`);

interface Sent {
  readonly contents?: unknown;
  readonly metadata?: object;
  readonly rules?: object;
  readonly replies?: readonly object[];
  readonly operation?: string;
  readonly version?: '3.0.0' | '4.0';
}

function errors(document: string, sent: Sent): readonly string[] {
  const { contents, metadata, rules, replies, operation = 'publish', version = '4.0' } = sent;
  const message = (content: unknown) => ({
    contents: { content, contentType: 'application/json', encoded: false },
    ...(metadata && { metadata }),
    ...(rules && { matchingRules: rules }),
  });
  const comments = { references: { AsyncAPI: { operationId: operation } } };
  const value = {
    consumer: { name: 'mail' },
    provider: { name: 'shop' },
    ...(version === '3.0.0'
      ? { messages: [{ description: 'm', comments, contents, metadata, matchingRules: rules }] }
      : {
          interactions: [
            replies === undefined
              ? { type: 'Asynchronous/Messages', description: 'm', comments, ...message(contents) }
              : {
                  type: 'Synchronous/Messages',
                  description: 'm',
                  comments,
                  request: message(contents),
                  response: replies.map(message),
                },
          ],
        }),
    metadata: { pactSpecification: { version } },
  };
  const { findings } = comparePacts(
    [{ source: 'pact.json', value }],
    parseApiDocument(parse(document)),
  );
  return [
    ...new Set(findings.filter((one) => one.severity === 'error').map(({ code }) => code)),
  ].sort();
}

const NO = ['message.no.match', 'message.payload.incompatible'];
const HEADERS = ['message.headers.incompatible', 'message.no.match'];
const asking = (reply: string) => `${HEAD}
channels:
  questions: {address: q, messages: {question: {payload: {type: object, required: [id], properties: {id: {type: integer}}}}}}
  answers: {address: null, messages: {answer: {payload: {type: object, required: [total], properties: {total: {type: number}}}}}}
operations: {publish: {action: receive, channel: {$ref: '#/channels/questions'}, reply: ${reply}}}
`;

describe('messages', () => {
  it.each<[string, string, Sent, readonly string[]]>([
    [
      'what stands beside a reference is ignored (draft 7, 8.3)',
      payload(
        "{type: object, required: [a], properties: {a: {$ref: '#/components/schemas/S', minLength: 5}}}",
        '{S: {type: string}}',
      ),
      { contents: { a: 'abc' } },
      [],
    ],
    [
      'tuples of draft 7',
      payload('{type: array, items: [{type: integer}, {type: string}], additionalItems: false}'),
      { contents: [1, 2] },
      NO,
    ],
    [
      'a tuple of draft 7 that is too long',
      payload('{type: array, items: [{type: integer}], additionalItems: false}'),
      { contents: [1, 2] },
      NO,
    ],
    [
      'if and then of draft 7',
      payload(
        '{type: object, properties: {k: {type: string}, v: {}}, if: {properties: {k: {const: n}}, required: [k]}, then: {properties: {v: {type: integer}}}}',
      ),
      { contents: { k: 'n', v: 'x' } },
      NO,
    ],
    [
      'dependencies of draft 7 count only for what is whole',
      payload(
        '{type: object, properties: {a: {type: integer}, b: {type: integer}}, dependencies: {a: [b]}}',
      ),
      { contents: { a: 1 } },
      [],
    ],
    [
      'definitions of draft 7',
      payload(
        "{type: object, definitions: {N: {type: integer}}, properties: {n: {$ref: '#/channels/orders/messages/created/payload/definitions/N'}}}",
      ),
      { contents: { n: 'x' } },
      NO,
    ],
    [
      'exclusive limits of draft 7',
      payload('{type: integer, exclusiveMinimum: 5}'),
      { contents: 5 },
      NO,
    ],
    [
      'a discriminator is the name of a member (AsyncAPI 3, Schema Object)',
      payload(
        "{$ref: '#/components/schemas/Pet'}",
        '{Pet: {type: object, discriminator: kind, required: [kind], properties: {kind: {type: string}}}, Cat: {allOf: [{$ref: "#/components/schemas/Pet"}, {type: object, properties: {lives: {type: integer}}}]}}',
      ),
      { contents: { kind: 'Cat', lives: 'x' } },
      NO,
    ],
    [
      'a member that nobody declares',
      payload('{type: object, properties: {a: {type: integer}}}'),
      { contents: { b: 1 } },
      NO,
    ],
    [
      'nullable means nothing',
      payload('{type: object, properties: {a: {type: string, nullable: true}}}'),
      { contents: { a: null } },
      NO,
    ],
    [
      'a payload in another language',
      sending(
        '{payload: {schemaFormat: application/vnd.apache.avro;version=1.9.0, schema: {type: record, name: r, fields: []}}}',
      ),
      { contents: { a: 1 } },
      [],
    ],
    [
      'a payload in OpenAPI',
      sending(
        '{payload: {schemaFormat: "application/vnd.oai.openapi+json;version=3.0.0", schema: {type: object, properties: {a: {type: integer}}}}}',
      ),
      { contents: { a: 'x' } },
      NO,
    ],
    [
      'headers of the message',
      sending(
        '{headers: {type: object, properties: {version: {type: integer}}}, payload: {type: object, properties: {a: {type: integer}}}}',
      ),
      { contents: { a: 1 }, metadata: { version: 'x' } },
      HEADERS,
    ],
    [
      'headers that the consumer names and nobody declares',
      sending(
        '{headers: {type: object, properties: {version: {type: integer}}}, payload: {type: object, properties: {a: {type: integer}}}}',
      ),
      { contents: { a: 1 }, metadata: { other: 'x' } },
      HEADERS,
    ],
    [
      'one of two messages of a channel',
      `${HEAD}channels: {orders: {messages: {a: {payload: {type: object, properties: {a: {type: integer}}}}, b: {payload: {type: object, properties: {b: {type: integer}}}}}}}\noperations: {publish: {action: send, channel: {$ref: '#/channels/orders'}}}`,
      { contents: { b: 1 } },
      [],
    ],
    [
      'members of two messages of a channel',
      `${HEAD}channels: {orders: {messages: {a: {payload: {type: object, properties: {a: {type: integer}}}}, b: {payload: {type: object, properties: {b: {type: integer}}}}}}}\noperations: {publish: {action: send, channel: {$ref: '#/channels/orders'}}}`,
      { contents: { a: 1, b: 1 } },
      NO,
    ],
    [
      'a message by reference of a reference',
      `${HEAD}channels: {orders: {messages: {a: {$ref: '#/components/messages/A'}}}}\noperations: {publish: {action: send, channel: {$ref: '#/channels/orders'}, messages: [{$ref: '#/channels/orders/messages/a'}]}}\ncomponents: {messages: {A: {$ref: '#/components/messages/B'}, B: {payload: {type: integer}}}}`,
      { contents: 'x' },
      NO,
    ],
    [
      'a message that is nowhere',
      `${HEAD}channels: {orders: {messages: {a: {$ref: '#/components/messages/A'}}}}\noperations: {publish: {action: send, channel: {$ref: '#/channels/orders'}}}`,
      { contents: 'x' },
      ['document.reference.unresolved', 'message.no.match'],
    ],
    [
      'replies from their channel',
      asking("{channel: {$ref: '#/channels/answers'}}"),
      { contents: { id: 1 }, replies: [{ total: 'x' }] },
      NO,
    ],
    [
      'replies from their channel, right',
      asking("{channel: {$ref: '#/channels/answers'}}"),
      { contents: { id: 1 }, replies: [{ total: 1 }] },
      [],
    ],
    [
      'a request that lacks something',
      asking("{channel: {$ref: '#/channels/answers'}}"),
      { contents: {}, replies: [{ total: 1 }] },
      NO,
    ],
    [
      'an operation that is not there',
      payload('{type: integer}'),
      { contents: 1, operation: 'other' },
      ['message.operation.unknown'],
    ],
    [
      'a message of Pact 3',
      payload('{type: object, properties: {a: {type: integer}}}'),
      { contents: { a: 'x' }, version: '3.0.0' },
      NO,
    ],
    [
      'rules of a message: another type may come',
      payload('{type: object, required: [a], properties: {a: {type: number}}}'),
      { contents: { a: 1 }, rules: { body: { '$.a': { matchers: [{ match: 'integer' }] } } } },
      ['message.payload.incompatible'],
    ],
    [
      'rules of a request message: more may be sent than is taken',
      asking("{channel: {$ref: '#/channels/answers'}}"),
      {
        contents: { id: 1 },
        rules: { body: { '$.id': { matchers: [{ match: 'number' }] } } },
        replies: [{ total: 1 }],
      },
      ['message.payload.incompatible'],
    ],
    [
      'a document with a message without payload',
      sending('{title: nothing}'),
      { contents: { a: 1 } },
      [],
    ],
  ])('%s', (_name, document, sent, expected) => {
    expect(errors(document, sent)).toEqual(expected);
  });
});
