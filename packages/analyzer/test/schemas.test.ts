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
