/**
 * Events on their way out of the process. They are written in the transaction of what happened, and sent
 * until each receiver has taken them: at least once, so receivers have to know what they have seen.
 */
import { sql } from 'drizzle-orm';
import { type Database, rowsOf } from '../lib/database.ts';
import { type EventRelay, RefusedError } from '../lib/event-relay.ts';
import type { OrderCreated } from '../lib/events.ts';
import { log } from '../lib/logger.ts';
import { continueTrace, endSpan, runInTrace } from '../lib/trace-context.ts';

const BATCH = 100;

export async function recordEvent(tx: Database, event: OrderCreated): Promise<void> {
  await tx.execute(
    sql`insert into order_events (event_id, type, payload)
        values (${event.id}, ${event.type}, ${JSON.stringify(event)}::jsonb)`,
  );
}

export class Outbox {
  readonly #db: Database;
  readonly #relays: readonly EventRelay[];
  #running: Promise<void> | undefined;
  #again = false;

  constructor(db: Database, relays: readonly EventRelay[]) {
    this.#db = db;
    this.#relays = relays;
  }

  /**
   * Sends every receiver what it has not had. One that is away gets nothing until the next call, and keeps
   * nobody waiting. Calls while it runs share one more run, for what came meanwhile.
   */
  deliver(): Promise<void> {
    this.#again = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async close(): Promise<void> {
    await this.#running;
    await Promise.all(this.#relays.map((relay) => relay.close()));
  }

  async #run(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      await Promise.all(this.#relays.map((relay) => this.#deliverTo(relay)));
    }
  }

  async #deliverTo(relay: EventRelay): Promise<void> {
    for (;;) {
      const pending = await this.#pendingOf(relay.name);
      for (const event of pending) {
        const outcome = await sendOne(relay, event);
        if (outcome === 'away') return;
        await this.#db.execute(
          sql`insert into order_event_deliveries (receiver, event_id, outcome)
              values (${relay.name}, ${event.id}, ${outcome}) on conflict do nothing`,
        );
      }
      if (pending.length < BATCH) return;
    }
  }

  async #pendingOf(receiver: string): Promise<OrderCreated[]> {
    const rows = await rowsOf<{ payload: OrderCreated }>(
      this.#db,
      sql`select e.payload from order_events e
           where not exists (select 1 from order_event_deliveries d
                              where d.receiver = ${receiver} and d.event_id = e.event_id)
           order by e.position limit ${BATCH}`,
    );
    return rows.map(({ payload }) => payload);
  }
}

type Outcome = 'taken' | 'refused' | 'away';

/** In the trace in which the event came about, however much later that is. */
function sendOne(relay: EventRelay, event: OrderCreated): Promise<Outcome> {
  const trace = continueTrace(event.traceparent);
  return runInTrace(trace, async () => {
    const about = { receiver: relay.name, eventId: event.id };
    try {
      await relay.send(event);
      endSpan(trace, { name: `send ${event.type}`, kind: 'producer' });
      return 'taken';
    } catch (error) {
      // Sending again what was understood and refused would hold up all that comes after it.
      if (error instanceof RefusedError) {
        log.error('event refused by its receiver', { ...about, error });
        return 'refused';
      }
      log.warn('event not delivered; it is sent again', { ...about, error });
      return 'away';
    }
  });
}
