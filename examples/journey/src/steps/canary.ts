import { expectThat } from '../frame/failure.ts';
import type { StepResult } from '../frame/steps.ts';
import { promote, ROUTE, type RunningProxy, rehearse } from '../proxy.ts';
import { ashlar, type Stage, until } from '../stage.ts';
import type { Traffic } from '../traffic/generator.ts';
import {
  servedByService,
  shoppersOnBoth,
  shoppersOnService,
  type Tally,
} from '../traffic/tally.ts';
import { type Running, SHOPPERS } from './start-traffic.ts';

const PERCENT = 25;
/** Three standard deviations of a fair draw of SHOPPERS with chance 25 %: 25 ± 12 %. */
const BOUNDS = { low: 0.13, high: 0.37 };
/** Each shopper several times, so that one who changed sides would show. */
const REQUESTS = SHOPPERS * 6;

/** Some shoppers, always the same, are answered by the service. */
export async function canary(stage: Stage, running: Running): Promise<StepResult<undefined>> {
  const { narrator } = stage;
  const { proxy, traffic } = running;
  await promote(stage, proxy, ['canary', '--percent', String(PERCENT)], 'moves');
  const early = await promote(stage, proxy, ['service'], 'is refused');
  expectThat(
    early.some(({ gate, allowed }) => gate === 'rehearsal' && !allowed),
    'nobody has gone the way back yet, so the gate "rehearsal" should refuse',
  );
  await rehearse(stage, proxy);
  const tally = await observed(stage, traffic, REQUESTS);
  const share = shoppersOnService(tally).length / tally.byShopper.size;
  const both = shoppersOnBoth(tally);
  narrator.say(
    `${tally.byShopper.size} shoppers: ${shoppersOnService(tally).length} on the service (${(share * 100).toFixed(0)} %), ${both.length} on both sides`,
  );
  expectThat(
    share >= BOUNDS.low && share <= BOUNDS.high,
    `${(share * 100).toFixed(0)} % of the shoppers are on the service, ${PERCENT} % asked for`,
  );
  expectThat(both.length === 0, `these met both sides: ${both.slice(0, 5).join(', ')}`);
  expectThat(tally.errors === 0, `shoppers saw ${tally.errors} errors in the canary`);
  narrator.look(`ashlar proxy status --admin ${proxy.admin}`);
  return { summary: `${(share * 100).toFixed(0)} % of shoppers, sticky`, value: undefined };
}

/** All shoppers are answered by the service. */
export async function complete(stage: Stage, running: Running): Promise<StepResult<undefined>> {
  const { narrator } = stage;
  const { proxy, traffic } = running;
  await promote(stage, proxy, ['service'], 'moves');
  const tally = await observed(stage, traffic, REQUESTS);
  const moved = [...tally.answered.values()].reduce((sum, count) => sum + count, 0);
  expectThat(
    servedByService(tally) === moved,
    `${moved - servedByService(tally)} of ${moved} stock requests were answered by the monolith`,
  );
  expectThat(tally.errors === 0, `shoppers saw ${tally.errors} errors on the service`);
  narrator.say(`${moved} stock requests, all answered by the service; the rest of the shop stays`);
  await showStatus(stage, proxy);
  return { summary: `${moved} of ${moved} stock requests on the service`, value: undefined };
}

/** What shoppers saw in their next so many requests. */
export async function observed(stage: Stage, traffic: Traffic, count: number): Promise<Tally> {
  traffic.mark();
  return until(stage, `${count} requests`, async () => {
    const tally = traffic.tally();
    return tally.requests >= count ? tally : undefined;
  });
}

export async function showStatus(stage: Stage, proxy: RunningProxy): Promise<void> {
  const { stdout } = await ashlar(stage, ['proxy', 'status', '--admin', proxy.admin]);
  stage.narrator.quote(stdout, 12);
  stage.narrator.look(`ashlar proxy history --route ${ROUTE} --admin ${proxy.admin}`);
}
