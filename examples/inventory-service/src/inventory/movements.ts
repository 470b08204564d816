import { randomUUID } from 'node:crypto';
import type { Database, Queries } from '../database/database.ts';
import { findLevels } from './stock.ts';

export interface MovementRequest {
  readonly sku: string;
  readonly warehouse: string;
  /** Positive for goods in, negative for goods out. */
  readonly quantity: number;
  readonly reason: string;
}

export interface Movement extends MovementRequest {
  readonly movementId: string;
  /** Units in that warehouse afterwards. */
  readonly onHand: number;
  readonly recordedAt: Date;
}

export type Moved =
  | { readonly kind: 'recorded'; readonly movement: Movement }
  | { readonly kind: 'unknown-sku' }
  | { readonly kind: 'unknown-warehouse' }
  /** Less than zero, less than what is held there, or more than the column can store. */
  | { readonly kind: 'out-of-range'; readonly onHand: number; readonly reserved: number };

const INTEGER_MAX = 2_147_483_647;

export function recordMovement(
  database: Database,
  request: MovementRequest,
  now: Date,
): Promise<Moved> {
  return database.transaction(async (tx) => {
    const levels = await findLevels(tx, [request.sku], now, 'lock');
    if (levels.length === 0) return { kind: 'unknown-sku' };
    const known = await tx.query('select 1 from warehouses where code = $1', [request.warehouse]);
    if (known.length === 0) return { kind: 'unknown-warehouse' };
    const level = levels.find((candidate) => candidate.warehouse === request.warehouse);
    const { onHand, reserved } = level ?? { onHand: 0, reserved: 0 };
    const after = onHand + request.quantity;
    if (after < reserved || after > INTEGER_MAX) return { kind: 'out-of-range', onHand, reserved };
    return { kind: 'recorded', movement: await insertMovement(tx, request, now) };
  });
}

/** Writes the movement and its effect on the level; the caller has locked the level. */
export async function insertMovement(
  tx: Queries,
  request: MovementRequest,
  now: Date,
): Promise<Movement> {
  const { sku, warehouse, quantity, reason } = request;
  // Not one upsert: its proposed row would break the check on_hand >= 0 before the conflict shows.
  const [updated] = await tx.query<{ on_hand: number }>(
    `update stock set on_hand = on_hand + $3, updated_at = $4
      where sku = $1 and warehouse = $2 returning on_hand`,
    [sku, warehouse, quantity, now],
  );
  if (updated === undefined) {
    await tx.query(
      'insert into stock (sku, warehouse, on_hand, updated_at) values ($1, $2, $3, $4)',
      [sku, warehouse, quantity, now],
    );
  }
  const onHand = updated?.on_hand ?? quantity;
  const movementId = randomUUID();
  await tx.query(
    `insert into movements (id, sku, warehouse, quantity, reason, on_hand, recorded_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [movementId, sku, warehouse, quantity, reason, onHand, now],
  );
  return { movementId, sku, warehouse, quantity, reason, onHand, recordedAt: now };
}
