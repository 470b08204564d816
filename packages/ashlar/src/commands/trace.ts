import { resolve } from 'node:path';
import type { Span } from '@ashlar/analyzer';
import type { Command } from 'commander';
import type { Rim } from '../command.ts';
import { loadConfig } from '../config/load.ts';
import { readContracts } from '../contract-graph/read-contracts.ts';
import { CliError } from '../model/error.ts';
import { EXIT, print, printJson } from '../terminal/context.ts';
import { readText } from '../terminal/read-text.ts';
import { brokerConnection } from './broker-connection.ts';

interface Options {
  folder: string;
  trace?: string;
  json?: boolean;
  config?: string;
}

const examples = `
For each failure, where it began: the last hop that failed, who asked whom, whether a contract covers it, and who
answers for it by ashlar.yaml.

Examples:
  $ ashlar trace spans.json                    what fails, the most frequent first
  $ ashlar trace spans.json --trace 4bf92f3577b34da6a3ce929d0e0e4736
  $ ashlar trace spans.json --json | jq '.[0].owner'

Exit codes: 0 nothing failed, 1 something did, 2 could not run.`;

export function defineTrace(program: Command, rim: Rim): void {
  program
    .command('trace')
    .description('which hop of a request failed, by its spans, and who answers for it')
    .argument('<file>', 'OpenTelemetry spans, OTLP as JSON, whole or a batch each line')
    .option('--trace <id>', 'this trace only')
    .option('--folder <folder>', 'where ashlar.yaml lies', '.')
    .option('--config <file>', 'configuration instead of ashlar.yaml in the folder')
    .option('--json', 'as JSON')
    .addHelpText('after', examples)
    .action((file: string, options: Options) => trace(file, options, rim));
}

async function trace(file: string, options: Options, { terminal, exit }: Rim): Promise<void> {
  const { readSpans } = await import('@ashlar/analyzer');
  const { failingHops } = await import('../trace/failing-hops.ts');
  const { failuresOf } = await import('../trace/responsible.ts');
  const { renderFailures } = await import('../trace/render-text.ts');
  const spans = spansIn(file, readSpans(readText(file, terminal)), options.trace);
  const config = loadConfig(terminal.cwd, options.folder, options.config);
  const url = terminal.env.PACT_BROKER_BASE_URL ?? config.broker?.url;
  const broker = url === undefined ? null : brokerConnection({ brokerUrl: url }, terminal);
  const contracts = await readContracts(config, resolve(terminal.cwd, options.folder), broker);
  const failures = failuresOf(failingHops(spans), config, contracts);
  if (options.json) printJson(terminal, failures);
  else print(terminal, renderFailures(failures));
  if (failures.length > 0) exit(EXIT.no);
}

/** @throws {CliError} CLI_FILE_INVALID, CLI_USAGE */
function spansIn(file: string, spans: Span[] | undefined, trace: string | undefined): Span[] {
  if (spans === undefined) {
    throw new CliError(
      'CLI_FILE_INVALID',
      `${file} holds no spans in OTLP's JSON form`,
      'Let a collector write them with its file exporter: one {"resourceSpans": …} a line.',
    );
  }
  if (trace === undefined) return spans;
  const own = spans.filter(({ traceId }) => traceId === trace);
  if (own.length > 0) return own;
  throw new CliError(
    'CLI_USAGE',
    `no span in ${file} belongs to trace ${trace}`,
    `The file has ${new Set(spans.map(({ traceId }) => traceId)).size} other traces: leave --trace out to see what failed.`,
  );
}
