import type { Outbox } from '../services/order-outbox.ts';
import type { Database } from './database.ts';
import type { EventBus } from './event-bus.ts';
import type { InventoryGateway } from './inventory-gateway.ts';

/** What services need of the world; made once in `src/shop.ts`. */
export interface ShopContext {
  db: Database;
  events: EventBus;
  /** The way out of the process. */
  outbox: Outbox;
  inventory: InventoryGateway;
  /** Orders from then on are confirmed by the notifications service. */
  confirmationsUntil: Date | undefined;
  now(): Date;
  /** Signs and checks login tokens. */
  jwtSecret: Uint8Array;
}
