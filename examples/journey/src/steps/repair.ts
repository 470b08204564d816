import { expectThat } from '../frame/failure.ts';
import type { StepResult } from '../frame/steps.ts';
import { promote, ROUTE } from '../proxy.ts';
import { ashlar, type Stage } from '../stage.ts';
import { servedByService } from '../traffic/tally.ts';
import { observed, showStatus } from './canary.ts';
import { compared, ENOUGH_COMPARED } from './shadow.ts';
import { type Running, redeploy, SHOPPERS } from './start-traffic.ts';

/** A person lets the route advance again; the same gates stand in the way as the first time. */
export async function repair(
  stage: Stage,
  running: Running,
  version: string,
): Promise<StepResult<undefined>> {
  const { proxy, traffic } = running;
  const name = `inventory-service-${version}-repaired`;
  await redeploy(stage, running, { name, version, env: {} });
  await ashlar(stage, [
    ...['proxy', 'rearm', ROUTE, '--admin', proxy.admin],
    ...['--by', 'the person on call', '--why', 'the service is repaired'],
  ]);
  traffic.mark();
  await promote(stage, proxy, ['shadow'], 'moves');
  await compared(stage, proxy, ENOUGH_COMPARED);
  await promote(stage, proxy, ['canary', '--percent', '25'], 'moves');
  const canary = await observed(stage, traffic, SHOPPERS * 4);
  await promote(stage, proxy, ['service'], 'moves');
  const after = await observed(stage, traffic, SHOPPERS * 3);
  const moved = [...after.answered.values()].reduce((sum, count) => sum + count, 0);
  expectThat(
    servedByService(after) === moved,
    `${moved - servedByService(after)} of ${moved} stock requests were answered by the monolith`,
  );
  const errors = canary.errors + after.errors;
  expectThat(errors === 0, `shoppers saw ${errors} errors on the way back`);
  await showStatus(stage, proxy);
  return { summary: 're-armed by a person, and on the service', value: undefined };
}
