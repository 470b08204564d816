import type { Database } from '../lib/database.ts';
import type { InventoryGateway } from '../lib/inventory-gateway.ts';
import { hold, releaseHold } from './reservations.ts';
import { recordMovement, stockOfMany } from './stock.ts';

/** Inventory in this process and database. */
export function localInventory(db: Database, now: () => Date): InventoryGateway {
  return {
    joinsTransactions: true,
    stockOf: async (sku) => (await stockOfMany(db, [sku]))[0],
    stockOfMany: (skus) => stockOfMany(db, skus),
    reserve: (request, scope) =>
      (scope?.within ?? db).transaction((tx) => hold(tx, request, now())),
    release: (reservationId) => releaseHold(db, reservationId, now()),
    recordMovement: (request) => recordMovement(db, request, now()),
  };
}
