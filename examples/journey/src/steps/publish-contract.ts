import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expectThat } from '../frame/failure.ts';
import type { StepResult } from '../frame/steps.ts';
import { ENVIRONMENT, INVENTORY, SHOP, SHOP_VERSION } from '../names.ts';
import {
  ashlar,
  ashlarArguments,
  listeningLine,
  OUT,
  REPOSITORY,
  type Stage,
  shown,
} from '../stage.ts';

export interface Broker {
  readonly url: string;
}

/** Each side says by its own tests what it needs of the other, and publishes that. */
export async function publishContracts(stage: Stage, version: string): Promise<StepResult<Broker>> {
  const { narrator } = stage;
  const broker = await narrator.during('starting the broker', () => startBroker(stage));
  narrator.say(`broker with the API of the Pact Broker, one SQLite file: ${broker.url}`);
  const event = await writePact(stage, { consumer: INVENTORY, workspace: 'inventory-service' });
  const api = await writePact(stage, { consumer: SHOP, workspace: 'monolith' });
  await publish(stage, broker, { pact: api.file, version: SHOP_VERSION });
  await publish(stage, broker, { pact: event.file, version });
  await ashlar(stage, [
    ...['environments', 'create', ENVIRONMENT, '--production'],
    ...['--broker-url', broker.url],
  ]);
  // The monolith is what runs today; without this the answer about the service would be trivial.
  await ashlar(stage, [
    'record-deployment',
    ...['--pacticipant', SHOP, '--version', SHOP_VERSION],
    ...['--environment', ENVIRONMENT, '--broker-url', broker.url],
  ]);
  narrator.look(`${shown(api.file)}, ${shown(event.file)}`);
  narrator.look(`the broker at ${broker.url}`);
  const summary = `${api.interactions} requests and ${event.interactions} message published`;
  return { summary, value: broker };
}

async function startBroker({ supervisor }: Stage): Promise<Broker> {
  const database = join(OUT, 'broker.sqlite');
  const { value } = await supervisor.start({
    name: 'broker',
    command: process.execPath,
    args: ashlarArguments(['broker', '--port', '0', '--database', database]),
    ready: listeningLine,
  });
  return { url: value.listening ?? '' };
}

async function publish(
  stage: Stage,
  broker: Broker,
  { pact, version }: { readonly pact: string; readonly version: string },
): Promise<void> {
  const { stdout } = await ashlar(stage, [
    ...['publish', pact, '--consumer-app-version', version],
    ...['--branch', 'main', '--broker-url', broker.url],
  ]);
  stage.narrator.quote(stdout, 4);
}

/** Runs the consumer tests of one side; they write the pact as a by-product of passing. */
async function writePact(
  { narrator, supervisor }: Stage,
  { consumer, workspace }: { readonly consumer: string; readonly workspace: string },
): Promise<{ file: string; interactions: number }> {
  const folder = join(REPOSITORY, 'examples', workspace, 'pacts');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const args = ['run', '--silent', 'test:pact', '-w', `examples/${workspace}`];
  const tests = await narrator.during(
    `the consumer tests of ${consumer}`,
    supervisor.run({
      name: `consumer-tests-${workspace}`,
      command: 'npm',
      args,
      // The Pact library reports usage to its makers unless told not to.
      env: { PACT_DO_NOT_TRACK: 'true' },
      cwd: REPOSITORY,
    }),
  );
  narrator.say(`$ npm ${args.join(' ')}`);
  expectThat(tests.code === 0, `the consumer tests failed:\n${tests.stdout}${tests.stderr}`);
  const written = (await readdir(folder)).filter((name) => name.startsWith(`${consumer}-`));
  expectThat(written.length === 1, `one pact of ${consumer} expected, got: ${written.join(', ')}`);
  const file = join(folder, written[0] ?? '');
  const pact = JSON.parse(await readFile(file, 'utf8')) as { interactions: unknown[] };
  return { file, interactions: pact.interactions.length };
}
