import { createProgram } from './program.ts';
import { EXIT, type Terminal } from './terminal/context.ts';
import { reportFailure } from './terminal/failure.ts';

/**
 * Runs one command line and resolves to its exit code: 0 fine, 1 findings or "no", 2 could not run,
 * 130 interrupted.
 */
export async function run(argv: string[], overrides: Partial<Terminal> = {}): Promise<number> {
  const abort = new AbortController();
  const interrupt = (): void => {
    // A second Ctrl-C means now.
    if (abort.signal.aborted) process.exit(EXIT.interrupted);
    abort.abort(new Error('interrupted'));
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  const terminal: Terminal = {
    stdout: process.stdout,
    stderr: process.stderr,
    stderrIsTerminal: process.stderr.isTTY === true,
    cwd: process.cwd(),
    env: process.env,
    signal: abort.signal,
    ...overrides,
  };
  let exitCode: number = EXIT.fine;
  const program = createProgram(terminal, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    return reportFailure(error, terminal);
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}
