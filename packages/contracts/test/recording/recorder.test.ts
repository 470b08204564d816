import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RawBody, RawExchange } from '../../src/recording/raw-exchange.ts';
import { readTraffic } from '../../src/recording/read-traffic.ts';
import { createRecorder } from '../../src/recording/recorder.ts';

const rules = { maxBodyBytes: 4096, maxFileBytes: 10_000, maxFiles: 3, redact: ['nickname'] };
const schema = JSON.parse(
  readFileSync(new URL('../../schemas/recording.schema.json', import.meta.url), 'utf8'),
);
const isLine = new Ajv2020({ strict: true, formats: fullFormats }).compile(schema);

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'ashlar-recorder-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function raw(body: RawBody, type = 'application/json', more: readonly string[] = []): RawExchange {
  return {
    at: Date.UTC(2026, 0, 15, 10),
    route: 'orders',
    upstream: 'monolith',
    request: {
      method: 'POST',
      target: '/orders/7?token=s3cr3t-value&page=2',
      fields: ['Content-Type', 'application/json', 'Authorization', 'Bearer abc.def-123'],
      body: Buffer.from('{"password":"hunter2!","nickname":"Ann","quantity":1}'),
    },
    response: { status: 201, fields: ['Content-Type', type, ...more], body },
  };
}

async function recorded(...exchanges: readonly RawExchange[]): Promise<readonly unknown[]> {
  const recorder = createRecorder({ dir });
  for (const exchange of exchanges) recorder.take(exchange, rules);
  await recorder.close();
  return lines();
}

function lines(): readonly unknown[] {
  return readdirSync(dir)
    .sort()
    .flatMap((name) => readFileSync(join(dir, name), 'utf8').trimEnd().split('\n'))
    .map((line) => JSON.parse(line));
}

describe('a recording', () => {
  it('is lines by the schema, redacted before they are written', async () => {
    const [line, ...others] = await recorded(raw(Buffer.from('{"id":7,"email":"anna@x.example"}')));
    expect(others).toEqual([]);
    expect(isLine(line), JSON.stringify(isLine.errors)).toBe(true);
    expect(line).toEqual({
      schemaVersion: 1,
      at: '2026-01-15T10:00:00.000Z',
      route: 'orders',
      upstream: 'monolith',
      request: {
        method: 'POST',
        path: '/orders/7',
        query: [
          ['token', '[redacted]'],
          ['page', '2'],
        ],
        headers: [
          ['content-type', 'application/json'],
          ['authorization', 'Bearer [redacted]'],
        ],
        body: { json: { password: '[redacted]', nickname: '[redacted]', quantity: 1 } },
      },
      response: {
        status: 201,
        headers: [['content-type', 'application/json']],
        body: { json: { id: 7, email: 'redacted@example.com' } },
      },
    });
  });

  const bodies: readonly (readonly [string, RawExchange, unknown])[] = [
    [
      'compressed JSON',
      raw(gzipSync('{"id":7}'), 'application/json', ['Content-Encoding', 'gzip']),
      { json: { id: 7 } },
    ],
    [
      'more than is kept once it is unpacked',
      raw(gzipSync(JSON.stringify('x'.repeat(5000))), 'application/json', [
        'Content-Encoding',
        'gzip',
      ]),
      { omitted: 'encoded' },
    ],
    [
      'an unknown encoding',
      raw(Buffer.from('x'), 'application/json', ['Content-Encoding', 'zstd']),
      { omitted: 'encoded' },
    ],
    ['a page', raw(Buffer.from('<b>anna@x.example</b>'), 'text/html'), { omitted: 'not-json' }],
    ['broken JSON', raw(Buffer.from('{"a":')), { omitted: 'malformed' }],
    ['a large body', raw(undefined), { omitted: 'too-large' }],
    ['no body', raw(Buffer.alloc(0)), undefined],
  ];

  it('says of every body what it was, or why it is not there', async () => {
    const written = await recorded(...bodies.map(([, exchange]) => exchange));
    expect(
      written.map((line) => [
        isLine(line),
        (line as { response: { body?: unknown } }).response.body,
      ]),
    ).toEqual(bodies.map(([, , expected]) => [true, expected]));
  });

  it('is what draft reads', async () => {
    await recorded(raw(Buffer.from('{"id":1.0}')), raw(Buffer.from('{"id":2}')));
    const { exchanges } = await readTraffic([dir]);
    expect(exchanges.map(({ request, response }) => [request.path, response.status])).toEqual([
      ['/orders/7', 201],
      ['/orders/7', 201],
    ]);
    expect(JSON.stringify(exchanges[0]?.response.body)).toContain('1.0');
  });

  it('stays within its files, the oldest goes first', async () => {
    const recorder = createRecorder({ dir });
    for (let n = 0; n < 60; n++) {
      recorder.take(raw(Buffer.from(JSON.stringify({ n, filler: 'x '.repeat(500) }))), rules);
      while (recorder.counts().written <= n - 20)
        await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await recorder.close();
    const names = readdirSync(dir);
    expect(names.length).toBe(3);
    for (const name of names) expect(statSync(join(dir, name)).size).toBeLessThanOrEqual(10_000);
    const last = lines().at(-1) as { response: { body: { json: { n: number } } } };
    expect(last.response.body.json.n).toBe(59);
    expect(statSync(join(dir, names[0] ?? '')).mode & 0o077).toBe(0);
  });

  it('leaves files of others in the folder alone', async () => {
    writeFileSync(join(dir, 'orders.notes.jsonl'), 'mine\n');
    const recorder = createRecorder({ dir });
    recorder.take(raw(Buffer.from('{}')), { ...rules, maxFiles: 1 });
    await recorder.close();
    expect(readdirSync(dir)).toContain('orders.notes.jsonl');
  });

  it('drops what comes too fast, and counts it', async () => {
    const recorder = createRecorder({ dir });
    for (let n = 0; n < 200; n++) recorder.take(raw(Buffer.from('{}')), rules);
    await recorder.close();
    const { written, dropped, lost } = recorder.counts();
    expect({ all: written + dropped + lost, lost }).toEqual({ all: 200, lost: 0 });
    expect(dropped).toBeGreaterThan(0);
  });

  it('says once that it cannot write, and loses no more than the recording', async () => {
    const file = join(dir, 'no-folder');
    writeFileSync(file, '');
    const problems: string[] = [];
    const recorder = createRecorder({ dir: file, onProblem: (text) => problems.push(text) });
    recorder.take(raw(Buffer.from('{}')), rules);
    recorder.take(raw(Buffer.from('{}')), rules);
    await recorder.close();
    expect(recorder.counts()).toEqual({ written: 0, dropped: 0, lost: 2 });
    expect(problems).toEqual([expect.stringMatching(/EEXIST|ENOTDIR/)]);
  });
});
