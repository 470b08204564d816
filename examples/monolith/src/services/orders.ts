import type { Database } from '../lib/database.ts';
import { conflict, notFound } from '../lib/errors.ts';
import { log } from '../lib/logger.ts';
import type { ShopContext } from '../lib/shop-context.ts';
import type { Order, OrderStatus } from '../models/orders.ts';
import {
  findLines,
  findOrder,
  findOrdersOf,
  findStatusHistory,
  moveStatus,
  recordStatus,
} from '../repositories/orders.ts';
import { cancelShipments } from '../repositories/shipments.ts';
import { refundOrder } from './refunds.ts';
import { restock } from './restocking.ts';

export function ordersOf(db: Database, customerId: number): Promise<Order[]> {
  return findOrdersOf(db, customerId, 50);
}

export async function orderById(db: Database, id: number): Promise<Order> {
  const order = await findOrder(db, id);
  if (order === undefined) throw notFound('UNKNOWN_ORDER', `There is no order ${id}.`);
  return order;
}

/** Somebody else's order looks like none at all. */
export async function orderOf(db: Database, customerId: number, id: number): Promise<Order> {
  const order = await findOrder(db, id);
  if (order === undefined || order.customerId !== customerId) {
    throw notFound('UNKNOWN_ORDER', `There is no order ${id}.`);
  }
  return order;
}

export async function orderDetail(db: Database, customerId: number, id: number) {
  const order = await orderOf(db, customerId, id);
  return {
    ...order,
    lines: await findLines(db, id),
    history: await findStatusHistory(db, id),
  };
}

/** @throws HttpError 409 `WRONG_STATE` when the order is in none of the `from` states. */
export async function changeStatus(
  tx: Database,
  orderId: number,
  step: { from: OrderStatus[]; to: OrderStatus; note: string; at: Date },
): Promise<Order> {
  const order = await moveStatus(tx, orderId, step.from, step.to);
  if (order === undefined) {
    const current = await orderById(tx, orderId);
    throw conflict('WRONG_STATE', `Order ${orderId} is ${current.status}.`, {
      status: current.status,
    });
  }
  await recordStatus(tx, orderId, step.to, step.note, step.at);
  return order;
}

/** Until the parcel has left. Money and stock go back. */
export async function cancelOrder(
  shop: ShopContext,
  customerId: number,
  orderId: number,
  reason: string,
): Promise<Order> {
  await orderOf(shop.db, customerId, orderId);
  const at = shop.now();
  const cancelled = await shop.db.transaction(async (tx) => {
    const order = await changeStatus(tx, orderId, {
      from: ['placed'],
      to: 'cancelled',
      note: reason,
      at,
    });
    await cancelShipments(tx, orderId);
    await refundOrder(tx, orderId, { amountCents: order.totalCents, reason, at });
    return order;
  });
  await restock(shop, cancelled, await findLines(shop.db, orderId));
  shop.events.emit('OrderCancelled', { orderId, customerId, reason });
  log.info('order cancelled', { orderId, reason });
  return cancelled;
}
