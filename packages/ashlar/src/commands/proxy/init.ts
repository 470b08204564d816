import { resolve } from 'node:path';
import type { Rim } from '../../command.ts';
import { readJson } from '../../terminal/read-json.ts';
import { writeResult } from '../../terminal/write-file.ts';

interface InitOptions {
  fromPlan: string;
  monolith: string;
  service: string;
  out?: string;
}

/** Prints the table, or writes it to a file. */
export async function initTable(
  domain: string,
  options: InitOptions,
  { terminal }: Rim,
): Promise<void> {
  const { routesFromPlan } = await import('@ashlar/strangler');
  const plan = readJson(resolve(terminal.cwd, options.fromPlan), 'plan');
  const text = routesFromPlan(plan, { domain, ...options });
  writeResult(terminal, options.out ?? '-', text);
}
