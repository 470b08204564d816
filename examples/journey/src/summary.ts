import { join } from 'node:path';
import type { Narrator } from './frame/narrator.ts';
import type { FinishedStep } from './frame/steps.ts';
import { OUT, shown } from './stage.ts';
import type { Running } from './steps/start-traffic.ts';

const MARK = { done: 'ok  ', failed: 'FAIL', interrupted: 'stop' } as const;

/** What happened, and what to open. */
export function summarise(
  narrator: Narrator,
  finished: readonly FinishedStep[],
  running: Running | undefined,
): void {
  const seconds = finished.reduce((sum, step) => sum + step.seconds, 0);
  narrator.headline(`Summary (${seconds.toFixed(0)} s)`);
  for (const { title, outcome, result, seconds: took } of finished) {
    const [first = ''] = result.split('\n');
    narrator.say(`${MARK[outcome]} ${took.toFixed(1).padStart(5)} s  ${title}: ${first}`);
  }
  if (running !== undefined) {
    const { requests, errors } = running.traffic.total();
    narrator.say(`shoppers made ${requests} requests and saw ${errors} errors`);
  }
  const file = (name: string): string => shown(join(OUT, name));
  narrator.look(`report of the analysis: ${file('report.html')}`);
  narrator.look(`route table: ${file('routes.yaml')}`);
  narrator.look(`every decision of the proxy: ${file('proxy-state.json.log.jsonl')}`);
  narrator.look(`log of every process: ${file('logs')}`);
}

/** For `--keep`: what still runs. */
export function addresses(narrator: Narrator, running: Running): void {
  const { broker, monolith, inventory, proxy } = running;
  narrator.look(`broker ${broker.url}`);
  narrator.look(`shop through the proxy ${proxy.url}, admin API of the proxy ${proxy.admin}`);
  narrator.look(`monolith ${monolith.url}, inventory service ${inventory.url}`);
}
