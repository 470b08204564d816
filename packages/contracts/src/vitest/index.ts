import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { PactV4 } from '@pact-foundation/pact';
import { afterAll, beforeEach, expect } from 'vitest';
import { ContractsError } from '../model/error.ts';
import {
  assemblePacts,
  foldersFor,
  type PartEntry,
  pactsOf,
  readPart,
  writePart,
} from '../pact/parts.ts';
import { createRecorder, type Recorder, type RunningTest } from './recorder.ts';
import { type TaskLike, testsOf } from './test-tree.ts';

export { MatchersV3 as matchers } from '@pact-foundation/pact';

type PactV4Options = ConstructorParameters<typeof PactV4>[0];

export interface PactOptions
  extends Pick<PactV4Options, 'consumer' | 'provider' | 'host' | 'port' | 'tls' | 'cors'> {
  /** Where the pact is written; relative to the package of the test file. Default `pacts`. */
  readonly dir?: string;
  /** Of the native library. Default `error`. */
  readonly logLevel?: PactV4Options['logLevel'];
}

/** What one call of `createPact` has to do with the run. */
interface Recording {
  readonly dir: string;
  readonly recorder: Recorder;
  /** Both undefined until a test starts. */
  test: RunningTest | undefined;
  file: TestFile | undefined;
}

interface TestFile extends TaskLike {
  readonly filepath: string;
}

/** Workers are either children of the process that runs Vitest, or threads in it. */
const RUN = String(isMainThread ? process.ppid : process.pid);

/** What the files of this worker have written so far, by folder: a file may have several pacts. */
const written = new WeakMap<TestFile, Map<string, PartEntry[]>>();

/**
 * A Pact (pact-js, version 4 of the specification) that keeps every interaction however many workers
 * write at once. Call it at the top of a test file, or in a `describe`. When the tests of the file are
 * done, the pact is put together anew from all test files: sorted, without the interactions of tests
 * that are gone, and the same bytes for the same tests. Two tests that call different things by the
 * same description and state make the later file fail. Called inside a test or a hook, it makes the
 * test fail with CONTRACTS_PACT_TEST_MISPLACED when it would write.
 */
export function createPact(options: PactOptions): PactV4 {
  const { dir = 'pacts', logLevel = 'error', ...rest } = options;
  const recording: Recording = {
    dir,
    recorder: createRecorder(),
    test: undefined,
    file: undefined,
  };
  registerHooks(recording);
  process.env.PACT_DO_NOT_TRACK ??= 'true';
  const settings: PactV4Options = { ...rest, logLevel };
  // pact-js asks for the folder once for each write, when a test has passed.
  Object.defineProperty(settings, 'dir', {
    enumerable: true,
    get: () => {
      // Nothing would collect what is written now, so it must not pass silently.
      if (recording.test === undefined) throw misplaced();
      return recording.recorder.nextFolder(recording.test);
    },
  });
  return new PactV4(settings);
}

function registerHooks(recording: Recording): void {
  // The task is the only thing to go by: without isolation `expect.getState()` still has the file and
  // the test of the file before while this one is collected.
  beforeEach(({ task }) => {
    recording.file = task.file;
    recording.test = {
      name: expect.getState().currentTestName ?? task.name,
      attempt: task.result?.retryCount ?? 0,
    };
  });
  afterAll(async () => {
    if (recording.file !== undefined) await finish(recording, recording.file);
  });
}

/** Runs once for every pact of a file; what the ones before it wrote is written again with its own. */
async function finish({ dir, recorder }: Recording, file: TestFile): Promise<void> {
  const byDir = written.get(file) ?? new Map<string, PartEntry[]>();
  const own = [...(byDir.get(dir) ?? []), ...(await recorder.entries())];
  written.set(file, byDir.set(dir, own));
  const { passed, all } = testsOf(file);
  const testFile = file.filepath;
  const folders = foldersFor(packageOf(testFile), dir);
  const former = await readPart(folders, testFile);
  // A test that was not run this time (or failed) keeps what it said before.
  const kept = former?.entries.filter(({ test }) => all.has(test) && !passed.has(test)) ?? [];
  const entries = own.filter(({ test }) => passed.has(test) || !all.has(test));
  await writePart(folders, { testFile, run: RUN, entries: [...entries, ...kept] });
  await assemblePacts(folders, RUN, former === undefined ? [] : pactsOf(former));
}

/** The folder of the nearest package.json, so that a run from the root of a workspace fits too. */
function packageOf(testFile: string): string {
  for (let folder = dirname(testFile); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (folder === dirname(folder)) return process.cwd();
  }
}

function misplaced(): ContractsError {
  return new ContractsError(
    'CONTRACTS_PACT_TEST_MISPLACED',
    'createPact was called where nothing can collect what it writes.',
    'Call it at the top of a Vitest test file or in a describe, not inside a test or a hook.',
  );
}
