import { after, afterEach, beforeEach, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { getCallSites } from 'node:util';
import type { ConsumerPact } from '../consumer/consumer-pact.ts';
import type { AnyApi } from '../consumer/openapi-types.ts';
import {
  finishRecording,
  formerTests,
  type PactOptions,
  recordedPact,
  type WrittenByDir,
} from '../consumer/recorded-pact.ts';

export type { ConsumerPact } from '../consumer/consumer-pact.ts';
export { matchers } from '../consumer/matchers.ts';
export type { PactOptions } from '../consumer/recorded-pact.ts';
export { type Template, template } from '../consumer/template.ts';

/** `node --test` has a process for every file; a file that is run by itself is a run of its own. */
const RUN = String(process.env.NODE_TEST_CONTEXT === undefined ? process.pid : process.ppid);

/** With a pattern the runner leaves tests out, and says nothing about them. */
const IS_PARTIAL = /--test-(name-pattern|skip-pattern|only)/.test(
  [...process.execArgv, process.env.NODE_OPTIONS ?? ''].join(' '),
);

const written = new Map<string, WrittenByDir>();

/**
 * The `createPact` of Vitest for `node:test`: a Pact (pact-js, version 4 of the specification) that keeps
 * every interaction although `node --test` runs every file in a process of its own, drops those of deleted
 * tests, and writes the same bytes for the same tests. Call it at the top of a test file.
 */
export function createPact<Api = AnyApi>(options: PactOptions): ConsumerPact<Api> {
  const testFile = callingFile();
  const [pact, recording] = recordedPact<Api>(
    options,
    'Call it at the top of a test file for node:test, not inside a test or a hook.',
  );
  const seen = new Set<string>();
  const passed = new Set<string>();
  beforeEach((context) => {
    if (!isOwn(context, testFile)) return;
    const name = nameOf(context);
    seen.add(name);
    recording.test = { name, attempt: 0 };
  });
  afterEach((context) => {
    if (isOwn(context, testFile) && hasPassed(context)) passed.add(nameOf(context));
  });
  after(async () => {
    if (seen.size === 0) return;
    const left = IS_PARTIAL ? await formerTests(recording, testFile) : [];
    const own = written.get(testFile) ?? new Map();
    written.set(testFile, own);
    const tests = { all: new Set([...seen, ...left]), passed };
    try {
      await finishRecording(recording, { testFile, run: RUN, tests }, own);
    } catch (error) {
      // Without isolation the runner forgets what a hook at the top of a file throws.
      process.exitCode = 1;
      throw error;
    }
  });
  return pact;
}

type HookContext = Parameters<NonNullable<Parameters<typeof beforeEach>[0]>>[0];

/** Without isolation the hooks of one file are called for the tests of all. */
function isOwn(context: HookContext, testFile: string): boolean {
  const path = (context as TestContext).filePath;
  return path === undefined || path === testFile;
}

function nameOf(context: HookContext): string {
  return (context as TestContext).fullName;
}

function hasPassed(context: HookContext): boolean {
  return (context as { readonly passed?: boolean }).passed === true;
}

/** Two frames up: the file that called `createPact`. */
function callingFile(): string {
  const script = getCallSites(3)[2]?.scriptName ?? '';
  return script.startsWith('file:') ? fileURLToPath(script) : script;
}
