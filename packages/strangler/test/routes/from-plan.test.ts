import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  checkRoutes,
  explainRoute,
  loadRoutes,
  ProxyError,
  routesFromPlan,
} from '../../src/index.ts';

const target = { domain: 'stock', monolith: 'http://127.0.0.1:1', service: 'http://127.0.0.1:2' };
const plan = (routes: [string, string][]): unknown => ({
  schemaVersion: 1,
  chosen: 'stock',
  routes: routes.map(([method, path]) => ({ method, path })),
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ashlar-plan-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('routesFromPlan', () => {
  it('writes a table that loads, has no findings and says where requests go', () => {
    const file = join(folder, 'routes.yaml');
    writeFileSync(
      file,
      routesFromPlan(
        plan([
          ['GET', '/stock/:sku'],
          ['GET', '/stock/export'],
          ['POST', '/stock/{sku}/hold'],
          ['DELETE', '/holds/:id(\\d+)'],
          ['ALL', '/legacy/*.php'],
        ]),
        target,
      ),
    );
    const table = loadRoutes(file);
    expect(checkRoutes(table).filter(({ kind }) => kind === 'unreachable')).toEqual([]);
    const where = (method: string, url: string): string[] => {
      const { route, outcome, mirrored } = explainRoute(table, { method, url });
      const { match } = table.routes.find(({ id }) => id === route) ?? { match: '' };
      return [match, outcome, mirrored ? 'mirrored' : ''];
    };
    expect(where('GET', '/stock/7')).toEqual(['/stock/:sku', 'monolith', 'mirrored']);
    expect(where('HEAD', '/stock/export')).toEqual(['/stock/export', 'monolith', 'mirrored']);
    expect(where('POST', '/stock/7/hold')).toEqual(['/stock/:sku/hold', 'monolith', '']);
    expect(where('DELETE', '/holds/1')).toEqual(['/holds/:id', 'monolith', '']);
    expect(where('GET', '/legacy/a.php')).toEqual(['/legacy/**', 'monolith', 'mirrored']);
    expect(where('GET', '/')).toEqual(['/**', 'monolith', '']);
  });

  it.each([
    ['no plan', null],
    ['another version', { schemaVersion: 2, chosen: 'stock', routes: [] }],
    ['another domain', { schemaVersion: 1, chosen: 'orders', routes: [] }],
    ['no routes', { schemaVersion: 1, chosen: 'stock', routes: [] }],
  ])('refuses %s', (_, given) => {
    expect(() => routesFromPlan(given, target)).toThrow(ProxyError);
  });
});

describe('a table written as a module', () => {
  const text = (percent: number): string => `
    interface Share { percent: number }
    const share: Share = { percent: ${percent} };
    export const routes = {
      schemaVersion: 1 as const,
      upstreams: { monolith: 'http://127.0.0.1:1', stock: 'http://127.0.0.1:2' },
      routes: [
        { match: '/stock/**', service: 'stock', state: 'canary', ...share },
        { match: '/**', state: 'monolith' },
      ],
    };
    console.log('noise');`;

  it('loads, and again with what it says now', () => {
    const file = join(folder, 'routes.ts');
    for (const percent of [5, 25]) {
      writeFileSync(file, text(percent));
      expect(loadRoutes(file).routes[0]?.declared).toEqual({ state: 'canary', percent });
    }
  });

  it('that breaks or exports nothing is a coded error', () => {
    const file = join(folder, 'routes.ts');
    writeFileSync(file, 'throw new Error("no good")');
    expect(() => loadRoutes(file)).toThrow(/no good/);
    writeFileSync(file, 'export const other = 1;');
    expect(() => loadRoutes(file)).toThrow(ProxyError);
  });
});
