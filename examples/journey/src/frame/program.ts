import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Stage } from '../stage.ts';
import { createNarrator, type Narrator } from './narrator.ts';
import { createSteps, type FinishedStep, JourneyStopped, type Steps } from './steps.ts';
import { createSupervisor, type Supervisor } from './supervisor.ts';

/** A story told step by step over real processes. */
export interface Program<Voyage> {
  /** As in `npm run NAME`. */
  readonly name: string;
  /** The file without which nothing can be told. */
  readonly built: string;
  /** Folder of everything that is written; emptied first. */
  readonly out: string;
  readonly stepCount: number;
  /** Filled as soon as something runs, so that it can be shown and stopped if a later step fails. */
  readonly voyage: Voyage;
  /** Why it cannot begin, and what to do. */
  obstacle?(): Promise<string | undefined>;
  travel(stage: Stage, steps: Steps, voyage: Voyage): Promise<void>;
  /** After the last step, whether it failed or not. */
  rest(voyage: Voyage): Promise<void>;
  /** What to open, below the list of the steps. */
  summarise(narrator: Narrator, voyage: Voyage): void;
  /** For `--keep`: what still runs; false when nothing does. */
  addresses(narrator: Narrator, voyage: Voyage): boolean;
  /** When no process runs any more. */
  tidy?(voyage: Voyage): Promise<void>;
}

const INTERRUPTED = 130;

/** Runs the program to its end; gives the exit code: 0, 1 for a step that failed, 2 for one that could not begin. */
export async function runProgram<Voyage>(program: Program<Voyage>): Promise<number> {
  const options = readOptions(program.name);
  if (options === undefined) return 2;
  const obstacle = existsSync(program.built)
    ? await program.obstacle?.()
    : `${program.built} is missing: run "npm run build" first, or "npm run ${program.name}".`;
  if (obstacle !== undefined) {
    process.stderr.write(`${obstacle}\n`);
    return 2;
  }
  await rm(program.out, { recursive: true, force: true });
  await mkdir(program.out, { recursive: true });
  const interruption = new AbortController();
  const narrator = createNarrator(process.stdout);
  const supervisor = createSupervisor(join(program.out, 'logs'), interruption.signal);
  onSignals(interruption, supervisor);
  try {
    const stage = { narrator, supervisor, signal: interruption.signal };
    return await walk(program, stage, options.keep);
  } finally {
    await supervisor.stopAll();
    await program.tidy?.(program.voyage);
  }
}

async function walk<Voyage>(
  program: Program<Voyage>,
  stage: Stage,
  keep: boolean,
): Promise<number> {
  const { voyage, stepCount } = program;
  const { narrator, signal } = stage;
  const steps = createSteps(narrator, stepCount, signal);
  let code = 0;
  try {
    await program.travel(stage, steps, voyage);
  } catch (error) {
    if (!(error instanceof JourneyStopped)) throw error;
    code = error.interrupted ? INTERRUPTED : 1;
  } finally {
    await program.rest(voyage);
  }
  summariseSteps(narrator, steps.finished);
  program.summarise(narrator, voyage);
  if (keep && !signal.aborted && program.addresses(narrator, voyage)) {
    narrator.say('still running; Ctrl-C ends it');
    await aborted(signal);
  }
  return code;
}

const MARK = { done: 'ok  ', failed: 'FAIL', interrupted: 'stop' } as const;

function summariseSteps(narrator: Narrator, finished: readonly FinishedStep[]): void {
  const seconds = finished.reduce((sum, step) => sum + step.seconds, 0);
  narrator.headline(`Summary (${seconds.toFixed(0)} s)`);
  for (const { title, outcome, result, seconds: took } of finished) {
    const [first = ''] = result.split('\n');
    narrator.say(`${MARK[outcome]} ${took.toFixed(1).padStart(5)} s  ${title}: ${first}`);
  }
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

function readOptions(name: string): { keep: boolean } | undefined {
  try {
    const { values } = parseArgs({ options: { keep: { type: 'boolean', default: false } } });
    return values;
  } catch (error) {
    const usage = `usage: npm run ${name} [-- --keep]\n  --keep   leave everything running until Ctrl-C\n`;
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    return undefined;
  }
}
