import type { Database } from '../lib/database.ts';
import { conflict, notFound } from '../lib/errors.ts';
import { formatCents } from '../lib/money.ts';
import type { ShopContext } from '../lib/shop-context.ts';
import {
  insertRefund,
  lockPayment,
  refundedCents,
  setPaymentStatus,
} from '../repositories/payments.ts';
import { changeStatus, orderById } from './orders.ts';
import { refundCard } from './payment-provider.ts';

export interface RefundOrder {
  amountCents: number;
  reason: string;
  at: Date;
}

/**
 * Gives money back. An authorised payment is voided, whatever the amount: nothing has been taken
 * yet. When a captured one has been given back in full the order is marked `refunded`.
 */
export async function refundOrder(
  tx: Database,
  orderId: number,
  { amountCents, reason, at }: RefundOrder,
): Promise<'voided' | 'refunded'> {
  const payment = await lockPayment(tx, orderId);
  if (payment === undefined) throw notFound('UNKNOWN_PAYMENT', `Order ${orderId} has no payment.`);
  if (payment.status === 'authorised') {
    await setPaymentStatus(tx, payment.id, { status: 'voided' });
    return 'voided';
  }
  const before = await refundedCents(tx, payment.id);
  const left = payment.status === 'captured' ? payment.amountCents - before : 0;
  if (amountCents > left) {
    throw conflict('REFUND_TOO_HIGH', `${formatCents(left)} of this payment can be refunded.`);
  }
  const providerReference = await refundCard(payment.providerReference, amountCents, before);
  await insertRefund(tx, {
    paymentId: payment.id,
    amountCents,
    reason,
    providerReference,
    createdAt: at,
  });
  if (amountCents === left) {
    await setPaymentStatus(tx, payment.id, { status: 'refunded' });
    const note = `refunded: ${reason}`;
    await changeStatus(tx, orderId, { from: ['shipped', 'delivered'], to: 'refunded', note, at });
  }
  return 'refunded';
}

/** A gesture of goodwill by the back office. */
export async function refundByHand(
  shop: ShopContext,
  orderId: number,
  request: { amountCents: number; reason: string },
): Promise<void> {
  const at = shop.now();
  const { status } = await orderById(shop.db, orderId);
  if (status !== 'shipped' && status !== 'delivered') {
    throw conflict('WRONG_STATE', `Order ${orderId} is ${status}; nothing has been taken.`, {
      status,
    });
  }
  await shop.db.transaction((tx) => refundOrder(tx, orderId, { ...request, at }));
  shop.events.emit('PaymentRefunded', {
    orderId,
    amountCents: request.amountCents,
    refundedAt: at,
  });
}
