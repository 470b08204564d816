/**
 * `node --conditions=@ashlar/source accuracy/engines.ts [--verbose] CHECKOUT…`: import edges as madge 8
 * draws them beside ours. Shared ground is what both look at: madge knows no workspace packages, no
 * package `imports`, no query strings, and takes the aliases of one tsconfig, that of the root.
 */
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { extractFacts, type Facts } from '../src/index.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { verbose: { type: 'boolean', default: false } },
});

const pairs = (facts: Facts): Set<string> =>
  new Set(facts.imports.filter((e) => !e.via && e.from !== e.to).map((e) => `${e.from} > ${e.to}`));

for (const folder of positionals) {
  const root = resolve(folder);
  const own = pairs(await extractFacts(root));
  const known = pairs(await extractFacts(root, { engine: 'madge' }));
  const both = [...own].filter((pair) => known.has(pair)).length;
  const lost = [...known].filter((pair) => !own.has(pair));
  const more = [...own].filter((pair) => !known.has(pair));
  process.stdout.write(
    `${basename(root)}: ${both} edges by both; only madge ${lost.length}, only ours ${more.length}\n`,
  );
  for (const pair of lost) process.stdout.write(`  only madge ${pair}\n`);
  for (const pair of more.slice(0, values.verbose ? 60 : 0))
    process.stdout.write(`  only ours  ${pair}\n`);
}
