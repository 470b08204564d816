import type { Command } from 'commander';
import type { Terminal } from './terminal/context.ts';

/** What a command is given when the program is put together. */
export interface Rim {
  terminal: Terminal;
  /** Sets the exit code of the run; a command that does not call it exits 0. */
  exit(code: number): void;
}

/** Adds one command to the program. Heavy packages are imported inside its action. */
export type DefineCommand = (program: Command, rim: Rim) => void;
