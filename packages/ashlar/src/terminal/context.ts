import type { Writable } from 'node:stream';

/** Exit codes of every command. */
export const EXIT = {
  /** It ran, and the answer is yes or there is nothing to complain about. */
  fine: 0,
  /** It ran, and the answer is no, unknown, or there are findings. */
  no: 1,
  /** It could not run. */
  failed: 2,
  /** Ended by Ctrl-C (128 + SIGINT). */
  interrupted: 130,
} as const;

/** What a command may touch of the world: passed in, so that tests need no real terminal. */
export interface Terminal {
  stdout: Writable;
  stderr: Writable;
  stderrIsTerminal: boolean;
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
  /** Aborted by Ctrl-C or SIGTERM. */
  signal: AbortSignal;
}

/** Prints whole lines to standard output: results, never progress. */
export function print(terminal: Terminal, text: string): void {
  terminal.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

/** Prints a result for programs to read. */
export function printJson(terminal: Terminal, result: unknown): void {
  print(terminal, JSON.stringify(result, null, 2));
}

/** Prints whole lines to standard error: progress, notes and errors. */
export function note(terminal: Terminal, text: string): void {
  terminal.stderr.write(text.endsWith('\n') ? text : `${text}\n`);
}

/** Resolves when the command is asked to end. */
export function interrupted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/**
 * Ends the command here if Ctrl-C came while it was computing: a signal is only delivered between
 * two turns of the event loop, so this takes one.
 */
export async function stopIfInterrupted(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  signal.throwIfAborted();
}
