import { randomUUID } from 'node:crypto';
import type { Database } from '../lib/database.ts';
import type { Movement, MovementRequest } from '../lib/inventory-gateway.ts';
import { stockMovements } from '../models/stock.ts';

export async function insertMovement(
  tx: Database,
  movement: MovementRequest & { onHand: number },
  now: Date,
): Promise<Movement> {
  const movementId = randomUUID();
  const { sku, warehouse, quantity, reason, onHand } = movement;
  await tx.insert(stockMovements).values({
    id: movementId,
    sku,
    warehouse,
    quantity,
    reason,
    onHandAfter: onHand,
    recordedAt: now,
  });
  return { movementId, sku, warehouse, quantity, reason, onHand, recordedAt: now.toISOString() };
}
