import { describe, expect, it } from 'vitest';
import { loadRoutes, type WrittenRoute, type WrittenRouteTable } from '../../src/index.ts';
import { loneCounts } from '../../src/proxy/lone-counts.ts';

const bearer = { issuer: 'i', audience: 'a', jwks: 'https://id.example.com/jwks.json' };
const table = (route: Partial<WrittenRoute>, more: Partial<WrittenRouteTable> = {}) =>
  loadRoutes({
    schemaVersion: 1,
    upstreams: { monolith: 'http://127.0.0.1:1' },
    routes: [{ match: '/**', state: 'monolith', ...route }],
    ...more,
  });

describe('what several processes count alone', () => {
  it.each<[string, ReturnType<typeof table>, RegExp | undefined]>([
    ['nothing', table({}), undefined],
    [
      'rates',
      table({ rateLimits: [{ limit: 1, seconds: 1 }] }),
      /^each process counts rates alone/,
    ],
    ['running requests', table({ concurrency: [{ limit: 1 }] }), /running requests alone/],
    [
      'one-time tokens',
      table({}, { authenticators: { main: { bearer: { ...bearer, oneTime: true } } } }),
      /one-time tokens alone/,
    ],
    [
      'what is counted together',
      table({ concurrency: [{ limit: 1 }] }, { quotaStore: { url: 'redis://127.0.0.1' } }),
      undefined,
    ],
  ])('%s', (_, written, expected) => {
    if (expected === undefined) expect(loneCounts(written)).toBeUndefined();
    else expect(loneCounts(written)).toMatch(expected);
  });
});
