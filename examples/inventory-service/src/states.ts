import { defineStates } from '@ashlar/contracts/states';

/**
 * What a consumer may ask this service to have ready, for its tests and for the handlers that make it so.
 * A service publishes this file beside its OpenAPI document.
 */
export const inventoryStates = defineStates({
  'stock of SKU-TEE-BLK-M is 12 in two warehouses': {
    sku: 'string',
    warehouses: [{ code: 'string', onHand: 'integer' }],
  },
  'sku SKU-NOPE is unknown': { sku: 'string' },
  'an open reservation for order 7001': {
    orderId: 'integer',
    reservationId: 'string',
    lines: [{ sku: 'string', quantity: 'integer' }],
  },
  'only 1 of SKU-MUG-WHT is left': { sku: 'string', available: 'integer' },
  'no reservations': {},
});
