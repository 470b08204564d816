import { describe, expect, it } from 'vitest';
import { readLoad } from '../../src/load/read-load.ts';

const attribute = (key: string, stringValue: string) => ({ key, value: { stringValue } });
const span = (spanId: string, parentSpanId: string, kind: number, ms: number, values: object) => ({
  ...{ traceId: 't', spanId, parentSpanId, kind },
  startTimeUnixNano: '1700000000000000000',
  endTimeUnixNano: String(1_700_000_000_000_000_000n + BigInt(ms) * 1_000_000n),
  attributes: Object.entries(values).map(([key, value]) => attribute(key, value)),
});
const batch = (...spans: object[]) => ({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
const request = (method: string, paths: string[], weight: number) => ({
  ...{ kind: 'request', method, paths, weight },
});
const statement = (sql: string, weight: number) => ({ kind: 'statement', sql, weight });

describe('spans', () => {
  const http = { 'http.request.method': 'GET', 'http.route': '/o/:id', 'url.path': '/o/7' };
  const spans = [
    span('a', '', 2, 40, http),
    span('b', 'a', 3, 30, { 'http.request.method': 'GET' }),
    // The service behind: within a request that is counted.
    span('c', 'b', 2, 25, http),
    span('d', 'c', 3, 10, { 'db.query.text': 'SELECT 1 FROM o' }),
    span('e', 'gone', 2, 5, { 'http.method': 'POST', 'http.target': '/o?x=1' }),
    span('f', 'e', 3, 2, { 'db.statement': 'DELETE FROM o' }),
  ];
  const expected = [
    {
      ...{ name: 'x', kind: 'request', unit: 'ms' },
      entries: [request('GET', ['/o/:id', '/o/7'], 40), request('POST', ['/o?x=1'], 5)],
    },
    {
      ...{ name: 'x', kind: 'statement', unit: 'ms' },
      entries: [statement('SELECT 1 FROM o', 10), statement('DELETE FROM o', 2)],
    },
  ];
  it.each([
    ['as one document', JSON.stringify(batch(...spans), null, 2)],
    ['a batch each line', spans.map((one) => JSON.stringify(batch(one))).join('\n')],
  ])('%s: the outermost requests, and all statements', (_, text) => {
    expect(readLoad('x', text)).toEqual(expected);
  });
});

describe('statements', () => {
  const entries = [statement('SELECT "a", b\nFROM o', 12.5), statement('UPDATE o SET a = $1', 3)];
  it.each([
    [
      'CSV of psql',
      'query,calls,total_exec_time\n"SELECT ""a"", b\nFROM o",7,12.5\nUPDATE o SET a = $1,1,3\n',
    ],
    [
      'CSV with the line ends of Windows, before PostgreSQL 13',
      'total_time,query\r\n12.5,"SELECT ""a"", b\nFROM o"\r\n3,UPDATE o SET a = $1\r\n',
    ],
    [
      'JSON',
      JSON.stringify([
        { query: 'SELECT "a", b\nFROM o', total_exec_time: 12.5 },
        { query: 'UPDATE o SET a = $1', total_exec_time: '3' },
        { query: '<insufficient privilege>', total_exec_time: null },
        { query: null, total_exec_time: 3 },
      ]),
    ],
  ])('of pg_stat_statements: %s', (name, text) => {
    const known = readLoad('x', text)?.[0];
    expect(known).toMatchObject({ kind: 'statement', unit: 'ms' });
    expect(known?.entries.slice(0, 2), name).toEqual(entries);
    expect(known?.entries.every(({ weight }) => weight >= 0)).toBe(true);
  });
});

describe('access logs', () => {
  it.each([
    [
      'of the proxy',
      '{"method":"GET","path":"/o/7","status":200,"ms":4.5}\nbroken\n{"method":"POST","path":"/o","ms":1}',
      'ms',
      [request('GET', ['/o/7'], 4.5), request('POST', ['/o'], 1)],
    ],
    [
      'in Combined Log Format',
      '10.0.0.1 - - [10/Oct/2030:13:55:36 +0000] "GET /o/7?x=1 HTTP/1.1" 200 23 "-" "curl"\n10.0.0.1 - - [10/Oct/2030:13:55:37 +0000] "\\x16\\x03" 400 0 "-" "-"\n',
      'count',
      [request('GET', ['/o/7?x=1'], 1)],
    ],
  ])('%s', (_, text, unit, entries) => {
    expect(readLoad('x', text)).toEqual([{ name: 'x', kind: 'request', unit, entries }]);
  });

  it.each([
    ['nothing', ''],
    ['prose', 'Dear diary,\n"GET a life" it said.\n'],
    ['other JSON', '{"a":1}'],
    ['a JSON list of something else', '[{"query":"SELECT 1"}]'],
    ['another CSV', 'query,hits\nshoes,3\n'],
  ])('%s is no measurement', (_, text) => {
    expect(readLoad('x', text)).toBeUndefined();
  });
});
