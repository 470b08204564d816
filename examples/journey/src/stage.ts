import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StepFailure } from './frame/failure.ts';
import type { Narrator } from './frame/narrator.ts';
import type { Finished, Supervisor } from './frame/supervisor.ts';

export const REPOSITORY: string = fileURLToPath(new URL('../../../', import.meta.url));
export const OUT: string = fileURLToPath(new URL('../out/', import.meta.url));
export const ASHLAR: string = join(REPOSITORY, 'packages/ashlar/dist/bin.js');

/** What every step works with. */
export interface Stage {
  readonly narrator: Narrator;
  readonly supervisor: Supervisor;
  readonly signal: AbortSignal;
}

/** A path as the reader would type it from the root of the repository. */
export function shown(path: string): string {
  return relative(REPOSITORY, path);
}

/** Arguments for node to run the built command, as an installed `ashlar` would. */
export function ashlarArguments(args: readonly string[]): string[] {
  return [ASHLAR, ...args];
}

/**
 * Runs `ashlar …` as a user would and shows the command. Any exit code that is not `expected` ends
 * the step with what the command printed.
 */
export async function ashlar(
  { narrator, supervisor }: Stage,
  args: readonly string[],
  options: { readonly expected?: readonly number[]; readonly env?: Record<string, string> } = {},
): Promise<Finished> {
  const { expected = [0], env = {} } = options;
  const text = `ashlar ${args.map(shortArgument).join(' ')}`;
  const name = `ashlar-${args.slice(0, args[0] === 'proxy' ? 2 : 1).join('-')}`;
  const work = supervisor.run({
    name,
    command: process.execPath,
    args: ashlarArguments(args),
    env,
    cwd: REPOSITORY,
  });
  const finished = await narrator.during(text, work);
  narrator.say(`$ ${text}${finished.code === 0 ? '' : `   (exit code ${finished.code})`}`);
  if (finished.code === null || !expected.includes(finished.code)) {
    const printed = `${finished.stdout}${finished.stderr}`.trimEnd();
    throw new StepFailure(
      `"${text}" exited ${finished.code}, expected ${expected.join(' or ')}:\n${printed}`,
    );
  }
  return finished;
}

function shortArgument(argument: string): string {
  const path = argument.startsWith(REPOSITORY) ? shown(argument) : argument;
  if (argument.startsWith('authorization:')) return '"authorization:Bearer …"';
  return /^[\w./:@=-]+$/.test(path) ? path : JSON.stringify(path);
}

/** The address in the JSON line `{"listening": "http://…"}` that servers print when ready. */
export function listeningLine(line: string): Record<string, string> | undefined {
  return lineWith('listening', line);
}

/** What a line of JSON says, if it has the key. */
export function lineWith(key: string, line: string): Record<string, string> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    const found = typeof value === 'object' && value !== null && key in value;
    return found ? (value as Record<string, string>) : undefined;
  } catch {
    return undefined;
  }
}

/** Asks again until the answer is there; fails with `what` when patience ends. */
export async function until<T>(
  stage: Stage,
  what: string,
  probe: () => Promise<T | undefined>,
  options: { readonly patience?: number; readonly interval?: number } = {},
): Promise<T> {
  const { patience = 45_000, interval = 200 } = options;
  const deadline = Date.now() + patience;
  return stage.narrator.during(what, async () => {
    for (;;) {
      stage.signal.throwIfAborted();
      const answer = await probe();
      if (answer !== undefined) return answer;
      if (Date.now() > deadline) {
        throw new StepFailure(`waited ${patience / 1_000} s in vain: ${what}`);
      }
      await new Promise((resolve) => setTimeout(resolve, interval));
    }
  });
}
