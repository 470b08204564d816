import type { TypeHint } from '../link/type-hints.ts';

/** A call the fast path could not follow, found again in a tree by the line and name of what is called. */
export interface TypeQuestion {
  file: string;
  line: number;
  name: string;
}

export interface TypeAnswer {
  /** Of what the method is called on. */
  receiver?: TypeHint;
  /** Of what is called. */
  callee?: TypeHint;
}

export function questionKey({ file, line, name }: TypeQuestion): string {
  return `${file}:${line} ${name}`;
}
