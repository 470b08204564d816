import { expectThat } from '../frame/failure.ts';
import type { StepResult } from '../frame/steps.ts';
import { promote, rollback, routeNow } from '../proxy.ts';
import type { Stage } from '../stage.ts';
import { type Running, redeploy } from './start-traffic.ts';
import { canIDeploy, verify } from './verify-provider.ts';

const VERSION = '1.1.0';
/** Renames `available`: see the README of the inventory service. */
const BREAKING = { STOCK_FORMAT: 'v2' };

/** A release that breaks its consumer is stopped twice: before the deploy, and at the proxy. */
export async function breakContract(
  stage: Stage,
  running: Running,
): Promise<StepResult<undefined>> {
  const { narrator } = stage;
  const { broker, proxy } = running;
  narrator.say(`release ${VERSION} renames "available" to "availableQuantity"`);
  const verified = await verify(stage, broker, VERSION, { expected: 1, env: BREAKING });
  narrator.quote(verified.stdout, 24);
  expectThat(
    /available/.test(verified.stdout),
    'the verification should name the field that is missing',
  );
  const verdict = await canIDeploy(stage, broker, VERSION, [1]);
  narrator.quote(verdict.stdout, 8);

  narrator.say('somebody deploys it all the same:');
  await rollback(stage, proxy, `make room for ${VERSION}`);
  const name = `inventory-service-${VERSION}`;
  await redeploy(stage, running, { name, version: VERSION, env: BREAKING });
  const answers = await promote(stage, proxy, ['shadow'], 'is refused');
  expectThat(
    answers.some(({ gate, allowed }) => gate === 'can-i-deploy' && !allowed),
    'the refusal should come from the gate can-i-deploy',
  );
  const { state } = await routeNow(proxy);
  expectThat(state === 'monolith', `the route should have stayed on the monolith, it is ${state}`);
  narrator.look(`${broker.url}: the failed verification of ${VERSION}`);
  return { summary: `can-i-deploy ${VERSION}: no; the proxy refuses`, value: undefined };
}
