import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { seededRandom } from '../../src/graph/random.ts';
import { AnalyzerError, analyze } from '../../src/index.ts';
import { below, damage, mutate, pick } from './mutations.ts';

export type FuzzCase = Map<string, Buffer>;

const schema = new URL('../../schemas/analysis.schema.json', import.meta.url);
const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(
  JSON.parse(readFileSync(schema, 'utf8')) as object,
);

/**
 * The tree of one seed: most files as they were, some mutated.
 * @param seeds texts by path, only their extension and place matter
 */
export function fuzzCase(seed: number, seeds: Record<string, string>): FuzzCase {
  const random = seededRandom(seed);
  const paths = Object.keys(seeds);
  const chosen = new Set(Array.from({ length: 2 + below(random, 5) }, () => pick(random, paths)));
  const tree: FuzzCase = new Map();
  for (const path of chosen) {
    const text = seeds[path] ?? '';
    const other = seeds[pick(random, paths)] ?? '';
    const changed = random() < 0.7 ? mutate(random, text, other) : text;
    tree.set(path, damage(random, changed));
  }
  return tree;
}

/**
 * Analyses a case twice, with the facts of the first run in a cache for the second.
 * @throws when the analysis does not end well, breaks its schema or differs between the runs
 */
export async function runFuzzCase(tree: FuzzCase, folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  for (const [path, bytes] of tree) {
    mkdirSync(dirname(join(folder, 'code', path)), { recursive: true });
    writeFileSync(join(folder, 'code', path), bytes);
  }
  const options = { history: false, cacheDir: join(folder, 'cache') };
  try {
    const first = JSON.stringify(await analyze(join(folder, 'code'), options));
    if (!validate(JSON.parse(first)))
      throw new Error(`does not fit the schema: ${JSON.stringify(validate.errors?.[0])}`);
    const second = JSON.stringify(await analyze(join(folder, 'code'), options));
    if (first !== second) throw new Error(`differs on a second run: ${difference(first, second)}`);
  } catch (error) {
    if (!(error instanceof AnalyzerError && error.code === 'ANALYZER_NO_SOURCES')) throw error;
  }
}

function difference(a: string, b: string): string {
  let at = 0;
  while (a[at] === b[at] && at < a.length) at++;
  return `${a.slice(Math.max(0, at - 80), at + 80)} / ${b.slice(Math.max(0, at - 80), at + 80)}`;
}
