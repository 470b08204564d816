/**
 * `node --conditions=@ashlar/source accuracy/decomposition.ts --graphs FOLDER [--source NAME=FOLDER]…`:
 * how near the boundaries are to decompositions that maintainers or experts made. FOLDER holds
 * graphs with a reference (`groundTruth`, `reference` or `expert`); `--source` analyses a checkout
 * and scores its files against the reference of the graph NAME. Each line is scored three times: as it
 * is, with names hashed, and as one part per directory. The settings are the same for all.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  adjustedMutualInformation,
  adjustedRandIndex,
  cluster,
  extractFacts,
  type Facts,
  judgeFacts,
  mojoFm,
  type PlainGraph,
  pairF1,
} from '../src/index.ts';
import { hashedPath, hashFacts } from './hash-names.ts';

interface Benchmark extends PlainGraph {
  groundTruth?: Record<string, string>;
  reference?: Record<string, string[]>;
  expert?: Record<string, string[]>;
}

type Labels = Record<string, string>;

/** Members with exactly one label. */
function referenceOf({ groundTruth, reference, expert }: Benchmark): Labels {
  if (groundTruth) return groundTruth;
  if (reference)
    return Object.fromEntries(
      Object.entries(reference).flatMap(([id, labels]) =>
        labels.length === 1 ? [[id, labels[0] ?? '']] : [],
      ),
    );
  return Object.fromEntries(
    Object.entries(expert ?? {}).flatMap(([label, ids]) => ids.map((id) => [id, label])),
  );
}

/** A member that was put nowhere counts as a part of its own. */
function score(reference: Labels, predicted: Labels): string {
  const members = Object.keys(reference);
  const numbers = (labels: readonly string[]) => {
    const known = new Map<string, number>();
    return labels.map((label) => {
      if (!known.has(label)) known.set(label, known.size);
      return known.get(label) as number;
    });
  };
  const wanted = numbers(members.map((id) => reference[id] ?? ''));
  const got = numbers(members.map((id) => predicted[id] ?? `alone: ${id}`));
  const cells = [
    adjustedMutualInformation(wanted, got).toFixed(3),
    adjustedRandIndex(wanted, got).toFixed(3),
    mojoFm(wanted, got).toFixed(1),
    pairF1(wanted, got).toFixed(3),
    String(new Set(got).size),
  ];
  return cells.map((cell) => cell.padStart(7)).join('');
}

function print(name: string, variant: string, members: number, scores: string): void {
  process.stdout.write(
    `${name.padEnd(28)}${variant.padEnd(22)}${String(members).padStart(5)}${scores}\n`,
  );
}

const directoryOf = (id: string): string => id.split(/[/\\]/).slice(0, -1).join('/');
const packageOf = (name: string): string => name.split('.').slice(0, -1).join('.');

/** One part per directory; per package where the members are classes. */
function byDirectory(graph: Benchmark, members: readonly string[]): Labels {
  return Object.fromEntries(
    members.map((id) => [
      id,
      id.includes('/') ? directoryOf(id) : packageOf(graph.fullNames?.[id] ?? id),
    ]),
  );
}

function scoreGraph(name: string, graph: Benchmark): void {
  const reference = referenceOf(graph);
  const members = Object.keys(reference);
  print(name, 'graph', members.length, score(reference, cluster(graph).assignment));
  const blind = cluster(graph, { useNames: false }).assignment;
  print(name, 'graph, names hashed', members.length, score(reference, blind));
  print(
    name,
    'one part per directory',
    members.length,
    score(reference, byDirectory(graph, members)),
  );
}

const domainsOf = (facts: Facts): Labels =>
  Object.fromEntries(
    judgeFacts(facts).files.flatMap(({ path, domain }) =>
      domain === null ? [] : [[path, domain]],
    ),
  );

async function scoreSource(name: string, graph: Benchmark, folder: string): Promise<void> {
  const reference = referenceOf(graph);
  const members = Object.keys(reference);
  const facts = await extractFacts(folder);
  const paths = new Set(facts.files.map(({ path }) => path));
  const prefix = ['', 'src/'].find((one) => members.some((id) => paths.has(one + id))) ?? '';
  const pick = (labels: Labels, at: (path: string) => string): Labels =>
    Object.fromEntries(
      members.flatMap((id) => {
        const label = labels[at(prefix + id)];
        return label === undefined ? [] : [[id, label]];
      }),
    );
  const say = (variant: string, labels: Labels) =>
    print(name, variant, members.length, score(reference, labels));
  say(
    'source',
    pick(domainsOf(facts), (path) => path),
  );
  say('source, files hashed', pick(domainsOf(hashFacts(facts, false)), hashedPath));
  say('source, tables too', pick(domainsOf(hashFacts(facts, true)), hashedPath));
}

const { values } = parseArgs({
  options: {
    graphs: { type: 'string', default: '../shared/decomposition' },
    source: { type: 'string', multiple: true, default: [] },
  },
});
const load = (name: string): Benchmark =>
  JSON.parse(readFileSync(join(values.graphs, `${name}.json`), 'utf8'));

process.stdout.write(`${''.padEnd(50)}    n    AMI    ARI MoJoFM pairF1  parts\n`);
for (const file of readdirSync(values.graphs).sort()) {
  if (file.endsWith('.json')) scoreGraph(file.slice(0, -'.json'.length), load(file.slice(0, -5)));
}
for (const source of values.source) {
  const [name = '', folder = ''] = source.split('=');
  await scoreSource(name, load(name), folder);
}
