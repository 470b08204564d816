import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createProxy, loadRoutes } from '@ashlar/strangler';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { runCommand } from './run-command.ts';

const home = mkdtempSync(join(tmpdir(), 'ashlar-export-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const run = (...args: string[]) => runCommand(['export', ...args], { cwd: home });

const table = (more = '') => `schemaVersion: 1
upstreams: { monolith: http://127.0.0.1:1, inventory: http://10.9.8.7:2 }
routes:
  - { id: stock, match: /stock/**, service: inventory, state: monolith${more} }
  - { match: /**, state: monolith }
`;

beforeAll(() => {
  writeFileSync(join(home, 'ashlar.yaml'), 'schemaVersion: 1\nroutes: table.yaml\n');
  writeFileSync(join(home, 'table.yaml'), table());
  writeFileSync(join(home, 'claims.yaml'), table(', claims: { sub: ann }'));
});

describe('ashlar export', { timeout: 60_000 }, () => {
  it.each(['gateway-api', 'envoy', 'nginx', 'haproxy', 'traefik', 'kong'])(
    'writes the table of ashlar.yaml for %s',
    async (router) => {
      const ran = await run('--to', router);
      expect(ran, ran.stderr).toMatchObject({ code: 0 });
      expect(ran.stdout).toContain(`ashlar export --to ${router}`);
      expect(ran.stdout).not.toContain('10.9.8.7');
    },
  );

  it('takes the states of a running proxy', async () => {
    const proxy = await createProxy({
      table: loadRoutes(join(home, 'table.yaml')),
      port: 0,
      admin: { port: 0 },
    });
    await proxy.promote('stock', { to: 'shadow' });
    const ran = await run('--to', 'envoy', '--live', proxy.adminUrl ?? '');
    await proxy.close({ drainMs: 10 });
    expect(JSON.stringify(parse(ran.stdout))).toContain(
      '"request_mirror_policies":[{"cluster":"inventory"',
    );
    expect(ran.stderr).toContain(
      'warned compare: copies are sent, and nobody compares the answers (stock)',
    );
  });

  it('refuses by name, writes nothing, and lets a person take it on', async () => {
    const args = ['claims.yaml', '--to', 'nginx', '--out', 'out'];
    const refused = await run(...args);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain(
      'refused claims: it reads no tokens, so claims choose nothing (stock)',
    );
    expect(existsSync(join(home, 'out'))).toBe(false);
    expect((await run(...args, '--leave-out', 'claims')).code).toBe(0);
    expect(readFileSync(join(home, 'out/nginx.conf'), 'utf8')).toContain('$ashlar_route');
    writeFileSync(join(home, 'out/nginx.conf'), '# mine\n');
    expect(await run(...args, '--leave-out', 'claims')).toMatchObject({ code: 2 });
    expect((await run(...args, '--leave-out', 'claims', '--force')).code).toBe(0);
  });

  it('says all of it as JSON', async () => {
    const ran = await run('claims.yaml', '--to', 'kong', '--json');
    expect(ran.code).toBe(1);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      target: 'kong',
      files: [],
      problems: expect.arrayContaining([
        expect.objectContaining({ feature: 'claims', route: 'stock', severity: 'refused' }),
      ]),
    });
  });

  it.each([
    ['an unknown router', ['--to', 'apache'], 'PROXY_EXPORT_UNKNOWN'],
    ['no table', ['nothing.yaml', '--to', 'nginx'], 'PROXY_ROUTES_NOT_FOUND'],
    ['no proxy', ['--to', 'nginx', '--live', 'http://127.0.0.1:9'], 'PROXY_ADMIN_UNREACHABLE'],
  ])('fails with %s', async (_, args, code) => {
    expect(await run(...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(code) });
  });
});
