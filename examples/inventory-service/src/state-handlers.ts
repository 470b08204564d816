import { inventoryStates } from './states.ts';

/**
 * Provider states for a verifier in a process of its own, such as `ashlar verify`: each asks the
 * running service (`INVENTORY_URL`, started with `PROVIDER_STATES=on`) to put itself in that state.
 */
export const stateHandlers = inventoryStates.handlers({
  'stock of SKU-TEE-BLK-M is 12 in two warehouses': asking(
    'stock of SKU-TEE-BLK-M is 12 in two warehouses',
  ),
  'sku SKU-NOPE is unknown': asking('sku SKU-NOPE is unknown'),
  'an open reservation for order 7001': asking('an open reservation for order 7001'),
  'only 1 of SKU-MUG-WHT is left': asking('only 1 of SKU-MUG-WHT is left'),
  'no reservations': asking('no reservations'),
});

function asking(state: string): (params: object) => Promise<void> {
  return (params) => ask(state, { ...params });
}

async function ask(state: string, params: Readonly<Record<string, unknown>> = {}): Promise<void> {
  const url = `${process.env.INVENTORY_URL ?? 'http://127.0.0.1:4010'}/provider-states`;
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ state, params }),
  });
  if (response.status !== 204) {
    throw new Error(`POST ${url} answered ${response.status}: ${await response.text()}`);
  }
}
