import { describe, expect, it } from 'vitest';
import { comparePacts } from '../../src/compare/compare-pacts.ts';
import type { CompareOptions, Comparison } from '../../src/compare/model.ts';
import { parseApiDocument } from '../../src/openapi/document.ts';

interface Exchange {
  readonly request?: Readonly<Record<string, unknown>>;
  readonly response?: Readonly<Record<string, unknown>>;
}

function pactOf(exchange: Exchange, version = '3.0.0'): unknown {
  return {
    consumer: { name: 'shop' },
    provider: { name: 'inventory' },
    interactions: [
      {
        description: 'an exchange',
        request: { method: 'GET', path: '/things', ...exchange.request },
        response: { status: 200, ...exchange.response },
      },
    ],
    metadata: { pactSpecification: { version } },
  };
}

function compare(
  document: unknown,
  exchange: Exchange,
  options: CompareOptions & { readonly version?: string } = {},
): Comparison {
  const value = pactOf(exchange, options.version);
  return comparePacts([{ source: 'pact.json', value }], parseApiDocument(document), options);
}

function errorsOf({ findings }: Comparison): readonly string[] {
  return findings.filter(({ severity }) => severity === 'error').map(({ code }) => code);
}

function codesOf({ findings }: Comparison): readonly string[] {
  return findings.map(({ code, pact }) => `${code} ${pact.pointer.split('/').slice(3).join('/')}`);
}

function responding(schema: unknown, version = '3.0.3', schemas: unknown = {}): unknown {
  return {
    openapi: version,
    paths: {
      '/things': {
        get: { responses: { 200: { content: { 'application/json': { schema } } } } },
      },
    },
    components: { schemas },
  };
}

function accepting(schema: unknown, version = '3.0.3', schemas: unknown = {}): unknown {
  return {
    openapi: version,
    paths: {
      '/things': {
        get: {
          requestBody: { content: { 'application/json': { schema } } },
          responses: { 200: {} },
        },
      },
    },
    components: { schemas },
  };
}

const object = (properties: unknown, more: object = {}) => ({
  type: 'object',
  properties,
  ...more,
});
const text = { type: 'string' };
const cat = object(
  { kind: { enum: ['cat'] }, lives: { type: 'integer' } },
  { required: ['kind', 'lives'] },
);
const dog = object(
  { kind: { enum: ['dog'] }, barks: { type: 'boolean' } },
  { required: ['kind', 'barks'] },
);

describe('the body of a response', () => {
  it.each([
    [
      'a part of the members',
      object({ a: text, b: text }, { required: ['a', 'b'] }),
      { a: 'x' },
      true,
    ],
    ['a member nobody declares', object({ a: text }), { b: 'x' }, false],
    [
      'members from all parts of allOf',
      { allOf: [object({ a: text }), object({ b: text })] },
      { a: 'x', b: 'x' },
      true,
    ],
    [
      'allOf with closed parts',
      { allOf: [object({ a: text }, { additionalProperties: false }), object({ b: text })] },
      { a: 'x', b: 'x' },
      true,
    ],
    [
      'members of an inner object from all parts',
      { allOf: [object({ in: object({ a: text }) }), object({ in: object({ b: text }) })] },
      { in: { a: 'x', b: 'x' } },
      true,
    ],
    [
      'a member none of the parts declares',
      { allOf: [object({ a: text }), object({ b: text })] },
      { c: 'x' },
      false,
    ],
    ['a part of one alternative', { oneOf: [cat, dog] }, { lives: 9 }, true],
    [
      'a part that fits every alternative',
      { oneOf: [object({ a: text }), object({ a: text, b: text })] },
      { a: 'x' },
      true,
    ],
    [
      'members of two exclusive alternatives',
      { oneOf: [cat, dog] },
      { lives: 9, barks: true },
      false,
    ],
    [
      'members of two alternatives that may come together',
      { anyOf: [object({ a: text }), object({ b: text })] },
      { a: 'x', b: 'x' },
      true,
    ],
    [
      'required under not',
      object({ a: text, b: text }, { not: { required: ['a', 'b'] } }),
      { a: 'x', b: 'x' },
      false,
    ],
    [
      'a writeOnly member',
      object({ password: { type: 'string', writeOnly: true } }),
      { password: 'x' },
      false,
    ],
    [
      'null where it is nullable',
      object({ a: { type: 'string', nullable: true } }),
      { a: null },
      true,
    ],
    ['null where it is not', object({ a: text }), { a: null }, false],
    ['false where text is', { type: 'string' }, false, false],
    ['0 where text is', { type: 'string' }, 0, false],
    ['an empty text where a number is', { type: 'number' }, '', false],
    ['null as a whole', { type: 'object' }, null, false],
    [
      'a member of a free map',
      { type: 'object', additionalProperties: { type: 'integer' } },
      { a: 1 },
      true,
    ],
    [
      'a wrong member of a free map',
      { type: 'object', additionalProperties: { type: 'integer' } },
      { a: 'x' },
      false,
    ],
  ])('%s', (_name, schema, body, compatible) => {
    expect(compare(responding(schema), { response: { body } }).compatible).toBe(compatible);
  });

  it('does not know nullable from OpenAPI 3.1 on', () => {
    const schema = object({ a: { type: 'string', nullable: true } });
    expect(
      compare(responding(schema, '3.1.0'), { response: { body: { a: null } } }).compatible,
    ).toBe(false);
  });

  it('follows the mapping of a discriminator', () => {
    const schema = {
      oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }],
      discriminator: {
        propertyName: 'type',
        mapping: { feline: '#/components/schemas/Cat', canine: 'Dog' },
      },
    };
    const schemas = {
      Cat: object({ type: text, lives: { type: 'integer' } }),
      Dog: object({ type: text, barks: text }),
    };
    const document = responding(schema, '3.0.3', schemas);
    const of = (body: unknown) => compare(document, { response: { body } }).compatible;
    expect([
      of({ type: 'feline', lives: 9 }),
      of({ type: 'canine', barks: 'x' }),
      of({ type: 'feline', barks: 'x' }),
      of({ type: 'bird' }),
    ]).toEqual([true, true, false, false]);
  });

  it('finds the schemas that inherit from one with a discriminator', () => {
    const schemas = {
      Pet: object({ type: text }, { discriminator: { propertyName: 'type' } }),
      Cat: {
        allOf: [{ $ref: '#/components/schemas/Pet' }, object({ lives: { type: 'integer' } })],
      },
    };
    const document = responding({ $ref: '#/components/schemas/Pet' }, '3.0.3', schemas);
    const of = (body: unknown) => compare(document, { response: { body } }).compatible;
    expect([
      of({ type: 'Cat', lives: 9 }),
      of({ type: 'Cat', lives: 'x' }),
      of({ type: 'Pet' }),
      of({ type: 'Bird' }),
    ]).toEqual([true, false, true, false]);
  });

  it('survives schemas that contain themselves', () => {
    const schemas = {
      Node: object({ next: { $ref: '#/components/schemas/Node' }, id: { type: 'integer' } }),
    };
    const document = responding({ $ref: '#/components/schemas/Node' }, '3.0.3', schemas);
    const of = (body: unknown) => compare(document, { response: { body } }).compatible;
    expect([of({ next: { next: { id: 1 } } }), of({ next: { next: { id: 'x' } } })]).toEqual([
      true,
      false,
    ]);
  });

  it('says that a reference names nothing', () => {
    const found = compare(responding({ $ref: '#/components/schemas/Gone' }), {
      response: { body: {} },
    });
    expect(errorsOf(found)).toEqual(['document.reference.unresolved']);
  });

  it('says that references lead to each other and nowhere else', () => {
    const schemas = {
      A: { $ref: '#/components/schemas/B' },
      B: { $ref: '#/components/schemas/A' },
    };
    const found = compare(responding({ $ref: '#/components/schemas/A' }, '3.1.0', schemas), {
      response: { body: {} },
    });
    expect(errorsOf(found)).toEqual(['document.reference.unresolved']);
  });

  it('points into pact and document', () => {
    const [finding] = compare(responding(object({ id: { type: 'integer' } })), {
      response: { body: { id: 'x' } },
    }).findings;
    expect(finding).toMatchObject({
      code: 'response.body.incompatible',
      message: 'The response body at /id must be integer, and is "x".',
      pact: {
        pointer: '/interactions/0/response/body/id',
        consumer: 'shop',
        provider: 'inventory',
      },
      document: {
        pointer:
          '/paths/~1things/get/responses/200/content/application~1json/schema/properties/id/type',
      },
    });
  });
});

describe('matching rules of a response', () => {
  const rule = (path: string, matcher: object) => ({ body: { [path]: { matchers: [matcher] } } });
  const one = (schema: unknown, more: object = {}) =>
    responding(object({ a: schema }, { required: ['a'], ...more }), '3.1.0');

  it.each([
    ['a member that is required', one(text), { a: 'x' }, {}, []],
    [
      'a member that may be absent',
      responding(object({ a: text })),
      { a: 'x' },
      {},
      ['response.body.may-be-absent'],
    ],
    [
      'a member that may be null',
      one({ type: ['string', 'null'] }),
      { a: 'x' },
      {},
      ['response.body.may-be-null'],
    ],
    [
      'an alternative that is null',
      one({ oneOf: [text, { type: 'null' }] }),
      { a: 'x' },
      {},
      ['response.body.may-be-null'],
    ],
    [
      'an enum beyond the expression',
      one({ enum: ['on', 'off'] }),
      { a: 'on' },
      rule('$.a', { match: 'regex', regex: '^on$' }),
      ['response.body.wider'],
    ],
    [
      'an enum inside the expression',
      one({ enum: ['on', 'off'] }),
      { a: 'on' },
      rule('$.a', { match: 'regex', regex: '^(on|off)$' }),
      [],
    ],
    [
      'another type that the consumer does not know',
      one({ type: ['string', 'integer'] }),
      { a: 'x' },
      rule('$.a', { match: 'type' }),
      ['response.body.incompatible'],
    ],
    [
      'a fraction where an integer is expected',
      one({ type: 'number' }),
      { a: 1 },
      rule('$.a', { match: 'integer' }),
      ['response.body.incompatible'],
    ],
    [
      'an integer where a decimal is expected',
      one({ type: 'integer' }),
      { a: 1 },
      rule('$.a', { match: 'decimal' }),
      ['response.body.incompatible'],
    ],
    [
      'one sample of an array that has more',
      one({ type: 'array', items: text, minItems: 3 }),
      { a: ['x'] },
      rule('$.a', { match: 'type', min: 1 }),
      [],
    ],
    [
      'the very elements of an array that has more',
      one({ type: 'array', items: text, minItems: 3 }),
      { a: ['x'] },
      {},
      ['response.body.incompatible'],
    ],
    [
      'more elements than there can be',
      one({ type: 'array', items: text, maxItems: 2 }),
      { a: ['x'] },
      rule('$.a', { match: 'type', min: 3 }),
      ['response.body.incompatible'],
    ],
    [
      'sample keys of a map',
      one({ type: 'object', additionalProperties: text }),
      { a: { k: 'x' } },
      rule('$.a', { match: 'eachValue', rules: [] }),
      [],
    ],
  ])('%s', (_name, document, body, matchingRules, codes) => {
    const found = compare(document, { response: { body, matchingRules } });
    expect(found.findings.map(({ code }) => code)).toEqual(codes);
  });

  it('makes open promises errors if it is strict', () => {
    const document = responding(object({ a: text }));
    const exchange = { response: { body: { a: 'x' } } };
    expect(compare(document, exchange).compatible).toBe(true);
    expect(compare(document, exchange, { strict: true }).compatible).toBe(false);
  });
});

describe('the body of a request', () => {
  it.each([
    ['all members', object({ a: text }, { required: ['a'] }), { a: 'x' }, true],
    ['a required member missing', object({ a: text }, { required: ['a'] }), {}, false],
    [
      'a required readOnly member missing',
      object({ a: { ...text, readOnly: true } }, { required: ['a'] }),
      {},
      true,
    ],
    ['more than the document names', object({ a: text }), { b: 1 }, true],
    [
      'more than a closed document names',
      object({ a: text }, { additionalProperties: false }),
      { b: 1 },
      false,
    ],
    [
      'something that fits two exclusive alternatives',
      { oneOf: [object({}), object({})] },
      {},
      false,
    ],
    ['what not forbids', { not: { required: ['a'] } }, { a: 1 }, false],
  ])('%s', (_name, schema, body, compatible) => {
    const exchange = { request: { headers: { 'Content-Type': 'application/json' }, body } };
    expect(compare(accepting(schema), exchange).compatible).toBe(compatible);
  });

  it.each([
    ['an expression inside the enum', { match: 'regex', regex: '^(on|off)$' }, []],
    [
      'an expression beyond the enum',
      { match: 'regex', regex: '^(on|dim)$' },
      ['request.body.incompatible'],
    ],
    ['any text', { match: 'type' }, ['request.body.wider']],
  ])('%s', (_name, matcher, codes) => {
    const exchange = {
      request: {
        headers: { 'Content-Type': 'application/json' },
        body: { a: 'on' },
        matchingRules: { body: { '$.a': { matchers: [matcher] } } },
      },
    };
    const found = compare(accepting(object({ a: { enum: ['on', 'off'] } })), exchange);
    expect(found.findings.map(({ code }) => code)).toEqual(codes);
  });
});

describe('parameters', () => {
  const withParameter = (parameter: object, path = '/things') => ({
    openapi: '3.1.0',
    paths: { [path]: { get: { parameters: [parameter], responses: { 200: {} } } } },
  });
  const numbers = { type: 'array', items: { type: 'integer' } };
  const size = object({ w: { type: 'integer' }, h: { type: 'integer' } });

  it.each([
    ['form, exploded', { name: 'q', schema: numbers }, 'q=1&q=2', true],
    ['form, exploded, wrong', { name: 'q', schema: numbers }, 'q=1&q=x', false],
    ['form, joined', { name: 'q', explode: false, schema: numbers }, 'q=1,2', true],
    [
      'form, joined, but repeated',
      { name: 'q', explode: false, schema: numbers },
      'q=1&q=2',
      false,
    ],
    [
      'spaces',
      { name: 'q', style: 'spaceDelimited', explode: false, schema: numbers },
      'q=1%202',
      true,
    ],
    [
      'pipes',
      { name: 'q', style: 'pipeDelimited', explode: false, schema: numbers },
      'q=1|2',
      true,
    ],
    ['an object, exploded', { name: 'q', schema: size }, 'w=1&h=2', true],
    ['an object, exploded, wrong', { name: 'q', schema: size }, 'w=1&h=x', false],
    ['an object, joined', { name: 'q', explode: false, schema: size }, 'q=w,1,h,2', true],
    ['a deep object', { name: 'q', style: 'deepObject', schema: size }, 'q[w]=1&q[h]=2', true],
    [
      'a deep object, wrong',
      { name: 'q', style: 'deepObject', schema: size },
      'q[w]=1&q[h]=x',
      false,
    ],
    [
      'JSON',
      { name: 'q', content: { 'application/json': { schema: size } } },
      'q=%7B%22w%22%3A1%7D',
      true,
    ],
    [
      'JSON, wrong',
      { name: 'q', content: { 'application/json': { schema: size } } },
      'q=%7B%22w%22%3A%22x%22%7D',
      false,
    ],
  ])('in the query: %s', (_name, parameter, query, compatible) => {
    const found = compare(withParameter({ in: 'query', ...parameter }), { request: { query } });
    expect([found.compatible, found.stats.warnings]).toEqual([compatible, 0]);
  });

  it.each([
    ['simple', '/things/{p}', { schema: numbers }, '/things/1,2', true],
    ['simple, wrong', '/things/{p}', { schema: numbers }, '/things/1,x', false],
    ['label', '/things/{p}', { style: 'label', schema: numbers }, '/things/.1,2', true],
    [
      'label, exploded',
      '/things/{p}',
      { style: 'label', explode: true, schema: numbers },
      '/things/.1.2',
      true,
    ],
    ['matrix', '/things/{p}', { style: 'matrix', schema: numbers }, '/things/;p=1,2', true],
    [
      'matrix, exploded',
      '/things/{p}',
      { style: 'matrix', explode: true, schema: numbers },
      '/things/;p=1;p=2',
      true,
    ],
    [
      'several in a segment',
      '/things/{p}-{r}.json',
      { schema: { type: 'integer' } },
      '/things/1-x.json',
      true,
    ],
    ['an object', '/things/{p}', { explode: true, schema: size }, '/things/w=1,h=2', true],
  ])('in the path: %s', (_name, template, parameter, path, compatible) => {
    const document = withParameter(
      { name: 'p', in: 'path', required: true, ...parameter },
      template,
    );
    expect(compare(document, { request: { path } }).compatible).toBe(compatible);
  });

  it('in the query, empty where that is allowed', () => {
    const flag = { in: 'query', name: 'q', schema: { type: 'boolean' } };
    const of = (parameter: object) =>
      compare(withParameter(parameter), { request: { query: 'q=' } }).compatible;
    expect([of(flag), of({ ...flag, allowEmptyValue: true })]).toEqual([false, true]);
  });

  it.each([
    ['^(on|off)$', []],
    ['^(on|dim)$', ['request.query.incompatible']],
  ])('in the query, matched by %s', (regex, codes) => {
    const parameter = { in: 'query', name: 'q', schema: { enum: ['on', 'off'] } };
    const matchingRules = { query: { q: { matchers: [{ match: 'regex', regex }] } } };
    const found = compare(withParameter(parameter), {
      request: { query: { q: ['on'] }, matchingRules },
    });
    expect(found.findings.map(({ code }) => code)).toEqual(codes);
  });

  it('in a cookie', () => {
    const document = withParameter({
      name: 'n',
      in: 'cookie',
      required: true,
      schema: { type: 'integer' },
    });
    const of = (headers: object) => errorsOf(compare(document, { request: { headers } }));
    expect([of({ Cookie: 'a=b; n=1' }), of({ Cookie: 'n=x' }), of({})]).toEqual([
      [],
      ['request.cookie.incompatible'],
      ['request.cookie.incompatible'],
    ]);
  });
});

describe('routing', () => {
  const paths = (...templates: string[]) => ({
    openapi: '3.0.0',
    servers: [{ url: 'https://api.example.org/{stage}/v1' }],
    paths: Object.fromEntries(
      templates.map((template, index) => [template, { get: { responses: { [200 + index]: {} } } }]),
    ),
  });

  it.each([
    ['text before parameters, whatever the order', ['/a/{id}', '/a/me'], '/a/me', 201],
    ['the first segment decides', ['/{a}/b', '/a/{b}'], '/a/b', 201],
    ['behind the path of a server', ['/a'], '/test/v1/a', 200],
    ['without it', ['/a'], '/a', 200],
  ])('%s', (_name, templates, path, status) => {
    const found = compare(paths(...templates), { request: { path }, response: { status } });
    expect(errorsOf(found)).toEqual([]);
  });

  it('knows the servers of a path', () => {
    const document = {
      openapi: '3.0.0',
      paths: { '/a': { servers: [{ url: '/old' }], get: { responses: { 200: {} } } } },
    };
    expect(compare(document, { request: { path: '/old/a' } }).compatible).toBe(true);
  });

  it('leaves the query of a path aside and knows methods of OpenAPI 3.2', () => {
    const document = {
      openapi: '3.2.0',
      paths: {
        '/things': {
          query: { responses: { 200: {} } },
          additionalOperations: { COPY: { responses: { 200: {} } } },
        },
      },
    };
    const of = (method: string) => compare(document, { request: { method } }).compatible;
    expect([of('QUERY'), of('COPY'), of('GET')]).toEqual([true, true, false]);
  });
});

describe('security', () => {
  const schemes = {
    basic: { type: 'http', scheme: 'basic' },
    key: { type: 'apiKey', in: 'header', name: 'X-Key' },
    open: { type: 'oauth2', flows: {} },
  };
  const secured = (security: unknown, own?: unknown) => ({
    openapi: '3.0.0',
    security,
    paths: {
      '/things': {
        get: { responses: { 200: {} }, ...(own === undefined ? {} : { security: own }) },
      },
    },
    components: { securitySchemes: schemes },
  });

  it.each([
    ['one of two', secured([{ basic: [] }, { key: [] }]), { 'X-Key': '1' }, 0],
    ['both of two', secured([{ basic: [], key: [] }]), { 'X-Key': '1' }, 1],
    [
      'both of two, given',
      secured([{ basic: [], key: [] }]),
      { 'X-Key': '1', Authorization: 'Basic x' },
      0,
    ],
    ['nothing needed', secured([{ basic: [] }, {}]), {}, 0],
    ['none for this operation', secured([{ basic: [] }], []), {}, 0],
    [
      'another for this operation',
      secured([{ basic: [] }], [{ key: [] }]),
      { Authorization: 'Basic x' },
      1,
    ],
    ['what a pact cannot show', secured([{ open: ['read'] }]), {}, 0],
    ['what a pact cannot show, and a key', secured([{ open: [], key: [] }]), {}, 1],
  ])('%s', (_name, document, headers, missing) => {
    expect(errorsOf(compare(document, { request: { headers } }))).toEqual(
      Array.from({ length: missing }, () => 'request.authorization.missing'),
    );
  });
});

describe('media types', () => {
  const document = {
    openapi: '3.0.0',
    paths: {
      '/things': {
        get: {
          responses: {
            200: {
              content: {
                'application/json': { schema: object({ a: text }) },
                'application/vnd.shop.v2+json': { schema: object({ b: text }) },
                'image/*': { schema: { type: 'string' } },
              },
            },
          },
        },
      },
    },
  };

  it('compares with the schema of the type that the response has', () => {
    const of = (type: string, body: unknown) =>
      codesOf(compare(document, { response: { headers: { 'Content-Type': type }, body } })).filter(
        (code) => !code.includes('may-be'),
      );
    expect(of('application/json; charset=utf-8', { a: 'x' })).toEqual([]);
    expect(of('application/vnd.shop.v2+json', { b: 'x' })).toEqual([]);
    expect(of('application/vnd.shop.v2+json', { a: 'x' })).toEqual([
      'response.body.incompatible response/body/a',
    ]);
    expect(of('image/png', 'x')).toEqual(['response.body.unvalidatable response/body']);
    expect(of('text/plain', 'x')).toContain(
      'response.content-type.incompatible response/headers/content-type',
    );
  });
});
