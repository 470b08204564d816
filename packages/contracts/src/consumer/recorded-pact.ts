import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PactV4 } from '@pact-foundation/pact';
import { ContractsError } from '../model/error.ts';
import {
  assemblePacts,
  foldersFor,
  type PartEntry,
  pactsOf,
  readPart,
  writePart,
} from '../pact/parts.ts';
import { ConsumerPact } from './consumer-pact.ts';
import { explained } from './explained.ts';
import type { AnyApi } from './openapi-types.ts';
import { createRecorder, type Recorder, type RunningTest } from './recorder.ts';

type PactV4Options = ConstructorParameters<typeof PactV4>[0];

export interface PactOptions
  extends Pick<PactV4Options, 'consumer' | 'provider' | 'host' | 'port' | 'tls' | 'cors'> {
  /** Where the pact is written; relative to the package of the test file. Default `pacts`. */
  readonly dir?: string;
  /** Of the native library. Default `error`. */
  readonly logLevel?: PactV4Options['logLevel'];
}

/** What one call of `createPact` has to do with the run, whatever the test runner. */
export interface Recording {
  readonly dir: string;
  readonly recorder: Recorder;
  /** Undefined until a test starts. */
  test: RunningTest | undefined;
}

/** Full names of the tests of a file. */
export interface FileTests {
  readonly all: ReadonlySet<string>;
  readonly passed: ReadonlySet<string>;
}

/** What a test runner knows when the tests of a file are done. */
export interface FileRun {
  /** Absolute path. */
  readonly testFile: string;
  /** The same in all workers of one run. */
  readonly run: string;
  readonly tests: FileTests;
}

/** What the files of this worker have written so far, by folder: a file may have several pacts. */
export type WrittenByDir = Map<string, readonly PartEntry[]>;

/** A Pact of pact-js whose writes are recorded, and the recording. */
export function recordedPact<Api = AnyApi>(
  options: PactOptions,
  hint: string,
): [ConsumerPact<Api>, Recording] {
  const { dir = 'pacts', logLevel = 'error', ...rest } = options;
  const recording: Recording = { dir, recorder: createRecorder(), test: undefined };
  process.env.PACT_DO_NOT_TRACK ??= 'true';
  const settings: PactV4Options = { ...rest, logLevel };
  // pact-js asks for the folder once for each write, when a test has passed.
  Object.defineProperty(settings, 'dir', {
    enumerable: true,
    get: () => {
      // Nothing would collect what is written now, so it must not pass silently.
      if (recording.test === undefined) throw misplaced(hint);
      return recording.recorder.nextFolder(recording.test);
    },
  });
  return [new ConsumerPact<Api>(settings), recording];
}

/** Runs once for every pact of a file; what the ones before it wrote is written again with its own. */
export async function finishRecording(
  { dir, recorder }: Recording,
  { testFile, run, tests: { all, passed } }: FileRun,
  written: WrittenByDir,
): Promise<void> {
  const own = [...(written.get(dir) ?? []), ...(await recorder.entries())];
  written.set(dir, own);
  const folders = foldersFor(packageOf(testFile), dir);
  const former = await readPart(folders, testFile);
  // A test that was not run this time (or failed) keeps what it said before.
  const kept = former?.entries.filter(({ test }) => all.has(test) && !passed.has(test)) ?? [];
  const entries = own.filter(({ test }) => passed.has(test) || !all.has(test));
  await writePart(folders, { testFile, run, entries: [...entries, ...kept] });
  const before = former === undefined ? [] : pactsOf(former);
  await assemblePacts(folders, run, before).catch((error: unknown) => {
    throw explained(error);
  });
}

/** Names of tests that the file had when it last ran: for runners that only tell what they run. */
export async function formerTests(
  { dir }: Recording,
  testFile: string,
): Promise<ReadonlySet<string>> {
  const former = await readPart(foldersFor(packageOf(testFile), dir), testFile);
  return new Set(former?.entries.map(({ test }) => test));
}

/** The folder of the nearest package.json, so that a run from the root of a workspace fits too. */
function packageOf(testFile: string): string {
  for (let folder = dirname(testFile); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (folder === dirname(folder)) return process.cwd();
  }
}

function misplaced(hint: string): unknown {
  const message = 'createPact was called where nothing can collect what it writes.';
  return explained(new ContractsError('CONTRACTS_PACT_TEST_MISPLACED', message, hint));
}
