import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyze } from '../src/analyze.ts';
import { judgeFacts } from '../src/judge-facts.ts';
import { adjustedMutualInformation } from '../src/metrics/agreement.ts';
import type { Analysis } from '../src/model/analysis.ts';
import type { Finding } from '../src/model/finding.ts';
import { makePlan } from '../src/plan/plan.ts';

const shop = fileURLToPath(new URL('../../../examples/monolith', import.meta.url));
const read = (name: string) => JSON.parse(readFileSync(`${shop}/expected/${name}.json`, 'utf8'));

interface Expected {
  kind: Finding['kind'];
  file: string;
  line: number;
  table?: string;
  from?: string;
  to?: string;
}

/** Statements span lines: the answer may point at another line of the same one. */
const SAME_STATEMENT = 2;

describe('the example shop against its written answer', () => {
  let analysis: Analysis;
  beforeAll(async () => {
    analysis = await analyze(shop, { cacheDir: false, history: false });
  }, 60_000);

  it('draws the domains of files and tables', () => {
    const found = members(analysis);
    const unread = wantedMembers().filter(([member]) => !found.has(member));
    const names = unread.map(([member]) => member);
    expect(names.filter((member) => !member.includes('.generated.'))).toEqual([]);
    expect(agreement(analysis)).toBeGreaterThanOrEqual(0.9);
  });

  it.each([2, 3, 4, 5])('draws them as well with seed %i, and recommends the same', (seed) => {
    const other = judgeFacts({ ...analysis }, {}, seed);
    expect(agreement(other)).toBeGreaterThanOrEqual(0.9);
    expect(makePlan(other).chosen).toBe('inventory');
  });

  it('calls them as the business does', () => {
    const names = analysis.domains.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['inventory', 'orders', 'payments', 'products']));
  });

  it('tells wiring and libraries from domains', () => {
    const expected = read('domains') as { libraries: string[]; shell: string[] };
    const role = new Map(analysis.files.map((file) => [file.path, file.role]));
    const right = (paths: string[], wanted: string) =>
      paths.filter((path) => role.get(path) === wanted).length / paths.length;
    expect(right(expected.shell, 'shell')).toBeGreaterThanOrEqual(0.9);
    expect(right(expected.libraries, 'library')).toBeGreaterThanOrEqual(0.9);
  });

  it('finds what stands in the way, with file and line', () => {
    const lost = (read('findings') as Expected[]).filter(
      (wanted) => !analysis.findings.some((finding) => fits(finding, wanted)),
    );
    expect(lost.map(({ kind, file, line }) => `${kind} ${file}:${line}`)).toEqual([]);
  });

  it('fits the published schema', () => {
    const schema = new URL('../schemas/analysis.schema.json', import.meta.url);
    const check = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(
      JSON.parse(readFileSync(schema, 'utf8')),
    );
    check(JSON.parse(JSON.stringify(analysis)));
    expect(check.errors ?? []).toEqual([]);
  });

  it('would extract inventory first', () => {
    const { chosen, candidates } = makePlan(analysis);
    const domain = analysis.domains.find(({ name }) => name === chosen);
    expect(domain?.tables).toEqual(
      (read('domains') as { domains: Record<string, { tables: string[] }> }).domains[
        read('extraction').first
      ]?.tables,
    );
    expect(candidates[0]?.topThree).toBeGreaterThanOrEqual(0.9);
    expect(analysis.verdict.answer).toBe('extract');
  });
});

function fits(finding: Finding, wanted: Expected): boolean {
  if (finding.kind !== wanted.kind) return false;
  if (wanted.table !== undefined && !('table' in finding && finding.table === wanted.table))
    return false;
  // A constraint may be cited where the migration or where the schema declares it.
  if (finding.kind === 'cross-domain-foreign-key')
    return finding.from === wanted.from && finding.to === wanted.to && finding.sites.length > 0;
  if (finding.kind === 'shared-library') return finding.file === wanted.file;
  return finding.sites.some(
    ({ file, line }) => file === wanted.file && Math.abs(line - wanted.line) <= SAME_STATEMENT,
  );
}

/** Domain or role of every file, domain of every table. */
function members(analysis: Analysis): Map<string, string> {
  return new Map([
    ...analysis.files.map((file) => [`file ${file.path}`, file.domain ?? file.role] as const),
    ...analysis.tables.map((table) => [`table ${table.name}`, table.domain ?? 'none'] as const),
  ]);
}

function wantedMembers(): (readonly [string, string])[] {
  const { domains } = read('domains') as {
    domains: Record<string, { files: string[]; tables: string[] }>;
  };
  return Object.entries(domains).flatMap(([domain, { files, tables }]) => [
    ...files.map((file) => [`file ${file}`, domain] as const),
    ...tables.map((table) => [`table ${table}`, domain] as const),
  ]);
}

/** AMI between the written answer and what was found. */
function agreement(analysis: Analysis): number {
  const found = members(analysis);
  const known = wantedMembers().filter(([member]) => found.has(member));
  const numbers = (labels: readonly string[]) =>
    labels.map((label) => [...new Set(labels)].indexOf(label));
  return adjustedMutualInformation(
    numbers(known.map(([, domain]) => domain)),
    numbers(known.map(([member]) => found.get(member) ?? '')),
  );
}
