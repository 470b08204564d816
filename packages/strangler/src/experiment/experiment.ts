import { type Difference, diffJson } from '../compare/json.ts';
import { DifferenceLedger } from '../compare/ledger.ts';
import { type ReadyRules, readyRules } from '../compare/rules.ts';
import type { DiffReport } from '../model/status.ts';
import type { WrittenSettings } from '../model/written.ts';
import { resolveCompare } from '../routes/settings.ts';

export interface ExperimentOptions<T> {
  /** As in a route table. */
  readonly compare?: NonNullable<WrittenSettings['compare']>;
  /** Share of calls (0–1) for which the candidate runs as well. */
  readonly sample?: number;
  /** Stands for the call in the report; must hold nothing secret. */
  readonly label?: string;
  /** What is compared of a result; default: the result as JSON would show it. */
  readonly view?: (result: T) => unknown;
  /** The candidate is given up after this many ms. */
  readonly timeoutMs?: number;
  /** Random number in [0, 1), for the sample. */
  readonly random?: () => number;
}

export interface Experiment<A extends readonly unknown[], T> {
  /** Runs the control and answers with its result or its error, whatever the candidate does. */
  run(...args: A): Promise<T>;
  /** What differs so far, grouped by cause. */
  report(): DiffReport;
  /** Resolves when the candidates that run have been compared. */
  settle(): Promise<void>;
}

type Outcome<T> =
  | { readonly kind: 'gave'; readonly value: T }
  | { readonly kind: 'threw'; readonly error: unknown };

/**
 * Tries new code beside the old one at a seam inside the monolith, after GitHub's Scientist. The
 * candidate starts only when the control has answered, so it can neither delay nor break it; it
 * must not change anything that others can see. Arguments are handed to both as they are.
 */
export function experiment<A extends readonly unknown[], T>(
  name: string,
  control: (...args: A) => T | Promise<T>,
  candidate: (...args: A) => T | Promise<T>,
  options: ExperimentOptions<T> = {},
): Experiment<A, T> {
  const { sample = 1, label = name, timeoutMs = 5000, random = Math.random } = options;
  const rules = readyRules(resolveCompare(options.compare ?? {}));
  const view = options.view ?? ((result: T): unknown => result);
  const seen = (outcome: Outcome<T>): Outcome<unknown> =>
    outcome.kind === 'gave' ? { kind: 'gave', value: plain(view(outcome.value)) } : outcome;
  const ledger = new DifferenceLedger();
  const running = new Set<Promise<void>>();

  const asked = { method: 'call', target: label };
  const compare = async (args: A, expected: Outcome<unknown>): Promise<void> => {
    await new Promise<void>((resolve) => setImmediate(resolve));
    const actual = await outcomeOf(() => within(timeoutMs, candidate(...args)));
    ledger.compared(asked, difference(expected, seen(actual), rules));
  };
  const start = (args: A, outcome: Outcome<T>): void => {
    let expected: Outcome<unknown>;
    try {
      // Now, for the caller is free to change what it gets.
      expected = seen(outcome);
    } catch {
      ledger.skipped('a result that JSON cannot show');
      return;
    }
    const comparing = compare(args, expected)
      .catch(() => ledger.skipped('a result that JSON cannot show'))
      .finally(() => running.delete(comparing));
    running.add(comparing);
  };
  return {
    async run(...args) {
      const outcome = await outcomeOf(() => control(...args));
      if (random() < sample) start(args, outcome);
      if (outcome.kind === 'threw') throw outcome.error;
      return outcome.value;
    },
    report: () => ledger.report(name),
    settle: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

async function outcomeOf<T>(call: () => T | Promise<T>): Promise<Outcome<T>> {
  try {
    return { kind: 'gave', value: await call() };
  } catch (error) {
    return { kind: 'threw', error };
  }
}

function difference(
  expected: Outcome<unknown>,
  actual: Outcome<unknown>,
  rules: ReadyRules,
): Difference[] {
  if (expected.kind === 'gave' && actual.kind === 'gave') {
    return diffJson(expected.value, actual.value, rules);
  }
  const [monolith, service] = [nameOf(expected), nameOf(actual)];
  if (monolith === service) return [];
  const change = `${monolith} → ${service}`;
  return [{ path: 'outcome', kind: 'status', change, monolith, service }];
}

/** As JSON shows it: what a caller over HTTP would never see is left out. */
function plain(value: unknown): unknown {
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? undefined : (JSON.parse(text) as unknown);
}

function nameOf(outcome: Outcome<unknown>): string {
  if (outcome.kind === 'gave') return 'a result';
  return outcome.error instanceof Error ? `threw ${outcome.error.name}` : 'threw';
}

async function within<T>(ms: number, call: T | Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DOMException('no result in time', 'TimeoutError')), ms);
  });
  try {
    return await Promise.race([call, late]);
  } finally {
    clearTimeout(timer);
  }
}
