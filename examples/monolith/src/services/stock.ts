import type { Database } from '../lib/database.ts';
import type { MovementOutcome, MovementRequest, StockView } from '../lib/inventory-gateway.ts';
import { groupBy, sumBy } from '../lib/utils.ts';
import type { StockLevel } from '../models/stock.ts';
import { findHeld, findReservationLines } from '../repositories/reservations.ts';
import {
  findAllLevels,
  findLevels,
  firstSkus,
  lockLevels,
  setOnHand,
  warehouseExists,
} from '../repositories/stock-levels.ts';
import { insertMovement } from '../repositories/stock-movements.ts';

const FIRST_PAGE = 50;

function toStockView(sku: string, levels: StockLevel[]): StockView {
  const onHand = sumBy(levels, (level) => level.onHand);
  const reserved = sumBy(levels, (level) => level.reserved);
  const latest = Math.max(...levels.map((level) => level.updatedAt.getTime()));
  return {
    sku,
    onHand,
    reserved,
    available: onHand - reserved,
    warehouses: levels.map((level) => ({ code: level.warehouse, onHand: level.onHand })),
    updatedAt: new Date(latest).toISOString(),
  };
}

/** In the order asked, unknown skus left out; without skus the first 50 by sku. */
export async function stockOfMany(db: Database, skus: string[]): Promise<StockView[]> {
  const wanted = skus.length > 0 ? skus : await firstSkus(db, FIRST_PAGE);
  if (wanted.length === 0) return [];
  const bySku = groupBy(await findLevels(db, wanted), (level) => level.sku);
  return wanted.flatMap((sku) => {
    const levels = bySku.get(sku);
    return levels === undefined ? [] : [toStockView(sku, levels)];
  });
}

/** Goods in, goods out, or a correction after counting. */
export function recordMovement(
  db: Database,
  request: MovementRequest,
  now: Date,
): Promise<MovementOutcome> {
  return db.transaction(async (tx) => {
    const levels = await lockLevels(tx, [request.sku]);
    if (levels.length === 0) return { outcome: 'unknown-sku' };
    if (!(await warehouseExists(tx, request.warehouse))) return { outcome: 'unknown-warehouse' };
    const level = levels.find((candidate) => candidate.warehouse === request.warehouse);
    const before = level?.onHand ?? 0;
    const reserved = level?.reserved ?? 0;
    const onHand = before + request.quantity;
    if (onHand < reserved) return { outcome: 'negative-stock' };
    const { sku, warehouse } = request;
    await setOnHand(tx, { sku, warehouse, onHand }, now);
    return { outcome: 'recorded', movement: await insertMovement(tx, { ...request, onHand }, now) };
  });
}

export interface InventoryExport {
  exportedAt: string;
  stock: { sku: string; warehouse: string; onHand: number; reserved: number }[];
  reservations: {
    reservationId: string;
    orderId: number;
    status: 'held';
    expiresAt: string;
    lines: { sku: string; warehouse: string; quantity: number }[];
  }[];
}

/** One consistent picture of levels and holds, for the copy into the inventory service. */
export function exportInventory(db: Database, now: Date): Promise<InventoryExport> {
  return db.transaction(
    async (tx) => {
      const levels = await findAllLevels(tx);
      const held = await findHeld(tx);
      const lines = groupBy(
        await findReservationLines(
          tx,
          held.map((reservation) => reservation.id),
        ),
        (line) => line.reservationId,
      );
      return {
        exportedAt: now.toISOString(),
        stock: levels.map(({ updatedAt: _, ...level }) => level),
        reservations: held.map(({ id, orderId, expiresAt }) => ({
          reservationId: id,
          orderId,
          status: 'held' as const,
          expiresAt: expiresAt.toISOString(),
          lines: (lines.get(id) ?? []).map(({ reservationId: _, ...line }) => line),
        })),
      };
    },
    { isolationLevel: 'repeatable read' },
  );
}
