/**
 * `node --conditions=@ashlar/source accuracy/names.ts --checkouts FOLDER [--misses]`: whether domains are called like
 * the folder of a feature that most of their files lie in, on whole repositories as they are. FOLDER holds a
 * checkout by the name in names.json at its commit. Of names.json's patterns the first that fits a path tells its label.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { extractFacts, judgeFacts } from '../src/index.ts';
import { singular } from '../src/model/words.ts';
import { labelIn } from './flatten.ts';
import { named } from './named.ts';

interface Repository {
  name: string;
  repo: string;
  commit: string;
  patterns: string[];
}

/** Folders that hold no business, whoever the maintainers are. */
const NO_FEATURES: ReadonlySet<string> = new Set(
  `admin app api assets cli common component config constant core database health helper interface layout lib locales
  misc public scheduler shared testing test type ui util utilities utility v1 v2 views`.split(
    /\s+/,
  ),
);

const { values } = parseArgs({
  options: {
    checkouts: { type: 'string', default: '.' },
    misses: { type: 'boolean', default: false },
  },
});
const repositories: Repository[] = JSON.parse(
  readFileSync(new URL('./names.json', import.meta.url), 'utf8'),
);
let hits = 0;
let all = 0;
for (const { name, patterns } of repositories) {
  const folder = join(values.checkouts, name);
  if (!existsSync(folder)) continue;
  const { files } = judgeFacts(await extractFacts(folder));
  const labels: Record<string, string> = {};
  const found: Record<string, string> = {};
  for (const { path, domain } of files) {
    const label = singular(labelIn(path, patterns)?.[1]?.toLowerCase() ?? '');
    if (label !== '' && !NO_FEATURES.has(label)) labels[path] = label;
    if (domain !== null) found[path] = domain;
  }
  const { hits: called, all: clear, misses } = named(labels, found);
  hits += called;
  all += clear;
  const missed = misses.map(({ domain, label }) => `${domain} for ${label}`).join(', ');
  process.stdout.write(
    `${name.padEnd(12)} ${called}/${clear}${values.misses ? ` ${missed}` : ''}\n`,
  );
}
process.stdout.write(`${'all'.padEnd(12)} ${hits}/${all}\n`);
