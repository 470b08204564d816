import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { extractFacts, type Facts } from '../../src/index.ts';
import { temporaryTree } from '../tree/temporary-tree.ts';

/** Edges as they are written, without those that lead through barrels. */
const literal = ({ imports }: Facts): number => imports.filter(({ via }) => !via).length;

const counted = ({ stats }: Facts): number =>
  (stats.notRead ?? []).reduce((sum, { imports }) => sum + imports, 0);

function expectNothingIsDropped(facts: Facts): void {
  const { total, internal, external, builtin, unresolved } = facts.stats.specifiers;
  expect(internal + external + builtin + unresolved).toBe(total);
  expect(literal(facts) + counted(facts)).toBe(internal);
  expect(facts.unresolved.filter(({ kind }) => kind === 'import')).toHaveLength(unresolved);
}

describe('imports of what is not read', () => {
  it('are counted by where they lead, with why nobody reads it', async () => {
    const facts = await extractFacts(
      temporaryTree({
        'app/order.ts': `import prices from './prices.json';
import './order.css';
import './gone.svg';
import type { Api } from './api';
import { client } from './client.generated';
import { make } from './__tests__/make';
import { lib } from '../vendor/lib';
import { more } from './client.generated';
import { above } from '../../above';
import fs from 'node:fs';
import express from 'express';
import { nothing } from './nothing';
export { place } from './place';`,
        'app/place.ts': 'export const place = 1;',
        'app/prices.json': '{}',
        'app/order.css': '',
        'app/api.d.ts': 'export interface Api {}',
        'app/client.generated.ts': 'export const client = 1; export const more = 2;',
        'app/__tests__/make.ts': 'export const make = 1;',
        'vendor/lib.js': 'exports.lib = 1;',
      }),
    );
    expect(facts.stats.notRead).toEqual([
      { path: '../above', reason: 'above the analysed folder', imports: 1 },
      { path: 'app/__tests__/make.ts', reason: 'tests', imports: 1 },
      { path: 'app/api.d.ts', reason: 'type declarations', imports: 1 },
      { path: 'app/client.generated.ts', reason: 'generated code', imports: 2 },
      { path: 'app/gone.svg', reason: 'no source file', imports: 1 },
      { path: 'app/order.css', reason: 'no source file', imports: 1 },
      { path: 'app/prices.json', reason: 'data', imports: 1 },
      { path: 'vendor/lib.js', reason: 'vendored code', imports: 1 },
    ]);
    expectNothingIsDropped(facts);
  });

  const examples = fileURLToPath(new URL('../../../../examples', import.meta.url));

  it.each(readdirSync(examples))(
    'leave no specifier unaccounted for: examples/%s',
    async (name) => {
      expectNothingIsDropped(await extractFacts(`${examples}/${name}`));
    },
  );
});
