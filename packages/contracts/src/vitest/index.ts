import { isMainThread } from 'node:worker_threads';
import { afterAll, beforeEach, expect } from 'vitest';
import type { ConsumerPact } from '../consumer/consumer-pact.ts';
import type { AnyApi } from '../consumer/openapi-types.ts';
import {
  finishRecording,
  type PactOptions,
  type Recording,
  recordedPact,
  type WrittenByDir,
} from '../consumer/recorded-pact.ts';
import { type TaskLike, testsOf } from './test-tree.ts';

export type { ConsumerPact } from '../consumer/consumer-pact.ts';
export { matchers } from '../consumer/matchers.ts';
export type { PactOptions } from '../consumer/recorded-pact.ts';
export { type Template, template } from '../consumer/template.ts';

interface TestFile extends TaskLike {
  readonly filepath: string;
}

/** Workers are either children of the process that runs Vitest, or threads in it. */
const RUN = String(isMainThread ? process.ppid : process.pid);

const written = new WeakMap<TestFile, WrittenByDir>();

/**
 * A Pact (pact-js, version 4 of the specification) that keeps every interaction however many workers
 * write at once. Call it at the top of a test file, or in a `describe`. When the tests of the file are
 * done, the pact is put together anew from all test files: sorted, without the interactions of tests
 * that are gone, and the same bytes for the same tests. Two tests that call different things by the
 * same description and state make the later file fail. Called inside a test or a hook, it makes the
 * test fail with CONTRACTS_PACT_TEST_MISPLACED when it would write.
 */
export function createPact<Api = AnyApi>(options: PactOptions): ConsumerPact<Api> {
  const [pact, recording] = recordedPact<Api>(
    options,
    'Call it at the top of a Vitest test file or in a describe, not inside a test or a hook.',
  );
  registerHooks(recording);
  return pact;
}

function registerHooks(recording: Recording): void {
  let file: TestFile | undefined;
  // The task is the only thing to go by: without isolation `expect.getState()` still has the file and
  // the test of the file before while this one is collected.
  beforeEach(({ task }) => {
    file = task.file;
    recording.test = {
      name: expect.getState().currentTestName ?? task.name,
      attempt: task.result?.retryCount ?? 0,
    };
  });
  afterAll(async () => {
    if (file === undefined) return;
    const own = written.get(file) ?? new Map();
    written.set(file, own);
    await finishRecording(
      recording,
      { testFile: file.filepath, run: RUN, tests: testsOf(file) },
      own,
    );
  });
}
