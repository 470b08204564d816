import type { FunctionId, ParameterFact } from '../facts/file-facts.ts';
import { MODULE } from '../facts/file-facts.ts';
import type { Expression } from '../parse/expression.ts';
import { type ProgramFile, variableIn } from './program.ts';

/**
 * Identity of a variable or parameter that can hold a transaction. `property` is set when the
 * handle is a property of it: `options.transaction`.
 */
export function parameterKey(
  file: ProgramFile,
  fn: FunctionId,
  index: number,
  property = '',
): string {
  return `${file.path}#${fn}#${index}#${property}`;
}

export function variableKey(file: ProgramFile, fn: FunctionId, name: string): string {
  return `${file.path}#v#${fn}#${name}`;
}

/** The declaration a name refers to, as handle keys: plain, and for a destructured property. */
export function keysOfName(name: string, file: ProgramFile, from: FunctionId): string[] {
  let at = from;
  for (;;) {
    if (variableIn(file, at, name)) return [variableKey(file, at, name)];
    if (at === MODULE) return [];
    const fn = file.functions.get(at);
    if (!fn) return [];
    const { params } = fn;
    for (let index = 0; index < params.length; index++) {
      const parameter = params[index] as ParameterFact;
      if (parameter.name === name) return [parameterKey(file, at, index)];
      const property = parameter.properties?.find((p) => p.local === name);
      if (property) return [parameterKey(file, at, index, property.key)];
    }
    at = fn.parent;
  }
}

/** Handle keys an expression stands for: `tx`, `options.tx`, `tx.manager`, `tx ?? db`. */
export function keysOf(expression: Expression, file: ProgramFile, fn: FunctionId): string[] {
  switch (expression.k) {
    case 'id':
      return keysOfName(expression.name, file, fn);
    case 'member': {
      const inner = keysOf(expression.object, file, fn);
      const { name } = expression;
      if (expression.object.k === 'this' && name) return [];
      return name ? inner.flatMap((key) => (key.endsWith('#') ? [key, key + name] : [key])) : inner;
    }
    case 'await':
    case 'typed':
    case 'spread':
      return keysOf(expression.of, file, fn);
    case 'either':
      return expression.of.flatMap((branch) => keysOf(branch, file, fn));
    case 'call':
      return keysOf(expression.callee, file, fn);
    default:
      return [];
  }
}

/** Every handle key an expression mentions: its root, the roots of its arguments and their parts. */
export function mentionedKeys(
  expression: Expression,
  file: ProgramFile,
  fn: FunctionId,
  depth = 0,
): string[] {
  if (depth > 6) return [];
  const inner = (e: Expression): string[] => mentionedKeys(e, file, fn, depth + 1);
  switch (expression.k) {
    case 'call':
      return [...inner(expression.callee), ...expression.args.flatMap(inner)];
    case 'member':
      return [...keysOf(expression, file, fn), ...inner(expression.object)];
    case 'obj':
      return expression.props.flatMap((p) => inner(p.value));
    case 'arr':
      return expression.items.flatMap(inner);
    case 'template':
      return expression.tag ? inner(expression.tag) : [];
    default:
      return keysOf(expression, file, fn);
  }
}
