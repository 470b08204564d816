import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { judgeFacts } from '../src/judge-facts.ts';
import { makePlan } from '../src/plan/plan.ts';
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

  it.each([
    ['analysis', { ...analysis, schemaVersion: 2 }],
    ['analysis', { ...analysis, surprise: true }],
    ['analysis', { ...analysis, findings: [{ kind: 'shared-table', id: 'x' }] }],
    ['plan', { ...makePlan(analysis), chosen: 7 }],
  ])('refuse a broken %s', (name, value) => {
    expect(compile(name)(written(value))).toBe(false);
  });
});
