import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { compareAnswers } from '../../src/compare/answers.ts';
import { readyRules } from '../../src/compare/rules.ts';
import { resolveCompare } from '../../src/routes/settings.ts';

interface Written {
  readonly type?: string;
  readonly coding?: string;
  readonly status?: number;
  readonly fields?: readonly string[];
  readonly body: string | Buffer;
}

const kept = ({ type, coding, status, fields = [], body }: Written) => ({
  status: status ?? 200,
  fields: [
    ...(type === undefined ? [] : ['Content-Type', type]),
    ...(coding === undefined ? [] : ['Content-Encoding', coding]),
    ...fields,
  ],
  body: Buffer.from(body),
});
const json = (body: string, type = 'application/json'): Written => ({ type, body });
const html = (body: string | Buffer, type = 'text/html'): Written => ({ type, body });

async function places(monolith: Written, service: Written, rules: object = {}) {
  const ready = readyRules(resolveCompare(rules));
  const found = await compareAnswers(kept(monolith), kept(service), ready);
  return found.map(({ kind, path, change }) => [kind, path, change].filter(Boolean).join(' '));
}

describe('compareAnswers', () => {
  it.each<[string, Written, Written, string[], object?]>([
    ['key order and space', json('{"a":1,"b":2}'), json('{ "b": 2, "a": 1 }'), []],
    ['spellings of a number', json('[1.50,1e2,-0,0.1]'), json('[1.5,100,0,1E-1]'), []],
    [
      'integers past 2^53',
      json('{"id":9007199254740992}'),
      json('{"id":9007199254740993}'),
      ['value $.id'],
    ],
    ['decimals past a double', json('[0.10000000000000000001]'), json('[0.1]'), ['value $[*]']],
    ['numbers past any double', json('[1e400]'), json('[2e400]'), ['value $[*]']],
    ['a number and its text', json('[1]'), json('["1"]'), ['type $[*] number → string']],
    ['a key that stands twice', json('{"a":2}'), json('{"a":1,"a":2}'), ['duplicate $.a']],
    [
      'an ignored key that stands twice',
      json('{"m":{"a":2}}'),
      json('{"m":{"a":1,"a":2}}'),
      [],
      { ignore: ['$.m'] },
    ],
    ['escapes', json('{"\\u0061":"\\u00e9"}'), json('{"a":"é"}'), []],
    ['a key of the prototype', json('{"__proto__":1}'), json('{}'), ['missing $.__proto__']],
    ['a byte order mark', json('{"a":1}'), json('\ufeff{ "a":1}'), []],
    [
      'charsets of JSON, which has none',
      json('{"a":1}', 'application/json; charset=utf-8'),
      json('{"a": 1}', 'application/json'),
      [],
    ],
    [
      'media types',
      json('{}', 'application/json'),
      json('{ }', 'application/vnd.shop+json'),
      ['header header:content-type application/json → application/vnd.shop+json'],
    ],
    [
      'problem documents',
      json('{"a":1}', 'application/problem+json'),
      json('{"a":2}', 'application/problem+json'),
      ['value $.a'],
    ],
    [
      'JSON lines',
      json('{"a":1}\n{"a":2}\n', 'application/x-ndjson'),
      json('{"a": 1}\r\n{"a":3}', 'application/x-ndjson'),
      ['value $[*].a'],
    ],
    ['JSON that is none', json('{"a":1}'), json('{"a":1'), ['type body json → text']],
    [
      'status before all',
      json('{"a":1}'),
      { ...json('{"b":2}'), status: 404 },
      ['status status 200 → 404'],
    ],
    ['line ends of text', html('a\r\nb\r\n'), html('a\nb\n'), []],
    ['text', html('<p>1</p>'), html('<p>2</p>'), ['text body']],
    [
      'masked text',
      html('<p>at 12:03</p>'),
      html('<p>at 12:04</p>'),
      [],
      { mask: ['\\d\\d:\\d\\d'] },
    ],
    [
      'the same text in two charsets',
      html(Buffer.from('é', 'latin1'), 'text/html; charset=iso-8859-1'),
      html('é', 'text/html'),
      ['header header:content-type text/html;charset=iso-8859-1 → text/html'],
    ],
    ['an ignored body', html('a'), html('b'), [], { ignore: ['body'] }],
    [
      'bytes',
      { type: 'image/png', body: 'abc' },
      { type: 'image/png', body: 'abd' },
      ['bytes body'],
    ],
    [
      'fewer bytes',
      { type: 'image/png', body: 'abc' },
      { type: 'image/png', body: 'ab' },
      ['length body'],
    ],
    ['no type', { body: '{"a":1}' }, { body: '{ "a":1}' }, ['length body']],
    [
      'a field that comes twice',
      { body: '', fields: ['Vary', 'a', 'vary', 'b'] },
      { body: '', fields: ['vary', 'a, b'] },
      [],
      { headers: ['vary'] },
    ],
    [
      'cookies in another order',
      { body: '', fields: ['Set-Cookie', 'a=1', 'Set-Cookie', 'b=2'] },
      { body: '', fields: ['Set-Cookie', 'b=2', 'Set-Cookie', 'a=1'] },
      [],
      { headers: ['Set-Cookie'] },
    ],
    [
      'an absent field',
      { body: '', fields: ['Location', '/a'] },
      { body: '' },
      ['header header:location'],
    ],
  ])('sees %s', async (_, monolith, service, expected, rules) => {
    expect(await places(monolith, service, rules)).toEqual(expected);
  });

  it.each<[string, (text: string) => Buffer]>([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
    ['identity', Buffer.from],
    ['gzip, br', (text) => brotliCompressSync(gzipSync(text))],
  ])('unpacks %s', async (coding, pack) => {
    const packed = { ...json(''), coding, body: pack('{"a":2}') };
    expect(await places(json('{"a":1}'), packed)).toEqual(['value $.a']);
    expect(await places(json('{"a": 2}'), packed)).toEqual([]);
  });

  it('compares what it cannot unpack as it came', { timeout: 30_000 }, async () => {
    const broken = { ...json('no gzip at all'), coding: 'gzip' };
    expect(await places(json('{}'), broken)).toEqual(['type body json → text']);
    const bomb = { ...json(''), coding: 'gzip', body: gzipSync(Buffer.alloc(20 * 1024 * 1024)) };
    expect(await places(json('{}'), bomb)).toEqual(['type body json → bytes']);
  });

  it('shows the line that differs, without secrets', async () => {
    const [found] = await compareAnswers(
      kept(html('<p>one</p>\n<p>ann@example.org</p> old')),
      kept(html('<p>one</p>\n<p>ann@example.org</p> new')),
      readyRules(resolveCompare({})),
    );
    expect(found).toMatchObject({
      monolith: 'line 2: <p>[redacted]</p> old',
      service: 'line 2: <p>[redacted]</p> new',
    });
  });

  it('reads megabytes in one string', { timeout: 30_000 }, async () => {
    const long = JSON.stringify({ text: 'x\\"y'.repeat(400_000), a: 1 });
    expect(await places(json(long), json(long.replace('"a":1', '"a":2')))).toEqual(['value $.a']);
  });

  it('takes what is nested without end for text', async () => {
    const deep = (n: number, leaf: string) => json('['.repeat(n) + leaf + ']'.repeat(n));
    expect(await places(deep(100_000, '1'), deep(100_000, '2'))).toEqual(['text body']);
  });
});
