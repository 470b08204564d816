import { join } from 'node:path';
import type { Narrator } from './frame/narrator.ts';
import { OUT, shown } from './stage.ts';
import type { Running } from './steps/start-traffic.ts';

/** What happened, and what to open. */
export function summarise(narrator: Narrator, running: Running | undefined): void {
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
