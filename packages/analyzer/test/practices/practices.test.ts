import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { practiceSignals } from '../../src/judge/practice-signals.ts';
import type { Facts, Practice } from '../../src/model/analysis.ts';
import { readPractices } from '../../src/practices/read-practices.ts';
import { shopFacts } from '../shop-facts.ts';

const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
});

function tree(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'ashlar-practices-'));
  made.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

const found = (practices: readonly Practice[]) =>
  Object.fromEntries(
    practices.map(({ name, found, sites }) => [name, found === true ? sites[0]?.file : found]),
  );

function factsWith(excluded: string[], routes: string[]): Facts {
  const facts = shopFacts();
  return {
    ...facts,
    routes: routes.map((path) => ({
      method: 'GET',
      path,
      file: 'app.ts',
      line: 7,
      via: 'express',
    })),
    stats: { ...facts.stats, excluded: excluded.map((path) => ({ path, reason: 'test' })) },
  };
}

describe('what a repository shows of its delivery', () => {
  it('is read from the folder up to the root of the repository', () => {
    const root = tree({
      '.git/HEAD': '',
      '.github/workflows/ci.yml': '',
      Dockerfile: '',
      'apps/shop/package.json': '{\n  "dependencies": {\n    "@opentelemetry/api": "1"\n  }\n}\n',
      'apps/shop/prisma/migrations/1/migration.sql': '',
    });
    const facts = factsWith(['orders.test.ts'], ['/healthz']);
    expect(found(readPractices(join(root, 'apps/shop'), facts))).toEqual({
      'continuous-integration': '../../.github/workflows',
      tests: 'orders.test.ts',
      migrations: 'prisma/migrations',
      deployment: '../../Dockerfile',
      tracing: 'package.json',
      metrics: false,
      'health-check': 'app.ts',
    });
  });

  it('is unknown, not absent, outside of a repository', () => {
    const practices = readPractices(tree({ 'app.ts': '' }), factsWith([], []));
    expect(practices.map((practice) => practice.found)).toEqual(Array(7).fill(null));
  });
});

describe('signals of practice', () => {
  const all = (value: boolean | null): Practice[] =>
    (
      [
        'continuous-integration',
        'tests',
        'migrations',
        'deployment',
        'tracing',
        'metrics',
        'health-check',
      ] as const
    ).map((name) => ({ name, found: value, sites: [] }));

  it.each([
    ['all of it', all(true), ['for', 'for'], false],
    ['nothing of it', all(false), ['against', 'against'], true],
    ['nothing known', all(null), ['unknown', 'unknown'], false],
    ['nobody looked', [], ['unknown', 'unknown'], false],
    [
      'little seen and the rest unknown',
      [...all(true).slice(0, 1), ...all(null).slice(1)],
      ['unknown', 'unknown'],
      false,
    ],
  ])('%s', (_what, practices, speaks, netless) => {
    const [net, ...others] = practiceSignals(practices);
    expect(others.map((signal) => signal.speaks)).toEqual(speaks);
    expect(net?.speaks === 'against').toBe(netless);
  });
});
