import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expectThat } from '../frame/failure.ts';
import type { StepResult } from '../frame/steps.ts';
import {
  ashlar,
  ashlarArguments,
  listeningLine,
  OUT,
  REPOSITORY,
  type Stage,
  shown,
} from '../stage.ts';

export const CONSUMER = 'shop-monolith';
export const ENVIRONMENT = 'production';
export const CONSUMER_VERSION = '1.0.0';

export interface Broker {
  readonly url: string;
}

/** The monolith says what it needs of inventory, by its own tests, and publishes it. */
export async function publishContract(stage: Stage): Promise<StepResult<Broker>> {
  const { narrator } = stage;
  const broker = await narrator.during('starting the broker', () => startBroker(stage));
  narrator.say(`broker with the API of the Pact Broker, one SQLite file: ${broker.url}`);
  const pact = await writePact(stage);
  const { stdout } = await ashlar(stage, [
    'publish',
    pact.file,
    '--consumer-app-version',
    CONSUMER_VERSION,
    '--branch',
    'main',
    '--broker-url',
    broker.url,
  ]);
  narrator.quote(stdout);
  await ashlar(stage, [
    ...['environments', 'create', ENVIRONMENT, '--production'],
    ...['--broker-url', broker.url],
  ]);
  // The monolith is what runs today; without this the answer about the service would be trivial.
  await ashlar(stage, [
    'record-deployment',
    '--pacticipant',
    CONSUMER,
    '--version',
    CONSUMER_VERSION,
    '--environment',
    ENVIRONMENT,
    '--broker-url',
    broker.url,
  ]);
  narrator.look(`${shown(pact.file)}, and the broker at ${broker.url}`);
  return { summary: `${pact.interactions} interactions published`, value: broker };
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

/** Runs the monolith's consumer tests; they write the pact as a by-product of passing. */
async function writePact({
  narrator,
  supervisor,
}: Stage): Promise<{ file: string; interactions: number }> {
  const folder = join(REPOSITORY, 'examples/monolith/pacts');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const tests = await narrator.during(
    "the monolith's consumer tests",
    supervisor.run({
      name: 'consumer-tests',
      command: 'npm',
      args: ['run', '--silent', 'test:pact', '-w', 'examples/monolith'],
      // The Pact library reports usage to its makers unless told not to.
      env: { PACT_DO_NOT_TRACK: 'true' },
      cwd: REPOSITORY,
    }),
  );
  narrator.say('$ npm run test:pact -w examples/monolith');
  expectThat(tests.code === 0, `the consumer tests failed:\n${tests.stdout}${tests.stderr}`);
  const written = (await readdir(folder)).filter((name) => name.startsWith(`${CONSUMER}-`));
  expectThat(written.length === 1, `one pact of ${CONSUMER} expected, got: ${written.join(', ')}`);
  const file = join(folder, written[0] ?? '');
  const pact = JSON.parse(await readFile(file, 'utf8'));
  return { file, interactions: pact.interactions.length };
}
