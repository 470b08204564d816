/**
 * `node --conditions=@ashlar/source accuracy/score.ts FOLDER`: precision and recall of database
 * accesses against sites labelled by hand. FOLDER holds checkouts named after their repository
 * (`outline` or `outline+outline` for `outline/outline`) at the commits of labels.json. Files are labelled in whole, so
 * what we see there and no label has counts against precision. `--only NAME,NAME` scores a part,
 * `--verbose` lists what was lost and what was wrong.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { extractFacts } from '../src/index.ts';

interface Label {
  repo: string;
  commit: string;
  file: string;
  line: number;
  table: string;
  operation: 'read' | 'write' | 'ddl';
}

/** A chain spans lines: the label names the table, the access the call. */
const NEAR = 2;

const plain = (name: string): string => name.replaceAll('_', '').toLowerCase();

function matches(
  label: Label,
  access: Omit<Label, 'repo' | 'commit' | 'operation'> & { operation: string },
): boolean {
  return (
    label.file === access.file &&
    Math.abs(label.line - access.line) <= NEAR &&
    plain(label.table) === plain(access.table) &&
    label.operation === access.operation
  );
}

type Access = Parameters<typeof matches>[1];

/** Pairs each label with one access, nearest lines first; a read and a write of a line are two. */
function pair<A extends Access>(labels: Label[], accesses: A[]): { lost: Label[]; wrong: A[] } {
  const lost = new Set(labels);
  // One place may run in several transactions: the same access again says nothing new.
  const wrong = new Map(
    accesses.map((a) => [`${a.file}:${a.line} ${a.operation} ${a.table}`, a] as const),
  );
  for (let distance = 0; distance <= NEAR; distance++) {
    for (const label of lost) {
      for (const [key, access] of wrong) {
        if (Math.abs(label.line - access.line) !== distance || !matches(label, access)) continue;
        lost.delete(label);
        wrong.delete(key);
        break;
      }
    }
  }
  return { lost: [...lost], wrong: [...wrong.values()] };
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { verbose: { type: 'boolean', default: false }, only: { type: 'string' } },
});
const folder = positionals[0] ?? '.';
const labels = JSON.parse(
  readFileSync(new URL('./labels.json', import.meta.url), 'utf8'),
) as Label[];
let found = 0;
let wanted = 0;
let right = 0;
let seen = 0;
for (const repo of new Set(labels.map((label) => label.repo))) {
  if (values.only && !values.only.split(',').some((part) => repo.includes(part))) continue;
  const [owner = '', name = repo] = repo.split('/');
  const whole = join(folder, `${owner}+${name}`);
  const root = existsSync(whole) ? whole : join(folder, name);
  if (!existsSync(root)) {
    process.stdout.write(`${repo}: skipped, ${root} is not there\n`);
    continue;
  }
  const own = labels.filter((label) => label.repo === repo);
  const files = new Set(own.map((label) => label.file));
  const facts = await extractFacts(root);
  const all = facts.accesses.filter((access) => files.has(access.file));
  const accesses = [
    ...new Map(all.map((a) => [`${a.file}:${a.line} ${a.operation} ${a.table}`, a])).values(),
  ];
  const { lost, wrong } = pair(own, accesses);
  found += own.length - lost.length;
  wanted += own.length;
  right += accesses.length - wrong.length;
  seen += accesses.length;
  process.stdout.write(
    `${repo}: recall ${own.length - lost.length}/${own.length}, precision ${accesses.length - wrong.length}/${accesses.length}\n`,
  );
  if (!values.verbose) continue;
  for (const { file, line, table, operation } of lost)
    process.stdout.write(`  lost  ${file}:${line} ${operation} ${table}\n`);
  for (const { file, line, table, operation, via } of wrong)
    process.stdout.write(`  wrong ${file}:${line} ${operation} ${table} (${via})\n`);
}
process.stdout.write(
  `${wanted} sites: recall ${(found / wanted).toFixed(3)}, precision ${(right / seen).toFixed(3)}\n`,
);
