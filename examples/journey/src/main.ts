import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createNarrator, type Narrator } from './frame/narrator.ts';
import { createSteps, JourneyStopped, type Steps } from './frame/steps.ts';
import { createSupervisor, type Supervisor } from './frame/supervisor.ts';
import { STEP_COUNT, travel, type Voyage } from './journey.ts';
import { ASHLAR, OUT } from './stage.ts';
import { addresses, summarise } from './summary.ts';

const USAGE = `usage: npm run demo [-- --keep]
  --keep   leave broker, monolith, service and proxy running until Ctrl-C
`;
const INTERRUPTED = 130;

process.exitCode = await main();

async function main(): Promise<number> {
  const options = readOptions();
  if (options === undefined) return 2;
  if (!existsSync(ASHLAR)) {
    process.stderr.write(`${ASHLAR} is missing: run "npm run build" first, or "npm run demo".\n`);
    return 2;
  }
  await rm(OUT, { recursive: true, force: true });
  await mkdir(OUT, { recursive: true });
  const interruption = new AbortController();
  const narrator = createNarrator(process.stdout);
  const supervisor = createSupervisor(join(OUT, 'logs'), interruption.signal);
  onSignals(interruption, supervisor);
  const steps = createSteps(narrator, STEP_COUNT, interruption.signal);
  try {
    return await walk({ narrator, supervisor, signal: interruption.signal }, steps, options.keep);
  } finally {
    await supervisor.stopAll();
  }
}

async function walk(
  stage: { narrator: Narrator; supervisor: Supervisor; signal: AbortSignal },
  steps: Steps,
  keep: boolean,
): Promise<number> {
  const voyage: Voyage = {};
  let code = 0;
  try {
    await travel(stage, steps, voyage);
  } catch (error) {
    if (!(error instanceof JourneyStopped)) throw error;
    code = error.interrupted ? INTERRUPTED : 1;
  } finally {
    await voyage.running?.traffic.stop();
  }
  summarise(stage.narrator, steps.finished, voyage.running);
  if (keep && voyage.running !== undefined && !stage.signal.aborted) {
    addresses(stage.narrator, voyage.running);
    stage.narrator.say('still running; Ctrl-C ends it');
    await aborted(stage.signal);
  }
  return code;
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** The first signal stops in order; the second one does not wait. */
function onSignals(interruption: AbortController, supervisor: Supervisor): void {
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (interruption.signal.aborted) {
        supervisor.killAll();
        process.exit(INTERRUPTED);
      }
      interruption.abort(new Error(`interrupted by ${name}`));
    });
  }
  process.on('exit', () => supervisor.killAll());
}

function readOptions(): { keep: boolean } | undefined {
  try {
    const { values } = parseArgs({ options: { keep: { type: 'boolean', default: false } } });
    return values;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    return undefined;
  }
}
