/**
 * `node --conditions=@ashlar/source accuracy/churn.ts [--share 0.02] [--draws 3] [--seeds] FOLDER…`: how many files
 * are elsewhere when unrelated code changes. Of each folder a share of the files is left out at random, so many times;
 * the others are compared with what they were in the whole codebase. `--seeds` leaves out nothing and takes another
 * seed instead. `--pair OLD=NEW` sets two checkouts of one codebase side by side, as they are.
 *
 * Domains are matched by the members they share. Columns: share of the common files with another domain, with
 * another role, agreement (AMI) of the files that have a domain both times, and domains under another name.
 */
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { matchDomains } from '../src/compare/match-domains.ts';
import { seededRandom, shuffle } from '../src/graph/random.ts';
import {
  type Analysis,
  adjustedMutualInformation,
  boundariesOf,
  extractFacts,
  type Facts,
  judgeFacts,
} from '../src/index.ts';
import { leaveOut } from './leave-out.ts';

interface Churn {
  files: number;
  domains: number;
  roles: number;
  agreement: number;
  names: number;
}

function churn(before: Analysis, after: Analysis): Churn {
  const names = matchDomains(before, after);
  const is = new Map(after.files.map((file) => [file.path, file]));
  let [files, domains, roles] = [0, 0, 0];
  const was: string[] = [];
  const now: string[] = [];
  for (const { path, domain, role } of before.files) {
    const file = is.get(path);
    if (file === undefined) continue;
    files++;
    if (file.role !== role || (file.domain === null) !== (domain === null)) roles++;
    else if (domain !== null && file.domain !== null) {
      if ((names.get(domain) ?? domain) !== file.domain) domains++;
      was.push(domain);
      now.push(file.domain);
    }
  }
  const renamed = [...names].filter(([from, to]) => from !== to).length;
  const agreement = adjustedMutualInformation(numbered(was), numbered(now));
  return { files, domains: domains / files, roles: roles / files, agreement, names: renamed };
}

function numbered(labels: readonly string[]): number[] {
  const known = [...new Set(labels)];
  return labels.map((label) => known.indexOf(label));
}

function draw(facts: Facts, share: number, seed: number): Facts {
  const order = Int32Array.from(facts.files.keys());
  shuffle(order, seededRandom(seed));
  const some = order.slice(0, Math.round(order.length * share));
  return leaveOut(facts, new Set([...some].map((i) => facts.files[i]?.path ?? '')));
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`.padStart(8);

function say(name: string, rows: readonly Churn[]): void {
  const mean = (pick: (row: Churn) => number) =>
    rows.reduce((sum, row) => sum + pick(row), 0) / Math.max(1, rows.length);
  const cells = [
    name.padEnd(24),
    mean((row) => row.files)
      .toFixed(0)
      .padStart(6),
    percent(mean((row) => row.domains)),
    percent(mean((row) => row.roles)),
    mean((row) => row.agreement)
      .toFixed(3)
      .padStart(7),
    mean((row) => row.names)
      .toFixed(1)
      .padStart(6),
  ];
  process.stdout.write(`${cells.join(' ')}\n`);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    previous: { type: 'boolean', default: false },
    share: { type: 'string', default: '0.02' },
    draws: { type: 'string', default: '3' },
    seeds: { type: 'boolean', default: false },
    pair: { type: 'string', multiple: true, default: [] },
  },
});
/** With `--previous` the earlier answer is given to the search. */
const again = (before: Analysis, facts: Facts, seed = 1): Analysis =>
  judgeFacts(facts, {}, seed, values.previous ? { previous: boundariesOf(before) } : {});

const draws = Array.from({ length: Number(values.draws) }, (_, i) => i + 1);
process.stdout.write(`${''.padEnd(24)}  files  domain     role     AMI  names\n`);
const all: Churn[] = [];
for (const folder of positionals) {
  const facts = await extractFacts(folder);
  const before = judgeFacts(facts);
  const rows = draws.map((i) =>
    values.seeds
      ? churn(before, again(before, facts, i + 1))
      : churn(before, again(before, draw(facts, Number(values.share), i))),
  );
  say(basename(folder), rows);
  all.push(...rows);
}
if (positionals.length > 1) say('mean', all);
for (const pair of values.pair) {
  const [old = '', now = ''] = pair.split('=');
  const before = judgeFacts(await extractFacts(old));
  say(basename(now), [churn(before, again(before, await extractFacts(now)))]);
}
