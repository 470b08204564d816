import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analytics } from '../src/analytics.ts';
import { type Consumer, InvalidEventError } from '../src/consumer.ts';
import { Inbox } from '../src/inbox.ts';
import { notifications } from '../src/notifications.ts';
import {
  ORDER_CREATED,
  type OrderCreatedData,
  type OrderEvent,
  parseEvent,
} from '../src/order-created.ts';
import { serve } from '../src/serve.ts';

const KINDS: Readonly<Record<string, (path?: string) => Consumer>> = { notifications, analytics };

function created(orderId: number, data: Partial<OrderCreatedData> = {}): OrderEvent<unknown> {
  const hour = String(orderId % 24).padStart(2, '0');
  return {
    id: `event-${orderId}`,
    source: '/shop/ordering',
    type: ORDER_CREATED,
    data: {
      orderId,
      customerId: 12,
      lines: [{ sku: `SKU-${orderId % 3}`, quantity: orderId }],
      total: { amount: 100 * orderId, currency: 'EUR' },
      placedAt: `2026-01-${String(1 + (orderId % 3)).padStart(2, '0')}T${hour}:00:00.000Z`,
      ...data,
    },
  };
}

const orders = [1, 2, 3, 4, 5, 6].map((id) => created(id));

describe.each(Object.entries(KINDS))('%s', (_name, create) => {
  const after = (events: readonly OrderEvent<unknown>[]) => {
    const consumer = create();
    for (const event of events) consumer.take(event);
    const report = consumer.report();
    consumer.close();
    return report;
  };
  const once = after(orders);

  it('comes to the same in any order, with any events repeated', () => {
    const delivery = fc
      .array(fc.constantFrom(...orders), { maxLength: 10 })
      .chain((repeated) =>
        fc.shuffledSubarray([...orders, ...repeated], { minLength: 6 + repeated.length }),
      );
    fc.assert(
      fc.property(delivery, (events) => {
        expect(after(events)).toEqual(once);
      }),
      { numRuns: 50, seed: 6 },
    );
  });

  it('says of an event that was here before that it was', () => {
    const consumer = create();
    expect(['taken', 'duplicate']).toEqual([consumer.take(created(1)), consumer.take(created(1))]);
    consumer.close();
  });

  it('remembers over a restart', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ashlar-consumer-'));
    const file = join(folder, 'data.sqlite');
    const first = create(file);
    first.take(created(1));
    first.close();
    const second = create(file);
    expect(second.take(created(1))).toBe('duplicate');
    expect(second.take(created(2))).toBe('taken');
    expect(second.report()).toEqual(after([created(1), created(2)]));
    second.close();
    rmSync(folder, { recursive: true });
  });

  it('has no use for other events, and refuses one that lacks what it needs', () => {
    const consumer = create();
    expect(consumer.take({ ...created(1), type: 'shop.order.cancelled.v1' })).toBe('ignored');
    expect(() => consumer.take({ ...created(1), data: {} })).toThrow(InvalidEventError);
    // Refused is not seen: the corrected event of the same id is taken.
    expect(consumer.take(created(1))).toBe('taken');
    consumer.close();
  });

  it.each([
    ['taken', JSON.stringify({ specversion: '1.0', ...created(1) }), 202],
    ['no CloudEvent', '{}', 400],
    ['no JSON', '{', 400],
    ['no use', JSON.stringify({ specversion: '1.0', ...created(1), data: null }), 400],
  ])('answers over HTTP: %s', async (_title, body, status) => {
    const consumer = create();
    const running = await serve(consumer);
    expect((await fetch(running.eventsUrl, { method: 'POST', body })).status).toBe(status);
    await running.close();
    consumer.close();
  });
});

describe('the inbox', () => {
  it('forgets an event whose effect failed, so that it may come again', () => {
    const inbox = new Inbox(':memory:', 'create table if not exists t (x integer) strict');
    const event = { source: '/a', id: '1' };
    const fail = () =>
      inbox.once(event, () => {
        inbox.database.exec('insert into t values (1)');
        throw new Error('disk full');
      });
    expect(fail).toThrow('disk full');
    expect(inbox.once(event, () => inbox.database.exec('insert into t values (1)'))).toBe(true);
    expect(inbox.database.prepare('select count(*) as n from t').get()).toEqual({ n: 1 });
    inbox.close();
  });

  it('tells events of two sources apart', () => {
    const inbox = new Inbox(':memory:', '');
    expect(inbox.once({ source: '/a', id: '1' }, () => {})).toBe(true);
    expect(inbox.once({ source: '/b', id: '1' }, () => {})).toBe(true);
    inbox.close();
  });
});

it('an event is read only if it is named', () => {
  const event = { specversion: '1.0', ...created(1) };
  expect(parseEvent(JSON.stringify(event))).toEqual(event);
  for (const broken of [{ ...event, id: '' }, { ...event, specversion: '0.3' }, null, 'x']) {
    expect(parseEvent(JSON.stringify(broken))).toBeUndefined();
  }
});
