import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PactV4 } from '@pact-foundation/pact';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConsumerPact } from '../../src/consumer/consumer-pact.ts';
import { matchers } from '../../src/consumer/matchers.ts';
import { recordedPact } from '../../src/consumer/recorded-pact.ts';
import type { MessageProducer } from '../../src/verify/model.ts';
import { verifyProvider } from '../../src/verify/verify-provider.ts';

const { integer, like, nullable, optional, regex, string } = matchers;

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ashlar-request-test-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const options = (folder = dir) =>
  ({ consumer: 'shop', provider: 'inventory', dir: folder, logLevel: 'error' }) as const;

interface Half {
  readonly contents: { readonly content: unknown };
}
interface Written {
  readonly type: string;
  readonly description: string;
  readonly providerStates?: readonly { readonly name: string }[];
  readonly request: Half;
  readonly response: readonly Half[];
}

async function interactions(folder = dir): Promise<readonly Written[]> {
  const text = await readFile(join(folder, 'shop-inventory.json'), 'utf8');
  return (JSON.parse(text) as { interactions: readonly Written[] }).interactions;
}

/** Code of the consumer, with its transport passed in. */
type Transport = (
  contents: unknown,
  metadata?: Readonly<Record<string, unknown>>,
) => Promise<{ readonly contents: unknown }>;
async function onHand(transport: Transport, sku: string): Promise<number> {
  const { contents } = await transport({ sku }, { subject: 'stock.get', 'reply-to': 'inbox.1' });
  return (contents as { onHand: number }).onHand;
}

const stockOfTee = {
  given: { name: 'stock of a sku', params: { sku: 'TEE' } },
  uponReceiving: 'a request for stock',
  withRequest: {
    contents: { sku: string('TEE') },
    metadata: { subject: 'stock.get', 'reply-to': regex(/^inbox\.\d+$/, 'inbox.7') },
  },
  willReplyWith: {
    contents: { onHand: integer(3) },
    metadata: { server: string('inventory-1') },
  },
} as const;

const provided: MessageProducer = ({ request, metadata }) => ({
  content: { onHand: (request as { sku: string }).sku === 'TEE' ? 5 : 0 },
  metadata: { server: `for ${metadata.subject}` },
});

function verified(producer: MessageProducer, states = { 'stock of a sku': () => {} }) {
  return verifyProvider({
    provider: 'inventory',
    pacts: { kind: 'files', paths: [dir] },
    states,
    messages: { 'a request for stock': producer },
  });
}

describe('a declared request message', () => {
  it('is answered with the declared reply, and written with metadata both ways', async () => {
    await new ConsumerPact(options()).request(stockOfTee, async (send) => {
      expect(await onHand(send, 'MUG')).toBe(3);
    });
    const json = { contentType: 'application/json' };
    const rule = (...matchers: object[]) => ({ combine: 'AND', matchers });
    expect(await interactions()).toEqual([
      {
        type: 'Synchronous/Messages',
        description: 'a request for stock',
        pending: false,
        providerStates: [{ name: 'stock of a sku', params: { sku: 'TEE' } }],
        request: {
          contents: { content: { sku: 'TEE' }, ...json, encoded: false },
          metadata: { ...json, subject: 'stock.get', 'reply-to': 'inbox.7' },
          matchingRules: {
            body: { '$.sku': rule({ match: 'type' }) },
            metadata: { 'reply-to': rule({ match: 'regex', regex: '^inbox\\.\\d+$' }) },
          },
        },
        response: [
          {
            contents: { content: { onHand: 3 }, ...json, encoded: false },
            metadata: { ...json, server: 'inventory-1' },
            matchingRules: {
              body: { '$.onHand': rule({ match: 'integer' }) },
              metadata: { server: rule({ match: 'type' }) },
            },
          },
        ],
      },
    ]);
  });

  it('without metadata is what pact-js itself writes', async () => {
    const own = join(dir, 'pact-js');
    const contents = {
      sku: string('TEE'),
      at: matchers.datetime("yyyy-MM-dd'T'HH:mm:ss", '2026-01-15T10:00:00'),
    };
    await new PactV4(options(own))
      .addSynchronousInteraction('a request')
      .given('some stock', { sku: 'TEE' })
      .withRequest((request) => request.withJSONContent(contents))
      .withResponse((reply) => reply.withJSONContent(like({ onHand: 3 })))
      .executeTest(async () => {});
    await new ConsumerPact(options()).request(
      {
        given: { name: 'some stock', params: { sku: 'TEE' } },
        uponReceiving: 'a request',
        withRequest: { contents },
        willReplyWith: { contents: like({ onHand: 3 }) },
      },
      async (send, { request }) => send(request.contents),
    );
    const [expected] = await interactions(own);
    expect(expected?.type).toBe('Synchronous/Messages');
    expect(await interactions()).toEqual([expected]);
  });

  it('is run and written once for each variant, with states for those of the reply', async () => {
    const seen: unknown[] = [];
    await new ConsumerPact(options()).request(
      {
        given: 'stock',
        uponReceiving: 'a request',
        withRequest: { contents: { sku: 'TEE', site: optional('BER') } },
        willReplyWith: { contents: { onHand: 3, note: nullable('soon') } },
      },
      async (send, { variant, request }) => {
        seen.push([variant, request.contents, (await send(request.contents)).contents]);
      },
    );
    const sent = { sku: 'TEE', site: 'BER' };
    expect(seen).toEqual([
      ['', sent, { onHand: 3, note: 'soon' }],
      ['sent without site', { sku: 'TEE' }, { onHand: 3, note: 'soon' }],
      ['note null', sent, { onHand: 3, note: null }],
    ]);
    const written = (await interactions()).map((one) => [
      one.description,
      one.providerStates?.map(({ name }) => name),
      one.request.contents.content,
      one.response.map(({ contents }) => contents.content),
    ]);
    expect(written).toHaveLength(3);
    expect(written).toEqual(
      expect.arrayContaining([
        ['a request', ['stock'], sent, [{ onHand: 3, note: 'soon' }]],
        ['a request, note null', ['stock', 'note null'], sent, [{ onHand: 3, note: null }]],
        ['a request, sent without site', ['stock'], { sku: 'TEE' }, [{ onHand: 3, note: 'soon' }]],
      ]),
    );
  });

  it.each([
    ['another value', { sku: 7 }, { subject: 'stock.get', 'reply-to': 'inbox.1' }, 'body $.sku'],
    [
      'a member more',
      { sku: 'A', colour: 'red' },
      { subject: 'stock.get', 'reply-to': 'inbox.1' },
      'body $.colour',
    ],
    ['no contents', undefined, { subject: 'stock.get', 'reply-to': 'inbox.1' }, 'body $'],
    ['a missing header field', { sku: 'A' }, { subject: 'stock.get' }, 'metadata reply-to'],
    ['no metadata', { sku: 'A' }, undefined, 'metadata subject'],
    [
      'another header field',
      { sku: 'A' },
      { subject: 'stock.set', 'reply-to': 'inbox.1' },
      'metadata subject',
    ],
  ])(
    'refuses %s, also when the code goes on, and writes nothing',
    async (_, contents, metadata, place) => {
      const run = (test: (sending: Promise<unknown>) => Promise<unknown>) =>
        new ConsumerPact(options()).request(stockOfTee, (send) => test(send(contents, metadata)));
      const refusal = {
        code: 'CONTRACTS_REQUEST_NOT_AS_DECLARED',
        message: expect.stringContaining(`\n  ${place}: expected `),
      };
      await expect(run((sending) => sending)).rejects.toMatchObject(refusal);
      // Runners show the message and nothing else, so it says what to do as well.
      await expect(run((sending) => sending)).rejects.toThrow(/\nChange the code that sends/);
      await expect(run((sending) => sending.catch(() => {}))).rejects.toMatchObject(refusal);
      expect(await readdir(dir)).toEqual([]);
    },
  );

  it('fails a test that sends nothing, and one that fails itself with its own error', async () => {
    const pact = new ConsumerPact(options());
    await expect(pact.request(stockOfTee, async () => {})).rejects.toThrow(
      'The declared request was not sent',
    );
    const own = new RangeError('too few');
    await expect(
      pact.request(stockOfTee, async (send) => {
        await onHand(send, 'TEE');
        throw own;
      }),
    ).rejects.toBe(own);
    expect(await readdir(dir)).toEqual([]);
  });

  it('is recorded with the test that runs, and refused outside of one', async () => {
    const [pact, recording] = recordedPact({ consumer: 'shop', provider: 'inventory' }, 'a hint');
    const run = () => pact.request(stockOfTee, (send) => onHand(send, 'TEE'));
    await expect(run()).rejects.toMatchObject({ code: 'CONTRACTS_PACT_TEST_MISPLACED' });
    recording.test = { name: 'reads stock', attempt: 0 };
    await run();
    expect(await recording.recorder.entries()).toMatchObject([
      { test: 'reads stock', document: { interactions: [{ type: 'Synchronous/Messages' }] } },
    ]);
  });

  it('goes into the pact beside the other interactions', async () => {
    const pact = new ConsumerPact(options());
    await pact.message({ expectsToReceive: 'a message', contents: { id: 7 } }, async () => {});
    await pact.request(stockOfTee, (send) => onHand(send, 'TEE'));
    await pact.message({ expectsToReceive: 'one more', contents: { id: 8 } }, async () => {});
    const written = (await interactions()).map(({ type, description }) => [description, type]);
    expect(written.sort()).toEqual([
      ['a message', 'Asynchronous/Messages'],
      ['a request for stock', 'Synchronous/Messages'],
      ['one more', 'Asynchronous/Messages'],
    ]);
  });
});

// Each run starts a process, which takes its time on a busy machine.
describe('the pact of a request message at the provider', { timeout: 30_000 }, () => {
  it.each([
    ['the request with its metadata, and passes a reply that fits', provided, []],
    [
      'a reply with wrong contents, and fails it',
      () => ({ content: { onHand: 'three' }, metadata: { server: 'a' } }),
      ['onHand'],
    ],
    ['a reply without its metadata, and fails it', () => ({ content: { onHand: 3 } }), ['server']],
  ] as const)('gets %s', async (_, producer, wrong) => {
    await new ConsumerPact(options()).request(stockOfTee, (send) => onHand(send, 'TEE'));
    const asked: unknown[] = [];
    const result = await verified((request) => {
      asked.push(request);
      return producer(request);
    });
    expect(asked).toEqual([
      expect.objectContaining({
        request: { sku: 'TEE' },
        metadata: expect.objectContaining({ subject: 'stock.get', 'reply-to': 'inbox.7' }),
      }),
    ]);
    expect(result.success).toBe(wrong.length === 0);
    const mismatches = result.pacts[0]?.interactions[0]?.mismatches.join('\n');
    for (const place of wrong) expect(mismatches).toContain(place);
  });
});
