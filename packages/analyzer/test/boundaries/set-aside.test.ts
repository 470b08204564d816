import { describe, expect, it } from 'vitest';
import { findFrontEnd } from '../../src/boundaries/front-end.ts';
import type { Neighbours } from '../../src/boundaries/neighbours.ts';
import { isMigration } from '../../src/model/migrations.ts';

function world(links: readonly (readonly [string, string])[], tables: readonly string[]) {
  const runs = new Map<string, Set<string>>();
  const runBy = new Map<string, Set<string>>();
  for (const [from, to] of links) {
    runs.set(from, (runs.get(from) ?? new Set()).add(to));
    runBy.set(to, (runBy.get(to) ?? new Set()).add(from));
  }
  const around: Neighbours = {
    runs,
    runBy,
    users: runBy,
    uses: runs,
    sites: new Map(),
    touchesTables: new Set(tables),
    hostsTables: new Set(tables),
  };
  const paths = [...new Set(links.flat())];
  return { around, facts: { files: paths.map((path) => ({ path, loc: 1 })), routes: [] } };
}

describe('the front end', () => {
  const links = [
    ['web/main.ts', 'web/App.tsx'],
    ['web/App.tsx', 'web/store.ts'],
    ['web/App.tsx', 'shared/money.ts'],
    ['server/main.ts', 'server/orders.ts'],
    ['server/orders.ts', 'shared/money.ts'],
    ['server/orders.ts', 'server/receipt.tsx'],
  ] as const;

  it('is markup that no server code runs, and what only it is tied to', () => {
    const { around, facts } = world(links, ['server/orders.ts']);
    expect([...findFrontEnd(facts, around)].sort()).toEqual([
      'web/App.tsx',
      'web/main.ts',
      'web/store.ts',
    ]);
  });

  it('cannot be told without any server code', () => {
    const { around, facts } = world(links, []);
    expect(findFrontEnd(facts, around).size).toBe(0);
  });
});

describe('migrations', () => {
  it.each([
    ['src/migrations/20210323073508-add-x.js', true],
    ['db/migrate/migrations/init.ts', true],
    ['src/db/1664880666982-payment.ts', true],
    ['scripts/20260416000000-backfill.ts', true],
    ['src/services/migration-service.ts', false],
    ['src/orders/2024-report.ts', false],
    ['alterations/1.0.0-1677208902-update-config.ts', true],
    ['alterations/1.0.0_rc.1-1676115897-add-seed.ts', true],
    ['alterations/next-1677208902-update-config.ts', true],
    ['src/releases/1.0.0-notes.ts', false],
    ['alterations/1.0.0_beta.18-1669091623-roles-and-scopes.ts', true],
  ])('%s: %s', (path, expected) => expect(isMigration(path)).toBe(expected));
});
