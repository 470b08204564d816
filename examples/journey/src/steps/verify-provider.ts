import { join } from 'node:path';
import { expectThat } from '../frame/failure.ts';
import type { StepResult } from '../frame/steps.ts';
import type { Finished } from '../frame/supervisor.ts';
import { startInventory } from '../inventory.ts';
import { ENVIRONMENT, INVENTORY, SHOP, SHOP_VERSION } from '../names.ts';
import { ashlar, REPOSITORY, type Stage } from '../stage.ts';
import type { Broker } from './publish-contract.ts';

const SHOP_MESSAGES = join(REPOSITORY, 'examples/journey/src/shop-messages.ts');
const STATE_HANDLERS = join(REPOSITORY, 'examples/inventory-service/src/state-handlers.ts');

/** The service proves that it does what the monolith needs; then it may be deployed. */
export async function verifyProvider(
  stage: Stage,
  broker: Broker,
  version: string,
): Promise<StepResult<undefined>> {
  const { narrator } = stage;
  const before = await canIDeploy(stage, broker, version, [1]);
  narrator.say('before the verification the answer is not yes:');
  narrator.quote(before.stdout, 6);
  await verifyShop(stage, broker);
  const verified = await verify(stage, broker, version, { expected: 0 });
  narrator.quote(verified.stdout, 30);
  const after = await canIDeploy(stage, broker, version, [0]);
  narrator.quote(after.stdout, 6);
  await ashlar(stage, [
    'record-deployment',
    ...['--pacticipant', INVENTORY, '--version', version],
    ...['--environment', ENVIRONMENT, '--broker-url', broker.url],
  ]);
  narrator.look(`${broker.url}: the matrix of ${INVENTORY}`);
  return { summary: `can-i-deploy ${version}: yes`, value: undefined };
}

/** The shop proves that its event is what the service needs; no server is needed for that. */
async function verifyShop(stage: Stage, broker: Broker): Promise<void> {
  const { stdout } = await ashlar(stage, [
    ...['verify', '--provider', SHOP, '--provider-version', SHOP_VERSION, '--branch', 'main'],
    ...['--state-handlers', SHOP_MESSAGES, '--publish', '--broker-url', broker.url],
  ]);
  stage.narrator.quote(stdout);
}

/** Starts that version beside everything else, lets the Pact verifier ask it, and stops it. */
export async function verify(
  stage: Stage,
  broker: Broker,
  version: string,
  options: { readonly expected: number; readonly env?: Record<string, string> },
): Promise<Finished> {
  const name = `inventory-service-${version}-verification`;
  const env = { PROVIDER_STATES: 'on', ...options.env };
  const service = await stage.narrator.during(
    `starting ${name}`,
    startInventory(stage, { name, version, env }),
  );
  const finished = await ashlar(
    stage,
    [
      'verify',
      ...['--provider', INVENTORY, '--provider-base-url', service.url],
      ...['--provider-version', version, '--branch', 'main'],
      ...['--state-handlers', STATE_HANDLERS, '--header', `authorization:Bearer ${service.token}`],
      ...['--publish', '--broker-url', broker.url],
    ],
    { expected: [options.expected], env: { INVENTORY_URL: service.url } },
  );
  const code = await service.stop();
  expectThat(code === 0, `the service drained and exited with ${code}, expected 0`);
  return finished;
}

export function canIDeploy(
  stage: Stage,
  broker: Broker,
  version: string,
  expected: readonly number[],
): Promise<Finished> {
  const args = [
    'can-i-deploy',
    ...['--pacticipant', INVENTORY, '--version', version],
    ...['--to-environment', ENVIRONMENT, '--broker-url', broker.url],
  ];
  return ashlar(stage, args, { expected });
}
