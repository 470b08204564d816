import { sql } from 'drizzle-orm';
import { rowsOf } from '../lib/database.ts';
import type { OrderCreated, ShopEvents } from '../lib/events.ts';
import type { ShopContext } from '../lib/shop-context.ts';
import { findPreferences } from '../repositories/preferences.ts';
import { findUserById } from '../repositories/users.ts';
import type { TemplateData, TemplateName } from './email-templates.ts';
import { queueEmail } from './mailer.ts';

async function tellCustomer<T extends TemplateName>(
  shop: ShopContext,
  userId: number,
  template: T,
  data: Omit<TemplateData[T], 'name'>,
): Promise<void> {
  const user = await findUserById(shop.db, userId);
  if (user === undefined) return;
  const content = { ...data, name: user.fullName } as TemplateData[T];
  await queueEmail(shop.db, { userId, email: user.email }, template, content, shop.now());
}

/** Events about parcels and refunds carry the order only. */
async function customerOf(shop: ShopContext, orderId: number): Promise<number | undefined> {
  const rows = await rowsOf<{ customer_id: number }>(
    shop.db,
    sql`select customer_id from orders where id = ${orderId}`,
  );
  return rows[0]?.customer_id;
}

/** The law asks for it, so there is no preference to switch it off. */
export async function confirmOrder(shop: ShopContext, { data }: OrderCreated): Promise<void> {
  const { orderId, customerId, lines, total, placedAt } = data;
  const { confirmationsUntil: until } = shop;
  if (until !== undefined && new Date(placedAt) >= until) return;
  await tellCustomer(shop, customerId, 'order-confirmation', {
    orderId,
    totalCents: total.amount,
    lines,
  });
}

export async function confirmCancellation(
  shop: ShopContext,
  { customerId, ...data }: ShopEvents['OrderCancelled'],
): Promise<void> {
  await tellCustomer(shop, customerId, 'order-cancelled', data);
}

export async function announceParcel(
  shop: ShopContext,
  event: ShopEvents['ShipmentDispatched'],
): Promise<void> {
  const customerId = await customerOf(shop, event.orderId);
  if (customerId === undefined) return;
  const { orderUpdates } = await findPreferences(shop.db, customerId);
  if (orderUpdates) await tellCustomer(shop, customerId, 'order-shipped', event);
}

export async function confirmRefund(
  shop: ShopContext,
  { orderId, amountCents }: ShopEvents['PaymentRefunded'],
): Promise<void> {
  const customerId = await customerOf(shop, orderId);
  if (customerId === undefined) return;
  await tellCustomer(shop, customerId, 'refund-made', { orderId, amountCents });
}
