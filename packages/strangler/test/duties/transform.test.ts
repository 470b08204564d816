import type { RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { bodyChanger } from '../../src/duties/transform/body-changes.ts';
import { loadRoutes, type WrittenBodyChanges, type WrittenRoute } from '../../src/index.ts';
import { type Gateway, startGateway, WAYS, type Way } from '../support/gateway.ts';
import { bodyOf, startHttp } from '../support/http-upstream.ts';
import { startPair } from '../support/pair.ts';
import { sendRaw, statusesIn } from '../support/raw-client.ts';
import { startScripted } from '../support/scripted.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

interface Seen {
  readonly url: string;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

interface Shop {
  readonly gateway: Gateway;
  readonly seen: Seen[];
}

/** A service in front of which the proxy speaks for it. */
async function open(
  way: Way,
  route: Partial<WrittenRoute>,
  answer: RequestListener,
): Promise<Shop> {
  const seen: Seen[] = [];
  const service = await startHttp(async (request, response) => {
    const body = (await bodyOf(request)).toString();
    seen.push({ url: request.url ?? '', headers: request.headers, body });
    answer(request, response);
  });
  closers.push(() => service.close());
  const gateway = await startGateway(
    way,
    { upstreams: { monolith: 'http://replaced.test', shop: service.url } },
    [{ state: 'service', service: 'shop', fallback: false, ...route }],
  );
  closers.push(() => gateway.close());
  return { gateway, seen };
}

const json = { 'content-type': 'application/json' };
const answering =
  (body: string, headers: Record<string, string> = json, status = 200): RequestListener =>
  (_request, response) => {
    response.writeHead(status, headers);
    response.end(body);
  };

const adapter: NonNullable<WrittenRoute['transform']> = [
  {
    request: {
      headers: {
        rename: { 'X-Customer': 'X-Client' },
        remove: ['X-Debug'],
        set: { 'X-Api-Version': '2' },
        add: { 'X-Tag': 'b' },
      },
      body: {
        rename: { customer_id: 'customerId', 'lines[*].qty': 'quantity' },
        move: { 'address.zip': 'postcode' },
        map: { status: { open: 'OPEN', '1': 'ONE' } },
        remove: ['lines[*].internal'],
        set: { version: 2 },
        add: { currency: 'EUR' },
      },
    },
    response: {
      headers: { remove: ['X-Internal'], set: { 'X-Shape': 'old' } },
      body: { rename: { customerId: 'customer_id' }, map: { status: { OPEN: 'open' } } },
    },
  },
];

describe.each(WAYS)('a side that speaks another shape, %s', (way) => {
  it('gets requests in its own, and is heard in the old one', async () => {
    const { gateway, seen } = await open(
      way,
      { transform: adapter },
      answering('{"customerId":7,"status":"OPEN","total":12345678901234567890.10}', {
        ...json,
        'x-internal': '1',
        etag: '"abc"',
        digest: 'sha-256=x',
        'accept-ranges': 'bytes',
      }),
    );
    const answer = await gateway.ask(
      '/orders',
      {
        ...json,
        'x-customer': 'ann',
        'x-debug': '1',
        'x-tag': 'a',
        'accept-encoding': 'gzip',
        range: 'bytes=0-1',
      },
      {
        method: 'POST',
        body: '{"customer_id":7,"big":12345678901234567890,"status":"open","lines":[{"qty":1,"internal":true},{"qty":2}],"address":{"zip":"1010","city":"Wien"}}',
      },
    );
    const [got] = seen;
    expect(got?.body).toBe(
      '{"customerId":7,"big":12345678901234567890,"status":"OPEN","lines":[{"quantity":1},{"quantity":2}],"address":{"city":"Wien"},"postcode":"1010","version":2,"currency":"EUR"}',
    );
    expect(got?.headers).toMatchObject({
      'x-client': 'ann',
      'x-api-version': '2',
      'x-tag': 'a, b',
      'accept-encoding': 'identity',
      'content-length': String(got?.body.length),
    });
    for (const name of ['x-customer', 'x-debug', 'range'])
      expect(got?.headers[name]).toBeUndefined();
    expect(answer.body).toBe('{"customer_id":7,"status":"open","total":12345678901234567890.10}');
    expect(answer.headers).toMatchObject({
      'x-shape': 'old',
      etag: 'W/"abc"',
      'content-length': String(answer.body.length),
    });
    for (const name of ['x-internal', 'digest', 'accept-ranges']) {
      expect(answer.headers[name]).toBeUndefined();
    }
  });

  it('passes other media, events and empty bodies on as they are', async () => {
    const { gateway, seen } = await open(
      way,
      { transform: adapter },
      answering('{customerId', { 'content-type': 'text/plain' }),
    );
    const answer = await gateway.ask(
      '/x',
      { 'content-type': 'text/plain' },
      { method: 'POST', body: '{customer_id' },
    );
    expect(seen[0]?.body).toBe('{customer_id');
    expect(answer.body).toBe('{customerId');
    expect(answer.headers['x-shape']).toBe('old');
    const head = await gateway.ask('/x', {}, { method: 'HEAD' });
    expect(head.status).toBe(200);
  });

  it.each<[string, string | Buffer, Record<string, string>, number]>([
    ['no JSON', '{', json, 400],
    ['a key twice', '{"a":1,"a":2}', json, 400],
    ['coded JSON', gzipSync('{}'), { ...json, 'content-encoding': 'gzip' }, 415],
    ['too much', `"${'x'.repeat(2000)}"`, json, 413],
  ])('refuses %s before anything goes upstream', async (_, body, headers, status) => {
    const [first] = adapter;
    const { gateway, seen } = await open(
      way,
      { transform: [{ ...first, maxBodyBytes: 1000 }] },
      answering('{}'),
    );
    expect((await gateway.ask('/x', headers, { method: 'POST', body })).status).toBe(status);
    expect(seen).toEqual([]);
  });

  it.each<[string, RequestListener]>([
    ['broken JSON', answering('{"a":')],
    [
      'coded bytes',
      (_request, response) => {
        response.writeHead(200, { ...json, 'content-encoding': 'gzip' });
        response.end(gzipSync('{}'));
      },
    ],
    ['more than it may', answering(`"${'x'.repeat(5000)}"`)],
    ['a part', answering('{}', { ...json, 'content-range': 'bytes 0-1/9' }, 206)],
  ])('says 502 to an answer with %s', async (_, answer) => {
    const [first] = adapter;
    const { gateway } = await open(way, { transform: [{ ...first, maxBodyBytes: 1000 }] }, answer);
    expect((await gateway.ask('/x')).status).toBe(502);
    // And goes on as if nothing had been.
    expect((await gateway.ask('/x')).status).toBe(502);
  });
});

describe('transformations', () => {
  it('go to one side only, shadow copy and fallback included', async () => {
    const pair = await startPair({});
    closers.push(() => pair.close());
    const bodies: string[] = [];
    for (const [name, side] of [
      ['monolith', pair.monolith],
      ['service', pair.service],
    ] as const) {
      side.answer = (request, response) => {
        bodies.push(`${name} ${request.headers['x-api-version'] ?? '-'}`);
        answering(name === 'monolith' ? '{"customer_id":1}' : '{"customerId":1}')(
          request,
          response,
        );
      };
    }
    const table = (state: 'shadow' | 'service') =>
      loadRoutes({
        schemaVersion: 1,
        upstreams: { monolith: pair.monolith.upstream.url, shop: pair.service.upstream.url },
        routes: [
          {
            id: 'r',
            match: '/**',
            state,
            service: 'shop',
            shadow: { noise: 0 },
            transform: adapter,
          },
        ],
      });
    await pair.proxy.reload(table('shadow'));
    for (let i = 0; i < 3; i++) {
      expect(await (await fetch(`${pair.proxy.url}/a`)).text()).toBe('{"customer_id":1}');
    }
    await pair.proxy.settle();
    expect(pair.proxy.diff('r').parity).toMatchObject({ compared: 3, different: 0 });
    expect(new Set(bodies)).toEqual(new Set(['monolith -', 'service 2']));
  });

  it('fall back to the monolith in its shape when the service answers what cannot be changed', async () => {
    const monolith = await startHttp((request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({ customer_id: 1, version: request.headers['x-api-version'] ?? null }),
      );
    });
    closers.push(() => monolith.close());
    const { gateway } = await open('fast', {}, answering('{"a":'));
    await gateway.proxy.reload(
      loadRoutes({
        schemaVersion: 1,
        upstreams: { monolith: monolith.url, shop: (await startBroken()).url },
        routes: [
          { id: 'other', match: '/**', state: 'service', service: 'shop', transform: adapter },
        ],
      }),
    );
    const answer = await gateway.ask('/x');
    expect(answer.body).toBe('{"customer_id":1,"version":null}');
    expect(answer.headers['x-shape']).toBeUndefined();
  });

  async function startBroken() {
    const broken = await startHttp(answering('{"a":'));
    closers.push(() => broken.close());
    return broken;
  }

  it('break an answer off that breaks off, and never pass half of it for whole', async () => {
    const cut = await startScripted((socket) => {
      socket.write(
        'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"a":1}',
      );
      setTimeout(() => socket.destroy(), 30);
    });
    closers.push(() => cut.close());
    const gateway = await startGateway(
      'fast',
      { upstreams: { monolith: 'http://replaced.test', shop: cut.url } },
      [{ state: 'service', service: 'shop', fallback: false, transform: adapter }],
    );
    closers.push(() => gateway.close());
    const { text } = await sendRaw(gateway.proxy.url, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n', {
      until: (seen) => seen.includes('}'),
    });
    expect(statusesIn(text)).toEqual([502]);
  });

  it.each<[string, object, RegExp]>([
    [
      'framing',
      { request: { headers: { set: { 'Content-Length': '1' } } } },
      /proxy's own business/,
    ],
    [
      'a line end in a value',
      { request: { headers: { set: { 'X-A': 'a\r\nb: c' } } } },
      /headers\.set/,
    ],
    ['a name that is none', { request: { headers: { rename: { 'X-A': 'a b' } } } }, /rename/],
    ['any depth', { request: { body: { remove: ['**.x'] } } }, /no one place/],
    ['nowhere', { request: { body: { set: { $: 1 } } } }, /names no place/],
    ['a wildcard to move', { response: { body: { move: { 'a[*].b': 'c' } } } }, /wildcard/],
    ['a wildcard to write', { response: { body: { set: { 'a[*]': 1 } } } }, /ends in a wildcard/],
    ['the prototype', { request: { body: { rename: { a: '__proto__' } } } }, /no place for data/],
    ['an unknown step', { request: { body: { copy: {} } } }, /"copy"/],
  ])('of %s are refused when the table is loaded', (_, one, message) => {
    const load = () =>
      loadRoutes({
        schemaVersion: 1,
        upstreams: { monolith: 'http://127.0.0.1:1' },
        routes: [{ match: '/**', state: 'monolith', transform: [one] }],
      });
    expect(load).toThrow(message);
  });
});

describe('changes of a body', () => {
  const change = (changes: WrittenBodyChanges, value: unknown): string =>
    JSON.stringify(
      bodyChanger({ rename: {}, move: {}, map: {}, remove: [], set: {}, add: {}, ...changes })(
        value,
      ),
    );
  it.each<[WrittenBodyChanges, unknown, string]>([
    [{ rename: { a: 'b' } }, { x: 1, a: 2, y: 3 }, '{"x":1,"b":2,"y":3}'],
    [{ rename: { a: 'x' } }, { x: 1, a: 2 }, '{"x":2}'],
    [{ rename: { 'a.b': 'c' } }, { a: [{ b: 1 }] }, '{"a":[{"b":1}]}'],
    [{ rename: { '[*].a': 'b' } }, [{ a: 1 }, 2, null, { a: 3 }], '[{"b":1},2,null,{"b":3}]'],
    [{ rename: { '*.a': 'b' } }, { x: { a: 1 }, y: { a: 2 } }, '{"x":{"b":1},"y":{"b":2}}'],
    [{ move: { a: 'b.c' } }, { a: 1 }, '{"b":{"c":1}}'],
    [{ move: { a: 'b.c' } }, { b: 1 }, '{"b":1}'],
    [{ move: { a: 'b.c' } }, { a: 1, b: 'text' }, '{"b":"text"}'],
    [{ remove: ['a[*]'] }, { a: [1, 2, 3] }, '{"a":[]}'],
    [{ remove: ['["a.b"]'] }, { 'a.b': 1, a: { b: 2 } }, '{"a":{"b":2}}'],
    [{ map: { s: { '1': 'one', true: 'yes', null: 'none' } } }, { s: 1 }, '{"s":"one"}'],
    [{ map: { s: { null: 'none' } } }, { s: null }, '{"s":"none"}'],
    [{ map: { 's[*]': { a: 'A' } } }, { s: ['a', 'b', ['a']] }, '{"s":["A","b",["a"]]}'],
    [{ map: { s: { toString: 'x' } } }, { s: 'constructor' }, '{"s":"constructor"}'],
    [{ set: { 'a.b': 1 } }, {}, '{"a":{"b":1}}'],
    [{ set: { 'a.b': 1 } }, { a: 'text' }, '{"a":"text"}'],
    [{ set: { 'l[*].x': { y: 1 } } }, { l: [{}, { x: 2 }] }, '{"l":[{"x":{"y":1}},{"x":{"y":1}}]}'],
    [{ add: { a: 1, b: 2 } }, { a: null }, '{"a":null,"b":2}'],
    [{ set: { a: 1 } }, 'text', '"text"'],
    [{ set: { a: 1 } }, null, 'null'],
  ])('%j of %j gives %s', (changes, value, wanted) => {
    expect(change(changes, value)).toBe(wanted);
  });

  it('leave every value alone that they do not name, whatever it is', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value);
        const changes = {
          rename: { 'not there': 'x' },
          remove: ['no.such[*].place'],
          map: { '~': { a: 1 } },
        };
        expect(change(changes, JSON.parse(text))).toBe(text);
      }),
    );
  });

  it('and back give what was there', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ a: fc.jsonValue(), z: fc.jsonValue() })), (rows) => {
        const text = JSON.stringify(rows);
        const there = change({ rename: { '[*].a': 'b' } }, JSON.parse(text));
        expect(change({ rename: { '[*].b': 'a' } }, JSON.parse(there))).toBe(text);
      }),
    );
  });
});
