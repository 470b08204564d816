import { conflict, notFound } from '../lib/errors.ts';
import { percentOf } from '../lib/money.ts';
import type { ShopContext } from '../lib/shop-context.ts';
import { addDays } from '../lib/utils.ts';
import type { OrderLine } from '../models/orders.ts';
import type { ReturnRequest } from '../models/returns.ts';
import { findLines, findStatusHistory } from '../repositories/orders.ts';
import { decideReturn, insertReturn, returnedUnits } from '../repositories/returns.ts';
import { orderById, orderOf } from './orders.ts';
import { refundOrder } from './refunds.ts';
import { bookReturn } from './restocking.ts';

/** Two weeks are the law; thirty days are the promise on the website. */
const RETURN_DAYS = 30;

/** The part of what was paid for a line, its discount taken into account. */
export function refundFor(line: OrderLine, quantity: number): number {
  const paid = line.unitCents * line.quantity - line.discountCents;
  return percentOf(paid, (100 * quantity) / line.quantity);
}

export async function requestReturn(
  shop: ShopContext,
  customerId: number,
  orderId: number,
  wish: { sku: string; quantity: number; reason: string },
): Promise<ReturnRequest> {
  const order = await orderOf(shop.db, customerId, orderId);
  if (order.status !== 'delivered') {
    throw conflict('NOT_DELIVERED', 'Only delivered orders can be returned.');
  }
  const history = await findStatusHistory(shop.db, orderId);
  const delivered = history.findLast((entry) => entry.status === 'delivered');
  if (delivered !== undefined && addDays(delivered.changedAt, RETURN_DAYS) < shop.now()) {
    throw conflict('TOO_LATE', `Returns are possible for ${RETURN_DAYS} days.`);
  }
  const line = (await findLines(shop.db, orderId)).find((candidate) => candidate.sku === wish.sku);
  if (line === undefined) throw notFound('UNKNOWN_LINE', `${wish.sku} is not in this order.`);
  const left = line.quantity - (await returnedUnits(shop.db, orderId, wish.sku));
  if (wish.quantity > left) {
    throw conflict('TOO_MANY', `${left} of ${wish.sku} can still be returned.`);
  }
  return insertReturn(shop.db, { orderId, ...wish, requestedAt: shop.now() });
}

/** The goods have been looked at: money back and units on the shelf, or neither. */
export async function settleReturn(
  shop: ShopContext,
  returnId: number,
  decision: 'accepted' | 'rejected',
): Promise<ReturnRequest> {
  const at = shop.now();
  const request = await shop.db.transaction(async (tx) => {
    const decided = await decideReturn(tx, returnId, decision);
    if (decided === undefined) throw notFound('UNKNOWN_RETURN', 'No open return of this id.');
    if (decision === 'rejected') return decided;
    const order = await orderById(tx, decided.orderId);
    const line = (await findLines(tx, order.id)).find(({ sku }) => sku === decided.sku);
    if (line === undefined) throw notFound('UNKNOWN_LINE', `${decided.sku} is not in this order.`);
    const amountCents = refundFor(line, decided.quantity);
    await refundOrder(tx, order.id, { amountCents, reason: `return ${returnId}`, at });
    return decided;
  });
  if (decision === 'accepted') await bookReturn(shop, request.orderId, [request]);
  return request;
}
