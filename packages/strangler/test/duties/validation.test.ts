import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readJsonBody } from '../../src/duties/validation/json-body.ts';
import { loadRoutes, type ProxyLog, type WrittenValidation } from '../../src/index.ts';
import {
  type Answer,
  echoed,
  type Gateway,
  startGateway,
  WAYS,
  type Way,
} from '../support/gateway.ts';
import { bodyOf, startHttp } from '../support/http-upstream.ts';
import { sendRaw, statusesIn } from '../support/raw-client.ts';

const folder = mkdtempSync(join(tmpdir(), 'ashlar-validation-'));
afterAll(() => rmSync(folder, { recursive: true }));
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const openapi = {
  openapi: '3.1.0',
  info: { title: 'Shop', version: '1' },
  servers: [{ url: 'https://shop.test/v1' }],
  paths: {
    '/orders': {
      get: {
        parameters: [
          { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 100 } },
          {
            name: 'state',
            in: 'query',
            schema: { type: 'array', items: { enum: ['open', 'done'] } },
          },
          {
            name: 'ids',
            in: 'query',
            explode: false,
            schema: { type: 'array', items: { type: 'integer' } },
          },
          {
            name: 'X-Trace',
            in: 'header',
            required: true,
            schema: { type: 'string', format: 'uuid' },
          },
          { name: 'shop', in: 'cookie', schema: { type: 'string', minLength: 2 } },
        ],
        responses: { 200: { description: 'ok' } },
      },
      post: {
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } },
        },
        responses: {
          201: {
            description: 'made',
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } },
          },
          default: { description: 'else' },
        },
      },
    },
    '/orders/mine': { get: { responses: { 200: { description: 'ok' } } } },
    '/orders/{id}': {
      parameters: [{ $ref: '#/components/parameters/Id' }],
      get: { responses: { 200: { description: 'ok' } } },
      put: {
        requestBody: { content: { 'application/octet-stream': {}, 'text/*': {} } },
        responses: { 204: { description: 'ok' } },
      },
    },
  },
  components: {
    parameters: { Id: { name: 'id', in: 'path', required: true, schema: { type: 'integer' } } },
    schemas: {
      Order: {
        type: 'object',
        required: ['id', 'sku', 'quantity'],
        additionalProperties: false,
        properties: {
          id: { type: 'string', readOnly: true },
          sku: { type: 'string', pattern: '^SKU-\\d+$' },
          quantity: { type: 'integer', minimum: 1, maximum: 99 },
          note: { type: ['string', 'null'], maxLength: 20 },
          parts: { type: 'array', items: { $ref: '#/components/schemas/Part' } },
        },
      },
      Part: {
        type: 'object',
        required: ['name'],
        properties: { name: { type: 'string' }, of: { $ref: '#/components/schemas/Part' } },
      },
    },
  },
};
const file = join(folder, 'openapi.json');
beforeAll(() => writeFileSync(file, JSON.stringify(openapi)));

const trace = { 'x-trace': '6f1c1a1e-9a3b-4a9e-8a52-2f1a3a4b5c6d' };
const json = { 'content-type': 'application/json' };

async function open(
  way: Way,
  validation: Partial<WrittenValidation> = {},
  log?: ProxyLog,
): Promise<Gateway> {
  const gateway = await startGateway(
    way,
    {},
    [{ validation: { openapi: file, ...validation } }],
    log === undefined ? {} : { log },
  );
  closers.push(() => gateway.close());
  return gateway;
}

const post = (
  gateway: Gateway,
  body: string | Buffer,
  headers: Record<string, string> = json,
): Promise<Answer> => gateway.ask('/v1/orders', headers, { method: 'POST', body });

describe.each(WAYS)('requests held to an OpenAPI document, %s', (way) => {
  let strict: Gateway;
  beforeAll(async () => {
    strict = await open(way);
    closers.pop();
  });
  afterAll(() => strict.close());

  it('pass as they are when they fit', async () => {
    const gateway = await open(way);
    const body =
      '{ "sku":"SKU-1",  "quantity": 2, "note": null, "parts":[{"name":"a","of":{"name":"b"}}] }';
    const answer = await post(gateway, body);
    expect(answer.status).toBe(200);
    expect(echoed(answer).body).toBe(body);
    expect(echoed(answer).headers.map((text) => text.toLowerCase())).toContain(String(body.length));
  });

  it.each<[string, string, Record<string, string>, number]>([
    ['a query within bounds', '/v1/orders?limit=5&state=open&state=done&ids=1,2', trace, 200],
    ['a trailing slash', '/v1/orders/', trace, 200],
    ['a literal path before a template', '/v1/orders/mine', {}, 200],
    ['a number in the path', '/v1/orders/7', {}, 200],
    ['a query out of bounds', '/v1/orders?limit=500', trace, 400],
    ['a word for a number', '/v1/orders?limit=five', trace, 400],
    ['a number with a space', '/v1/orders?limit=%201', trace, 400],
    ['a parameter twice', '/v1/orders?limit=5&limit=500', trace, 400],
    ['an unknown member of a list', '/v1/orders?state=open&state=lost', trace, 400],
    ['a bad member among commas', '/v1/orders?ids=1,x', trace, 400],
    ['a header that is missing', '/v1/orders', {}, 400],
    ['a header of another form', '/v1/orders', { 'x-trace': 'nope' }, 400],
    ['a cookie that is too short', '/v1/orders', { ...trace, cookie: 'shop=x' }, 400],
    ['a word in the path', '/v1/orders/seven', {}, 400],
    ['a path spelled in escapes', '/v1/%6frders/seven', {}, 400],
    ['a path with double slashes', '/v1//orders//seven', {}, 400],
    ['an escape that is none', '/v1/orders/%zz', {}, 400],
    ['a slash that is hidden', '/v1/orders%2f7', {}, 400],
    ['no such path', '/v1/customers', {}, 404],
    ['a path outside of the server', '/orders', trace, 404],
    ['a HEAD of what has a GET', '/v1/orders/7', {}, 200],
  ])('%s: %s -> %i', async (name, path, headers, status) => {
    const before = strict.reached();
    const method = name.includes('HEAD') ? 'HEAD' : 'GET';
    expect((await strict.ask(path, headers, { method })).status).toBe(status);
    expect(strict.reached() - before).toBe(status === 200 ? 1 : 0);
  });

  it('say what is allowed, and which place is wrong', async () => {
    const gateway = await open(way);
    const method = await gateway.ask('/v1/orders', {}, { method: 'DELETE' });
    expect(method.status).toBe(405);
    expect(method.headers.allow).toBe('GET, POST');
    const body = await post(gateway, '{"sku":"SKU-1","quantity":200}');
    expect(body.headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(body.body)).toMatchObject({
      status: 400,
      errors: [{ pointer: '/quantity', detail: 'must be <= 99' }],
    });
    const query = await gateway.ask('/v1/orders?limit=500', trace);
    expect(JSON.parse(query.body)).toMatchObject({
      errors: [{ parameter: 'limit', in: 'query', detail: 'must be <= 100' }],
    });
  });

  const deep = '[{"name":"a","of":'.repeat(300);
  it.each<[string, string | Buffer, Record<string, string>, number]>([
    ['no JSON', '{"sku":', json, 400],
    ['nothing', '', json, 400],
    ['null', 'null', json, 400],
    ['a field too many', '{"sku":"SKU-1","quantity":1,"admin":true}', json, 400],
    ['a key twice', '{"sku":"SKU-1","quantity":1,"quantity":999}', json, 400],
    ['a key twice in escapes', '{"sku":"SKU-1","quantity":1,"\\u0071uantity":999}', json, 400],
    ['a prototype', '{"sku":"SKU-1","quantity":1,"__proto__":{"admin":true}}', json, 400],
    [
      'what is too deep',
      `{"sku":"SKU-1","quantity":1,"parts":${deep}1${'}]'.repeat(300)}}`,
      json,
      400,
    ],
    ['brackets without end', '['.repeat(200_000), json, 400],
    ['no UTF-8', Buffer.from('{"sku":"SKU-1","quantity":1,"note":"\xff"}', 'latin1'), json, 400],
    ['a byte order mark', '\ufeff{"sku":"SKU-1","quantity":1}', json, 400],
    ['a number without end', `{"sku":"SKU-1","quantity":1e999}`, json, 400],
    ['another media type', '{"sku":"SKU-1","quantity":1}', { 'content-type': 'text/plain' }, 415],
    [
      'a relative of JSON',
      '{"sku":"SKU-1","quantity":1}',
      { 'content-type': 'application/json-seq' },
      415,
    ],
    ['a coded body', 'xx', { ...json, 'content-encoding': 'gzip' }, 415],
    ['a large body', `{"sku":"SKU-1","quantity":1,"note":"${'x'.repeat(2000)}"}`, json, 413],
  ])('refuse %s', async (_, body, headers, status) => {
    const gateway = status === 413 ? await open(way, { maxBodyBytes: 1000 }) : strict;
    const before = gateway.reached();
    expect((await post(gateway, body, headers)).status).toBe(status);
    expect(gateway.reached()).toBe(before);
  });

  it('pass bodies on as they come where nothing looks into them', async () => {
    const gateway = await open(way, { maxBodyBytes: 10 });
    const body = 'x'.repeat(500_000);
    const answer = await gateway.ask(
      '/v1/orders/7',
      { 'content-type': 'text/plain' },
      { method: 'PUT', body },
    );
    expect(echoed(answer).body).toBe(body);
  });

  it('may be let through and only reported', async () => {
    const told: unknown[] = [];
    const gateway = await open(way, { requests: 'report' }, (level, message, fields) => {
      if (level === 'warn') told.push([message, fields]);
    });
    expect((await post(gateway, '{"sku":1}')).status).toBe(200);
    expect((await post(gateway, '{"sku":1}')).status).toBe(200);
    expect(told).toHaveLength(1);
    expect(JSON.stringify(told)).toContain('POST /orders');
    expect(gateway.proxy.metrics()).toContain(
      'ashlar_proxy_violations_total{route="root",message="request"} 2',
    );
  });

  it('leave paths alone that the document does not have, where the table says so', async () => {
    const gateway = await open(way, { unknown: 'allow' });
    expect((await gateway.ask('/elsewhere')).status).toBe(200);
    expect((await gateway.ask('/v1/orders/%zz')).status).toBe(400);
  });
});

it('waits for a chunked body, says 100 to who waits for it, and sends one with a length', async () => {
  const gateway = await open('fast');
  const body = '{"sku":"SKU-1","quantity":2}';
  const head =
    'POST /v1/orders HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n';
  const chunks = [...body].map((char) => `1\r\n${char}\r\n`);
  const { text } = await sendRaw(gateway.proxy.url, [head, ...chunks, '0\r\nX-Sum: 1\r\n\r\n'], {
    gapMs: 1,
    quietMs: 3000,
    until: (seen) => seen.includes('"body"'),
  });
  expect(text.startsWith('HTTP/1.1 100 Continue\r\n\r\n')).toBe(true);
  expect(text).toContain('"Content-Length","28"');
  expect(text).not.toContain('"Transfer-Encoding"');
  const over = await sendRaw(gateway.proxy.url, [head, 'ffffffff\r\n', 'x'.repeat(2_000_000)], {
    quietMs: 3000,
    until: (seen) => seen.includes('413'),
  });
  expect(statusesIn(over.text)).toContain(413);
});

it('whatever is sent, the upstream sees only what fits, and nobody a 5xx', async () => {
  const seen: string[] = [];
  const upstream = await startHttp(async (request, response) => {
    seen.push((await bodyOf(request)).toString());
    response.end('ok');
  });
  closers.push(() => upstream.close());
  const gateway = await startGateway(
    'fast',
    { upstreams: { monolith: 'http://replaced.test', shop: upstream.url } },
    [{ state: 'service', service: 'shop', validation: { openapi: file } }],
  );
  closers.push(() => gateway.close());
  const good = { sku: 'SKU-1', quantity: 3, note: 'hi', parts: [{ name: 'a' }] };
  const mutated = fc
    .tuple(
      fc.constantFrom('sku', 'quantity', 'note', 'parts', 'x', '__proto__', 'constructor'),
      fc.jsonValue(),
    )
    .map(
      ([key, value]) =>
        `{${Object.entries(good)
          .filter(([own]) => own !== key)
          .map(([own, v]) => `${JSON.stringify(own)}:${JSON.stringify(v)}`)
          .join(',')},${JSON.stringify(key)}:${JSON.stringify(value)}}`,
    );
  const cut = fc
    .tuple(fc.integer({ min: 0, max: 70 }), fc.string({ unit: 'binary', maxLength: 5 }))
    .map(
      ([at, junk]) => JSON.stringify(good).slice(0, at) + junk + JSON.stringify(good).slice(at + 1),
    );
  const body = fc.oneof(mutated, cut, fc.json(), fc.constant(JSON.stringify(good)));
  let passed = 0;
  await fc.assert(
    fc.asyncProperty(body, async (text) => {
      const { status } = await post(gateway, text);
      if (status === 200) passed++;
      else expect(status).toBe(400);
    }),
    { numRuns: 400 },
  );
  expect(seen).toHaveLength(passed);
  expect(passed).toBeGreaterThan(20);
  for (const text of seen) {
    const value = JSON.parse(text) as Record<string, unknown>;
    const { sku, quantity, note, parts, id, ...others } = value;
    expect(others).toEqual({});
    expect(sku).toMatch(/^SKU-\d+$/);
    expect(
      Number.isInteger(quantity) && (quantity as number) >= 1 && (quantity as number) <= 99,
    ).toBe(true);
    expect(note === undefined || note === null || [...(note as string)].length <= 20).toBe(true);
    for (const part of (parts ?? []) as { name: unknown }[])
      expect(typeof part.name).toBe('string');
  }
});

describe('answers', () => {
  it('are looked at afterwards, and never held up', async () => {
    const told: string[] = [];
    const settings = { requests: 'off', responses: 1 } as const;
    const gateway = await open('fast', settings, (level, _message, fields) => {
      if (level === 'warn') told.push(String(fields?.detail));
    });
    // The upstream answers 200 with an echo; the document has only 201 and default.
    expect((await post(gateway, '{"sku":1}')).status).toBe(200);
    expect((await gateway.ask('/v1/orders/mine')).status).toBe(200);
    expect(told).toEqual([]);
    const upstream = await startHttp((_request, response) => {
      response.writeHead(201, { 'content-type': 'application/json' });
      response.end('{"sku":"SKU-1","quantity":1}');
    });
    closers.push(() => upstream.close());
    await gateway.proxy.reload(
      loadRoutes({
        schemaVersion: 1,
        upstreams: { monolith: upstream.url },
        routes: [
          {
            match: '/**',
            state: 'monolith',
            validation: { openapi: file, requests: 'off', responses: 1 },
          },
        ],
      }),
    );
    expect((await post(gateway, '{"sku":1}')).status).toBe(201);
    await expect.poll(() => told).toEqual(["201 body must have required property 'id'"]);
    expect(gateway.proxy.metrics()).toContain('message="response"} 1');
  });
});

describe('documents', () => {
  const load = (document: unknown): unknown => {
    const path = join(folder, 'other.yaml');
    writeFileSync(path, typeof document === 'string' ? document : JSON.stringify(document));
    return loadRoutes({
      schemaVersion: 1,
      upstreams: { monolith: 'http://127.0.0.1:1' },
      routes: [{ match: '/**', state: 'monolith', validation: { openapi: path } }],
    });
  };
  const withSchema = (schema: unknown, version = '3.0.3') => ({
    openapi: version,
    paths: { '/a': { post: { requestBody: { content: { 'application/json': { schema } } } } } },
  });

  it.each<[string, unknown, RegExp]>([
    ['no YAML', 'a: [', /other\.yaml cannot be used/],
    ['words', 'words', /no object/],
    ['Swagger 2', { swagger: '2.0', paths: {} }, /version 3\.0 or 3\.1/],
    ['no operation', { openapi: '3.1.0', paths: {} }, /no operation/],
    [
      'a reference into another file',
      withSchema({ $ref: 'b.yaml#/X' }),
      /schema at #\/paths\/~1a\/post/,
    ],
    ['a reference that leads nowhere', withSchema({ $ref: '#/components/schemas/X' }), /schema at/],
    ['a pattern that is none', withSchema({ type: 'string', pattern: '(' }), /schema at/],
  ])('with %s are refused', (_, document, message) => {
    expect(() => load(document)).toThrow(expect.objectContaining({ code: 'PROXY_API_INVALID' }));
    expect(() => load(document)).toThrow(message);
  });

  it('that are absent are refused', () => {
    expect(() =>
      loadRoutes({
        schemaVersion: 1,
        upstreams: { monolith: 'http://127.0.0.1:1' },
        routes: [{ match: '/**', state: 'monolith', validation: { openapi: 'absent.yaml' } }],
      }),
    ).toThrow(expect.objectContaining({ code: 'PROXY_API_INVALID' }));
  });

  it.each([
    [{ type: 'string', nullable: true }, 'null', 200],
    [{ type: 'string', nullable: true, enum: ['a'] }, 'null', 200],
    [{ type: 'string' }, 'null', 400],
    [{ type: 'number', minimum: 1, exclusiveMinimum: true }, '1', 400],
    [{ type: 'number', minimum: 1, exclusiveMinimum: true }, '1.1', 200],
    [{ type: 'number', minimum: 1, exclusiveMinimum: false }, '1', 200],
    [{ type: 'string', format: 'date-time' }, '"yesterday"', 400],
    [
      { type: 'object', required: ['p'], properties: { p: { type: 'string', writeOnly: true } } },
      '{}',
      400,
    ],
    [{ type: 'object', example: { $ref: 'nowhere.yaml' } }, '{}', 200],
  ])('of version 3.0 read %j so that %s gets %i', async (schema, body, status) => {
    const path = join(folder, 'old.yaml');
    writeFileSync(path, JSON.stringify(withSchema(schema)));
    const gateway = await startGateway('fast', {}, [{ validation: { openapi: path } }]);
    closers.push(() => gateway.close());
    expect((await gateway.ask('/a', json, { method: 'POST', body })).status).toBe(status);
  });
});

describe('readJsonBody', () => {
  it('takes whatever JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const text = JSON.stringify(value);
        expect(readJsonBody(Buffer.from(text))).toEqual({ ok: true, value: JSON.parse(text) });
      }),
    );
  });
});
