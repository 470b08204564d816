import { resolve } from 'node:path';
import type { Analysis, CheckResult, Violation } from '@ashlar/analyzer';
import type { BrokerConnection } from '@ashlar/contracts';
import { type Command, Option } from 'commander';
import { contractViolations } from '../check/contract-violations.ts';
import { holdToBaseline, knownDebt, steeredBy } from '../check/held-boundaries.ts';
import { repositoryPaths } from '../check/repository-paths.ts';
import { routeOwnerViolations } from '../check/route-owner-violations.ts';
import type { Rim } from '../command.ts';
import type { Config } from '../config/config.ts';
import { loadConfig } from '../config/load.ts';
import { readContracts } from '../contract-graph/read-contracts.ts';
import { EXIT, note, print, type Terminal } from '../terminal/context.ts';
import { plural } from '../terminal/plural.ts';
import { writeResult } from '../terminal/write-file.ts';
import { steeringFrom } from './analysis-options.ts';
import { obtainAnalysis } from './analysis-source.ts';
import { requiredBroker } from './broker-connection.ts';

const FORMATS = ['text', 'json', 'sarif', 'github'] as const;

interface Options {
  config?: string;
  baseline?: string;
  updateBaseline?: boolean;
  format: (typeof FORMATS)[number];
  output?: string;
}

const examples = `
Examples:
  $ ashlar check .                         exit 1 when a rule is broken anew
  $ ashlar check . --update-baseline       accept what is broken today as known debt, and where the domains are
  $ ashlar check . --format github         annotations in a GitHub workflow
  $ ashlar check analysis.json --format sarif --output check.sarif`;

export function defineCheck(program: Command, rim: Rim): void {
  program
    .command('check')
    .description('hold code, contracts and routes to the rules in ashlar.yaml')
    .argument('[source]', 'the codebase, or an analysis.json', '.')
    .option('--config <file>', 'configuration instead of ashlar.yaml in the folder')
    .option('--baseline <file>', 'known debt, instead of the file that ashlar.yaml names')
    .option('--update-baseline', 'write the known debt anew and exit 0')
    .addOption(new Option('--format <name>', 'form of the answer').choices(FORMATS).default('text'))
    .option('--output <file>', 'write the answer to a file instead of standard output', '-')
    .addHelpText('after', examples)
    .action((source: string, options: Options) => check(source, options, rim));
}

async function check(source: string, options: Options, { terminal, exit }: Rim): Promise<void> {
  const analyzer = await import('@ashlar/analyzer');
  const root = resolve(terminal.cwd, source);
  const config = loadConfig(terminal.cwd, source.endsWith('.json') ? '.' : source, options.config);
  const folder = source.endsWith('.json') ? terminal.cwd : root;
  const file =
    options.baseline === undefined
      ? resolve(folder, config.check.baseline)
      : resolve(terminal.cwd, options.baseline);
  const known = knownDebt(file, options.updateBaseline === true);
  const found = await obtainAnalysis(source, options.config, terminal);
  const { analysis, notice } = holdToBaseline(found, known, config, (boundaries) =>
    analyzer.holdBoundaries(found, boundaries, steeringFrom(config)),
  );
  if (notice !== undefined && !options.updateBaseline) note(terminal, notice);
  const owners = new Map(
    Object.entries(config.domains).flatMap(([name, { owner }]) =>
      owner === null ? [] : [[name, owner] as const],
    ),
  );
  const today = new Date().toISOString().slice(0, 10);
  const { exemptions } = config.check;
  const debt = options.updateBaseline ? undefined : known;
  const accepted = analyzer.acceptedBy(debt, exemptions, today);
  const violations = [
    ...analyzer.findViolations(analysis, config.check, owners, accepted),
    ...(await betweenServices(analysis, config, folder, terminal)),
  ];
  if (options.updateBaseline) {
    const boundaries = analyzer.boundariesOf(analysis);
    const baseline = analyzer.baselineOf(violations, {
      steeredBy: steeredBy(config),
      ...boundaries,
    });
    writeResult(terminal, file, `${JSON.stringify(baseline, null, 2)}\n`);
    note(terminal, `wrote ${file}: ${plural(baseline.violations.length, 'known violation')}`);
    return;
  }
  const result = analyzer.compareWithBaseline(violations, known, exemptions, today);
  const pathFrom = repositoryPaths(folder, terminal);
  const rendered: Record<Options['format'], (result: CheckResult) => string> = {
    text: analyzer.renderCheckText,
    json: analyzer.renderCheckJson,
    sarif: (found) => analyzer.renderCheckSarif(found, pathFrom),
    github: (found) => analyzer.renderCheckGithub(found, pathFrom),
  };
  const text = rendered[options.format](result);
  if (options.output === undefined || options.output === '-') print(terminal, text);
  else writeResult(terminal, options.output, `${text}\n`);
  if (result.fresh.length > 0) exit(EXIT.no);
}

/** What ashlar.yaml says about services, contracts and routes, held against the code and the table. */
async function betweenServices(
  analysis: Analysis,
  config: Config,
  folder: string,
  terminal: Terminal,
): Promise<Violation[]> {
  const found: Violation[] = [];
  if (config.check.contractRequired && Object.keys(config.services).length > 0) {
    const broker = config.contracts.broker ? brokerOf(config, terminal) : null;
    const contracts = await readContracts(config, folder, broker);
    const { violations, unknown } = contractViolations(analysis, config, contracts);
    found.push(...violations);
    tellUnknown(unknown, terminal);
  }
  if (config.check.routeOwnerRequired && config.routes !== null) {
    found.push(...(await routeOwnerViolations(config, resolve(folder, config.routes), folder)));
  }
  return found.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

/** @throws {CliError} CLI_BROKER_MISSING */
function brokerOf(config: Config, terminal: Terminal): BrokerConnection {
  const url = terminal.env.PACT_BROKER_BASE_URL ?? config.broker?.url;
  return requiredBroker(url === undefined ? {} : { brokerUrl: url }, terminal);
}

function tellUnknown(unknown: readonly string[], terminal: Terminal): void {
  if (unknown.length === 0) return;
  const shown = unknown.slice(0, 5).map((call) => `  ${call}`);
  const more = unknown.length > 5 ? [`  and ${unknown.length - 5} more`] : [];
  const lines = [
    unknown.length === 1
      ? '1 call over HTTP goes to no declared service, so no contract was asked of it:'
      : `${unknown.length} calls over HTTP go to no declared service, so no contract was asked of them:`,
    ...shown,
    ...more,
    '  Declare who is called with clients, env, url or calledAs of a service in ashlar.yaml.',
  ];
  note(terminal, lines.join('\n'));
}
