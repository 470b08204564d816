import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from './run-command.ts';

const home = mkdtempSync(join(tmpdir(), 'ashlar-scaffold-cli-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const run = (...args: string[]) => runCommand(['scaffold', ...args], { cwd: home });

function pact(path: string): string {
  return JSON.stringify({
    consumer: { name: 'shop' },
    provider: { name: 'inventory' },
    interactions: [{ description: 'x', request: { method: 'GET', path }, response: {} }],
    metadata: { pactSpecification: { version: '2.0.0' } },
  });
}

beforeAll(() => {
  mkdirSync(join(home, 'pacts'));
  writeFileSync(join(home, 'pacts/a.json'), pact('/stock'));
  writeFileSync(
    join(home, 'ashlar.yaml'),
    'schemaVersion: 1\npacticipant: shop\nservices: { inventory: {} }\ncontracts: { pacts: [pacts] }\n',
  );
});

describe('ashlar scaffold', { timeout: 60_000 }, () => {
  it.each([
    ['container', ['Containerfile.inventory', 'Containerfile.shop']],
    ['kubernetes', ['k8s/inventory.yaml', 'k8s/shop.yaml']],
    ['compose', ['compose.yaml']],
    ['systemd', ['systemd/inventory.service', 'systemd/shop.service']],
  ])('writes %s', async (kind, files) => {
    const ran = await run(kind);
    expect(ran, ran.stderr).toMatchObject({ code: 0 });
    for (const file of files) expect(existsSync(join(home, file)), file).toBe(true);
  });

  it('takes a line out of the policy when its contract is gone', async () => {
    const policy = () => readFileSync(join(home, 'k8s/inventory.yaml'), 'utf8');
    expect(policy()).toMatch(/ingress:\n\s+- from:/);
    writeFileSync(
      join(home, 'pacts/a.json'),
      pact('/stock').replace(/"interactions":\[.*?\}\]/, '"interactions":[]'),
    );
    expect(await run('kubernetes')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('CLI_FILE_EXISTS'),
    });
    expect(policy()).toMatch(/ingress:\n\s+- from:/);
    expect((await run('kubernetes', '--force')).code).toBe(0);
    expect(policy()).toContain('ingress: []');
  });

  it.each([
    ['an unknown kind', ['helm'], 'Allowed choices'],
    ['a folder without services', ['compose', '--out', tmpdir()], 'declares nothing'],
  ])('refuses %s', async (_, args, message) => {
    expect(await run(...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
  });
});
