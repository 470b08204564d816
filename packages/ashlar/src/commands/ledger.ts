import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { Rim } from '../command.ts';
import { loadConfig } from '../config/load.ts';
import type { LedgerAccount, LedgerEntry, Verdict } from '../ledger/model.ts';
import { CliError } from '../model/error.ts';
import { EXIT, print, type Terminal } from '../terminal/context.ts';
import { day, figure } from '../terminal/numbers.ts';
import { obtainAnalysis } from './analysis-source.ts';
import { adminClient } from './proxy/admin.ts';

interface Shared {
  file: string;
  json?: boolean;
  by?: string;
  analysis?: string;
  admin?: string;
}

interface AddOptions extends Shared {
  hypothesis: string;
  metric: string;
  unit: string;
  baseline: number;
  target: number;
  due: string;
}

interface MeasureOptions extends Shared {
  value: number;
  source: string;
}

interface VerdictOptions extends Shared {
  decide?: Verdict;
  why?: string;
}

const examples = `
Microservices are no goal. Say before an extraction what it should make better, measure it afterwards, and
decide: keep it, stop extracting for this reason, or merge it back. The file is only ever added to; commit it.

Examples:
  $ ashlar ledger add inventory --hypothesis "the warehouse team ships without waiting for checkout" \\
      --metric "lead time of a stock change" --unit days --baseline 9 --target 3 --due 2027-06-30 --analysis .
  $ ashlar ledger measure inventory --value 4 --source "tickets of May" --admin http://127.0.0.1:8081
  $ ashlar ledger verdict inventory
  $ ashlar ledger verdict inventory --decide keep --why "three teams ship daily"`;

/** `ashlar ledger`, `ledger add`, `ledger measure` and `ledger verdict`. */
export function defineLedger(program: Command, rim: Rim): void {
  const ledger = shared(
    program
      .command('ledger')
      .description('what each extraction is for, what came of it, and what it costs'),
  )
    .addHelpText('after', examples)
    .action((options: Shared) => show(options, rim));

  costed(ledger.command('add').description('state what an extraction should make better'))
    .argument('<domain>', 'the domain that is taken out')
    .requiredOption('--hypothesis <text>', 'what gets better, and why this should do it')
    .requiredOption('--metric <name>', 'what is measured')
    .option('--unit <unit>', 'in what', '')
    .requiredOption('--baseline <number>', 'what it is now', figure)
    .requiredOption('--target <number>', 'what it should be', figure)
    .requiredOption('--due <day>', 'by when, YYYY-MM-DD', day)
    .action((domain: string, options: AddOptions) => add(domain, options, rim));

  costed(ledger.command('measure').description('write down what it is now, and what it costs'))
    .argument('<domain>', 'the domain, or the id of a hypothesis')
    .requiredOption('--value <number>', 'what was measured', figure)
    .requiredOption('--source <text>', 'where the number comes from')
    .action((name: string, options: MeasureOptions) => measure(name, options, rim));

  shared(ledger.command('verdict').description('keep, stop, or merge back: what the numbers say'))
    .argument('<domain>', 'the domain, or the id of a hypothesis')
    .addOption(
      new Option('--decide <verdict>', 'write a decision down').choices([
        'keep',
        'stop',
        'merge-back',
      ]),
    )
    .option('--why <text>', 'with --decide: why')
    .option('--by <name>', 'with --decide: who')
    .action((name: string, options: VerdictOptions) => verdict(name, options, rim));
}

function shared(command: Command): Command {
  return command
    .option('--file <file>', 'the ledger', 'ashlar-ledger.jsonl')
    .option('--json', 'as JSON');
}

function costed(command: Command): Command {
  return shared(command)
    .option('--by <name>', 'who says so')
    .option('--analysis <source>', 'a codebase or an analysis.json: calls that cross the border')
    .option('--admin <url>', 'admin address of the proxy: latency of both sides');
}

async function add(domain: string, options: AddOptions, { terminal }: Rim): Promise<void> {
  const { baseline, target } = options;
  if (baseline === target) {
    throw new CliError(
      'CLI_USAGE',
      'the target is the baseline: nothing would get better',
      'Give a target above or below the baseline.',
    );
  }
  const { accountsOf, appendToLedger, readLedger } = await import('../ledger/ledger-file.ts');
  const file = resolve(terminal.cwd, options.file);
  const earlier = accountsOf(readLedger(file)).filter(
    ({ hypothesis }) => hypothesis.domain === domain,
  );
  const entry: LedgerEntry = {
    schemaVersion: 1,
    type: 'hypothesis',
    id: `${domain}-${earlier.length + 1}`,
    at: new Date().toISOString(),
    by: person(options, terminal),
    domain,
    text: options.hypothesis,
    metric: { name: options.metric, unit: options.unit, baseline, target, due: options.due },
    cost: await cost(domain, options, terminal),
  };
  appendToLedger(file, entry);
  print(terminal, options.json ? JSON.stringify(entry, null, 2) : `${entry.id} is stated`);
}

async function measure(name: string, options: MeasureOptions, rim: Rim): Promise<void> {
  const { terminal } = rim;
  const { account, file } = await named(name, options, terminal);
  const { appendToLedger } = await import('../ledger/ledger-file.ts');
  const { id, domain } = account.hypothesis;
  appendToLedger(file, {
    schemaVersion: 1,
    type: 'measurement',
    id,
    at: new Date().toISOString(),
    by: person(options, terminal),
    value: options.value,
    source: options.source,
    cost: await cost(domain, options, terminal),
  });
  await say((await named(id, options, terminal)).account, options, rim);
}

/** Exits 1 unless it is kept, so that a pipeline notices. */
async function verdict(name: string, options: VerdictOptions, rim: Rim): Promise<void> {
  const { terminal, exit } = rim;
  const { account, file } = await named(name, options, terminal);
  const { id } = account.hypothesis;
  if (options.decide !== undefined) {
    if (options.why === undefined) {
      throw new CliError('CLI_USAGE', 'a decision wants a reason', 'Give --why "…".');
    }
    const { appendToLedger } = await import('../ledger/ledger-file.ts');
    appendToLedger(file, {
      schemaVersion: 1,
      type: 'verdict',
      id,
      at: new Date().toISOString(),
      by: person(options, terminal),
      verdict: options.decide,
      why: options.why,
    });
  }
  const after = (await named(id, options, terminal)).account;
  const advice = await say(after, options, rim);
  if ((after.decision?.verdict ?? advice) !== 'keep') exit(EXIT.no);
}

async function show(options: Shared, { terminal }: Rim): Promise<void> {
  const { accountsOf, readLedger } = await import('../ledger/ledger-file.ts');
  const { judge } = await import('../ledger/judge.ts');
  const { renderAccount } = await import('../ledger/render-text.ts');
  const accounts = accountsOf(readLedger(resolve(terminal.cwd, options.file)));
  const judged = accounts.map((account) => ({ account, judgement: judge(account, today()) }));
  if (options.json) {
    const all = judged.map(({ account, judgement }) => ({ ...account, judgement }));
    print(terminal, JSON.stringify(all, null, 2));
    return;
  }
  const texts = judged.map(({ account, judgement }) => renderAccount(account, judgement));
  print(
    terminal,
    texts.length === 0 ? 'nothing is stated yet: ashlar ledger add' : texts.join('\n\n'),
  );
}

async function say(account: LedgerAccount, { json }: Shared, { terminal }: Rim): Promise<string> {
  const { judge } = await import('../ledger/judge.ts');
  const { renderAccount } = await import('../ledger/render-text.ts');
  const judgement = judge(account, today());
  print(
    terminal,
    json ? JSON.stringify({ ...account, judgement }, null, 2) : renderAccount(account, judgement),
  );
  return judgement.advice;
}

async function named(
  name: string,
  { file }: Shared,
  terminal: Terminal,
): Promise<{ account: LedgerAccount; file: string }> {
  const { accountNamed, accountsOf, readLedger } = await import('../ledger/ledger-file.ts');
  const path = resolve(terminal.cwd, file);
  return { account: accountNamed(accountsOf(readLedger(path)), name), file: path };
}

/** Null where nobody was asked. */
async function cost(domain: string, { analysis, admin }: Shared, terminal: Terminal) {
  if (analysis === undefined && admin === undefined) return null;
  const { costOf } = await import('../ledger/cost.ts');
  const read =
    analysis === undefined ? undefined : await obtainAnalysis(analysis, undefined, terminal);
  const proxy =
    admin === undefined ? undefined : await (await adminClient({ admin }, terminal)).status();
  return costOf(domain, loadConfig(terminal.cwd, '.'), read, proxy);
}

function person({ by }: Shared, { env }: Terminal): string {
  const name = by ?? env.USER ?? env.USERNAME;
  if (name) return name;
  throw new CliError('CLI_USAGE', 'nobody is named who says so', 'Give --by NAME.');
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
