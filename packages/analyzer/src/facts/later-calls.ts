import type { CallExpression } from '../parse/expression.ts';
import type { CallSite } from './detector.ts';
import { rootOf } from './expressions.ts';
import { type FunctionId, MODULE } from './file-facts.ts';

/**
 * Calls that go on with what a chain has begun, where a variable holds it:
 * `const query = db('orders'); query.where(…); await query.update(…)`.
 */
export function laterCalls(site: CallSite): CallExpression[] {
  const { file, fn } = site;
  const { expression, awaited } = site.fact;
  if (awaited) return [];
  const variable = file.facts.variables.find((own) => own.fn === fn && own.init === expression);
  if (!variable) return [];
  return file.calls.flatMap(({ fact, call }) => {
    const root = rootOf(call);
    const isOfVariable = root.k === 'id' && root.name === variable.name;
    return isOfVariable && isWithin(site, fact.fn) ? [call] : [];
  });
}

function isWithin(site: CallSite, fn: FunctionId): boolean {
  for (let at = fn; at !== site.fn; at = site.file.functions.get(at)?.parent ?? MODULE)
    if (at === MODULE) return false;
  return true;
}
