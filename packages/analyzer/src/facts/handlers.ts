import type { Value } from '../link/value.ts';
import type { Handler } from '../model/analysis.ts';
import type { Expression } from '../parse/expression.ts';
import type { CallSite } from './detector.ts';

/** The function behind a handler, through wrappers such as `asyncHandler(create)`. */
export function handlerOf(
  site: CallSite,
  expression: Expression | undefined,
  depth = 0,
): Handler | undefined {
  if (!expression || depth > 4) return undefined;
  if (expression.k === 'call') {
    // A wrapper: what it wraps is the handler, not the function that it makes.
    for (const argument of [...expression.args].reverse()) {
      const found = handlerOf(site, argument, depth + 1);
      if (found) return found;
    }
    if (expression.callee.k === 'member' && expression.callee.name === 'bind') {
      return handlerOf(site, expression.callee.object, depth + 1);
    }
  }
  if (expression.k === 'arr') return handlerOf(site, expression.items.at(-1), depth + 1);
  const value = lastOf(site, site.value(expression));
  const fn = functionOf(site, value) ?? wrappedMember(site, value);
  if (!fn) return undefined;
  // A function written in place says little; the code it calls is found through calls.
  const name = fn.fn.name;
  return name ? { file: fn.file.path, symbol: name } : { file: fn.file.path };
}

/** `export const handleCreate = [validate, create]`: what comes last answers. */
function lastOf(site: CallSite, value: Value): Value {
  const last = value.t === 'array' ? value.expression.items.at(-1) : undefined;
  return last && value.t === 'array'
    ? site.registry.evaluator.evaluate(last, value.file, value.fn, value.binding)
    : value;
}

/** What frameworks call the part of a route or an action that does the work; the other parts check and describe it. */
const WORKING = ['handler', 'handle', 'controller', 'action', 'query', 'execute', 'run', 'fn'];

/** A function, or the one part of `{ schema, permissions, handler }` that does the work. */
function functionOf(site: CallSite, value: Value): Extract<Value, { t: 'function' }> | undefined {
  if (value.t === 'function') return value;
  if (value.t !== 'object') return undefined;
  const found = WORKING.map((name) => site.registry.evaluator.member(value, name)).filter(
    (member) => member.t === 'function',
  );
  return found.length === 1 ? found[0] : undefined;
}

/** `wrapController(orders).create`: the member of what was wrapped. */
function wrappedMember(
  site: CallSite,
  value: Value,
): Extract<Value, { t: 'function' }> | undefined {
  if (value.t !== 'member' || value.of.t !== 'result') return undefined;
  const { call, file, fn } = value.of;
  for (const argument of call.args) {
    const { evaluator } = site.registry;
    const inner = evaluator.member(evaluator.evaluate(argument, file, fn), value.name);
    const found = functionOf(site, inner);
    if (found) return found;
  }
  return undefined;
}
