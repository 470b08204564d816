import { describe, expect, expectTypeOf, it } from 'vitest';
import { defineStates } from '../../src/states/index.ts';
import { verifyProvider } from '../../src/verify/verify-provider.ts';
import { startInventory, stockInteraction, writePact } from '../verify/stock-pact.ts';

const states = defineStates({
  'stock of a sku': {
    sku: 'string',
    onHand: 'integer',
    note: 'string|null?',
    warehouses: [{ code: 'string', open: 'boolean' }],
  },
  'no reservations': {},
  'perhaps a note': { note: 'string?' },
});

describe('given', () => {
  it('names a state with its parameters', () => {
    const params = { sku: 'TEE', onHand: 3, warehouses: [{ code: 'BER', open: true }] };
    expect(states.given('stock of a sku', params)).toEqual({ name: 'stock of a sku', params });
    expect(states.given('no reservations')).toEqual({ name: 'no reservations' });
    expect(states.given('perhaps a note')).toEqual({ name: 'perhaps a note' });
  });

  it.each([
    [
      {},
      'sku is missing, not string; onHand is missing, not integer; warehouses is missing, not a list',
    ],
    [{ sku: 1, onHand: 3, warehouses: [] }, 'sku is 1, not string'],
    [{ sku: 'a', onHand: 1.5, warehouses: [] }, 'onHand is 1.5, not integer'],
    [{ sku: 'a', onHand: 1, warehouses: [], note: 2 }, 'note is 2, not string or null'],
    [
      { sku: 'a', onHand: 1, warehouses: [{ code: 'B' }] },
      'warehouses[0].open is missing, not boolean',
    ],
    [{ sku: 'a', onHand: 1, warehouses: [], sky: 'a' }, 'sky is not a parameter of this state'],
  ])('refuses %j', (params, fault) => {
    expect(() => states.given('stock of a sku', params as never)).toThrow(
      expect.objectContaining({
        code: 'CONTRACTS_STATE_PARAMETERS_INVALID',
        message: `The provider state "stock of a sku": ${fault}.`,
      }),
    );
  });

  it('is checked by the compiler', () => {
    const params = { sku: 'TEE', onHand: 3, warehouses: [] };
    const wrong = [
      // @ts-expect-error no such state
      () => states.given('stock of a skew', params),
      // @ts-expect-error a parameter is missing
      () => states.given('stock of a sku', { sku: 'TEE' }),
      // @ts-expect-error parameters are required
      () => states.given('stock of a sku'),
      // @ts-expect-error a parameter of another type
      () => states.given('stock of a sku', { ...params, onHand: '3' }),
      // @ts-expect-error a parameter too many
      () => states.given('no reservations', { sku: 'TEE' }),
      // @ts-expect-error a state without a handler
      () => states.handlers({ 'no reservations': () => {}, 'perhaps a note': () => {} }),
    ];
    for (const call of wrong.slice(0, 5)) expect(call).toThrow();
  });
});

describe('handlers', () => {
  it('get the parameters that were declared, and refuse others', async () => {
    const seen: unknown[] = [];
    const handlers = states.handlers({
      'stock of a sku': {
        setup: (parameters) => {
          expectTypeOf(parameters.note).toEqualTypeOf<string | null | undefined>();
          expectTypeOf(parameters.warehouses).toExtend<
            readonly { code: string; open: boolean }[]
          >();
          seen.push(parameters.onHand);
        },
        teardown: ({ sku }) => {
          seen.push(sku);
        },
      },
      'no reservations': () => {
        seen.push('none');
      },
      'perhaps a note': () => {},
    });
    const steps = handlers['stock of a sku'];
    if (typeof steps !== 'object') throw new TypeError('not steps');
    const params = { sku: 'TEE', onHand: 3, warehouses: [] };
    steps.setup?.(params);
    steps.teardown?.(params);
    expect(seen).toEqual([3, 'TEE']);
    expect(() => steps.setup?.({ ...params, onHand: 'three' })).toThrow('onHand is "three"');
  });
});

describe('a verification with declared states', { timeout: 30_000 }, () => {
  it('fails where a pact has other parameters, and says which', async () => {
    const stock = new Map<string, unknown>();
    const { url, server } = await startInventory(stock, () => {});
    const own = defineStates({ 'item 7 is in stock': { quantity: 'integer' }, unused: {} });
    const interaction = stockInteraction('asks', '/stock/7', ['item 7 is in stock']);
    const given = (quantity: unknown) => ({
      ...interaction,
      providerStates: [{ name: 'item 7 is in stock', params: { quantity } }],
    });
    const verify = async (quantity: unknown) =>
      verifyProvider({
        provider: 'inventory',
        providerBaseUrl: url,
        pacts: { kind: 'files', paths: [await writePact([given(quantity)])] },
        states: own.handlers({
          'item 7 is in stock': (parameters) => stock.set('/stock/7', parameters.quantity),
          unused: () => {},
        }),
      });
    const [good, bad] = [await verify(3), await verify('three')];
    server.close();
    expect(good).toMatchObject({ success: true, unusedStates: ['unused'] });
    expect(bad.success).toBe(false);
    expect(bad.stateProblems[0]?.text).toContain('quantity is "three", not integer');
  });
});
