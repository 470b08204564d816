import { type ChildProcess, fork } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { VerifierOptions } from '@pact-foundation/pact';
import { ContractsError } from '../model/error.ts';

/** What goes to the child process: values only. */
export interface VerifierTask {
  readonly options: VerifierOptions;
  readonly messagesUrl: string;
}

export type VerifierAnswer =
  | { readonly kind: 'result'; readonly json: string }
  | { readonly kind: 'failure'; readonly text: string };

export interface VerifierRun {
  /** JSON that the native verifier made. */
  readonly json: string;
  /** All it printed, secrets blotted out. */
  readonly output: string;
}

export interface RunLimits {
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  /** Must not appear in the output. */
  readonly secrets: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Blotting out a shorter one would blot out words. */
const SHORTEST_SECRET = 4;
const OUTPUT_LIMIT = 4 * 1024 * 1024;

/**
 * Runs pact-js in a process of its own.
 * @throws ContractsError CONTRACTS_VERIFIER_FAILED when it ends without a result, takes too long or is stopped
 */
export async function runVerifier(task: VerifierTask, limits: RunLimits): Promise<VerifierRun> {
  const child = start(limits.env);
  const output = capture(child);
  const stop = (): void => {
    child.kill('SIGKILL');
  };
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    stop();
  }, limits.timeoutMs);
  // Leaves nothing running, whichever way this process ends.
  process.once('exit', stop);
  limits.signal?.addEventListener('abort', stop, { once: true });
  try {
    if (limits.signal?.aborted === true) stop();
    const answer = await answerOf(child, task);
    const printed = blotted(output(), limits.secrets);
    if (answer?.kind === 'result') return { json: answer.json, output: printed };
    const why = blotted(failureOf(child, answer, late, limits), limits.secrets);
    throw failed(why, printed);
  } finally {
    clearTimeout(timer);
    process.removeListener('exit', stop);
    limits.signal?.removeEventListener('abort', stop);
    stop();
  }
}

function start(env: Readonly<Record<string, string>>): ChildProcess {
  const extension = extname(fileURLToPath(import.meta.url));
  const program = new URL(`./verifier-process${extension}`, import.meta.url);
  return fork(program, {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Flags of the parent (a test runner, a debugger) are none of its business.
    execArgv: ['--disable-warning=DEP0060', '--disable-warning=ExperimentalWarning'],
    env: {
      ...inheritedEnvironment(),
      PACT_DO_NOT_TRACK: 'true',
      SCARF_ANALYTICS: 'false',
      // A proxy for the outside world must not see calls to the machine itself.
      NO_PROXY: [process.env.NO_PROXY ?? process.env.no_proxy, '127.0.0.1', 'localhost']
        .filter((entry) => entry !== undefined && entry !== '')
        .join(','),
      ...env,
    },
  });
}

/**
 * The native client also reads PACT_BROKER_* and its filters from the environment, and would then
 * verify, or publish, more than what was asked for.
 */
function inheritedEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) =>
        name !== 'LOG_LEVEL' && (!name.startsWith('PACT_') || name.startsWith('PACT_PREBUILD')),
    ),
  );
}

function capture(child: ChildProcess): () => string {
  const chunks: Buffer[] = [];
  let size = 0;
  const keep = (chunk: Buffer): void => {
    size += chunk.length;
    if (size <= OUTPUT_LIMIT) chunks.push(chunk);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return () => Buffer.concat(chunks).toString('utf8');
}

async function answerOf(
  child: ChildProcess,
  task: VerifierTask,
): Promise<VerifierAnswer | undefined> {
  return new Promise((resolve) => {
    let answer: VerifierAnswer | undefined;
    child.once('message', (message) => {
      answer = message as VerifierAnswer;
    });
    // After `close` the output is complete, after `exit` it need not be.
    child.once('close', () => resolve(answer));
    child.once('error', (error) => resolve({ kind: 'failure', text: error.message }));
    child.send(task, (error) => {
      if (error !== null) child.kill('SIGKILL');
    });
  });
}

function failureOf(
  child: ChildProcess,
  answer: VerifierAnswer | undefined,
  late: boolean,
  limits: RunLimits,
): string {
  if (limits.signal?.aborted === true) return 'it was stopped';
  if (late) return `it took longer than ${limits.timeoutMs} ms`;
  if (answer?.kind === 'failure') return answer.text;
  return child.signalCode === null
    ? `its process ended with exit code ${child.exitCode}`
    : `its process was ended by ${child.signalCode}`;
}

function failed(why: string, output: string): ContractsError {
  const last = output.trim().split('\n').slice(-3).join('\n').trim();
  return new ContractsError(
    'CONTRACTS_VERIFIER_FAILED',
    `The verification ended without a result: ${why}.${last === '' ? '' : `\nIts last words:\n${last}`}`,
    'Check that the provider and the broker can be reached from here; a larger time limit helps a slow provider.',
  );
}

function blotted(words: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .reduce((text, secret) => text.replaceAll(secret, '**********'), words);
}
