/** Puts the shop together: database, inventory, events. */
import type { Config } from './config.ts';
import { type OpenDatabase, openEmbedded, openPostgres } from './lib/database.ts';
import { EventBus } from './lib/event-bus.ts';
import { type EventRelay, httpRelay, natsRelay } from './lib/event-relay.ts';
import { inventoryClient } from './lib/inventory-client.ts';
import type { InventoryGateway } from './lib/inventory-gateway.ts';
import { log } from './lib/logger.ts';
import { migrate } from './lib/migrate.ts';
import type { ShopContext } from './lib/shop-context.ts';
import { localInventory } from './services/local-inventory.ts';
import { Outbox } from './services/order-outbox.ts';
import { subscribe } from './subscriptions.ts';

export interface Shop {
  context: ShopContext;
  database: OpenDatabase;
  /** Lets running event handlers finish, then closes every connection. */
  close(): Promise<void>;
}

/** For trying things out; anyone can forge its tokens. */
const DEVELOPMENT_SECRET = 'granite-goods-development-secret-0';

function chooseInventory(
  config: Config,
  database: OpenDatabase,
  now: () => Date,
): InventoryGateway {
  if (config.INVENTORY_MODE === 'in-process' || config.INVENTORY_URL === undefined) {
    return localInventory(database.db, now);
  }
  return inventoryClient({
    baseUrl: config.INVENTORY_URL,
    token: config.INVENTORY_TOKEN,
    timeoutMs: config.INVENTORY_TIMEOUT_MS,
  });
}

const dateOf = (text: string | undefined): Date | undefined =>
  text === undefined ? undefined : new Date(text);

async function openRelays(config: Config): Promise<EventRelay[]> {
  const relays: EventRelay[] = [];
  for (const url of config.EVENTS_URL) relays.push(httpRelay(url));
  if (config.NATS_URL !== undefined) relays.push(await natsRelay(config.NATS_URL));
  return relays;
}

export async function openShop(config: Config, now = () => new Date()): Promise<Shop> {
  const database =
    config.DATABASE_URL === undefined
      ? await openEmbedded(config.DATA_DIR)
      : await openPostgres(config.DATABASE_URL);
  try {
    await migrate(database, { seed: config.SEED === 'on' });
    const outbox = new Outbox(database.db, await openRelays(config));
    if (config.JWT_SECRET === undefined) log.warn('JWT_SECRET is not set; using a known secret');
    const context: ShopContext = {
      db: database.db,
      events: new EventBus(),
      outbox,
      inventory: chooseInventory(config, database, now),
      confirmationsUntil: dateOf(config.CONFIRMATIONS_UNTIL),
      now,
      jwtSecret: new TextEncoder().encode(config.JWT_SECRET ?? DEVELOPMENT_SECRET),
    };
    subscribe(context);
    // What was left when the process ended.
    outbox.deliver().catch((error) => log.error('outbox not read', { error }));
    const close = async () => {
      await context.events.settled();
      await outbox.close();
      await database.close();
    };
    return { context, database, close };
  } catch (error) {
    await database.close();
    throw error;
  }
}
