import { expectThat } from '../frame/failure.ts';
import type { StepResult } from '../frame/steps.ts';
import { backfill } from '../inventory.ts';
import { diffNow, promote, ROUTE, type RunningProxy, rollback, routeNow } from '../proxy.ts';
import { ashlar, type Stage, until } from '../stage.ts';
import { servedByService } from '../traffic/tally.ts';
import type { Running } from './start-traffic.ts';

/** Enough equal answers for a 95 % lower bound above the table's 99 %. */
export const ENOUGH_COMPARED = 420;

/** The service answers copies of real requests; the proxy says where it is wrong. */
export async function shadow(stage: Stage, running: Running): Promise<StepResult<undefined>> {
  const { narrator } = stage;
  const { proxy, monolith, traffic } = running;
  await promote(stage, proxy, ['shadow'], 'moves');
  traffic.mark();
  const first = await compared(stage, proxy, ENOUGH_COMPARED);
  expectThat(first.different === 0, `${first.different} differences right after the backfill`);
  narrator.say(`${first.compared} answers compared, none differs`);

  const sku = await bookDelivery(running);
  narrator.say(`a delivery of ${sku} is booked in the monolith: the service's copy is stale now`);
  const stale = await until(stage, 'mismatches', async () => {
    const diff = await diffNow(proxy);
    return diff.causes.length > 0 && diff.parity.different >= 5 ? diff : undefined;
  });
  const { stdout } = await ashlar(stage, ['proxy', 'diff', ROUTE, '--admin', proxy.admin], {
    expected: [1],
  });
  narrator.quote(stdout, 12);

  await backfill(stage, running.inventory, monolith);
  await recount(stage, proxy, 'caught up; count anew');
  const clean = await compared(stage, proxy, ENOUGH_COMPARED);
  const { causes } = await diffNow(proxy);
  expectThat(causes.length === 0, `still different: ${causes.map(({ path }) => path).join(', ')}`);
  narrator.say(`after the catch-up: ${clean.compared} compared, none differs`);
  const tally = traffic.tally();
  expectThat(tally.errors === 0, `shoppers saw ${tally.errors} errors while the service shadowed`);
  expectThat(servedByService(tally) === 0, 'a shadow must never answer a shopper');
  narrator.look(`ashlar proxy diff ${ROUTE} --admin ${proxy.admin}`);
  return {
    summary: `${stale.parity.different} mismatches in ${stale.causes.length} causes, 0 after catch-up`,
    value: undefined,
  };
}

/** Waits until the proxy has compared so many answers since counting began. */
export function compared(
  stage: Stage,
  proxy: RunningProxy,
  count: number,
): Promise<{ readonly compared: number; readonly different: number }> {
  return until(stage, `${count} compared answers`, async () => {
    const { parity } = await routeNow(proxy);
    return parity.compared >= count ? parity : undefined;
  });
}

/** Old differences say nothing about the repaired copy; entering shadow counts anew. */
async function recount(stage: Stage, proxy: RunningProxy, why: string): Promise<void> {
  await rollback(stage, proxy, why);
  await promote(stage, proxy, ['shadow'], 'moves');
}

/** A write that reaches the monolith alone, as all writes do until their route moves too. */
async function bookDelivery({ proxy, monolith }: Running): Promise<string> {
  const list = await fetch(`${proxy.url}/inventory/stock`);
  const { items } = (await list.json()) as {
    items: { sku: string; warehouses: { code: string }[] }[];
  };
  const [item] = items;
  expectThat(item !== undefined, 'the shop keeps stock of something');
  const response = await fetch(`${proxy.url}/inventory/movements`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${monolith.adminToken}`,
    },
    body: JSON.stringify({
      sku: item.sku,
      warehouse: item.warehouses[0]?.code,
      quantity: 3,
      reason: 'delivery',
    }),
  });
  expectThat(
    response.status === 201,
    `POST /inventory/movements answered ${response.status}: ${await response.text()}`,
  );
  return item.sku;
}
