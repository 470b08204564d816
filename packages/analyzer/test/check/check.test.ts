import { describe, expect, it } from 'vitest';
import { baselineOf, compareWithBaseline } from '../../src/check/compare-with-baseline.ts';
import { findViolations } from '../../src/check/find-violations.ts';
import { judgeFacts } from '../../src/judge-facts.ts';
import { DEFAULT_CHECK } from '../../src/model/check.ts';
import { renderCheckGithub, renderCheckSarif, renderCheckText } from '../../src/report/check.ts';
import { shopFacts } from '../shop-facts.ts';

const analysis = judgeFacts(shopFacts());
const all = findViolations(analysis, DEFAULT_CHECK);
const today = '2026-03-01';
const rulesOf = (settings: Partial<typeof DEFAULT_CHECK>) =>
  [
    ...new Set(findViolations(analysis, { ...DEFAULT_CHECK, ...settings }).map(({ rule }) => rule)),
  ].sort();

describe('rules between domains', () => {
  it('find each kind of breach, with a place', () => {
    expect(rulesOf({})).toEqual(['cycle', 'join', 'one-writer', 'transaction']);
    for (const { sites } of all) expect(sites.length).toBeGreaterThan(0);
  });

  it.each([
    ['cycle', { noCycle: false }],
    ['join', { noJoinAcrossDomains: false }],
    ['one-writer', { oneWriterPerTable: false }],
    ['transaction', { noTransactionAcrossDomains: false }],
  ])('%s can be switched off', (rule, settings) => {
    expect(rulesOf(settings)).not.toContain(rule);
  });

  it('forbid imports that are not on the list', () => {
    expect(rulesOf({ imports: { order: ['stock', 'invoice'] } })).not.toContain('imports');
    const strict = findViolations(analysis, { ...DEFAULT_CHECK, imports: { order: [] } });
    expect(strict.filter(({ rule }) => rule === 'imports').map(({ id }) => id)).toContain(
      'imports:services/order.service.ts>stock',
    );
  });

  it('ask for an owner', () => {
    const settings = { ...DEFAULT_CHECK, ownerRequired: true };
    const owners = new Map([['stock', 'warehouse']]);
    const ids = findViolations(analysis, settings, owners).map(({ id }) => id);
    expect(ids.filter((id) => id.startsWith('owner'))).toEqual(['owner:invoice', 'owner:order']);
  });

  it('say in a sentence what to do, once for each rule', () => {
    const text = renderCheckText(compareWithBaseline(all, undefined, [], today));
    expect(text.match(/Turn the named import round/g)).toHaveLength(1);
  });

  it('name a breach the same when lines move', () => {
    const facts = shopFacts();
    const shifted = {
      ...facts,
      imports: facts.imports.map((edge) => ({ ...edge, line: edge.line + 7 })),
      accesses: facts.accesses.map((access) => ({
        ...access,
        line: access.line + 7,
        statement: access.statement.replace(/\d+$/, (line) => String(Number(line) + 7)),
      })),
    };
    const ids = findViolations(judgeFacts(shifted), DEFAULT_CHECK).map(({ id }) => id);
    expect(ids).toEqual(all.map(({ id }) => id));
  });
});

describe('the baseline', () => {
  const exemption = { id: 'join:*', owner: 'ann', reason: 'report', expires: '2026-03-01' };

  it('makes everything known, and tells what is solved', () => {
    const baseline = {
      ...baselineOf(all),
      violations: [...baselineOf(all).violations, 'cycle:a>b'],
    };
    const result = compareWithBaseline(all, baseline, [], today);
    expect(result.fresh).toEqual([]);
    expect(result.known).toEqual(all);
    expect(result.solved).toEqual(['cycle:a>b']);
  });

  it('lets what is new fail', () => {
    const [first, ...rest] = all;
    const { fresh } = compareWithBaseline(all, baselineOf(rest), [], today);
    expect(fresh).toEqual([first]);
  });

  it('honours an exemption through its last day, and no longer', () => {
    const on = compareWithBaseline(all, undefined, [exemption], today);
    expect(on.exempt.map(({ violation }) => violation.rule)).toEqual(['join']);
    const after = compareWithBaseline(all, undefined, [exemption], '2026-03-02');
    expect(after.exempt).toEqual([]);
    expect(after.expired).toEqual([exemption]);
    expect(after.fresh.map(({ rule }) => rule)).toContain('join');
  });

  it('names exemptions that match nothing', () => {
    const unused = { ...exemption, id: 'cycle:no>where' };
    expect(compareWithBaseline(all, undefined, [unused], today).unused).toEqual([unused]);
  });
});

describe('what a check prints', () => {
  const result = compareWithBaseline(all, undefined, [], today);

  it('for people: every new violation with file, line and id', () => {
    const text = renderCheckText(result);
    for (const { id, sites } of all) {
      expect(text).toContain(`id: ${id}`);
      expect(text).toContain(`${sites[0]?.file}:${sites[0]?.line}`);
    }
  });

  it('for people: five places and how many more', () => {
    const sites = [1, 2, 3, 4, 5, 6].map((line) => ({ file: 'a.ts', line }));
    const fresh = all.slice(0, 1).map((violation) => ({ ...violation, sites }));
    expect(renderCheckText({ ...result, fresh })).toContain('\n    a.ts:5\n    and 1 more place\n');
  });

  it('for GitHub: one escaped annotation each, and what changed in the baseline', () => {
    const lines = renderCheckGithub(result).split('\n');
    expect(lines).toHaveLength(all.length + 1);
    for (const line of lines.slice(0, -1))
      expect(line).toMatch(/^::error file=[^,]+,line=\d+,title=ashlar [a-z-]+::/);
    expect(lines.at(-1)).toMatch(
      /^::notice title=ashlar baseline::\d+ new violations\. Baseline: 0 known, 0 solved/,
    );
    const [violation] = all;
    if (violation === undefined) throw new Error('no violation');
    const odd = { ...result, fresh: [{ ...violation, message: '50% a\nb' }] };
    expect(renderCheckGithub(odd)).toMatch(/::50%25 a%0Ab\. /);
  });

  it('for GitHub: what was solved, on a green run too', () => {
    const baseline = {
      ...baselineOf(all),
      violations: [...baselineOf(all).violations, 'cycle:a>b'],
    };
    const exemption = { id: 'x', owner: 'ann', reason: 'r', expires: '2026-02-01' };
    expect(
      renderCheckGithub(compareWithBaseline(all, baseline, [exemption], today)).split('\n'),
    ).toEqual([
      '::warning title=ashlar exemption::The exemption of x expired on 2026-02-01 (ann).',
      `::notice title=ashlar baseline::No new violation. Baseline: ${all.length} known, 1 solved since it was written. Solved: cycle:a>b. Take it off with --update-baseline.`,
    ]);
  });

  it('names files as the reader of annotations looks for them', () => {
    const from = (file: string): string => `packages/my shop/${file}`;
    expect(renderCheckGithub(result, from)).toMatch(
      /^::error file=packages\/my shop\/[^,]+\.ts,line=/m,
    );
    const [run] = JSON.parse(renderCheckSarif(result, from)).runs;
    expect(run.originalUriBaseIds).toHaveProperty('%SRCROOT%');
    for (const { locations, relatedLocations } of run.results)
      for (const { physicalLocation } of [...locations, ...relatedLocations])
        expect(physicalLocation.artifactLocation).toEqual({
          uri: expect.stringMatching(/^packages\/my%20shop\//),
          uriBaseId: '%SRCROOT%',
        });
  });

  it('as SARIF: every rule says what to do', () => {
    const [{ tool, results }] = JSON.parse(renderCheckSarif(result)).runs;
    for (const { id, help } of tool.driver.rules) {
      expect(help.text, id).toMatch(/\.$/);
      expect(help.markdown, id).toContain(help.text);
    }
    for (const { ruleId, ruleIndex } of results)
      expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
  });

  it('as SARIF: known debt is suppressed', () => {
    const known = compareWithBaseline(all, baselineOf(all), [], today);
    const { runs } = JSON.parse(renderCheckSarif(known));
    expect(runs[0].results).toHaveLength(all.length);
    expect(runs[0].results.every((one: { suppressions?: unknown[] }) => one.suppressions)).toBe(
      true,
    );
  });
});
