/** The shop, its outbox, and three consumers, each a server of its own. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../inventory-service/src/database/open.ts';
import { start, stockUp } from '../../inventory-service/test/start.ts';
import { startTestShop, type TestShop } from '../../monolith/test/support/running-shop.ts';
import { analytics } from '../src/analytics.ts';
import type { Consumer } from '../src/consumer.ts';
import { notifications } from '../src/notifications.ts';
import { type RunningConsumer, serve } from '../src/serve.ts';

const SKU = 'SKU-PENCIL-12';

describe('OrderCreated and its three consumers', () => {
  const database = openDatabase({});
  const own: Consumer[] = [notifications(), analytics()];
  const [mail, figures] = own as [Consumer, Consumer];
  let inventory: Awaited<ReturnType<typeof start>>;
  let mailServer: RunningConsumer;
  let figuresServer: RunningConsumer;
  let shop: TestShop;

  beforeAll(async () => {
    await stockUp(await database, { [SKU]: { BER: 100 } });
    inventory = await start(await database);
    mailServer = await serve(mail);
    figuresServer = await serve(figures);
    shop = await openShop([
      `${inventory.url}/events`,
      mailServer.eventsUrl,
      figuresServer.eventsUrl,
    ]);
  });
  afterAll(async () => {
    await shop?.stop();
    await Promise.all([mailServer?.close(), figuresServer?.close(), inventory?.close()]);
    for (const consumer of own) consumer.close();
    await (await database).close();
  });

  /** With its inventory in the service, as after the extraction. */
  function openShop(receivers: readonly string[]): Promise<TestShop> {
    return startTestShop(undefined, {
      INVENTORY_MODE: 'service',
      INVENTORY_URL: inventory.url,
      EVENTS_URL: receivers.join(','),
    });
  }

  async function order(at: TestShop = shop): Promise<number> {
    const anna = at.visitor();
    await anna.logInAsAnna();
    await anna.post('/basket/items', { sku: SKU, quantity: 1 });
    const answer = await anna.post('/checkout', { payment: { method: 'invoice' } });
    expect(answer.status).toBe(201);
    await at.settled();
    return answer.body.id;
  }

  const onHand = async () =>
    ((await (await fetch(`${inventory.url}/inventory/stock/${SKU}`)).json()) as { onHand: number })
      .onHand;
  const mailed = () => (mail.report() as string[]).length;
  const counted = () =>
    (figures.report() as { days: { orders: number }[] }).days.reduce(
      (sum, day) => sum + day.orders,
      0,
    );

  it('reaches all three', async () => {
    await order();
    expect([await onHand(), mailed(), counted()]).toEqual([99, 1, 1]);
  });

  it('waits for one that is down, which keeps nobody else waiting', async () => {
    const port = Number(new URL(mailServer.eventsUrl).port);
    await mailServer.close();
    await order();
    await order();
    expect([await onHand(), mailed(), counted()]).toEqual([97, 1, 3]);
    mailServer = await serve(mail, port);
    await shop.shop.context.outbox.deliver();
    expect([await onHand(), mailed(), counted()]).toEqual([97, 3, 3]);
  });

  it('comes twice when a receiver took it and could not say so, and counts once', async () => {
    const port = Number(new URL(figuresServer.eventsUrl).port);
    await figuresServer.close();
    const deaf = await breakingAnswers(port, figures);
    await order();
    expect(counted()).toBe(4);
    await new Promise<void>((resolve) => deaf.close(() => resolve()));
    figuresServer = await serve(figures, port);
    await shop.shop.context.outbox.deliver();
    expect([await onHand(), mailed(), counted()]).toEqual([96, 4, 4]);
  });

  it('is not lost when the shop dies after the commit', async () => {
    const { db, outbox } = shop.shop.context;
    // What a killed process leaves: the order and its event, and nothing sent.
    await db.execute("delete from order_event_deliveries where receiver like '%/events'");
    await outbox.deliver();
    expect([await onHand(), mailed(), counted()]).toEqual([96, 4, 4]);
  });

  it('reaches a consumer that comes late with everything since the first order', async () => {
    const late = analytics();
    const lateServer = await serve(late);
    const all = await startTestShop(undefined, { EVENTS_URL: '' });
    await order(all);
    await order(all);
    const { Outbox } = await import('../../monolith/src/services/order-outbox.ts');
    const { httpRelay } = await import('../../monolith/src/lib/event-relay.ts');
    await new Outbox(all.shop.context.db, [httpRelay(lateServer.eventsUrl)]).deliver();
    expect(late.report()).toMatchObject({ days: [{ orders: 2, units: 2 }] });
    await all.stop();
    await lateServer.close();
    late.close();
  });

  it('is not sent again to one that has refused it', async () => {
    const refusing = createServer((request, response) => {
      request.resume().on('end', () => response.writeHead(400).end());
    });
    let asked = 0;
    refusing.on('request', () => {
      asked += 1;
    });
    const url = await listening(refusing);
    const own = await startTestShop(undefined, { EVENTS_URL: url });
    await order(own);
    await own.shop.context.outbox.deliver();
    expect(asked).toBe(1);
    await own.stop();
    refusing.close();
  });
});

/** Takes the event and breaks off before it has answered. */
async function breakingAnswers(port: number, consumer: Consumer): Promise<Server> {
  const server = createServer(async (request) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    consumer.take(JSON.parse(Buffer.concat(chunks).toString('utf8')));
    request.socket.destroy();
  });
  await listening(server, port);
  return server;
}

async function listening(server: Server, port = 0): Promise<string> {
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`;
}
