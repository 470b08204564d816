import type { ConsumerPact } from '../consumer/consumer-pact.ts';
import type { AnyApi } from '../consumer/openapi-types.ts';
import {
  finishRecording,
  formerTests,
  type PactOptions,
  recordedPact,
  type WrittenByDir,
} from '../consumer/recorded-pact.ts';
import { circusTests } from './circus-state.ts';

export type { ConsumerPact } from '../consumer/consumer-pact.ts';
export { matchers } from '../consumer/matchers.ts';
export type { PactOptions } from '../consumer/recorded-pact.ts';
export { type Template, template } from '../consumer/template.ts';

/** The globals of Jest that are used; with `injectGlobals: false` they have to be set by hand. */
interface JestGlobals {
  readonly beforeEach: (hook: () => void) => void;
  readonly afterAll: (hook: () => Promise<void>, timeout?: number) => void;
  readonly expect: {
    getState(): {
      readonly currentTestName?: string | undefined;
      readonly testPath?: string | undefined;
    };
  };
}

/**
 * Workers are children of the process that runs Jest. With --runInBand, with a single or quick files, and with
 * worker threads the tests run in that process itself. `process.send` does not tell them apart: Jest
 * puts one into every sandbox.
 */
const IN_WORKER = /[\\/]jest-worker[\\/]/.test(process.argv[1] ?? '');
const RUN = String(IN_WORKER ? process.ppid : process.pid);

/** Jest loads this module anew for every test file. */
const written: WrittenByDir = new Map();

/**
 * The `createPact` of Vitest for Jest (28 or newer, with ES modules): a Pact (pact-js, version 4 of the
 * specification) that keeps every interaction however many workers write at once, drops those of deleted
 * tests, and writes the same bytes for the same tests. Call it at the top of a test file.
 */
export function createPact<Api = AnyApi>(options: PactOptions): ConsumerPact<Api> {
  const { beforeEach, afterAll, expect } = globalThis as unknown as JestGlobals;
  const [pact, recording] = recordedPact<Api>(
    options,
    'Call it at the top of a Jest test file or in a describe, not inside a test or a hook.',
  );
  let testFile: string | undefined;
  const ran = new Set<string>();
  const attempts = new Map<string, number>();
  beforeEach(() => {
    const { currentTestName = '', testPath } = expect.getState();
    testFile = testPath;
    ran.add(currentTestName);
    // A retried test starts again by the same name.
    const attempt = (attempts.get(currentTestName) ?? -1) + 1;
    attempts.set(currentTestName, attempt);
    recording.test = { name: currentTestName, attempt };
  });
  afterAll(async () => {
    if (testFile === undefined) return;
    const former = await formerTests(recording, testFile);
    // Where the runner does not tell, nothing is dropped.
    const tests = circusTests() ?? { all: new Set([...ran, ...former]), passed: ran };
    await finishRecording(recording, { testFile, run: RUN, tests }, written);
  }, 30_000);
  return pact;
}
