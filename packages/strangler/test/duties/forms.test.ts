import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { readMultipart, readUrlEncoded } from '../../src/duties/validation/form-body.ts';
import type { WrittenValidation } from '../../src/index.ts';
import { startGateway } from '../support/gateway.ts';

const URL_ENCODED = 'application/x-www-form-urlencoded';
const multipart = (...lines: string[]): string => lines.join('\r\n');
const PART = 'Content-Disposition: form-data; name="sku"';
const TYPE = 'multipart/form-data; boundary=x';

describe('a form', () => {
  it.each<[string, unknown]>([
    [
      'a=1&b=%C3%A9+e',
      [
        ['a', '1'],
        ['b', 'é e'],
      ],
    ],
    [
      'a&=b&&c=',
      [
        ['a', ''],
        ['', 'b'],
        ['c', ''],
      ],
    ],
    ['', []],
    ['a=%zz', 'it has an escape that is none'],
    ['a=%ff', 'it has an escape that is none'],
    ['a=é', 'it has bytes that are not escaped'],
    ['a&'.repeat(1001), 'it has too many fields'],
  ])('%s', (text, expected) => {
    const read = readUrlEncoded(Buffer.from(text));
    expect(read.ok ? read.fields : read.why).toEqual(expected);
  });

  it('of several parts is read as Node writes it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.stringMatching(/^\w{1,9}$/), fc.string())),
        async (all) => {
          const form = new FormData();
          for (const [name, value] of all) form.append(name, value);
          const response = new Response(form);
          const type = response.headers.get('content-type') ?? '';
          const read = readMultipart(Buffer.from(await response.arrayBuffer()), type);
          // Line ends in values are CRLF on the wire.
          const sent = all.map(([name, value]) => [name, value.replace(/\r\n?|\n/g, '\r\n')]);
          if (all.length > 0) expect(read).toEqual({ ok: true, fields: sent });
        },
      ),
      { numRuns: 200 },
    );
  });

  it.each<[string, string, string, unknown]>([
    ['one text', TYPE, multipart('--x', PART, '', 'SKU-1', '--x--', ''), [['sku', 'SKU-1']]],
    [
      'JSON and a file',
      'multipart/form-data; boundary="x"',
      multipart(
        ...['--x', 'Content-Type: application/json', PART, '', '{"a":1}'],
        ...['--x', 'content-disposition: form-data; name=f; filename="a.png"', '', '\x89PNG'],
        '--x--',
      ),
      [
        ['sku', { a: 1 }],
        ['f', '\xc2\x89PNG'],
      ],
    ],
    ['no boundary', 'multipart/form-data', '--x--', 'its Content-Type names no boundary'],
    ['two boundaries', `${TYPE}; boundary=y`, '--x--', 'its Content-Type names no boundary'],
    ['a preamble', TYPE, 'hi\r\n--x--', 'it does not begin with its boundary'],
    ['no end', TYPE, multipart('--x', PART, '', 'SKU-1'), 'the last boundary is missing'],
    ['a longer boundary', TYPE, '--xy\r\n--x--', 'a boundary does not end its line'],
    ['no name', TYPE, multipart('--x', 'A: b', '', '', '--x--'), 'a part has no single name'],
    [
      'two names',
      TYPE,
      multipart('--x', `${PART}; name=b`, '', '', '--x--'),
      'a part has no single name',
    ],
    ['two heads', TYPE, multipart('--x', PART, PART, '', '', '--x--'), 'a part has no single name'],
    ['no head', TYPE, multipart('--x', 'SKU-1', '--x--'), 'a part has no head'],
    [
      'JSON with a key twice',
      TYPE,
      multipart('--x', 'Content-Type: application/json', PART, '', '{"a":1,"a":2}', '--x--'),
      'a part cannot be read: an object names a key twice',
    ],
  ])('of several parts with %s', (_, type, body, expected) => {
    const read = readMultipart(Buffer.from(body), type);
    expect(read.ok ? read.fields : read.why).toEqual(expected);
  });
});

const schema = {
  type: 'object',
  required: ['sku', 'quantity'],
  additionalProperties: false,
  properties: {
    sku: { type: 'string', pattern: '^SKU-\\d+$' },
    quantity: { type: 'integer', minimum: 1 },
    gift: { type: 'boolean' },
    tags: { type: 'array', items: { type: 'string' }, maxItems: 2 },
    sizes: { type: 'array', items: { type: 'integer' } },
    address: { type: 'object', required: ['zip'], properties: { zip: { type: 'string' } } },
    photo: { type: 'string', format: 'binary', maxLength: 8 },
  },
};

describe('forms held to an OpenAPI document', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ashlar-forms-'));
  const openapi = join(folder, 'openapi.json');
  const content = { [URL_ENCODED]: { schema }, 'multipart/form-data': { schema } };
  writeFileSync(
    openapi,
    JSON.stringify({
      openapi: '3.1.0',
      paths: { '/orders': { post: { requestBody: { required: true, content } } } },
    }),
  );
  const open = (validation: Partial<WrittenValidation> = {}) =>
    startGateway('fast', {}, [{ validation: { openapi, ...validation } }]);
  const gateway = open();
  afterAll(async () => {
    await (await gateway).close();
    rmSync(folder, { recursive: true });
  });
  const send = async (fields: [string, string | Blob][], type = URL_ENCODED) => {
    const form = new FormData();
    for (const [name, value] of fields) form.append(name, value as string);
    const multi = new Response(form);
    const plain = new URLSearchParams(fields as [string, string][]).toString();
    const many = type !== URL_ENCODED;
    const body = many ? Buffer.from(await multi.arrayBuffer()) : plain;
    const contentType = many ? (multi.headers.get('content-type') ?? '') : type;
    return (await gateway).ask(
      '/orders',
      { 'content-type': contentType },
      { method: 'POST', body },
    );
  };
  const order: [string, string][] = [
    ['sku', 'SKU-1'],
    ['quantity', '2'],
  ];

  describe.each([URL_ENCODED, 'multipart/form-data'])('%s', (type) => {
    it.each<[string, [string, string][], number, string?]>([
      ['what is asked for', order, 200],
      [
        'lists, numbers, truth values, objects',
        [
          ...order,
          ['tags', 'a'],
          ['tags', 'b'],
          ['sizes', '1'],
          ['gift', 'true'],
          ['address', '{"zip":"1"}'],
        ],
        200,
      ],
      ['nothing that is required', [['sku', 'SKU-1']], 400],
      [
        'a text for a number',
        [
          ['sku', 'SKU-1'],
          ['quantity', 'many'],
        ],
        400,
        '/quantity',
      ],
      [
        'a number that is too small',
        [
          ['sku', 'SKU-1'],
          ['quantity', '0'],
        ],
        400,
        '/quantity',
      ],
      [
        'a text that does not fit',
        [
          ['sku', '7'],
          ['quantity', '1'],
        ],
        400,
        '/sku',
      ],
      ['a field twice', [...order, ['sku', 'SKU-2']], 400],
      [
        'a list that is too long',
        [...order, ['tags', 'a'], ['tags', 'b'], ['tags', 'c']],
        400,
        '/tags',
      ],
      ['an item that does not fit', [...order, ['sizes', 'x']], 400, '/sizes/0'],
      ['an object that does not fit', [...order, ['address', '{}']], 400, '/address'],
      ['a field nobody knows', [...order, ['admin', 'true']], 400],
      ['what other readers take for a prototype', [...order, ['__proto__', 'x']], 400],
    ])('with %s', async (_, fields, status, pointer) => {
      const answer = await send(fields, type);
      expect([answer.status, answer.body.slice(0, 200)]).toEqual([status, expect.any(String)]);
      if (pointer !== undefined) {
        expect(JSON.parse(answer.body)).toMatchObject({ errors: [{ pointer }] });
      }
    });
  });

  it('go on byte for byte, and files count by their size', async () => {
    const plain = 'sku=SKU-1&quantity=2&gift=false';
    const answer = await (await gateway).ask(
      '/orders',
      { 'content-type': URL_ENCODED },
      { method: 'POST', body: plain },
    );
    expect(JSON.parse(answer.body)).toMatchObject({ body: plain });
    const photo = (bytes: number): [string, Blob] => ['photo', new Blob([new Uint8Array(bytes)])];
    expect((await send([...order, photo(8)], 'multipart/form-data')).status).toBe(200);
    expect((await send([...order, photo(9)], 'multipart/form-data')).status).toBe(400);
  });

  it('pass by their media type where the table says so', async () => {
    const loose = await open({ forms: false, maxBodyBytes: 4 });
    const headers = { 'content-type': URL_ENCODED, 'content-encoding': 'br' };
    const answer = await loose.ask('/orders', headers, { method: 'POST', body: 'anything' });
    expect(answer.status).toBe(200);
    await loose.close();
  });

  it('whatever is sent, nobody gets a 5xx', async () => {
    const noise = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc
        .array(fc.constantFrom('--x', '--x--', '\r\n', PART, 'sku', '=', '&', '%', '"', ';'), {
          maxLength: 20,
        })
        .map((all) => all.join('')),
    );
    await fc.assert(
      fc.asyncProperty(noise, fc.constantFrom(URL_ENCODED, TYPE), async (body, type) => {
        const { status } = await (await gateway).ask(
          '/orders',
          { 'content-type': type },
          { method: 'POST', body },
        );
        expect(status).toBeGreaterThanOrEqual(200);
        expect(status).toBeLessThan(500);
      }),
      { numRuns: 150 },
    );
  });
});
