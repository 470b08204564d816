import type { AstNode } from './ast.ts';
import { MAX_NOTE, note, noteOf } from './nodes.ts';

/** What handlers note at nodes: whether it is part of a chain that is being recorded, and where what was read of it is kept. */
const CONSUMED = 1;
const MAX_KEPT: number = MAX_NOTE >> 1;

export function isConsumed(node: AstNode): boolean {
  return (noteOf(node) & CONSUMED) !== 0;
}

export function consume(node: AstNode): void {
  note(node, noteOf(node) | CONSUMED);
}

/** Place in a list, from one; 0 where nothing is kept. */
export function keptAt(node: AstNode): number {
  return noteOf(node) >> 1;
}

/** Nothing is noted where the list is longer than any file makes it (2 million). */
export function keepAt(node: AstNode, place: number): void {
  if (place <= MAX_KEPT) note(node, (noteOf(node) & CONSUMED) | (place << 1));
}
