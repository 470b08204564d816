import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { diffDocuments } from '../../src/diff/diff-documents.ts';
import { parseApiDocument } from '../../src/openapi/document.ts';

type Found = readonly (readonly [rule: string, impact: string])[];

function changes(old: string, now: string): Found {
  const { changes: found } = diffDocuments(
    parseApiDocument(parse(old), 'old.yaml'),
    parseApiDocument(parse(now), 'new.yaml'),
  );
  return found.map(({ rule, impact }) => [rule, impact]);
}

describe('two AsyncAPI documents', () => {
  interface Parts {
    readonly action?: string;
    readonly payload?: string;
    readonly address?: string;
    readonly more?: string;
    readonly reply?: string;
  }
  const document = ({
    action = 'send',
    payload = '{type: object, required: [id], properties: {id: {type: integer}, note: {type: string}}}',
    address = 'orders',
    more = '',
    reply = '',
  }: Parts = {}) => `asyncapi: 3.0.0
channels: {orders: {address: ${address}, messages: {created: {contentType: application/json, payload: ${payload}}${more}}}}
operations: {publish: {action: ${action}, channel: {$ref: '#/channels/orders'}${reply}}}`;
  const wider =
    '{type: object, required: [id], properties: {id: {type: number}, note: {type: string}}}';
  const optional = '{type: object, properties: {id: {type: integer}, note: {type: string}}}';
  const less = '{type: object, required: [id], properties: {id: {type: integer}}}';

  it.each<[string, Parts, Parts, Found]>([
    ['the same', {}, {}, []],
    [
      'what is sent became wider',
      {},
      { payload: wider },
      [['response-property-type-generalized', 'breaking']],
    ],
    [
      'what is received became wider',
      { action: 'receive' },
      { action: 'receive', payload: wider },
      [['request-property-type-generalized', 'harmless']],
    ],
    [
      'a member of what is sent may be absent',
      {},
      { payload: optional },
      [['response-property-became-optional', 'breaking']],
    ],
    [
      'a member of what is received may be absent',
      { action: 'receive' },
      { action: 'receive', payload: optional },
      [['request-property-became-optional', 'harmless']],
    ],
    [
      'a member of what is sent is gone',
      {},
      { payload: less },
      [['response-optional-property-removed', 'risky']],
    ],
    ['another address', {}, { address: 'orders.v2' }, [['channel-address-changed', 'breaking']]],
    ['another action', {}, { action: 'receive' }, [['operation-action-changed', 'breaking']]],
    [
      'one more message is sent',
      {},
      { more: ', gone: {payload: {type: object}}' },
      [['message-added', 'risky']],
    ],
    [
      'one message less is taken',
      { action: 'receive', more: ', gone: {payload: {type: object}}' },
      { action: 'receive' },
      [['message-removed', 'breaking']],
    ],
    [
      'no reply any more',
      { action: 'receive', reply: ', reply: {messages: []}' },
      { action: 'receive' },
      [['reply-removed', 'breaking']],
    ],
  ])('%s', (_name, old, now, expected) => {
    expect(changes(document(old), document(now))).toEqual(expected);
  });

  it('says which consumer breaks, by its pact', () => {
    const pact = (consumer: string, content: object) => ({
      source: `${consumer}.json`,
      value: {
        consumer: { name: consumer },
        provider: { name: 'shop' },
        interactions: [
          {
            type: 'Asynchronous/Messages',
            description: 'an order',
            comments: { references: { AsyncAPI: { operationId: 'publish' } } },
            contents: { content, contentType: 'application/json', encoded: false },
          },
        ],
        metadata: { pactSpecification: { version: '4.0' } },
      },
    });
    const diff = diffDocuments(
      parseApiDocument(parse(document())),
      parseApiDocument(parse(document({ payload: less }))),
      { pacts: [pact('mail', { id: 1, note: 'x' }), pact('stock', { id: 1 })] },
    );
    expect(diff.compatible).toBe(false);
    expect([...new Set(diff.broken.map((one) => one.pact.consumer))]).toEqual(['mail']);
    expect(diff.changes.map(({ usedBy }) => usedBy)).toEqual([['mail']]);
  });

  it('is not compared with another kind', () => {
    const openapi = 'openapi: 3.0.0\npaths: {}';
    expect(() => changes(document(), openapi)).toThrow(/not of one kind/);
  });
});

describe('webhooks', () => {
  const hook = (body: string, answers = '{200: {description: ok}}') =>
    `openapi: 3.1.0\nwebhooks: {created: {post: {${body && `requestBody: ${body}, `}responses: ${answers}}}}`;
  const of = (schema: string, required = true) =>
    `{required: ${required}, content: {application/json: {schema: ${schema}}}}`;
  const order = '{type: object, required: [id], properties: {id: {type: integer}}}';
  const more =
    '{type: object, required: [id, at], properties: {id: {type: integer}, at: {type: string}}}';
  const answering = (schema: string) =>
    `{200: {description: ok, content: {application/json: {schema: ${schema}}}}}`;

  it.each<[string, string, string, Found]>([
    ['the same', hook(of(order)), hook(of(order)), []],
    [
      'one member more is sent',
      hook(of(order)),
      hook(of(more)),
      [['response-required-property-added', 'harmless']],
    ],
    [
      'one member less is sent',
      hook(of(more)),
      hook(of(order)),
      [['response-required-property-removed', 'breaking']],
    ],
    [
      'the body may be absent',
      hook(of(order)),
      hook(of(order, false)),
      [['request-body-became-optional', 'breaking']],
    ],
    [
      'the body is always there',
      hook(of(order, false)),
      hook(of(order)),
      [['request-body-became-required', 'harmless']],
    ],
    ['the body is gone', hook(of(order)), hook(''), [['request-body-removed', 'breaking']]],
    [
      'one member more is wanted in the answer',
      hook(of(order), answering(order)),
      hook(of(order), answering(more)),
      [['new-required-request-property', 'breaking']],
    ],
    [
      'another method',
      hook(of(order)),
      hook(of(order)).replace('post', 'put'),
      [
        ['webhook-removed', 'breaking'],
        ['webhook-added', 'harmless'],
      ],
    ],
  ])('%s', (_name, old, now, expected) => {
    expect(changes(old, now)).toEqual(expected);
  });
});
