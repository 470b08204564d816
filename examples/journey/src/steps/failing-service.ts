import { expectThat } from '../frame/failure.ts';
import type { StepResult } from '../frame/steps.ts';
import { promote, routeNow } from '../proxy.ts';
import { type Stage, until } from '../stage.ts';
import { servedByService } from '../traffic/tally.ts';
import { observed } from './canary.ts';
import { compared, ENOUGH_COMPARED } from './shadow.ts';
import { type Running, redeploy, SHOPPERS } from './start-traffic.ts';

/** Share of client errors that this journey allows while a service fails. */
const CLIENT_BUDGET = 0.01;
const FAULTS = { FAULT_RATE: '0.6', FAULT_START: 'SIGUSR2' };

/** A good version starts to fail under real shoppers; the proxy takes them back by itself. */
export async function failUnderCanary(
  stage: Stage,
  running: Running,
  version: string,
): Promise<StepResult<undefined>> {
  const { narrator } = stage;
  const { proxy, traffic } = running;
  const name = `inventory-service-${version}-failing`;
  await redeploy(stage, running, { name, version, env: FAULTS });
  await promote(stage, proxy, ['shadow'], 'moves');
  await compared(stage, proxy, ENOUGH_COMPARED);
  await promote(stage, proxy, ['canary', '--percent', '25'], 'moves');
  const healthy = await observed(stage, traffic, SHOPPERS * 2);
  expectThat(servedByService(healthy) > 0, 'the canary should have reached the service');

  traffic.mark();
  running.inventory.signal('SIGUSR2');
  narrator.say(`the service now answers 500 to ${Number(FAULTS.FAULT_RATE) * 100} % of requests`);
  const started = Date.now();
  const after = await until(stage, 'the proxy to roll back', async () => {
    const route = await routeNow(proxy);
    return route.state === 'monolith' ? route : undefined;
  });
  const seconds = ((Date.now() - started) / 1_000).toFixed(1);
  narrator.say(`rolled back after ${seconds} s: ${after.lastDecision?.why ?? 'no reason given'}`);
  expectThat(after.lastDecision?.by === 'ashlar', 'the proxy should have decided by itself');
  expectThat(!after.armed, 'the route should wait for a person to re-arm it');

  // The roll back may be faster than the requests that it is about.
  const during = await until(stage, `${SHOPPERS} requests since`, async () => {
    const tally = traffic.tally();
    return tally.requests >= SHOPPERS ? tally : undefined;
  });
  const later = await observed(stage, traffic, SHOPPERS * 2);
  const share = during.errors / during.requests;
  narrator.say(
    `${after.fallbacks} failed answers were replaced by the monolith's: shoppers saw ${during.errors} errors in ${during.requests} requests`,
  );
  expectThat(
    share <= CLIENT_BUDGET,
    `${(share * 100).toFixed(1)} % of the requests failed, the budget is ${CLIENT_BUDGET * 100} %`,
  );
  expectThat(
    servedByService(later) === 0 && later.errors === 0,
    'after the roll back the monolith should answer everything, without an error',
  );
  await promote(stage, proxy, ['shadow'], 'is refused');
  narrator.say('and it stays back until a person re-arms the route');
  return {
    summary: `rolled back in ${seconds} s, ${during.errors} client errors`,
    value: undefined,
  };
}
