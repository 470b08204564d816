import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { CliError } from '../model/error.ts';
import { print, type Terminal } from './context.ts';

/**
 * Writes a result whole or not at all: to a file beside the target, then renamed over it. `-` means
 * standard output.
 *
 * @throws {CliError} CLI_WRITE_FAILED
 */
export function writeResult(terminal: Terminal, target: string, content: string): void {
  if (target === '-') {
    print(terminal, content);
    return;
  }
  const path = resolve(terminal.cwd, target);
  try {
    mkdirSync(dirname(path), { recursive: true });
    replaceFile(path, content);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CliError(
      'CLI_WRITE_FAILED',
      `cannot write ${target}: ${reason}`,
      'Name a path you may write to; nothing was written.',
      { cause },
    );
  }
}

function replaceFile(path: string, content: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, content);
    renameSync(temporary, path);
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw cause;
  }
}
