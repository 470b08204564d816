import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createBroker, publishPacts } from '@ashlar/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../run-command.ts';

/** A shop that asks a service for stock; what ashlar.yaml says of it decides what is missing. */
const home = mkdtempSync(join(tmpdir(), 'ashlar-between-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

function put(path: string, text: string): void {
  mkdirSync(dirname(join(home, path)), { recursive: true });
  writeFileSync(join(home, path), text);
}

const config = (contracts: string, owner = '') => `schemaVersion: 1
pacticipant: shop
domains: { orders: { files: ["src/orders/**"] } }
services:
  inventory: { env: [INVENTORY_URL]${owner} }
contracts: ${contracts}
routes: routes.yaml
`;

const pact = (path: string, method = 'GET') =>
  JSON.stringify({
    consumer: { name: 'shop' },
    provider: { name: 'inventory' },
    interactions: [{ description: 'stock', request: { method, path }, response: { status: 200 } }],
    metadata: { pactSpecification: { version: '2.0.0' } },
  });

beforeAll(() => {
  put('package.json', '{"name": "shop"}');
  put(
    'src/orders/stock.ts',
    'const base = process.env.INVENTORY_URL;\nexport const stock = (sku: string) =>\n  fetch(base + "/stock/" + sku);\n',
  );
  put('src/orders/index.ts', "export { stock } from './stock.ts';\n");
  put(
    'routes.yaml',
    `schemaVersion: 1
upstreams: { monolith: http://127.0.0.1:1, inventory: http://127.0.0.1:2 }
routes:
  - { id: stock, match: /stock/**, service: inventory, state: shadow }
  - { match: /**, state: monolith }
`,
  );
  put('pacts/shop-inventory.json', pact('/stock/A'));
  put('writes/shop-inventory.json', pact('/stock/A', 'PUT'));
  put('elsewhere/shop-inventory.json', pact('/shelves/A'));
});

const check = (...args: string[]) => runCommand(['check', '.', ...args], { cwd: home });

describe('ashlar check between services', { timeout: 60_000 }, () => {
  it.each([
    ['a pact and an owner', '{ pacts: [pacts] }', ', owner: team-a', []],
    ['no owner', '{ pacts: [pacts] }', '', ['route-owner:stock']],
    [
      'no interaction',
      '{ pacts: [elsewhere] }',
      ', owner: team-a',
      ['contract:codebase>inventory:GET /stock/{sku}:src/orders/stock.ts'],
    ],
    [
      'no pact',
      '{ pacts: [] }',
      ', owner: team-a',
      ['contract:codebase>inventory:GET /stock/{sku}:src/orders/stock.ts'],
    ],
    [
      'an interaction with another method',
      '{ pacts: [writes] }',
      ', owner: team-a',
      ['contract:codebase>inventory:GET /stock/{sku}:src/orders/stock.ts'],
    ],
    [
      'pacts that are not there yet',
      '{ pacts: [missing] }',
      ', owner: team-a',
      ['contract:codebase>inventory:GET /stock/{sku}:src/orders/stock.ts'],
    ],
  ])('with %s', async (_, contracts, owner, expected) => {
    put('ashlar.yaml', config(contracts, owner));
    const ran = await check('--format', 'json');
    const { fresh } = JSON.parse(ran.stdout) as { fresh: { id: string; sites: object[] }[] };
    expect(fresh.map(({ id }) => id)).toEqual(expected);
    expect(ran.code).toBe(expected.length === 0 ? 0 : 1);
    if (expected[0]?.startsWith('contract:')) {
      expect(fresh[0]?.sites).toEqual([{ file: 'src/orders/stock.ts', line: 3 }]);
    }
    if (expected[0]?.startsWith('route-owner:')) {
      expect(fresh[0]?.sites).toEqual([{ file: 'routes.yaml', line: 4 }]);
    }
  });

  it('takes the contracts of the broker where the file says so', async () => {
    const broker = await createBroker({ port: 0, database: ':memory:' });
    try {
      put('ashlar.yaml', config('{ broker: true }', ', owner: team-a'));
      const env = { PACT_BROKER_BASE_URL: broker.url };
      const ask = () => runCommand(['check', '.'], { cwd: home, env });
      expect((await ask()).code).toBe(1);
      await publishPacts({
        broker: { url: broker.url },
        dirs: [join(home, 'pacts')],
        consumerVersion: '1',
        branch: 'main',
      });
      const main = await fetch(`${broker.url}/pacticipants/shop`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/merge-patch+json' },
        body: '{"mainBranch":"main"}',
      });
      expect(main.status).toBe(200);
      expect(await ask()).toMatchObject({ code: 0 });
    } finally {
      await broker.close();
    }
  });

  it('says who the calls are that nobody declared', async () => {
    put(
      'ashlar.yaml',
      config('{ pacts: [pacts] }', ', owner: team-a').replace('INVENTORY_URL', 'OTHER'),
    );
    const ran = await check();
    expect(ran.code).toBe(0);
    expect(ran.stderr).toContain('src/orders/stock.ts:3 {base}/stock/{sku}');
    expect(ran.stderr).toContain('calledAs');
  });

  it('refuses a table that it cannot read', async () => {
    put('ashlar.yaml', config('{ pacts: [pacts] }').replace('routes.yaml', 'none.yaml'));
    expect((await check()).code).toBe(2);
  });
});
