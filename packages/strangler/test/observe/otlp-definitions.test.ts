import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FinishedRequest } from '../../src/model/finished-request.ts';
import { exportRequest, spansOf } from '../../src/observe/otlp.ts';
import { readOtlpDefinitions } from './otlp-definitions.ts';

// What `npm pack @opentelemetry/otlp-transformer@0.57.2` brings; .ci/run puts it there.
const file = join(
  import.meta.dirname,
  '../../../../.cache/otlp/package/build/src/generated/root.js',
);
const found = existsSync(file);
const missing = found ? '' : ' (skipped: not at hand; .ci/run fetches them)';

const CALL = {
  traceId: 'a'.repeat(32),
  upstream: 'orders',
  target: 'service' as const,
  spanId: 'b'.repeat(16),
  fromMs: 0.25,
  headMs: 12.5,
  status: 200,
  error: undefined,
};
const REQUEST: FinishedRequest = {
  route: 'orders',
  match: '/orders/*',
  method: 'GET',
  path: '/orders/7',
  status: 200,
  broken: false,
  at: 1_795_826_247_669.125,
  ms: 13.75,
  client: '2001:db8::1',
  requestId: 'r1',
  subject: undefined,
  trace: { traceId: 'a'.repeat(32), spanId: 'c'.repeat(16), parentId: undefined },
  calls: [CALL],
};
const REQUESTS: [string, FinishedRequest][] = [
  ['an answer', REQUEST],
  ['the trace of a client', { ...REQUEST, trace: { ...spanOf(), parentId: 'd'.repeat(16) } }],
  [
    'a fallback',
    {
      ...REQUEST,
      subject: 'Ännchen \u{1f600}',
      calls: [
        { ...CALL, status: undefined, headMs: undefined, error: 'timeout' },
        { ...CALL, target: 'monolith', fromMs: 3 },
      ],
    },
  ],
  ['an answer that broke off', { ...REQUEST, broken: true, status: 502 }],
  ['a client that went away', { ...REQUEST, status: undefined, calls: [] }],
];

function spanOf() {
  return { traceId: '0'.repeat(31).concat('1'), spanId: 'c'.repeat(16) };
}

describe.skipIf(!found)(`OTLP's published definitions${missing}`, () => {
  it.each(REQUESTS)('have everything that is said of %s', (_, finished) => {
    const spans = spansOf(finished);
    expect(spans).toHaveLength(1 + finished.calls.length);
    expect(readOtlpDefinitions(file)(exportRequest('shop-proxy', spans))).toEqual([]);
  });

  it.each<[string, (body: string) => string, string]>([
    ['a field that is not there', (body) => body.replaceAll('"kind"', '"sort"'), 'sort is not in'],
    ['an id that is too short', (body) => body.replace('aaaa', 'aa'), 'no id of 16 bytes'],
    ['a time that is no number', (body) => body.replace(/"179\d+"/, '"soon"'), 'UnixNano is'],
  ])('notice %s', (_, spoil, problem) => {
    const body = exportRequest('shop-proxy', spansOf(REQUEST));
    const problems = readOtlpDefinitions(file)(spoil(body));
    expect(problems.join('\n')).toContain(problem);
  });
});
