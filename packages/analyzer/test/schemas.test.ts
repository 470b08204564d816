import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { baselineOf, compareWithBaseline } from '../src/check/compare-with-baseline.ts';
import { findViolations } from '../src/check/find-violations.ts';
import { boundariesOf } from '../src/compare/hold-boundaries.ts';
import { judgeFacts } from '../src/judge-facts.ts';
import { CHECK_RULES, DEFAULT_CHECK } from '../src/model/check.ts';
import { makePlan } from '../src/plan/plan.ts';
import { renderCheckJson } from '../src/report/check.ts';
import { shopFacts } from './shop-facts.ts';

const compile = (name: string) =>
  new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(
    JSON.parse(readFileSync(new URL(`../schemas/${name}.schema.json`, import.meta.url), 'utf8')),
  );
const written = (value: unknown) => JSON.parse(JSON.stringify(value));

describe('the published schemas', () => {
  const analysis = judgeFacts(shopFacts());

  it('accept what the analyzer writes', () => {
    const check = compile('analysis');
    check(written(analysis));
    expect(check.errors ?? []).toEqual([]);
  });

  it('accept commands and stores beside the database', () => {
    const facts = shopFacts();
    const at = { file: facts.files[0]?.path ?? '', line: 1 };
    facts.jobs.push({ ...at, name: 'import', kind: 'command', via: 'commands' });
    facts.stores = [
      { ...at, store: 'redis', name: 'session:*', operation: 'write', via: 'redis' },
      { ...at, store: 'elasticsearch', name: 'orders', operation: 'ddl', via: 'elasticsearch' },
    ];
    const check = compile('analysis');
    const document = written(judgeFacts(facts));
    check(document);
    expect(check.errors ?? []).toEqual([]);
    expect(document.stores).toHaveLength(2);
  });

  it('accept columns, what a view reads and triggers, with and without the text of their functions', () => {
    const facts = shopFacts();
    const [table] = facts.tables;
    const site = { file: facts.files[0]?.path ?? '', line: 1 };
    Object.assign(table ?? {}, {
      columns: [
        { name: 'id', type: 'uuid', site },
        { name: 'note', site },
      ],
      reads: ['orders'],
      triggers: [
        {
          name: 'a',
          timing: 'instead of',
          events: ['insert', 'truncate'],
          reads: [],
          writes: ['x'],
          site,
        },
        { name: 'b', timing: 'after', events: ['delete'], calls: 'elsewhere', site },
      ],
      foreignKeys: [
        {
          columns: ['a'],
          table: 'b',
          referencedColumns: [],
          onDelete: 'cascade',
          onUpdate: 'set null',
        },
      ],
    } satisfies Partial<(typeof facts.tables)[number]>);
    facts.unresolved.push({ kind: 'trigger', ...site, text: 'b', reason: 'not there' });
    const document = written(judgeFacts(facts));
    const check = compile('analysis');
    check(document);
    expect(check.errors ?? []).toEqual([]);
    expect(document.tables.flatMap((t: { triggers?: unknown[] }) => t.triggers ?? [])).toHaveLength(
      2,
    );
  });

  it('accept the plan it writes', () => {
    const check = compile('plan');
    check(written(makePlan(analysis, 'stock')));
    expect(check.errors ?? []).toEqual([]);
  });

  describe('of a check', () => {
    const violations = findViolations(analysis, DEFAULT_CHECK);
    const [first, second, ...others] = violations.map(({ id }) => id);
    const exemption = (id: string, expires: string) => ({
      id,
      owner: 'ann',
      reason: 'soon',
      expires,
    });
    const known = baselineOf(
      violations.filter(({ id }) => others.includes(id)),
      { steeredBy: '0123456789abcdef', ...boundariesOf(analysis) },
    );
    known.violations.push('cycle:no>more');
    const result = compareWithBaseline(
      violations,
      known,
      [
        exemption(first ?? '', '2999-01-01'),
        exemption('x', '2999-01-01'),
        exemption('y', '2000-01-01'),
      ],
      '2026-03-01',
    );
    const answer = JSON.parse(renderCheckJson(result));

    it('accept its answer with something in every list', () => {
      const { schemaVersion, ...lists } = answer;
      expect(schemaVersion).toBe(1);
      for (const list of Object.values(lists)) expect(list).not.toEqual([]);
      expect(answer.fresh.map(({ id }: { id: string }) => id)).toEqual([second]);
      const check = compile('check');
      check(answer);
      expect(check.errors ?? []).toEqual([]);
    });

    it('know every rule', () => {
      for (const rule of CHECK_RULES)
        expect(compile('check')({ ...answer, fresh: [{ ...answer.fresh[0], rule }] })).toBe(true);
    });

    it.each([
      ['with boundaries', known],
      ['of an older version', baselineOf(violations)],
    ])('accept a baseline %s', (_, baseline) => {
      const check = compile('baseline');
      check(written(baseline));
      expect(check.errors ?? []).toEqual([]);
    });

    it.each([
      ['check', { ...answer, schemaVersion: 2 }],
      ['check', { ...answer, fresh: [{ ...answer.fresh[0], rule: 'other' }] }],
      ['check', { ...answer, unused: undefined }],
      ['baseline', { ...known, violations: [1] }],
      ['baseline', { ...known, boundaries: boundariesOf(analysis) }],
    ])('refuse a broken %s', (name, value) => {
      expect(compile(name)(written(value))).toBe(false);
    });
  });

  it.each([
    ['analysis', { ...analysis, schemaVersion: 2 }],
    ['analysis', { ...analysis, surprise: true }],
    ['analysis', { ...analysis, findings: [{ kind: 'shared-table', id: 'x' }] }],
    ['plan', { ...makePlan(analysis), chosen: 7 }],
  ])('refuse a broken %s', (name, value) => {
    expect(compile(name)(written(value))).toBe(false);
  });
});
