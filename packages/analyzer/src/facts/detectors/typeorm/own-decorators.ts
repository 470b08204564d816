import type { ProgramFile } from '../../../link/program.ts';
import { type Expression, OTHER } from '../../../parse/expression.ts';
import type { TableRegistry } from '../../detector.ts';
import { type FunctionFact, MODULE } from '../../file-facts.ts';

const LIBRARIES = /^(?:typeorm|@mikro-orm\/)/;

/** A decorator of the library that a function of the codebase applies, with what that function hands to it. */
interface Applied {
  name: string;
  args: readonly Expression[];
}

const applied = new WeakMap<FunctionFact, Applied | null>();

/**
 * Decorators as the library calls them: a decorator of the codebase that applies one of the library's to what it
 * stands on (`@MultiEntity('orders')` for `@Entity`) is read as that one. Arguments that it hands on are those it was
 * given in their place (`Flagged(flag, name)` may apply `Entity(name)`); where it computes them, those it was given
 * stand for them. All others stay what they are.
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
    const inner = appliedBy(callee.file, callee.fn, registry);
    if (inner === null) return decorator;
    const args = handedOn(inner.args, callee.file, callee.fn, decorator.args) ?? decorator.args;
    return { ...decorator, callee: { k: 'id', name: inner.name }, args };
  });
}

/** What the inner call gets when the outer one is given `args`; undefined where it computes some of it. */
function handedOn(
  inner: readonly Expression[],
  file: ProgramFile,
  fn: FunctionFact,
  args: readonly Expression[],
): readonly Expression[] | undefined {
  const { params } = fn;
  const placeOf = (e: Expression): number =>
    e.k === 'id' ? params.findIndex(({ name }) => name === e.name) : -1;
  // Facts have no rest parameters: it is what is spread and nobody declares.
  const isRest = (e: Expression): boolean =>
    e.k === 'id' &&
    !file.facts.variables.some((v) => v.name === e.name && isWithin(file, v.fn, fn));
  const given = (e: Expression): Expression | undefined => {
    const place = placeOf(e);
    if (place >= 0) return args[place] ?? OTHER;
    if (e.k !== 'obj') return e.k === 'str' || e.k === 'bool' ? e : undefined;
    const props = e.props.map((own) => ({ ...own, value: given(own.value) ?? OTHER }));
    return { ...e, props };
  };
  const result: Expression[] = [];
  for (const argument of inner) {
    if (argument.k === 'spread') {
      if (!isRest(argument.of)) return undefined;
      result.push(...args.slice(params.length));
      continue;
    }
    const one = given(argument);
    if (!one) return undefined;
    result.push(one);
  }
  return result;
}

/** The decorator of the library that a function calls, in itself or in the function it gives. */
function appliedBy(file: ProgramFile, fn: FunctionFact, registry: TableRegistry): Applied | null {
  const known = applied.get(fn);
  if (known !== undefined) return known;
  let found: Applied | null = null;
  for (const own of file.calls) {
    if (!isWithin(file, own.fact.fn, fn)) continue;
    const value = registry.evaluator.evaluate(own.call.callee, file, own.fact.fn);
    if (value.t !== 'external' || !LIBRARIES.test(value.package)) continue;
    if (!/^[A-Z]/.test(value.path)) continue;
    found = { name: value.path, args: own.call.args };
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
