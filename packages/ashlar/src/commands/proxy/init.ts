import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Rim } from '../../command.ts';
import { CliError } from '../../model/error.ts';
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
  const plan = readJson(resolve(terminal.cwd, options.fromPlan));
  const text = routesFromPlan(plan, { domain, ...options });
  writeResult(terminal, options.out ?? '-', text);
}

function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    const hint = 'Give the path of a plan.json that exists.';
    throw new CliError('CLI_FILE_UNREADABLE', `Cannot read ${file}.`, hint, { cause });
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    const hint = 'Write the plan anew with `ashlar plan`.';
    throw new CliError('CLI_FILE_INVALID', `${file} is not JSON.`, hint, { cause });
  }
}
