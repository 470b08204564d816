import type { SchemaWorld } from './conjunction.ts';
import type { Accepted, Mode, Problem, Sampling, Schema } from './model.ts';

/** One run; `path` and `accepted` grow and shrink as it goes down and gives up alternatives. */
export interface Check extends SchemaWorld {
  readonly mode: Mode;
  readonly sampling: Sampling;
  readonly path: (string | number)[];
  readonly accepted: Accepted[];
  /** Ends a search through alternatives of alternatives. */
  readonly steps: { left: number };
  /** Schemas that are being looked at aside, innermost first. */
  readonly aside: Aside | undefined;
  /** The problems of the value at the current path with schemas that all have to hold. */
  readonly all: (check: Check, schemas: readonly Schema[], value: unknown) => readonly Problem[];
}

interface Aside {
  readonly schema: unknown;
  /** How deep in the value: the same depth means the same value. */
  readonly depth: number;
  readonly mode: Mode['value'];
  readonly outer: Aside | undefined;
}

/** In other circumstances at the same place: for `not`, `if` and the parts of `anyOf`. */
export function checkAside(
  check: Check,
  schema: Schema,
  value: unknown,
  mode: Mode,
): readonly Problem[] {
  const entered = { schema: schema.node.value, depth: check.path.length, mode: mode.value };
  // A schema that is an alternative of itself demands nothing by that.
  for (let at = check.aside; at?.depth === entered.depth; at = at.outer) {
    if (at.schema === entered.schema && at.mode === entered.mode) return [];
  }
  const aside = { ...entered, outer: check.aside };
  return check.all({ ...check, mode, accepted: [], path: [...check.path], aside }, [schema], value);
}

/** `required` and closed worlds are dropped only where a value is meant to fit, never under `not`. */
export function exactly(mode: Mode): Mode {
  return { ...mode, value: 'whole', closed: false };
}

export function problemAt(
  check: Check,
  value: unknown,
  { node, keyword, message }: Pick<Problem, 'node' | 'keyword' | 'message'>,
): Problem {
  return { keyword, message, path: [...check.path], value, node };
}

/** Of two failed attempts the one that got further into the value: that is what was meant. */
export function closer(a: readonly Problem[], b: readonly Problem[]): readonly Problem[] {
  return depth(b) > depth(a) ? b : a;
}

function depth(problems: readonly Problem[]): number {
  const depths = problems.map(
    ({ path, keyword }) => path.length * 2 - (keyword === 'type' ? 1 : 0),
  );
  return Math.min(...depths);
}
