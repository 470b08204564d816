import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { expectThat } from '../../frame/failure.ts';
import type { StepResult } from '../../frame/steps.ts';
import { lineWith, REPOSITORY, type Stage, until } from '../../stage.ts';
import { confirmedByService, confirmedByShop } from '../confirmed.ts';
import { newTraceId, placeOrder } from '../customer.ts';
import type { Changeover } from './inventory.ts';
import { replaceMonolith, type StoryRunning, telemetry } from './start.ts';

const MAIN = join(REPOSITORY, 'examples/order-consumers/src/main.ts');
/** In milliseconds, beside twice the time that the shop took to start anew. */
const AHEAD = 10_000;

export interface Rehearsal {
  /** Unix time in ms from which the service confirms. */
  readonly since: number;
  /** Where the service says what it has confirmed. */
  readonly report: string;
  /** Orders placed before, which the shop has confirmed. */
  readonly before: readonly number[];
}

/** Until the time agreed on both write confirmations: the shop sends its own, the service only would have. */
export async function rehearseConfirmations(
  stage: Stage,
  running: StoryRunning,
  last: Changeover,
): Promise<StepResult<Rehearsal>> {
  const since = Date.now() + AHEAD + Math.ceil(2 * last.took);
  const text = new Date(since).toISOString();
  const notifications = await stage.supervisor.start({
    name: 'notifications',
    command: process.execPath,
    args: [MAIN, 'notifications', '--since', text],
    env: telemetry(running.receiver),
    ready: (line) => lineWith('events', line),
  });
  const { events = '', report = '' } = notifications.value;
  stage.narrator.say(`the service takes over at ${text}; ${report}`);
  await replaceMonolith(stage, running, 'monolith-3', {
    EVENTS_URL: events,
    CONFIRMATIONS_UNTIL: text,
  });
  const placed = await threeOrders(running);
  expectThat(Date.now() < since, `three orders took longer than until ${text}`);
  // Also the order from before the service was there: the service is compared with the shop before
  // anything depends on it.
  const before = [last.order, ...placed];
  await until(stage, 'the confirmations of both', async () => {
    const { rehearsed } = await confirmedByService(report);
    const byShop = await confirmedByShop(running);
    return Math.min(rehearsed.length, byShop.length) >= before.length ? true : undefined;
  });
  expectOrders('rehearsed by the service', (await confirmedByService(report)).rehearsed, before);
  expectOrders('confirmed by the shop', await confirmedByShop(running), before);
  stage.narrator.say(`orders ${before.join(', ')}: sent by the shop, the same from the service`);
  return {
    summary: `${before.length} orders, written alike by both`,
    value: { since, report, before },
  };
}

/** Each order is confirmed once, whoever does it; gives the trace of the first that the service confirms. */
export async function moveConfirmations(
  stage: Stage,
  running: StoryRunning,
  { since, report, before }: Rehearsal,
): Promise<StepResult<string>> {
  await until(stage, 'the time', async () => (Date.now() > since ? true : undefined));
  const traceId = newTraceId();
  const after = await threeOrders(running, traceId);
  await until(stage, 'the confirmations', async () =>
    (await confirmedByService(report)).sent.length >= after.length ? true : undefined,
  );
  expectOrders('confirmed by the service', (await confirmedByService(report)).sent, after);
  expectOrders('confirmed by the shop', await confirmedByShop(running), before);
  stage.narrator.say(`orders ${after.join(', ')}: sent by the service, once, and not by the shop`);
  return { summary: `${after.length} orders, each confirmed once`, value: traceId };
}

async function threeOrders({ proxies }: StoryRunning, traceId?: string): Promise<number[]> {
  const { url } = proxies[1];
  return [await placeOrder(url, traceId), await placeOrder(url), await placeOrder(url)];
}

function expectOrders(what: string, found: readonly number[], wanted: readonly number[]): void {
  expectThat(
    isDeepStrictEqual(found, wanted),
    `${what}: ${found.join(', ')}; ${wanted.join(', ')} expected`,
  );
}
