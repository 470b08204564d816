import type { AstNode } from './ast.ts';
import type { Key } from './keys.ts';
import * as memory from './memory-node.ts';
import * as json from './oxc-json.ts';

/** What is asked of a node, whichever kind of tree it is of. */
export function typeOf(node: AstNode): string {
  return node > 0 ? memory.typeOf(node) : json.typeOf(node);
}

export function startOf(node: AstNode): number {
  return node > 0 ? memory.startOf(node) : json.startOf(node);
}

export function endOf(node: AstNode): number {
  return node > 0 ? memory.endOf(node) : json.endOf(node);
}

export function child(node: AstNode, key: Key): AstNode | undefined {
  return node > 0 ? memory.child(node, key) : json.child(node, key);
}

/** The nodes of a list property; holes of arrays and patterns are left out. */
export function children(node: AstNode, key: Key): readonly AstNode[] {
  return node > 0 ? memory.children(node, key) : json.children(node, key);
}

/** A property that is no node: text, number, boolean, or `{ cooked, raw }`. */
export function raw(node: AstNode, key: Key): unknown {
  return node > 0 ? memory.value(node, key) : json.value(node, key);
}

export function text(node: AstNode, key: Key): string | undefined {
  return node > 0 ? memory.text(node, key) : json.text(node, key);
}

export function flag(node: AstNode, key: Key): boolean {
  return node > 0 ? memory.flag(node, key) : json.flag(node, key);
}

/** The sketch of a name that refers to something: see name-sketch.ts. */
export function sketchOf(node: AstNode): number {
  return node > 0 ? memory.sketchOf(node) : json.sketchOf(node);
}

/** Whoever walks a tree may put down a number at each of its nodes, at most MAX_NOTE; it is zero at first. */
export function noteOf(node: AstNode): number {
  return node > 0 ? memory.noteOf(node) : json.noteOf(node);
}

export function note(node: AstNode, value: number): void {
  if (node > 0) memory.note(node, value);
  else json.note(node, value);
}

export { MAX_NOTE } from './memory-node.ts';
