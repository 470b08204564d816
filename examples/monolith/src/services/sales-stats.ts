import type { OrderCreated, ShopEvents } from '../lib/events.ts';
import type { ShopContext } from '../lib/shop-context.ts';
import { isoDay, sumBy } from '../lib/utils.ts';
import { addToDay, addToProduct } from '../repositories/sales-figures.ts';

/** Handles `OrderCreated`: figures of the day, up to the minute; a job corrects them at night. */
export async function countSale(shop: ShopContext, { data }: OrderCreated): Promise<void> {
  const soldAt = new Date(data.placedAt);
  await shop.db.transaction(async (tx) => {
    await addToDay(tx, isoDay(soldAt), {
      orders: 1,
      units: sumBy(data.lines, (line) => line.quantity),
      grossCents: data.total.amount,
    });
    for (const { sku, quantity } of data.lines) {
      await addToProduct(tx, { sku, units: quantity, soldAt });
    }
  });
}

export async function countRefund(
  shop: ShopContext,
  event: ShopEvents['PaymentRefunded'],
): Promise<void> {
  await addToDay(shop.db, isoDay(event.refundedAt), { refundedCents: event.amountCents });
}
