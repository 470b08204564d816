import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Broker, createBroker } from '../../src/broker/create.ts';

const require = createRequire(import.meta.url);
const CLI = join(dirname(require.resolve('@pact-foundation/pact-cli/package.json')), 'bin/pact.js');
const folder = mkdtempSync(join(tmpdir(), 'broker-cli-'));
const UUID = '9999a6c2-0c3d-4ac5-8a0a-6c1b3e1a3d11';

/** Commands of the official CLI in an order that makes sense, with the exit code each must have. */
const COMMANDS: readonly (readonly [command: string, exitCode: number])[] = [
  [`publish ${folder} -a 1.0.0 --branch main --tag dev`, 0],
  [`publish ${folder} -a 1.0.0 --branch main`, 0],
  ['list-latest-pact-versions', 0],
  ['create-environment --name test --display-name Test', 0],
  ['create-environment --name production --production', 0],
  ['list-environments', 0],
  ['record-deployment -a Orders -e 9 --environment test', 1],
  ['create-or-update-version -a Orders -e 1 --branch main', 0],
  ['record-deployment -a Orders -e 1 --environment test', 0],
  ['can-i-deploy -a Web -e 1.0.0 --to-environment test', 1],
  ['can-i-deploy -a Orders -e 1 --to-environment test', 0],
  ['can-i-deploy -a Nobody -e 1 --to-environment test', 1],
  ['record-deployment -a Web -e 1.0.0 --environment test', 0],
  ['record-release -a Web -e 1.0.0 --environment production', 0],
  ['describe-version -a Web -e 1.0.0', 0],
  ['describe-version -a Web --environment test', 0],
  ['record-undeployment -a Web --environment test', 0],
  ['record-support-ended -a Web -e 1.0.0 --environment production', 0],
  ['create-or-update-pacticipant --name Billing --main-branch main', 0],
  ['create-or-update-pacticipant --name Billing --display-name Money', 0],
  ['describe-pacticipant --name Billing', 0],
  ['list-pacticipants', 0],
  ['create-version-tag -a Web -e 1.0.0 --tag prod', 0],
  ['delete-version-tag -a Web -e 1.0.0 --tag prod', 0],
  ['provider-states list --provider Orders', 0],
  ['can-i-merge -a Web -e 1.0.0', 1],
  [
    `create-or-update-webhook https://example.org/hook --uuid ${UUID} --request POST --contract-content-changed --description hook`,
    0,
  ],
  ['create-webhook https://example.org/other --request POST --contract-published', 0],
  [`delete-webhook --uuid ${UUID}`, 0],
  ['delete-branch -a Web --branch main', 0],
];

function run(command: string, url: string): Promise<{ code: number | null; output: string }> {
  const { promise, resolve } = Promise.withResolvers<{ code: number | null; output: string }>();
  const child = spawn(process.execPath, [CLI, 'broker', ...command.split(' '), '-b', url], {
    env: { ...process.env, PACT_BROKER_HTTP_RETRIES: '0', CI: '' },
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  child.on('close', (code) => resolve({ code, output }));
  return promise;
}

describe('the official command line client', () => {
  let broker: Broker;

  beforeAll(async () => {
    broker = await createBroker({ port: 0 });
    writeFileSync(
      join(folder, 'web-orders.json'),
      JSON.stringify({
        consumer: { name: 'Web' },
        provider: { name: 'Orders' },
        interactions: [
          {
            description: 'an order',
            providerState: 'order 1 exists',
            request: { method: 'GET', path: '/orders/1' },
            response: { status: 200 },
          },
        ],
        metadata: { pactSpecification: { version: '2.0.0' } },
      }),
    );
  });

  afterAll(async () => {
    await broker.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('runs every kind of command against the broker', async () => {
    const failures: string[] = [];
    for (const [command, expected] of COMMANDS) {
      const { code, output } = await run(command, broker.url);
      if (code !== expected) failures.push(`${command}: exit ${code}\n${output}`);
    }
    expect(failures).toEqual([]);
  }, 120_000);
});
