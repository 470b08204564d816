import { stripVTControlCharacters } from 'node:util';
import { isRecord } from '../client/hal.ts';
import { ContractsError } from '../model/error.ts';
import { byCodeUnit } from '../pact/lossless-json.ts';
import type { VerifiedInteraction, VerifiedPact } from './model.ts';

/** The JSON that the native verifier ends with, read. */
export interface NativeResult {
  readonly success: boolean;
  readonly pacts: readonly VerifiedPact[];
  /** Failures that belong to no interaction, such as a pact that could not be read. */
  readonly problems: readonly string[];
  readonly notices: readonly string[];
}

/** @throws ContractsError CONTRACTS_VERIFIER_FAILED when it is not what is expected */
export function readNativeResult(json: string): NativeResult {
  const result = parse(json);
  const list = Array.isArray(result.interactionResults)
    ? result.interactionResults.filter(isRecord)
    : [];
  const byConsumer = Map.groupBy(list, (entry) => String(entry.consumer ?? ''));
  return {
    success: result.result === true,
    pacts: [...byConsumer.entries()]
      .sort(([a], [b]) => byCodeUnit(a, b))
      .map(([consumer, entries]) => ({ consumer, interactions: entries.map(toInteraction) })),
    problems: problemsOf(result, list),
    notices: Array.isArray(result.notices) ? [...new Set(result.notices.flatMap(noticeText))] : [],
  };
}

type Json = Readonly<Record<string, unknown>>;

function problemsOf(result: Json, interactions: readonly Json[]): readonly string[] {
  const errors = Array.isArray(result.errors) ? result.errors.filter(isRecord) : [];
  const known = new Set(interactions.flatMap(({ mismatch }) => mismatchesOf(mismatch)));
  return errors.flatMap(({ interaction, mismatch }) => {
    const own = mismatchesOf(mismatch).filter((words) => !known.has(words));
    return own.map((words) => stripVTControlCharacters(`${String(interaction)}: ${words}`));
  });
}

function parse(json: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(json);
    if (isRecord(value)) return value;
  } catch {
    // Reported below, together with JSON of a wrong shape.
  }
  throw new ContractsError(
    'CONTRACTS_VERIFIER_FAILED',
    'The verifier ended with a result that cannot be read.',
    'Use @pact-foundation/pact 17; another version may answer differently.',
  );
}

function toInteraction(entry: Readonly<Record<string, unknown>>): VerifiedInteraction {
  const states = entry.providerStates;
  return {
    description: String(entry.description ?? ''),
    states: Array.isArray(states) ? states.map(String) : [],
    outcome: outcomeOf(entry),
    mismatches: mismatchesOf(entry.mismatch),
    durationMs: milliseconds(String(entry.duration ?? '')),
  };
}

function outcomeOf(entry: Readonly<Record<string, unknown>>): VerifiedInteraction['outcome'] {
  if (entry.result === 'OK') return 'passed';
  if (entry.pending === true) return 'pending';
  return isRecord(entry.mismatch) && entry.mismatch.type === 'error' ? 'error' : 'failed';
}

function mismatchesOf(mismatch: unknown): readonly string[] {
  if (!isRecord(mismatch)) return [];
  if (Array.isArray(mismatch.mismatches)) {
    return mismatch.mismatches.filter(isRecord).map(sentence);
  }
  return typeof mismatch.message === 'string' ? [mismatch.message] : [];
}

function sentence(mismatch: Readonly<Record<string, unknown>>): string {
  const where = mismatch.path ?? mismatch.key ?? mismatch.parameter;
  const words =
    typeof mismatch.mismatch === 'string' && mismatch.mismatch !== ''
      ? mismatch.mismatch
      : `expected ${JSON.stringify(mismatch.expected)} but was ${JSON.stringify(mismatch.actual)}`;
  const kind = String(mismatch.type ?? '')
    .replace(/Mismatch$/, '')
    .toLowerCase();
  const place = typeof where === 'string' && where !== '' ? `${kind} ${where}` : kind;
  return stripVTControlCharacters(place === '' ? words : `${place}: ${words}`);
}

/** The list also has what the broker would say after any outcome; those contradict each other. */
function noticeText(notice: unknown): readonly string[] {
  if (!isRecord(notice) || notice.when !== 'before_verification') return [];
  return typeof notice.text === 'string' ? [stripVTControlCharacters(notice.text)] : [];
}

/** Such as `103ms`, `2.038s`, `21.5µs`, `1m 7s`. */
function milliseconds(duration: string): number {
  const units: Readonly<Record<string, number>> = {
    ns: 1e-6,
    µs: 1e-3,
    us: 1e-3,
    ms: 1,
    s: 1000,
    m: 60_000,
    h: 3_600_000,
  };
  const parts = [...duration.matchAll(/([\d.]+)\s*(ns|µs|us|ms|s|m|h)/g)];
  const total = parts.reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * (units[unit ?? ''] ?? 0),
    0,
  );
  return Math.round(total * 1000) / 1000;
}
