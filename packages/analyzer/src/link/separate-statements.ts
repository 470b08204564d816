import type { Expression } from '../parse/expression.ts';
import type { DetectedAccess } from './detected.ts';

/**
 * A statement goes by its line. Where several stand on one, the second and what follows get a number
 * (`file:line#2`): else `Promise.all([orders.find(), stock.find()])` would be a join. What stands inside
 * another statement, in its arguments or in a function that it is given, belongs to it.
 */
export function separateStatements(accesses: readonly DetectedAccess[]): DetectedAccess[] {
  const numbers = new Map<DetectedAccess, number>();
  for (const onLine of Map.groupBy(accesses, ({ access }) => access.statement).values()) {
    const written = new Map<Expression, DetectedAccess>();
    for (const one of onLine) if (one.expression) written.set(one.expression, one);
    if (written.size < 2) continue;
    const outer = [...written.values()].filter(
      (one) => ![...written.values()].some((other) => other !== one && holds(other, one)),
    );
    for (const one of onLine) {
      const at = outer.findIndex(
        (other) => other.expression === one.expression || holds(other, one),
      );
      if (at > 0) numbers.set(one, at + 1);
    }
  }
  return accesses.map((one) => {
    const number = numbers.get(one);
    if (number === undefined) return one;
    return { ...one, access: { ...one.access, statement: `${one.access.statement}#${number}` } };
  });
}

function holds(outer: DetectedAccess, inner: DetectedAccess): boolean {
  if (outer.expression === undefined || inner.expression === undefined) return false;
  return contains(outer.expression, inner.expression, inner.fn);
}

/** Whether `wanted`, or the function it runs in, is written within an expression. */
function contains(within: unknown, wanted: Expression, fn: number): boolean {
  if (within === wanted) return true;
  if (typeof within !== 'object' || within === null) return false;
  if ('k' in within && within.k === 'fn' && 'at' in within && within.at === fn) return true;
  return Object.values(within).some((part) => contains(part, wanted, fn));
}
