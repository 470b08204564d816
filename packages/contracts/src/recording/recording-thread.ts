import { parentPort, workerData } from 'node:worker_threads';
import { Redactor } from '../redaction/redactor.ts';
import { lineOf } from './line.ts';
import { type RawExchange, readRaw } from './raw-exchange.ts';
import { RecordingFiles, type RecordingLimits } from './recording-files.ts';

/** What a route says about its recording; comes with every exchange, since a table may be reloaded. */
export interface RecordingRules extends RecordingLimits {
  readonly maxBodyBytes: number;
  /** Further fields to keep back. */
  readonly redact: readonly string[];
}

export interface RecordingTask {
  readonly exchange: RawExchange;
  readonly rules: RecordingRules;
}

/** Answers one task: undefined when it was written, or why not. */
export interface RecordingAnswer {
  readonly failure: string | undefined;
}

/** After a failure of the disk the route rests: a full disk is not helped by trying harder. */
const REST_MS = 30_000;

const files = new Map<string, RecordingFiles>();
const redactors = new Map<string, Redactor>();
const restingUntil = new Map<string, number>();

function write({ exchange, rules }: RecordingTask): string | undefined {
  const { route } = exchange;
  if (Date.now() < (restingUntil.get(route) ?? 0)) return 'resting';
  const plain = readRaw(exchange, rules.maxBodyBytes);
  const line = JSON.stringify(
    lineOf(redactorFor(rules.redact).redact(plain), {
      at: new Date(exchange.at).toISOString(),
      route,
      upstream: exchange.upstream,
    }),
  );
  try {
    filesFor(route).append(line, rules);
    return undefined;
  } catch (error) {
    restingUntil.set(route, Date.now() + REST_MS);
    return error instanceof Error ? error.message : String(error);
  }
}

function redactorFor(fields: readonly string[]): Redactor {
  const key = JSON.stringify(fields);
  const redactor = redactors.get(key) ?? new Redactor({ fields });
  redactors.set(key, redactor);
  return redactor;
}

function filesFor(route: string): RecordingFiles {
  const known =
    files.get(route) ?? new RecordingFiles({ dir: workerData.dir, route, clock: Date.now });
  files.set(route, known);
  return known;
}

parentPort?.on('message', (task: RecordingTask | 'end') => {
  if (task === 'end') {
    for (const one of files.values()) one.close();
    parentPort?.close();
    return;
  }
  let failure: string | undefined;
  try {
    failure = write(task);
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
  }
  parentPort?.postMessage({ failure } satisfies RecordingAnswer);
});
