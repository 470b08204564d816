/**
 * `node --conditions=@ashlar/source accuracy/splits.ts --checkouts FOLDER [--half look|confirm] [--seed N]`:
 * the boundaries against splits that maintainers made: either the module that a file went to in a
 * later version (followed by renames and by names that occur once), or the module folder it is in, which
 * is then taken out of all paths. FOLDER holds a checkout by the name in splits.json, of the part that
 * `folder` names, at its commit. Settings were looked for on the half `look`; `confirm` was only scored.
 *
 * Each is scored as it is, with names of files hashed, as one part per directory, and as communities of plain
 * imports (modularity, as Louvain has it). `named` counts domains that have most of their files under one
 * label: how many are called like it. Last come the files by the confidence of their place: how many are in a domain
 * of which most labelled files have their label; the blocks of a map that never falls; and, for each codebase left out, the error of
 * what is said beside that of such a map fitted to the others.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { leiden } from '../src/boundaries/leiden/leiden.ts';
import { compactGraph } from '../src/graph/compact.ts';
import {
  type Analysis,
  extractFacts,
  type Facts,
  judgeFacts,
  type Labels,
  scoreAgainst,
} from '../src/index.ts';
import { singular } from '../src/model/words.ts';
import { calibration } from './calibration.ts';
import { flattened, labelIn } from './flatten.ts';
import { hashedPath, hashFacts, renameFacts } from './hash-names.ts';
import { named } from './named.ts';

interface Split {
  name: string;
  half: 'look' | 'confirm';
  repo: string;
  commit: string;
  folder: string;
  /** Paths by the module they went to later, seen from `folder`. */
  labels?: Record<string, string[]>;
  /** Where the module stands in a path of the repository. */
  patterns?: string[];
}

/** Folders that hold no business, whoever the maintainers are. */
const NO_MODULES: ReadonlySet<string> = new Set(
  `common shared util lib core base type config health app api graphql interface constant database helper ui utilities component
  utility testing test grpc node misc actuator docker scheduler`.split(/\s+/),
);
const FEWEST_FILES = 3;
const NO_SOURCE =
  /\.(?:[jt]sx|d\.ts)$|\.(?:test|spec|e2e)\.|\/(?:migrations?|fixtures|__mocks__)\//;

async function codebase(split: Split, folder: string): Promise<{ facts: Facts; labels: Labels }> {
  const facts = await extractFacts(join(folder, split.folder));
  const paths = facts.files.map(({ path }) => path);
  if (split.labels !== undefined) {
    const known = new Set(paths);
    const labels = Object.entries(split.labels).flatMap(([label, files]) =>
      files.filter((file) => known.has(file)).map((file) => [file, label]),
    );
    return { facts, labels: Object.fromEntries(labels) };
  }
  const patterns = split.patterns ?? [];
  const moduleOf = (path: string) => labelIn(`${split.folder}/${path}`, patterns)?.[1];
  const names = flattened(facts, patterns, split.folder);
  const labels = paths.flatMap((path) => {
    const label = singular(moduleOf(path)?.toLowerCase() ?? '');
    return label === '' || NO_MODULES.has(label) || NO_SOURCE.test(path)
      ? []
      : [[names.get(path) ?? path, label] as const];
  });
  const sizes = new Map<string, number>();
  for (const [, label] of labels) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  const enough = labels.filter(([, label]) => (sizes.get(label) ?? 0) >= FEWEST_FILES);
  return { facts: renameFacts(facts, names), labels: Object.fromEntries(enough) };
}

const domainsOf = ({ files }: Pick<Analysis, 'files'>): Labels =>
  Object.fromEntries(
    files.flatMap(({ path, domain }) => (domain === null ? [] : [[path, domain]])),
  );

const directories = (members: readonly string[]): Labels =>
  Object.fromEntries(members.map((path) => [path, path.split('/').slice(0, -1).join('/')]));

/** Communities of the bare import graph. */
function importParts({ files, imports }: Facts): Labels {
  const index = new Map(files.map(({ path }, i) => [path, i]));
  const ends = imports.flatMap(({ from, to }) => {
    const pair = [index.get(from), index.get(to)] as const;
    return pair[0] === undefined || pair[1] === undefined ? [] : [[pair[0], pair[1]] as const];
  });
  const graph = compactGraph(files.length, {
    from: ends.map(([from]) => from),
    to: ends.map(([, to]) => to),
    weight: ends.map(() => 1),
  });
  const parts = leiden(graph, { resolution: 1, seed: 1 });
  return Object.fromEntries(files.map(({ path }, i) => [path, String(parts[i])]));
}

const sums = new Map<string, number[][]>();

function say(split: Split, variant: string, labels: Labels, found: Labels, note = ''): void {
  const own = Object.fromEntries(
    Object.keys(labels).flatMap((path) => (found[path] === undefined ? [] : [[path, found[path]]])),
  );
  const { adjustedMutualInformation, mojoFm, pairF1, parts, members } = scoreAgainst(labels, own);
  const numbers = [adjustedMutualInformation, mojoFm, pairF1];
  const key = `${split.half}, ${variant}`;
  sums.set(key, [...(sums.get(key) ?? []), numbers]);
  print(
    split.name,
    variant,
    `${String(members).padStart(5)} ${cells(numbers)} ${String(parts.reference).padStart(4)} ${note}`,
  );
}

const cells = ([ami = 0, mojo = 0, f1 = 0]: number[]): string =>
  `${ami.toFixed(3).padStart(7)} ${mojo.toFixed(1).padStart(6)} ${f1.toFixed(3).padStart(6)}`;

const print = (name: string, variant: string, rest: string): boolean =>
  process.stdout.write(`${name.padEnd(12)} ${variant.padEnd(24)} ${rest}\n`);

const { values } = parseArgs({
  options: {
    checkouts: { type: 'string' },
    half: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
});
const splits: Split[] = JSON.parse(readFileSync(new URL('./splits.json', import.meta.url), 'utf8'));
const placed = calibration();
let hits = 0;
let all = 0;
print('', '', '    n     AMI MoJoFM pairF1 parts');
for (const split of splits) {
  const folder = join(values.checkouts ?? '.', split.name);
  if ((values.half ?? split.half) !== split.half || !existsSync(folder)) continue;
  const { facts, labels } = await codebase(split, folder);
  const members = Object.keys(labels);
  const analysis = judgeFacts(facts, {}, Number(values.seed));
  const found = domainsOf(analysis);
  placed.add(split.name, labels, analysis.files);
  const names = named(labels, found);
  hits += names.hits;
  all += names.all;
  say(
    split,
    'as it is',
    labels,
    found,
    `named ${names.hits}/${names.all}, domains ${new Set(Object.values(found)).size}`,
  );
  const blind = domainsOf(judgeFacts(hashFacts(facts, false), {}, Number(values.seed)));
  const seen = members.flatMap((path) => {
    const domain = blind[hashedPath(path)];
    return domain === undefined ? [] : [[path, domain] as const];
  });
  say(split, 'names hashed', labels, Object.fromEntries(seen));
  say(split, 'one part per directory', labels, directories(members));
  say(split, 'imports alone', labels, importParts(facts));
}
for (const [key, rows] of sums) {
  const means = [0, 1, 2].map(
    (i) => rows.reduce((sum, row) => sum + (row[i] ?? 0), 0) / rows.length,
  );
  print('mean', key, `      ${cells(means)}`);
}
print('named', 'all', `${hits} of ${all}`);
for (const { from, to, files, right, other } of placed.rows())
  print(
    'confidence',
    `${from} to ${to}`,
    `${String(files).padStart(5)} ${((right / files) * 100).toFixed(1).padStart(7)} % of the same label, ${((other / files) * 100).toFixed(1)} % where another has the majority`,
  );
const three = (value: number): string => value.toFixed(3);
print(
  'blocks',
  '',
  placed
    .blocks()
    .map(({ x, y }) => `${three(x)}: ${three(y)}`)
    .join(', '),
);
for (const { name, files, said, fitted, constant } of placed.leftOut())
  print(
    'left out',
    name,
    `${String(files).padStart(5)} squared error ${three(said)} as said, ${three(fitted)} fitted to the others, ${three(constant)} their mean`,
  );
