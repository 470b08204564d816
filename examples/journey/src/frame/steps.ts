import { StepFailure } from './failure.ts';
import type { Narrator } from './narrator.ts';

export interface FinishedStep {
  readonly title: string;
  readonly seconds: number;
  readonly outcome: 'done' | 'failed' | 'interrupted';
  /** One line for the summary. */
  readonly result: string;
}

export interface Steps {
  readonly finished: readonly FinishedStep[];
  /** Runs one step; `work` returns its line for the summary beside what later steps need. */
  run<T>(title: string, work: () => Promise<StepResult<T>>): Promise<T>;
}

export interface StepResult<T> {
  readonly summary: string;
  readonly value: T;
}

/** Thrown out of `run` after the failure has been told, so that later steps do not start. */
export class JourneyStopped extends Error {
  readonly step: string;
  readonly interrupted: boolean;
  constructor(step: string, interrupted: boolean, cause: unknown) {
    super(`stopped at "${step}"`, { cause });
    this.name = 'JourneyStopped';
    this.step = step;
    this.interrupted = interrupted;
  }
}

export function createSteps(
  narrator: Narrator,
  count: number,
  signal: AbortSignal,
  now: () => number = Date.now,
): Steps {
  const finished: FinishedStep[] = [];
  return {
    finished,
    run: async (title, work) => {
      const started = now();
      const finish = (outcome: FinishedStep['outcome'], result: string): void => {
        const seconds = Math.round((now() - started) / 100) / 10;
        finished.push({ title, seconds, outcome, result });
      };
      narrator.headline(`[${finished.length + 1}/${count}] ${title}`);
      try {
        signal.throwIfAborted();
        const { summary, value } = await work();
        finish('done', summary);
        return value;
      } catch (error) {
        const text = failureText(error);
        finish(signal.aborted ? 'interrupted' : 'failed', signal.aborted ? 'interrupted' : text);
        if (!signal.aborted) narrator.say(`FAILED: ${text}`);
        throw new JourneyStopped(title, signal.aborted, error);
      }
    },
  };
}

/** A failed expectation in its own words; anything else is a defect and keeps its stack. */
function failureText(error: unknown): string {
  if (error instanceof StepFailure) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
