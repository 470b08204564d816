import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Agreement, ClusterOptions, ClusterResult, PlainGraph } from '@ashlar/analyzer';
import { type Command, InvalidArgumentError } from 'commander';
import type { Rim } from '../command.ts';
import { CliError } from '../model/error.ts';
import { note, print, type Terminal } from '../terminal/context.ts';
import { writeResult } from '../terminal/write-file.ts';

interface Options {
  graph: string;
  json?: string;
  reference?: string;
  constraints?: string;
  seed: number;
  names: boolean;
}

const examples = `
Examples:
  $ ashlar cluster --graph graph.json --json parts.json
  $ ashlar cluster --graph graph.json --json - --no-names
  $ ashlar cluster --graph graph.json --reference experts.json   how near it comes to people's cut
  $ ashlar cluster --graph graph.json --constraints wishes.json

A graph with "functionalities" ({operation: {node: "R" | "W" | "RW"}}) is also given its business context
purity. A reference is {"node": "label"} or a graph with groundTruth, reference or expert. Constraints are
{"pins": {"node": "label"}, "mustLink": [["a", "b"]], "cannotLink": [["a", "c"]], "maximumSize": 40}.`;

export function defineCluster(program: Command, rim: Rim): void {
  program
    .command('cluster')
    .description('cut any graph into parts with the engine and settings used on source')
    .requiredOption(
      '--graph <file>',
      '{"nodes": […], "edges": [{"from", "to", "layer", "weight"}]}',
    )
    .option('--json <file>', 'write {assignment, alternatives, metrics} (- for standard output)')
    .option('--reference <file>', 'a known decomposition: print AMI, ARI, MoJoFM and pair-F1')
    .option('--constraints <file>', 'pins, mustLink, cannotLink and maximumSize')
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
  const { cluster, readReference, scoreAgainst } = await import('@ashlar/analyzer');
  // The engine checks the form of the graph itself.
  const graph = readFile(terminal, options.graph, GRAPH_FORM) as PlainGraph;
  const reference =
    options.reference === undefined
      ? undefined
      : readReference(readFile(terminal, options.reference, REFERENCE_FORM));
  const result = cluster(graph, {
    ...readConstraints(terminal, options.constraints),
    seed: options.seed,
    useNames: options.names,
    signal: terminal.signal,
  });
  const agreement =
    reference === undefined ? undefined : scoreAgainst(reference, result.assignment);
  if (options.json !== undefined) {
    const document = { ...result, ...(agreement === undefined ? {} : { agreement }) };
    writeResult(terminal, options.json, `${JSON.stringify(document, null, 2)}\n`);
    if (options.json === '-') return;
    note(terminal, `wrote ${options.json}`);
  }
  print(terminal, numbers(result, agreement));
}

function numbers({ metrics }: ClusterResult, agreement: Agreement | undefined): string {
  const lines = Object.entries(metrics).map(([name, value]) => `  ${name}: ${value}`);
  if (agreement === undefined) return ['Metrics', ...lines].join('\n');
  const { members, known, parts } = agreement;
  return [
    'Metrics',
    ...lines,
    '',
    `Against the reference (${members} members, ${known} of them in the graph; ${parts.reference} parts, here ${parts.found})`,
    `  AMI: ${agreement.adjustedMutualInformation}`,
    `  ARI: ${agreement.adjustedRandIndex}`,
    `  MoJoFM: ${agreement.mojoFm}`,
    `  pair-F1: ${agreement.pairF1}`,
  ].join('\n');
}

const GRAPH_FORM = 'Name a file with {"nodes": […], "edges": […]}.';
const REFERENCE_FORM = 'Name a file with {"node": "label", …}.';
const CONSTRAINTS_FORM =
  'Name a file with {"pins": {"node": "label"}, "mustLink": [["a", "b"]], "cannotLink": [["a", "c"]], "maximumSize": 40}.';

function readConstraints(terminal: Terminal, shown: string | undefined): Partial<ClusterOptions> {
  if (shown === undefined) return {};
  const value = readFile(terminal, shown, CONSTRAINTS_FORM);
  if (isConstraints(value)) return value;
  throw new CliError('CLI_FILE_INVALID', `${shown} holds no constraints`, CONSTRAINTS_FORM);
}

function isConstraints(value: unknown): value is Partial<ClusterOptions> {
  if (typeof value !== 'object' || value === null) return false;
  const isText = (one: unknown): boolean => typeof one === 'string';
  const arePairs = (list: unknown): boolean =>
    Array.isArray(list) &&
    list.every((pair) => Array.isArray(pair) && pair.length === 2 && pair.every(isText));
  return Object.entries(value).every(([key, wish]) => {
    if (key === 'mustLink' || key === 'cannotLink') return arePairs(wish);
    if (key === 'maximumSize') return Number.isInteger(wish) && wish > 0;
    return key === 'pins' && typeof wish === 'object' && Object.values(wish ?? {}).every(isText);
  });
}

function readFile(terminal: Terminal, shown: string, hint: string): unknown {
  try {
    return JSON.parse(readFileSync(resolve(terminal.cwd, shown), 'utf8'));
  } catch (cause) {
    const broken = cause instanceof SyntaxError;
    throw new CliError(
      broken ? 'CLI_FILE_INVALID' : 'CLI_FILE_UNREADABLE',
      broken ? `${shown} is not JSON` : `cannot read ${shown}`,
      hint,
      { cause },
    );
  }
}
