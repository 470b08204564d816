import { randomUUID } from 'node:crypto';
import type { StepResult } from '../../frame/steps.ts';
import { type Inventory, startInventory } from '../../inventory.ts';
import { type Monolith, startMonolith } from '../../monolith.ts';
import { type RunningProxy, startProxy } from '../../proxy.ts';
import { ashlar, type Stage, shown } from '../../stage.ts';
import { startTraffic, type Traffic } from '../../traffic/generator.ts';
import { createDatabases, type Databases } from '../databases.ts';
import { type Receiver, startReceiver } from '../receiver.ts';
import { STORY_TABLE, writeTable } from '../table.ts';

/** Addresses of what runs already. */
export interface Servers {
  readonly postgres: string;
  readonly redis: string;
  readonly nats: string;
  /** Another OTLP receiver that gets the spans as well. */
  readonly otlp?: string | undefined;
}

/** What has to be ended and removed, as far as the story came. */
export interface StoryVoyage {
  databases?: Databases;
  receiver?: Receiver;
  running?: StoryRunning;
  /** Name under which the proxies share their states. */
  readonly fleet: string;
}

export interface StoryRunning {
  readonly servers: Servers;
  readonly databases: Databases;
  /** Database of the shop. */
  readonly shopDatabase: string;
  readonly receiver: Receiver;
  readonly inventory: Inventory;
  readonly proxies: readonly [RunningProxy, RunningProxy];
  readonly traffic: Traffic;
  /** Replaced whenever the shop is configured anew. */
  monolith: Monolith;
}

const SKUS = ['SKU-TEE-BLK-M', 'SKU-PENCIL-12'];
const SHOPPERS = 40;
const RATE = 60;

export const newFleet = (): string => `story-${randomUUID()}`;

export async function startStory(
  stage: Stage,
  voyage: StoryVoyage,
  servers: Servers,
): Promise<StepResult<StoryRunning>> {
  const { narrator } = stage;
  const databases = createDatabases(servers.postgres);
  voyage.databases = databases;
  const receiver = await startReceiver(servers.otlp);
  voyage.receiver = receiver;
  const shopDatabase = await databases.create('shop');
  const inventoryDatabase = await databases.create('inventory');
  const spans = telemetry(receiver);
  const [monolith, inventory] = await narrator.during(
    'starting the monolith and the inventory service',
    Promise.all([
      startMonolith(stage, { env: shopSettings(servers, shopDatabase, receiver) }),
      startInventory(stage, {
        name: 'inventory',
        version: '1.0.0',
        env: { DATABASE_URL: inventoryDatabase, NATS_URL: servers.nats, ...spans },
      }),
    ]),
  );
  narrator.say(`monolith ${monolith.url} and inventory service ${inventory.url}, on PostgreSQL`);
  narrator.say(`events go over NATS, spans to ${receiver.url}`);
  await writeTable({ monolith: monolith.url, inventory: inventory.url, receiver: receiver.url });
  const options = ['--state', servers.redis, '--fleet', voyage.fleet];
  const start = (name: string) => startProxy(stage, { name, table: STORY_TABLE, options });
  const proxies = await narrator.during('starting two proxies', () =>
    Promise.all([start('proxy-1'), start('proxy-2')]),
  );
  narrator.say(`proxies ${proxies.map(({ url }) => url).join(' and ')} share states in Redis`);
  const traffic = startTraffic({ url: proxies[0].url, skus: SKUS, shoppers: SHOPPERS, rate: RATE });
  const running: StoryRunning = {
    ...{ servers, databases, shopDatabase, receiver, inventory, proxies, traffic, monolith },
  };
  voyage.running = running;
  narrator.say(`${SHOPPERS} shoppers, ${RATE} requests/s, until the end`);
  narrator.look(`${shown(STORY_TABLE)}, and the dashboards ${addressesOf(proxies)}`);
  return { summary: 'everything is a process of its own', value: running };
}

function addressesOf(proxies: readonly RunningProxy[]): string {
  return proxies.map(({ admin }) => admin).join(' and ');
}

/** A new process of the shop takes over before the old one ends; gives the time that took, in ms. */
export async function replaceMonolith(
  stage: Stage,
  running: StoryRunning,
  name: string,
  env: Record<string, string>,
): Promise<number> {
  const started = performance.now();
  const { inventory, proxies, receiver, servers, shopDatabase } = running;
  const old = running.monolith;
  running.monolith = await stage.narrator.during(`starting ${name}`, () =>
    startMonolith(stage, {
      name,
      env: {
        ...shopSettings(servers, shopDatabase, receiver),
        INVENTORY_MODE: 'service',
        INVENTORY_URL: inventory.url,
        INVENTORY_TOKEN: inventory.token,
        ...env,
      },
    }),
  );
  const { url } = running.monolith;
  await writeTable({ monolith: url, inventory: inventory.url, receiver: receiver.url });
  for (const { admin } of proxies) await ashlar(stage, ['proxy', 'reload', '--admin', admin]);
  await old.stop();
  return performance.now() - started;
}

export function telemetry(receiver: Receiver): Record<string, string> {
  return { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url };
}

function shopSettings(
  servers: Servers,
  database: string,
  receiver: Receiver,
): Record<string, string> {
  return { DATABASE_URL: database, NATS_URL: servers.nats, ...telemetry(receiver) };
}
