import type { Steps } from './frame/steps.ts';
import type { Stage } from './stage.ts';
import { analyse } from './steps/analyse.ts';
import { breakContract } from './steps/broken-contract.ts';
import { canary, complete } from './steps/canary.ts';
import { failUnderCanary } from './steps/failing-service.ts';
import { publishContracts } from './steps/publish-contract.ts';
import { repair } from './steps/repair.ts';
import { shadow } from './steps/shadow.ts';
import { type Running, startAll } from './steps/start-traffic.ts';
import { verifyProvider } from './steps/verify-provider.ts';

const VERSION = '1.0.0';
export const STEP_COUNT = 10;

/** Filled as soon as something runs, so that it can be shown and stopped if a later step fails. */
export interface Voyage {
  running?: Running;
}

/** The whole way, in order; each step asserts its own outcome. */
export async function travel(stage: Stage, steps: Steps, voyage: Voyage): Promise<void> {
  await steps.run('Analyse the monolith', () => analyse(stage));
  const broker = await steps.run('Publish what each side needs of the other', () =>
    publishContracts(stage, VERSION),
  );
  await steps.run(`Verify inventory service ${VERSION} and ask whether it may be deployed`, () =>
    verifyProvider(stage, broker, VERSION),
  );
  const running = await steps.run('Put the proxy in front, with real traffic', () =>
    startAll(stage, broker, VERSION),
  );
  voyage.running = running;
  await steps.run('Shadow: compare the service with the monolith', () => shadow(stage, running));
  await steps.run('Canary: a quarter of the shoppers', () => canary(stage, running));
  await steps.run('Service: all shoppers', () => complete(stage, running));
  await steps.run('A release that breaks the contract', () => breakContract(stage, running));
  await steps.run('A service that starts to fail', () => failUnderCanary(stage, running, VERSION));
  await steps.run('Repaired, and back on the service', () => repair(stage, running, VERSION));
}
