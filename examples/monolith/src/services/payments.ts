import type { Database } from '../lib/database.ts';
import { HttpError } from '../lib/errors.ts';
import { log } from '../lib/logger.ts';
import { settings } from '../lib/settings.ts';
import type { ShopContext } from '../lib/shop-context.ts';
import type { Payment } from '../models/payments.ts';
import { insertPayment, lockPayment, setPaymentStatus } from '../repositories/payments.ts';
import { assessRisk } from './fraud-check.ts';
import { issueInvoice } from './invoicing.ts';
import { authoriseCard, captureCard } from './payment-provider.ts';

export type PaymentChoice = { method: 'card'; token: string } | { method: 'invoice' };

export interface PaymentRequest {
  orderId: number;
  customerId: number;
  amountCents: number;
  choice: PaymentChoice;
  now: Date;
}

async function providerReference(request: PaymentRequest): Promise<string> {
  const { choice, amountCents, orderId } = request;
  if (choice.method === 'invoice') return `invoice_${orderId}`;
  const answer = await authoriseCard(choice.token, amountCents, orderId);
  if (!answer.approved) {
    throw new HttpError(402, 'PAYMENT_DECLINED', `The payment was declined: ${answer.reason}.`);
  }
  return answer.reference;
}

/** Makes sure of the money; it is taken when the parcel leaves. */
export async function authorisePayment(tx: Database, request: PaymentRequest): Promise<Payment> {
  const { orderId, customerId, amountCents, choice, now } = request;
  const { method } = choice;
  const riskScore = await assessRisk(tx, { customerId, amountCents, method, now });
  if (riskScore > settings.maximumRiskScore) {
    log.warn('payment refused as too risky', { orderId, riskScore });
    throw new HttpError(402, 'PAYMENT_DECLINED', 'We cannot offer this payment for this order.');
  }
  return insertPayment(tx, {
    orderId,
    method,
    status: 'authorised',
    amountCents,
    providerReference: await providerReference(request),
    riskScore,
    createdAt: now,
  });
}

/** Handles `ShipmentDispatched`. An order of two parcels is captured with the first. */
export async function captureForOrder(shop: ShopContext, orderId: number): Promise<void> {
  const now = shop.now();
  await shop.db.transaction(async (tx) => {
    const payment = await lockPayment(tx, orderId);
    if (payment === undefined || payment.status !== 'authorised') return;
    if (payment.method === 'card') await captureCard(payment.providerReference);
    await setPaymentStatus(tx, payment.id, { status: 'captured', capturedAt: now });
    await issueInvoice(tx, orderId, now);
  });
}
