import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { PlainGraph } from '@ashlar/analyzer';
import { type Command, InvalidArgumentError } from 'commander';
import type { Rim } from '../command.ts';
import { CliError } from '../model/error.ts';
import { note, print } from '../terminal/context.ts';
import { writeResult } from '../terminal/write-file.ts';

interface Options {
  graph: string;
  json?: string;
  seed: number;
  names: boolean;
}

const examples = `
Examples:
  $ ashlar cluster --graph graph.json --json parts.json
  $ ashlar cluster --graph graph.json --json - --no-names`;

export function defineCluster(program: Command, rim: Rim): void {
  program
    .command('cluster')
    .description('cut any graph into parts with the engine and settings used on source')
    .requiredOption(
      '--graph <file>',
      '{"nodes": […], "edges": [{"from", "to", "layer", "weight"}]}',
    )
    .option('--json <file>', 'write {assignment, alternatives, metrics} (- for standard output)')
    .option('--seed <number>', 'same seed, same answer', wholeNumber, 1)
    .option('--no-names', 'let names of nodes count for nothing')
    .addHelpText('after', examples)
    .action((options: Options) => cluster(options, rim));
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('Not a whole number.');
  return value;
}

async function cluster(options: Options, { terminal }: Rim): Promise<void> {
  const { cluster } = await import('@ashlar/analyzer');
  const graph = readGraph(resolve(terminal.cwd, options.graph), options.graph);
  const result = cluster(graph, {
    seed: options.seed,
    useNames: options.names,
    signal: terminal.signal,
  });
  if (options.json !== undefined) {
    writeResult(terminal, options.json, `${JSON.stringify(result, null, 2)}\n`);
    if (options.json === '-') return;
    note(terminal, `wrote ${options.json}`);
  }
  const numbers = Object.entries(result.metrics).map(([name, value]) => `  ${name}: ${value}`);
  print(terminal, ['Metrics', ...numbers].join('\n'));
}

/** The engine checks the form of the graph itself. */
function readGraph(path: string, shown: string): PlainGraph {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    const broken = cause instanceof SyntaxError;
    throw new CliError(
      broken ? 'CLI_FILE_INVALID' : 'CLI_FILE_UNREADABLE',
      broken ? `${shown} is not JSON` : `cannot read ${shown}`,
      'Name a file with {"nodes": […], "edges": […]}.',
      { cause },
    );
  }
}
