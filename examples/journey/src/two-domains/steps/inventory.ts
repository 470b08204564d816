import { expectThat } from '../../frame/failure.ts';
import type { StepResult } from '../../frame/steps.ts';
import { backfill } from '../../inventory.ts';
import { promote, rehearse, routeNow } from '../../proxy.ts';
import { type Stage, until } from '../../stage.ts';
import { confirmedByShop } from '../confirmed.ts';
import { placeOrder } from '../customer.ts';
import { replaceMonolith, type StoryRunning } from './start.ts';

const COMPARED = 60;
const OBSERVED = 20;
/** In milliseconds. */
const CONVERGENCE = 1_000;

/** Shadow, canary, the way back once, service: told to one proxy, true for both. */
export async function moveStock(
  stage: Stage,
  running: StoryRunning,
): Promise<StepResult<undefined>> {
  const [first, second] = running.proxies;
  await backfill(stage, running.inventory, running.monolith);
  await promote(stage, first, ['shadow'], 'moves');
  await until(stage, `${COMPARED} compared answers`, async () =>
    (await routeNow(second)).parity.compared >= COMPARED ? true : undefined,
  );
  await promote(stage, first, ['canary', '--percent', '25'], 'moves');
  await enoughAnswers(stage, running);
  await rehearse(stage, first);
  await enoughAnswers(stage, running);
  await promote(stage, first, ['service'], 'moves');
  const told = performance.now();
  await until(
    stage,
    'the other proxy',
    async () => ((await routeNow(second)).state === 'service' ? true : undefined),
    { patience: CONVERGENCE, interval: 10 },
  );
  const milliseconds = Math.round(performance.now() - told);
  stage.narrator.say(`the other proxy says so as well, ${milliseconds} ms after the answer`);
  return { summary: 'all shoppers on the service, on both proxies', value: undefined };
}

function enoughAnswers(stage: Stage, { proxies: [first] }: StoryRunning): Promise<true> {
  return until(stage, `${OBSERVED} answers of the service`, async () =>
    (await routeNow(first)).tests.errors.observations >= OBSERVED ? true : undefined,
  );
}

export interface Changeover {
  /** The first order whose stock the service holds. */
  readonly order: number;
  /** Milliseconds in which a new shop took the place of the old one. */
  readonly took: number;
}

/** What the shop did in its own process it asks the service for. */
export async function askTheService(
  stage: Stage,
  running: StoryRunning,
): Promise<StepResult<Changeover>> {
  const took = await replaceMonolith(stage, running, 'monolith-2', {});
  const order = await placeOrder(running.proxies[1].url);
  await until(stage, 'the confirmation', async () =>
    (await confirmedByShop(running)).includes(order) ? true : undefined,
  );
  const confirmed = await confirmedByShop(running);
  expectThat(
    confirmed.filter((id) => id === order).length === 1,
    `order ${order} was confirmed more than once: ${confirmed}`,
  );
  stage.narrator.say(`order ${order}: stock held by the service, confirmed by the shop`);
  return { summary: `order ${order} took its stock there`, value: { order, took } };
}
