import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConsumerPact } from '../../src/consumer/consumer-pact.ts';
import { variantsOf } from '../../src/consumer/markers.ts';
import { matchers } from '../../src/consumer/matchers.ts';
import type { paths } from './inventory.generated.ts';

const { eachLike, integer, like, nullable, oneOf, optional, regex, string } = matchers;

interface Written {
  readonly description: string;
  readonly providerStates?: readonly { readonly name: string; readonly params?: unknown }[];
  readonly request: { readonly path: string; readonly body?: { readonly content: unknown } };
  readonly response: { readonly body?: { readonly content: unknown } };
  readonly contents: { readonly content: unknown };
}

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ashlar-declared-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const options = () =>
  ({ consumer: 'shop', provider: 'inventory', dir, logLevel: 'error' }) as const;

async function interactions(): Promise<readonly Written[]> {
  const text = await readFile(join(dir, 'shop-inventory.json'), 'utf8');
  return (JSON.parse(text) as { interactions: readonly Written[] }).interactions;
}

describe('variants of a template', () => {
  it.each([
    ['nothing marked', { a: 1 }, [['', { a: 1 }]]],
    [
      'a member that may be missing',
      { a: 1, b: optional(2) },
      [
        ['', { a: 1, b: 2 }],
        ['without b', { a: 1 }],
      ],
    ],
    [
      'one that may be missing or null',
      { b: optional(nullable('x')) },
      [
        ['', { b: 'x' }],
        ['without b', {}],
        ['b null', { b: null }],
      ],
    ],
    [
      'two, one at a time',
      { a: optional(1), b: { c: nullable(2) } },
      [
        ['', { a: 1, b: { c: 2 } }],
        ['without a', { b: { c: 2 } }],
        ['b.c null', { a: 1, b: { c: null } }],
      ],
    ],
    [
      'below one that may be missing',
      { a: optional({ b: optional(1) }) },
      [
        ['', { a: { b: 1 } }],
        ['without a', {}],
        ['without a.b', { a: {} }],
      ],
    ],
  ])('%s', (_name, template, variants) => {
    expect(variantsOf(template).map(({ name, value }) => [name, value])).toEqual(variants);
  });

  it('count once in all elements of a list matcher', () => {
    const list = eachLike({ sku: 'TEE', note: optional('x') }, 2);
    expect(variantsOf(list)).toEqual([
      { name: '', value: eachLike({ sku: 'TEE', note: 'x' }, 2) },
      { name: 'without [].note', value: eachLike({ sku: 'TEE' }, 2) },
    ]);
  });
});

describe('a declared HTTP interaction', () => {
  const pact = () => new ConsumerPact<paths>(options());

  it('is run and written once for each variant of the answer, with a state of its own', async () => {
    const seen: unknown[] = [];
    await pact().http(
      {
        given: { name: 'stock of a sku', params: { sku: 'TEE' } },
        uponReceiving: 'a request for stock',
        withRequest: { method: 'GET', path: '/stock/{sku}', pathParameters: { sku: 'A/B' } },
        willRespondWith: {
          status: 200,
          body: {
            sku: 'A/B',
            onHand: integer(3),
            warehouses: [],
            note: nullable(string('x')),
            reorderAt: optional(integer(1)),
          },
        },
      },
      async ({ url }, { variant, request }) => {
        const body = await (await fetch(url + request.path)).json();
        seen.push([variant, body]);
      },
    );
    const base = { sku: 'A/B', onHand: 3, warehouses: [] };
    expect(seen).toEqual([
      ['', { ...base, note: 'x', reorderAt: 1 }],
      ['note null', { ...base, note: null, reorderAt: 1 }],
      ['without reorderAt', { ...base, note: 'x' }],
    ]);
    const written = await interactions();
    expect(written.map(({ description }) => description)).toEqual([
      'a request for stock',
      'a request for stock, note null',
      'a request for stock, without reorderAt',
    ]);
    expect(written.map((one) => one.providerStates?.map(({ name }) => name))).toEqual([
      ['stock of a sku'],
      ['stock of a sku', 'note null'],
      ['stock of a sku', 'without reorderAt'],
    ]);
    expect(written[0]?.providerStates?.[0]?.params).toEqual({ sku: 'TEE' });
    expect(written[0]?.request.path).toBe('/stock/A%2FB');
  });

  it('lets a function say the states of each variant', async () => {
    await pact().http(
      {
        given: (variant) => ({ name: 'stock', params: { note: variant === '' ? 'x' : null } }),
        uponReceiving: 'a request',
        withRequest: { method: 'GET', path: '/stock/{sku}', pathParameters: { sku: 'TEE' } },
        willRespondWith: {
          status: 200,
          body: { sku: 'TEE', onHand: 3, warehouses: [], note: nullable('x') },
        },
      },
      async ({ url }, { request }) => fetch(url + request.path),
    );
    expect((await interactions()).map((one) => one.providerStates)).toEqual([
      [{ name: 'stock', params: { note: 'x' } }],
      [{ name: 'stock', params: { note: null } }],
    ]);
  });

  it('gives the test the body to send in each variant of the request', async () => {
    await pact().http(
      {
        uponReceiving: 'a reservation',
        withRequest: {
          method: 'POST',
          path: '/reservations',
          body: { orderId: integer(7), lines: [], note: optional(like('x')) },
        },
        willRespondWith: { status: 201, body: { id: 'r1', status: oneOf('held', 'committed') } },
      },
      async ({ url }, { request }) => {
        const response = await fetch(url + request.path, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(request.body),
        });
        expect(await response.json()).toEqual({ id: 'r1', status: 'held' });
      },
    );
    const written = await interactions();
    expect(
      written.map((one) => [one.description, one.providerStates, one.request.body?.content]),
    ).toEqual([
      ['a reservation', undefined, { orderId: 7, lines: [], note: 'x' }],
      ['a reservation, sent without note', undefined, { orderId: 7, lines: [] }],
    ]);
  });

  it('says in which variant the test failed, and keeps the error', async () => {
    const run = pact().http(
      {
        uponReceiving: 'a request',
        withRequest: { method: 'GET', path: '/stock/{sku}', pathParameters: { sku: 'TEE' } },
        willRespondWith: {
          status: 200,
          body: { sku: 'TEE', onHand: 3, warehouses: [], note: nullable('x') },
        },
      },
      async ({ url }, { request }) => {
        const { note } = (await (await fetch(url + request.path)).json()) as { note: string };
        if (note.length === 0) throw new RangeError('empty');
      },
    );
    await expect(run).rejects.toThrow(/^\(note null\) Cannot read properties of null/);
    await expect(run).rejects.toBeInstanceOf(TypeError);
  });

  it('matches the whole path where a parameter is a matcher', async () => {
    const server = pact().http(
      {
        uponReceiving: 'a request',
        withRequest: {
          method: 'DELETE',
          path: '/stock/{sku}',
          pathParameters: { sku: regex(/^[A-Z]+$/, 'TEE') },
        },
        willRespondWith: { status: 204 },
      },
      async ({ url }) => {
        expect((await fetch(`${url}/stock/MUG`, { method: 'DELETE' })).status).toBe(204);
      },
    );
    await server;
    const [written] = await interactions();
    expect(written?.request).toMatchObject({
      path: '/stock/TEE',
      matchingRules: { path: { matchers: [{ match: 'regex', regex: '^/stock/([A-Z]+)$' }] } },
    });
  });

  it('refuses a path whose parameter has no value', async () => {
    const declared = { method: 'GET', path: '/stock/{sku}', pathParameters: {} } as never;
    const run = async () =>
      pact().http(
        { uponReceiving: 'x', withRequest: declared, willRespondWith: { status: 204 } as never },
        async () => {},
      );
    await expect(run()).rejects.toMatchObject({ code: 'CONTRACTS_OPTION_INVALID' });
  });
});

describe('a declared message', () => {
  it('reaches the handler once for each variant, with its metadata', async () => {
    const seen: unknown[] = [];
    await new ConsumerPact(options()).message(
      {
        given: 'an order',
        expectsToReceive: 'OrderCreated',
        contents: { orderId: integer(7), note: optional('x') },
        metadata: { contentType: 'application/json', 'ce-type': string('OrderCreated') },
      },
      async (message) => {
        seen.push(message);
      },
    );
    const metadata = { contentType: 'application/json', 'ce-type': 'OrderCreated' };
    expect(seen).toEqual([
      { contents: { orderId: 7, note: 'x' }, metadata, variant: '' },
      { contents: { orderId: 7 }, metadata, variant: 'without note' },
    ]);
    const written = await interactions();
    expect(written.map((one) => [one.description, one.contents.content])).toEqual([
      ['OrderCreated', { orderId: 7, note: 'x' }],
      ['OrderCreated, without note', { orderId: 7 }],
    ]);
    expect(written[0]).toMatchObject({
      metadata,
      matchingRules: { metadata: { 'ce-type': { matchers: [{ match: 'type' }] } } },
    });
  });
});

describe('a declared CloudEvent', () => {
  it.each(['structured', 'binary'] as const)(
    'in %s mode reaches the handler as an event',
    async (mode) => {
      const seen: unknown[] = [];
      await new ConsumerPact(options()).event(
        {
          expectsToReceive: 'OrderCreated',
          event: {
            type: 'order.created',
            source: string('/shop'),
            data: { id: optional(integer(7)) },
          },
          mode,
          binding: 'kafka',
        },
        async ({ type, source, data }) => {
          seen.push({ type, source, data });
        },
      );
      const event = { type: 'order.created', source: '/shop' };
      expect(seen).toEqual([
        { ...event, data: { id: 7 } },
        { ...event, data: {} },
      ]);
      const [whole, partial] = await interactions();
      expect(partial?.description).toBe(
        `OrderCreated, without ${mode === 'binary' ? '' : 'data.'}id`,
      );
      expect(whole).toMatchObject(
        mode === 'binary'
          ? {
              contents: { content: { id: 7 } },
              metadata: { contentType: 'application/json', ce_type: 'order.created' },
              matchingRules: {
                metadata: { ce_id: { matchers: [{ match: 'regex', regex: '.+' }] } },
              },
            }
          : {
              contents: {
                content: { ...event, specversion: '1.0', data: { id: 7 } },
                contentType: 'application/cloudevents+json',
              },
              metadata: { contentType: 'application/cloudevents+json' },
            },
      );
    },
  );
});

describe('a marker where one interaction is written', () => {
  it('is refused with what to do instead', () => {
    const pact = new ConsumerPact(options());
    const write = () =>
      pact
        .addInteraction()
        .uponReceiving('x')
        .withRequest('GET', '/')
        .willRespondWith(200, (response) => response.jsonBody({ note: optional('x') }));
    expect(write).toThrow(expect.objectContaining({ code: 'CONTRACTS_VARIANTS_MISPLACED' }));
  });
});
