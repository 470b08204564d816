import type { CollectorContext } from './collector-context.ts';
import { EMPTY } from './exact-list.ts';
import type { CallExpression } from './expression.ts';

/** What a module is given rather than asks for (AMD API, "define() function"). */
const GIVEN = new Set(['require', 'exports', 'module']);

/**
 * The list of dependencies of an AMD module: `define(['./a'], (a) => …)`, `define('name', ['./a'], factory)` and
 * `require(['./a'], (a) => …)`, as RequireJS and the loaders after it read them.
 * @returns whether the call has such a list
 */
export function collectAmd(c: CollectorContext, call: CallExpression): boolean {
  const { callee, args, construct } = call;
  if (construct || callee.k !== 'id') return false;
  const isDefinition = callee.name === 'define';
  if (!isDefinition && callee.name !== 'require' && callee.name !== 'requirejs') return false;
  const at = isDefinition && args[0]?.k === 'str' ? 1 : 0;
  const list = args[at];
  const factory = args[at + 1];
  if (list?.k !== 'arr' || (isDefinition && !factory) || factory?.k === 'str') return false;
  if (isDefinition && !list.items.every((item) => item.k === 'str')) return false;
  if (c.facts.imports.some(({ names }) => names.some(({ local }) => local === callee.name)))
    return false;
  for (const item of list.items) {
    if (item.k !== 'str' || GIVEN.has(item.value)) continue;
    const { value: specifier, line } = item;
    c.facts.imports.push({ specifier, kind: 'require', typeOnly: false, line, names: EMPTY });
  }
  return true;
}
