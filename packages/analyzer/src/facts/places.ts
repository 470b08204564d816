import type { ProgramFile } from '../link/program.ts';
import { stringOf } from '../link/value.ts';
import type { Expression } from '../parse/expression.ts';
import type { TableRegistry } from './detector.ts';
import type { FunctionId } from './file-facts.ts';

/** Where an expression stands, which decides what its names mean. */
export interface Place {
  file: ProgramFile;
  fn: FunctionId;
  registry: TableRegistry;
}

export function textAt(place: Place, expression: Expression | undefined): string | undefined {
  if (!expression) return undefined;
  return stringOf(place.registry.evaluator.evaluate(expression, place.file, place.fn));
}

/** Constant texts of a list, or the one text in its place. */
export function textsAt(place: Place, expression: Expression | undefined): string[] {
  const items = expression?.k === 'arr' ? expression.items : [expression];
  return items.flatMap((item) => textAt(place, item) ?? []);
}

/** An object literal, also behind a name, with the place its properties are to be read at. */
export function shapeAt(
  place: Place,
  expression: Expression | undefined,
): { shape: Expression & { k: 'obj' }; place: Place } | undefined {
  if (!expression) return undefined;
  if (expression.k === 'obj') return { shape: expression, place };
  const { registry } = place;
  const value = registry.evaluator.evaluate(expression, place.file, place.fn);
  return value.t === 'object'
    ? { shape: value.expression, place: { file: value.file, fn: value.fn, registry } }
    : undefined;
}
