import cron from 'node-cron';
import { log } from '../lib/logger.ts';
import type { ShopContext } from '../lib/shop-context.ts';
import { continueTrace, runInTrace } from '../lib/trace-context.ts';
import { remindOfCarts } from './abandoned-carts.ts';
import { recomputeYesterday } from './daily-sales.ts';
import { expireReservations } from './expire-reservations.ts';
import { sendEmails } from './send-emails.ts';

/** A failed run is logged; the next one comes anyway. */
function safely(name: string, run: () => Promise<unknown>): () => Promise<void> {
  return () =>
    runInTrace(continueTrace(undefined), async () => {
      try {
        await run();
      } catch (error) {
        log.error('job failed', { job: name, error });
      }
    });
}

/** Starts the jobs; returns what stops them. `noOverlap`: a slow run is not overtaken by the next. */
export function startJobs(shop: ShopContext): () => Promise<void> {
  const options = { noOverlap: true, timezone: 'UTC' };
  const tasks = [
    cron.schedule(
      '* * * * *',
      safely('send-emails', () => sendEmails(shop)),
      options,
    ),
    cron.schedule(
      '15 * * * *',
      safely('abandoned-carts', () => remindOfCarts(shop)),
      options,
    ),
    cron.schedule(
      '10 2 * * *',
      safely('daily-sales', () => recomputeYesterday(shop)),
      options,
    ),
  ];
  const deliver = safely('deliver-events', () => shop.outbox.deliver());
  tasks.push(cron.schedule('* * * * *', deliver, options));
  if (shop.inventory.joinsTransactions) {
    const expire = safely('expire-reservations', () => expireReservations(shop));
    tasks.push(cron.schedule('* * * * *', expire, options));
  }
  return async () => {
    await Promise.all(tasks.map((task) => task.destroy()));
  };
}
