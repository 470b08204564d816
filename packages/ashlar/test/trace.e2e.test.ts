import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCommand } from './run-command.ts';

const home = mkdtempSync(join(tmpdir(), 'ashlar-trace-'));
afterAll(() => rmSync(home, { recursive: true }));

const attributes = (values: Record<string, string>) =>
  Object.entries(values).map(([key, stringValue]) => ({ key, value: { stringValue } }));
/** One process's part of a trace, as an exporter sends it. */
const batch = (service: string, span: object) => ({
  resourceSpans: [
    {
      resource: { attributes: attributes({ 'service.name': service }) },
      scopeSpans: [{ spans: [{ traceId: 'abc', kind: 2, status: { code: 2 }, ...span }] }],
    },
  ],
});
const request = attributes({ 'http.request.method': 'GET', 'http.route': '/stock/:sku' });

writeFileSync(
  join(home, 'spans.json'),
  [
    batch('shop', { spanId: '1', name: 'GET /cart' }),
    batch('inventory', { spanId: '2', parentSpanId: '1', name: 'GET', attributes: request }),
  ]
    .map((one) => JSON.stringify(one))
    .join('\n'),
);
writeFileSync(
  join(home, 'ashlar.yaml'),
  'schemaVersion: 1\nservices: { inventory: { owner: team-warehouse } }\ncontracts: { pacts: [pacts] }\n',
);
mkdirSync(join(home, 'pacts'));
writeFileSync(
  join(home, 'pacts', 'shop-inventory.json'),
  JSON.stringify({
    consumer: { name: 'shop' },
    provider: { name: 'inventory' },
    interactions: [
      { description: 'stock', request: { method: 'GET', path: '/stock/A' }, response: {} },
    ],
    metadata: { pactSpecification: { version: '2.0.0' } },
  }),
);

describe('ashlar trace', () => {
  it('names the hop that failed, its contract and its owner, and exits 1', async () => {
    const ran = await runCommand(['trace', 'spans.json'], { cwd: home });
    expect(ran.stdout).toBe(`inventory failed in GET /stock/:sku
  traces    1, such as abc
  path      shop > inventory
  asked by  shop (no owner in ashlar.yaml)
  contract  shop -> inventory has it: ashlar verify --provider inventory
  owner     team-warehouse
`);
    expect(ran.code).toBe(1);
  });

  it.each([
    [['trace', 'ashlar.yaml'], 'CLI_FILE_INVALID'],
    [['trace', 'nothing.json'], 'CLI_FILE_UNREADABLE'],
    [['trace', 'spans.json', '--trace', 'xyz'], 'CLI_USAGE'],
    [['plan', '--from', '.', '--load', 'ashlar.yaml'], 'CLI_FILE_INVALID'],
  ])('%s says what is wrong: %s', async (args, code) => {
    const ran = await runCommand(args, { cwd: home });
    expect(ran.stderr).toContain(`error ${code}`);
    expect(ran.code).toBe(2);
  });
});
