import type { Database } from '../database/database.ts';
import { commitOrder } from '../inventory/reservations.ts';
import {
  type CloudEvent,
  type Issue,
  ORDER_CREATED,
  orderIdOf,
  parseCloudEvent,
} from './cloud-event.ts';

type Outcome =
  | 'committed'
  | 'already-committed'
  | 'no-reservation'
  /** Seen before: same source and id. */
  | 'duplicate'
  /** A type this service has no use for. */
  | 'ignored';

export type Consumed =
  | { readonly kind: 'taken'; readonly event: CloudEvent; readonly outcome: Outcome }
  | { readonly kind: 'invalid'; readonly issues: readonly Issue[] };

/**
 * Handles one event at most once: the event's id and its effect are stored in one transaction, so
 * a redelivery after a crash finds both or neither.
 */
export async function consume(database: Database, body: unknown, now: Date): Promise<Consumed> {
  const parsed = parseCloudEvent(body);
  if (parsed.kind === 'invalid') return parsed;
  const { event } = parsed;
  if (event.type !== ORDER_CREATED) return { kind: 'taken', event, outcome: 'ignored' };
  const orderId = orderIdOf(event.data);
  if (orderId === undefined) {
    const message = 'must be a positive integer';
    return { kind: 'invalid', issues: [{ path: '/data/orderId', message }] };
  }
  const outcome = await database.transaction<Outcome>(async (tx) => {
    const inserted = await tx.query(
      `insert into consumed_events (source, event_id, type, outcome, consumed_at)
       values ($1, $2, $3, 'taken', $4) on conflict do nothing returning 1`,
      [event.source, event.id, event.type, now],
    );
    if (inserted.length === 0) return 'duplicate';
    const committed = await commitOrder(tx, orderId, now);
    await tx.query('update consumed_events set outcome = $3 where source = $1 and event_id = $2', [
      event.source,
      event.id,
      committed,
    ]);
    return committed;
  });
  return { kind: 'taken', event, outcome };
}
