import { describe, expect, it } from 'vitest';
import { loadRoutes } from '../../src/index.ts';
import { servicesUnderWay } from '../../src/state/under-way.ts';

const table = (states: Record<string, string>) =>
  loadRoutes({
    schemaVersion: 1,
    upstreams: {
      monolith: 'http://127.0.0.1:1',
      inventory: 'http://127.0.0.1:2',
      ordering: 'http://127.0.0.1:3',
    },
    routes: [
      { id: 'a', match: '/a', service: 'ordering', state: states.a },
      { id: 'b', match: '/b', service: 'inventory', state: states.b },
      { id: 'c', match: '/c', service: 'inventory', state: states.c },
      { match: '/**', state: 'monolith' },
    ],
  } as never).routes;

describe('services under way', () => {
  it.each([
    ['none on the monolith or all over', { a: 'monolith', b: 'service', c: 'monolith' }, []],
    ['in shadow', { a: 'shadow', b: 'service', c: 'monolith' }, ['ordering']],
    ['once, though two routes are', { a: 'monolith', b: 'shadow', c: 'shadow' }, ['inventory']],
    ['sorted', { a: 'shadow', b: 'monolith', c: 'shadow' }, ['inventory', 'ordering']],
  ] as const)('%s', (_, states, expected) => {
    expect(servicesUnderWay(table(states), (route) => route.declared)).toEqual(expected);
  });

  it('goes by where a route stands, not by what the table says', () => {
    const routes = table({ a: 'shadow', b: 'monolith', c: 'monolith' });
    expect(servicesUnderWay(routes, () => ({ state: 'monolith' }))).toEqual([]);
    expect(servicesUnderWay(routes, () => ({ state: 'dark' }))).toEqual(['inventory', 'ordering']);
  });
});
