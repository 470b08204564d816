import type { Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StateHandlers, VerificationResult } from '../../src/verify/model.ts';
import { verifyProvider } from '../../src/verify/verify-provider.ts';
import { startInventory, stockInteraction, writePact } from './stock-pact.ts';

const stock = new Map<string, unknown>();
let inventory: { url: string; server: Server };
let headers: NodeJS.Dict<string | string[]> = {};

beforeEach(async () => {
  stock.clear();
  inventory = await startInventory(stock, (seen) => {
    headers = seen;
  });
});
afterEach(() => inventory.server.close());

async function verify(
  interactions: readonly unknown[],
  states: StateHandlers | string = {},
  more: object = {},
): Promise<VerificationResult> {
  return verifyProvider({
    provider: 'inventory',
    providerBaseUrl: inventory.url,
    pacts: { kind: 'files', paths: [await writePact(interactions)] },
    states,
    ...more,
  });
}

// Each run starts a process, which takes its time on a busy machine.
describe('verifying pacts from files', { timeout: 30_000 }, () => {
  it('sets up states, passes what fits and says exactly what does not', async () => {
    const torn: string[] = [];
    const result = await verify(
      [
        stockInteraction('asks for known stock', '/stock/7', ['item 7 is in stock']),
        stockInteraction('asks for text', '/stock/8', ['item 8 is odd']),
      ],
      {
        'item 7 is in stock': {
          setup: () => stock.set('/stock/7', 3),
          teardown: () => torn.push('item 7'),
        },
        'item 8 is odd': () => stock.set('/stock/8', 'three'),
      },
    );
    expect(result.success).toBe(false);
    expect(result.pacts[0]?.consumer).toBe('shop');
    const [known, odd] = result.pacts[0]?.interactions ?? [];
    expect(known).toMatchObject({
      outcome: 'passed',
      states: ['item 7 is in stock'],
      mismatches: [],
    });
    expect(odd).toMatchObject({ outcome: 'failed' });
    expect(odd?.mismatches).toEqual([
      "body $.quantity: Expected 'three' (String) to be equal to 3 (Integer)",
    ]);
    expect(torn).toEqual(['item 7']);
    expect(result.stateProblems).toEqual([]);
  });

  it('fails an interaction whose state nobody handles, quickly, and names unused handlers', async () => {
    stock.set('/stock/7', 3);
    const started = Date.now();
    const result = await verify([stockInteraction('asks', '/stock/7', ['item 7 is in stock'])], {
      'item 7 is in stok': () => undefined,
    });
    expect(result.success).toBe(false);
    expect(result.stateProblems).toEqual([
      {
        state: 'item 7 is in stock',
        kind: 'missing',
        text: 'Nobody handles the provider state "item 7 is in stock".',
      },
    ]);
    expect(result.unusedStates).toEqual(['item 7 is in stok']);
    expect(result.pacts[0]?.interactions[0]?.outcome).toBe('error');
    expect(Date.now() - started).toBeLessThan(15_000);
  });

  it('fails an interaction whose state handler throws', async () => {
    stock.set('/stock/7', 3);
    const result = await verify([stockInteraction('asks', '/stock/7', ['the database is up'])], {
      'the database is up': () => {
        throw new Error('relation "stock" does not exist');
      },
    });
    expect(result.success).toBe(false);
    expect(result.stateProblems[0]?.text).toContain('relation "stock" does not exist');
  });

  it('lets pending interactions fail without failing the run', async () => {
    const result = await verify([stockInteraction('new wish', '/none', [], { pending: true })]);
    expect(result.success).toBe(true);
    expect(result.pacts[0]?.interactions[0]?.outcome).toBe('pending');
  });

  it('verifies messages with their metadata', async () => {
    const message = {
      type: 'Asynchronous/Messages',
      description: 'an order was created',
      pending: false,
      contents: { content: { id: 7 }, contentType: 'application/json', encoded: false },
      metadata: { contentType: 'application/json', topic: 'orders' },
    };
    const messages = (topic: string): object => ({
      providerBaseUrl: undefined,
      messages: {
        'an order was created': () => ({
          content: { id: 7 },
          metadata: { contentType: 'application/json', topic },
        }),
      },
    });
    expect((await verify([message], {}, messages('orders'))).success).toBe(true);
    const wrong = await verify([message], {}, messages('carts'));
    expect(wrong.success).toBe(false);
    expect(wrong.pacts[0]?.interactions[0]?.mismatches[0]).toContain('topic');
  });

  it('sends the given headers', async () => {
    stock.set('/stock/7', 3);
    const result = await verify(
      [stockInteraction('asks', '/stock/7')],
      {},
      {
        headers: { authorization: 'Bearer of-a-test-user' },
      },
    );
    expect(result.success).toBe(true);
    expect(headers.authorization).toBe('Bearer of-a-test-user');
  });

  it('takes empty options for none', async () => {
    stock.set('/stock/7', 3);
    const empty = { headers: {}, messages: {}, providerTags: [], filter: {}, buildUrl: undefined };
    expect((await verify([stockInteraction('asks', '/stock/7')], {}, empty)).success).toBe(true);
  });

  it('runs only the interactions that the filter names', async () => {
    stock.set('/stock/7', 3);
    const result = await verify(
      [stockInteraction('asks for stock', '/stock/7'), stockInteraction('something else', '/x')],
      {},
      { filter: { description: 'stock' } },
    );
    expect(result.success).toBe(true);
    expect(result.pacts[0]?.interactions.map(({ description }) => description)).toEqual([
      'asks for stock',
    ]);
  });

  it('loads handlers from a module', async () => {
    const module = fileURLToPath(new URL('./fixtures/states.mjs', import.meta.url));
    const result = await verify([stockInteraction('asks', '/nothing', ['a state'])], module);
    expect(result.stateProblems).toEqual([]);
    expect(result.unusedStates).toEqual(['never asked for']);
  });
});

// Each run starts a process, which takes its time on a busy machine.
describe('a run that cannot give a result', { timeout: 30_000 }, () => {
  it.each([
    ['there is no pact of the provider, by default', {}, false],
    ['there is no pact of the provider, and that is fine', { noPacts: 'pass' }, true],
  ])('says so when %s', async (_what, more, success) => {
    const result = await verify(
      [stockInteraction('asks', '/x')],
      {},
      { provider: 'other', ...more },
    );
    expect(result).toMatchObject({ success, noPactsFound: true, published: false });
  });

  it.each([
    ['a module that is not there', './no-such-states.mjs', 'CONTRACTS_STATES_INVALID'],
    [
      'a module without handlers',
      fileURLToPath(new URL('./stock-pact.ts', import.meta.url)),
      'CONTRACTS_STATES_INVALID',
    ],
  ])('is refused for %s', async (_what, states, code) => {
    await expect(verify([], states)).rejects.toMatchObject({ code });
  });

  it('is stopped by its signal, and leaves no process behind', async () => {
    const controller = new AbortController();
    const run = verify(
      [stockInteraction('asks', '/stock/7', ['takes long'])],
      {
        'takes long': async () => {
          controller.abort();
          await new Promise((done) => setTimeout(done, 2000));
        },
      },
      { signal: controller.signal },
    );
    await expect(run).rejects.toMatchObject({ code: 'CONTRACTS_VERIFIER_FAILED' });
  });

  it('is stopped when it takes too long', async () => {
    const run = verify(
      [stockInteraction('asks', '/stock/7', ['takes long'])],
      { 'takes long': () => new Promise((done) => setTimeout(done, 3000)) },
      { timeoutMs: 1500 },
    );
    await expect(run).rejects.toThrow('it took longer than 1500 ms');
  });

  it.each([
    ['publishing results of files', { publishResults: true, providerVersion: '1' }],
    ['an address that is none', { providerBaseUrl: 'localhost:8080' }],
  ])('is refused for %s', async (_what, more) => {
    await expect(verify([], {}, more)).rejects.toMatchObject({ code: 'CONTRACTS_OPTION_INVALID' });
  });
});
