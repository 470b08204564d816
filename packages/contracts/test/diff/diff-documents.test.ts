import { describe, expect, it } from 'vitest';
import { diffDocuments } from '../../src/diff/diff-documents.ts';
import { renderDiffText } from '../../src/diff/render/text.ts';
import { parseApiDocument } from '../../src/openapi/document.ts';

const text = { type: 'string' };

function documentOf(response: unknown, request?: unknown, more: object = {}) {
  return parseApiDocument({
    openapi: '3.1.0',
    paths: {
      '/things/{id}': {
        put: {
          ...(request === undefined
            ? {}
            : { requestBody: { content: { 'application/json': { schema: request } } } }),
          responses: { 200: { content: { 'application/json': { schema: response } } } },
        },
      },
      ...more,
    },
  });
}

const object = (properties: object, required: readonly string[] = []) => ({
  type: 'object',
  properties,
  required,
});

function pactOf(consumer: string, body: unknown) {
  return {
    source: `${consumer}.json`,
    value: {
      consumer: { name: consumer },
      provider: { name: 'inventory' },
      interactions: [
        {
          description: 'put',
          request: { method: 'PUT', path: '/things/1' },
          response: { status: 200, body },
        },
      ],
      metadata: { pactSpecification: { version: '3.0.0' } },
    },
  };
}

describe('the impact of a change', () => {
  it.each([
    [
      'less is accepted',
      object({}),
      object({ a: { type: 'integer' } }),
      object({ a: { type: 'integer', maximum: 5 } }),
      'risky',
    ],
    [
      'more is accepted',
      object({}),
      object({ a: { type: 'integer' } }),
      object({ a: { type: 'number' } }),
      'harmless',
    ],
    ['a new demand', object({}), object({}), object({ a: text }, ['a']), 'breaking'],
    ['a new offer', object({}), object({}), object({ a: text }), 'harmless'],
  ])('in a request: %s', (_name, response, old, now, impact) => {
    const { changes } = diffDocuments(documentOf(response, old), documentOf(response, now));
    expect(changes.map((change) => [change.impact, change.direction])).toEqual([
      [impact, 'request'],
    ]);
  });

  it.each([
    [
      'less is answered',
      object({ a: { type: 'number' } }),
      object({ a: { type: 'integer' } }),
      'harmless',
    ],
    [
      'more is answered',
      object({ a: text }),
      object({ a: { type: ['string', 'null'] } }),
      'breaking',
    ],
    ['a member less', object({ a: text }, ['a']), object({}), 'breaking'],
    ['a member more', object({}), object({ a: text }), 'harmless'],
  ])('in a response: %s', (_name, old, now, impact) => {
    const { changes } = diffDocuments(documentOf(old), documentOf(now));
    expect(changes.map((change) => [change.impact, change.direction])).toEqual([
      [impact, 'response'],
    ]);
  });

  it('is nothing where nothing changed but the name of a path parameter', () => {
    const old = parseApiDocument({
      openapi: '3.0.0',
      paths: { '/a/{id}': { get: { responses: { 200: {} } } } },
    });
    const now = parseApiDocument({
      openapi: '3.0.0',
      paths: { '/a/{key}': { get: { responses: { 200: {} } } } },
    });
    expect(diffDocuments(old, now).changes).toEqual([]);
  });

  it('is found once in schemas that contain themselves', () => {
    const schemas = (id: object) => ({
      Node: object({ next: { $ref: '#/components/schemas/Node' }, id }),
    });
    const of = (id: object) =>
      parseApiDocument({
        openapi: '3.1.0',
        paths: {
          '/a': {
            get: {
              responses: {
                200: {
                  content: {
                    'application/json': { schema: { $ref: '#/components/schemas/Node' } },
                  },
                },
              },
            },
          },
        },
        components: { schemas: schemas(id) },
      });
    expect(
      diffDocuments(of(text), of({ type: 'integer' })).changes.map(({ rule }) => rule),
    ).toEqual(['response-property-type-changed']);
  });
});

describe('with pacts', () => {
  const old = documentOf(object({ a: text, b: text }, ['a', 'b']), undefined, {
    '/idle': { get: { responses: { 200: {} } } },
  });
  const now = documentOf(object({ b: text }, ['b']));
  const diff = diffDocuments(old, now, {
    pacts: [pactOf('shop', { a: 'x' }), pactOf('email', { b: 'x' })],
  });

  it('says which consumer breaks, and where', () => {
    expect(diff.compatible).toBe(false);
    expect(diff.broken.map(({ pact }) => [pact.consumer, pact.pointer])).toEqual([
      ['shop', '/interactions/0/response/body/a'],
    ]);
  });

  it('says who uses what changed, and what nobody uses', () => {
    expect(diff.changes.map(({ rule, usedBy }) => [rule, usedBy])).toEqual([
      ['response-required-property-removed', ['shop']],
      ['api-path-removed-without-deprecation', []],
    ]);
    expect(diff.unused).toEqual([{ method: 'get', path: '/idle' }]);
  });

  it('says what of a used answer nobody reads', () => {
    const line = object({ sku: text, note: text, secret: { ...text, writeOnly: true } });
    const answer = object({
      lines: { type: 'array', items: line },
      total: object({ gross: text, net: text }),
      id: text,
    });
    const used = documentOf(answer);
    const { unusedMembers } = diffDocuments(used, used, {
      pacts: [
        pactOf('shop', { lines: [{ sku: 'x' }], id: 'x' }),
        pactOf('email', { total: { gross: 'x' } }),
      ],
    });
    expect(unusedMembers.map(({ status, member }) => `${status} ${member.join('.')}`)).toEqual([
      '200 lines.*.note',
      '200 total.net',
    ]);
    expect(
      renderDiffText(diffDocuments(used, used, { pacts: [pactOf('shop', { id: 'x' })] })),
    ).toContain(
      'No pact reads, although the operation is used:\n  PUT /things/{id} 200: lines\n  PUT /things/{id} 200: total\n',
    );
  });

  it('is compatible if all that breaks is used by nobody', () => {
    expect(diffDocuments(old, now, { pacts: [pactOf('email', { b: 'x' })] }).compatible).toBe(true);
  });

  it('is readable', () => {
    expect(renderDiffText(diff)).toContain('No: from document to document shop would break.');
    expect(renderDiffText(diff)).toContain(
      '✗ The response 200 "a" was removed. [response-required-property-removed, used by shop]',
    );
  });
});
