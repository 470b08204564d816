import { expectThat } from '../frame/failure.ts';
import type { StepResult } from '../frame/steps.ts';
import { backfill, type Inventory, startInventory } from '../inventory.ts';
import { type Monolith, startMonolith } from '../monolith.ts';
import { ROUTES_FILE, type RunningProxy, STATE_FILE, startProxy, writeRoutes } from '../proxy.ts';
import { ashlar, type Stage, shown, until } from '../stage.ts';
import { startTraffic, stoppingOnFailure, type Traffic } from '../traffic/generator.ts';
import { servedByService, type Tally } from '../traffic/tally.ts';
import type { Broker } from './publish-contract.ts';

/** Everything that runs from here to the end. */
export interface Running {
  readonly broker: Broker;
  readonly monolith: Monolith;
  readonly proxy: RunningProxy;
  readonly traffic: Traffic;
  /** Replaced when another version is deployed in its place. */
  inventory: Inventory;
}

/** Not a multiple of the traffic's period, so that every shopper visits every kind of page. */
export const SHOPPERS = 121;
const RATE = 120;

/** The shop behind the proxy, exactly as before for its customers. */
export async function startAll(
  stage: Stage,
  broker: Broker,
  version: string,
): Promise<StepResult<Running>> {
  const { narrator } = stage;
  const name = `inventory-service-${version}`;
  const [monolith, inventory] = await narrator.during(
    'starting the monolith and the service',
    Promise.all([startMonolith(stage), startInventory(stage, { name, version })]),
  );
  narrator.say(`monolith ${monolith.url}, inventory service ${version} ${inventory.url}`);
  await backfill(stage, inventory, monolith);
  await writeRoutes({ monolith: monolith.url, inventory: inventory.url });
  const question = 'GET /inventory/stock/SKU-APRON';
  const { stdout } = await ashlar(stage, ['proxy', 'check', ROUTES_FILE, '--explain', question]);
  narrator.quote(stdout);
  const proxy = await narrator.during('starting the proxy', () =>
    startProxy(stage, {
      name: 'proxy',
      table: ROUTES_FILE,
      options: ['--broker-url', broker.url, '--state', STATE_FILE],
    }),
  );
  const skus = await skusOf(proxy);
  const traffic = startTraffic({ url: proxy.url, skus, shoppers: SHOPPERS, rate: RATE });
  const before = await stoppingOnFailure(traffic, () => firstRequests(stage, traffic));
  narrator.say(
    `${SHOPPERS} shoppers, ${RATE} requests/s through ${proxy.url}: all answered by the monolith, p95 ${before.p95.toFixed(0)} ms`,
  );
  narrator.look(`${shown(ROUTES_FILE)}, and the proxy's admin address ${proxy.admin}`);
  return {
    summary: `${before.requests} requests, all answered by the monolith`,
    value: { broker, monolith, proxy, traffic, inventory },
  };
}

async function firstRequests(stage: Stage, traffic: Traffic): Promise<Tally> {
  const before = await until(stage, 'the first 300 requests', async () => {
    const tally = traffic.tally();
    return tally.requests >= 300 ? tally : undefined;
  });
  expectThat(before.errors === 0, `no errors expected on the monolith, ${before.errors} seen`);
  expectThat(servedByService(before) === 0, 'all of it should have been answered by the monolith');
  return before;
}

/** Another version in the place of the one that runs: same address, filled from the monolith. */
export async function redeploy(
  stage: Stage,
  running: Running,
  release: {
    readonly name: string;
    readonly version: string;
    readonly env: Record<string, string>;
  },
): Promise<void> {
  const { port } = running.inventory;
  running.inventory = await stage.narrator.during(`deploying ${release.name}`, async () => {
    await running.inventory.stop();
    return startInventory(stage, { ...release, port });
  });
  await backfill(stage, running.inventory, running.monolith);
}

async function skusOf(proxy: RunningProxy): Promise<string[]> {
  const response = await fetch(`${proxy.url}/inventory/stock`);
  const { items } = (await response.json()) as { items: { sku: string }[] };
  expectThat(items.length > 0, 'the shop keeps stock of something');
  return items.map(({ sku }) => sku);
}
