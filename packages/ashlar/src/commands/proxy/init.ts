import { resolve } from 'node:path';
import type { Rim } from '../../command.ts';
import { note, type Terminal } from '../../terminal/context.ts';
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
  await remindOfPurpose(domain, terminal);
  writeResult(terminal, options.out ?? '-', text);
}

/** An extraction without a purpose cannot be judged afterwards. */
async function remindOfPurpose(domain: string, terminal: Terminal): Promise<void> {
  const { accountsOf, LEDGER_FILE, readLedger } = await import('../../ledger/ledger-file.ts');
  const accounts = accountsOf(readLedger(resolve(terminal.cwd, LEDGER_FILE)));
  if (accounts.some(({ hypothesis }) => hypothesis.domain === domain)) return;
  note(
    terminal,
    `${LEDGER_FILE} does not say what taking out ${domain} should make better: ashlar ledger add ${domain}`,
  );
}
