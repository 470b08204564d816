import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Broker, createBroker } from '../../src/broker/create.ts';

interface Environment {
  readonly name: string;
  readonly uuid: string;
}

const require = createRequire(import.meta.url);
const CLI = join(dirname(require.resolve('@pact-foundation/pact-cli/package.json')), 'bin/pact.js');
const folder = mkdtempSync(join(tmpdir(), 'broker-cli-'));
const UUID = '9999a6c2-0c3d-4ac5-8a0a-6c1b3e1a3d11';

/** Commands of the official CLI in an order that makes sense, with the exit code each must have. */
const COMMANDS: readonly (readonly [command: string, exitCode: number])[] = [
  [`publish ${folder} -a 1.0.0 --branch main --tag dev`, 0],
  [`publish ${folder} -a 1.0.0 --branch main`, 0],
  ['list-latest-pact-versions', 0],
  ['list-latest-pact-versions -o json', 0],
  ['get-pacts --provider Orders --latest', 0],
  ['get-pacts --provider Orders --branch main -o json', 0],
  ['get-pacts --provider Orders --consumer Web --branch main -o json', 0],
  ['get-pacts --provider Orders --latest --download --download-dir {downloads}', 0],
  ['create-environment --name test --display-name Test', 0],
  ['create-environment --name production --production', 0],
  ['create-environment --name staging', 0],
  ['describe-environment --uuid {staging}', 0],
  ['update-environment --uuid {staging} --name stage --display-name Stage', 0],
  ['describe-environment --uuid {stage} -o json', 0],
  ['delete-environment --uuid {stage}', 0],
  ['describe-environment --uuid 00000000-0000-4000-8000-000000000000', 1],
  ['list-environments', 0],
  ['record-deployment -a Orders -e 9 --environment test', 1],
  ['create-or-update-version -a Orders -e 1 --branch main', 0],
  ['record-deployment -a Orders -e 1 --environment test', 0],
  ['can-i-deploy -a Web -e 1.0.0 --to-environment test', 1],
  ['can-i-deploy -a Orders -e 1 --to-environment test', 0],
  ['can-i-deploy -a Nobody -e 1 --to-environment test', 1],
  ['record-deployment -a Web -e 1.0.0 --environment test', 0],
  ['record-release -a Web -e 1.0.0 --environment production', 0],
  ['describe-version -a Web', 0],
  ['describe-version -a Web -e 1.0.0', 0],
  ['describe-version -a Web -l dev', 0],
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
  ['provider-states list --provider Orders --branch main', 0],
  ['can-i-merge -a Web -e 1.0.0', 1],
  [
    `create-or-update-webhook {receiver} --uuid ${UUID} --request POST --contract-content-changed --description hook`,
    0,
  ],
  ['create-webhook {receiver} --request POST --contract-published', 0],
  [`test-webhook --uuid ${UUID}`, 0],
  ['test-webhook --uuid nobodyknowsthisone', 1],
  [`delete-webhook --uuid ${UUID}`, 0],
  ['delete-branch -a Web --branch main', 0],
  ['generate-uuid', 0],
];

/** These start a broker of their own, or say how to use the others. */
const NOT_FOR_A_BROKER = ['ruby', 'docker', 'help'];

/** Names of the subcommands, as the client lists them. */
async function subcommands(): Promise<string[]> {
  const { output } = await run('--help', undefined);
  const list = /^Commands:\n(.*?)\n\n/ms.exec(output)?.[1] ?? '';
  return list.split('\n').map((line) => line.trim().split(' ')[0] ?? '');
}

function run(
  command: string,
  url: string | undefined,
): Promise<{ code: number | null; output: string }> {
  const { promise, resolve } = Promise.withResolvers<{ code: number | null; output: string }>();
  const address = url === undefined ? [] : ['-b', url];
  const child = spawn(process.execPath, [CLI, 'broker', ...command.split(' '), ...address], {
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
  let received = 0;
  const receiver = http.createServer((_request, response) => {
    received++;
    response.end();
  });

  beforeAll(async () => {
    await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
    broker = await createBroker({
      port: 0,
      webhooks: { schemes: ['http'], hosts: ['127.0.0.1'], allowPrivateHosts: true },
    });
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
    receiver.closeAllConnections();
    receiver.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Puts in what only this run knows: UUIDs of environments by name, addresses, folders. */
  async function filled(command: string): Promise<string> {
    const answer = await (await fetch(`${broker.url}/environments`)).json();
    const { environments } = (answer as { _embedded: { environments: Environment[] } })._embedded;
    const { port } = receiver.address() as AddressInfo;
    return command.replace(/\{(\w+)\}/g, (_, name: string) => {
      if (name === 'receiver') return `http://127.0.0.1:${port}/hook`;
      if (name === 'downloads') return join(folder, 'downloads');
      return environments.find((one) => one.name === name)?.uuid ?? `no environment ${name}`;
    });
  }

  it('runs every command against the broker', async () => {
    const failures: string[] = [];
    for (const [template, expected] of COMMANDS) {
      const command = await filled(template);
      const local = command === 'generate-uuid';
      const { code, output } = await run(command, local ? undefined : broker.url);
      if (code !== expected) failures.push(`${command}: exit ${code}\n${output}`);
    }
    expect(failures).toEqual([]);
    expect(received).toBe(1);
    expect(readdirSync(join(folder, 'downloads'))).toHaveLength(1);
  }, 180_000);

  it('has no command for a broker that is not run here', async () => {
    const all = await subcommands();
    expect(all.length).toBeGreaterThan(25);
    const covered = new Set(COMMANDS.map(([command]) => command.split(' ')[0]));
    const missing = all.filter((name) => !covered.has(name) && !NOT_FOR_A_BROKER.includes(name));
    expect(missing).toEqual([]);
  });
});
