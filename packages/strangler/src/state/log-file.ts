import {
  appendFileSync,
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
} from 'node:fs';
import type { Decision } from '../model/control.ts';

/** The decision log: one JSON object a line, only ever appended to. */
export class LogFile {
  readonly #path: string;
  /** The file may end inside a line: a crash, or a disk that became full, cut it short. */
  #torn: boolean;

  constructor(path: string) {
    this.#path = path;
    this.#torn = endsInsideLine(path);
  }

  /** Decisions at the end of the file, oldest first; what was cut short is passed over. */
  read(limit: number): Decision[] {
    if (!existsSync(this.#path)) return [];
    const decisions: Decision[] = [];
    const lines = readFileSync(this.#path, 'utf8').split('\n');
    for (const line of lines.slice(-limit - 1)) {
      if (line === '') continue;
      try {
        decisions.push(JSON.parse(line) as Decision);
      } catch {}
    }
    return decisions;
  }

  /** Throws what the file system throws; a later append then starts on a line of its own. */
  append(decision: Decision): void {
    const line = `${this.#torn ? '\n' : ''}${JSON.stringify(decision)}\n`;
    this.#torn = true;
    appendFileSync(this.#path, line);
    this.#torn = false;
  }
}

function endsInsideLine(path: string): boolean {
  if (!existsSync(path)) return false;
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const last = Buffer.alloc(1);
    return size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last[0] !== 0x0a;
  } finally {
    closeSync(file);
  }
}
