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
  cluster,
  extractFacts,
  type Facts,
  judgeFacts,
  type Labels,
  type PlainGraph,
  readReference,
  scoreAgainst,
} from '../src/index.ts';
import { hashedPath, hashFacts } from './hash-names.ts';

function score(reference: Labels, predicted: Labels): string {
  const agreement = scoreAgainst(reference, predicted);
  const cells = [
    agreement.adjustedMutualInformation.toFixed(3),
    agreement.adjustedRandIndex.toFixed(3),
    agreement.mojoFm.toFixed(1),
    agreement.pairF1.toFixed(3),
    String(agreement.parts.found),
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
function byDirectory(graph: PlainGraph, members: readonly string[]): Labels {
  return Object.fromEntries(
    members.map((id) => [
      id,
      id.includes('/') ? directoryOf(id) : packageOf(graph.fullNames?.[id] ?? id),
    ]),
  );
}

function scoreGraph(name: string, graph: PlainGraph): void {
  const reference = readReference(graph);
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

async function scoreSource(name: string, graph: PlainGraph, folder: string): Promise<void> {
  const reference = readReference(graph);
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
const load = (name: string): PlainGraph =>
  JSON.parse(readFileSync(join(values.graphs, `${name}.json`), 'utf8'));

process.stdout.write(`${''.padEnd(50)}    n    AMI    ARI MoJoFM pairF1  parts\n`);
for (const file of readdirSync(values.graphs).sort()) {
  if (file.endsWith('.json')) scoreGraph(file.slice(0, -'.json'.length), load(file.slice(0, -5)));
}
for (const source of values.source) {
  const [name = '', folder = ''] = source.split('=');
  await scoreSource(name, load(name), folder);
}
