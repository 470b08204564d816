import type { ProgramFile } from '../../../link/program.ts';
import type { Expression } from '../../../parse/expression.ts';
import type { TableRegistry } from '../../detector.ts';
import { type FunctionFact, MODULE } from '../../file-facts.ts';

const LIBRARIES = /^(?:typeorm|@mikro-orm\/)/;

const applied = new WeakMap<FunctionFact, string | null>();

/**
 * Decorators as the library calls them: a decorator of the codebase that applies one of the library's to what it
 * stands on (`@MultiEntity('orders')` for `@Entity`) is read as that one, with the arguments it was given. Which
 * are all others stay what they are.
 */
export function libraryDecorators(
  decorators: readonly Expression[],
  file: ProgramFile,
  registry: TableRegistry,
): readonly Expression[] {
  if (decorators.length === 0) return decorators;
  return decorators.map((decorator) => {
    if (decorator.k !== 'call') return decorator;
    const callee = registry.evaluator.evaluate(decorator.callee, file, MODULE);
    if (callee.t !== 'function') return decorator;
    const name = appliedBy(callee.file, callee.fn, registry);
    return name === null ? decorator : { ...decorator, callee: { k: 'id', name } };
  });
}

/** The decorator of the library that a function calls, in itself or in the function it gives. */
function appliedBy(file: ProgramFile, fn: FunctionFact, registry: TableRegistry): string | null {
  const known = applied.get(fn);
  if (known !== undefined) return known;
  let found: string | null = null;
  for (const own of file.calls) {
    if (!isWithin(file, own.fact.fn, fn)) continue;
    const value = registry.evaluator.evaluate(own.call.callee, file, own.fact.fn);
    if (value.t !== 'external' || !LIBRARIES.test(value.package)) continue;
    if (!/^[A-Z]/.test(value.path)) continue;
    found = value.path;
    break;
  }
  applied.set(fn, found);
  return found;
}

function isWithin(file: ProgramFile, at: number, outer: FunctionFact): boolean {
  for (let own = at; own !== MODULE; own = file.functions.get(own)?.parent ?? MODULE)
    if (own === outer.at) return true;
  return false;
}
