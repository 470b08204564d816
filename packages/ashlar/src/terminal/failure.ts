import { CommanderError } from 'commander';
import { EXIT, note, type Terminal } from './context.ts';

/** The form that coded errors of all packages share; known by shape since packages share no class. */
interface CodedError extends Error {
  code: string;
  hint: string;
  exitCode?: number;
}

function isCoded(error: unknown): error is CodedError {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    'hint' in error &&
    typeof error.hint === 'string'
  );
}

/**
 * Tells a person what went wrong and returns the exit code. Coded errors print their code, message
 * and hint; anything else is a bug of ours and prints its stack.
 */
export function reportFailure(error: unknown, terminal: Terminal): number {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? EXIT.fine : EXIT.failed;
  }
  if (terminal.signal.aborted) {
    note(terminal, 'interrupted');
    return EXIT.interrupted;
  }
  if (isCoded(error)) {
    note(terminal, `error ${error.code}: ${error.message}\n  hint: ${error.hint}`);
    return error.exitCode ?? EXIT.failed;
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  note(terminal, `This is a bug in ashlar, please report it with what you ran:\n${detail}`);
  return EXIT.failed;
}
