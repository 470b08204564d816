import type { CallExpression } from '../../../parse/expression.ts';
import type { CallSite, FactSink } from '../../detector.ts';
import { calledName } from '../../expressions.ts';
import { byText, FROM, JOIN, joined } from './query-builder.ts';

/** An entity and its alias; `Array.from` and its like are told no such two. */
export function mayBeInnerQuery(
  name: string,
  call: CallExpression,
  chain: readonly CallExpression[],
): boolean {
  if (FROM.test(name) && call.args.length === 2) return true;
  return (FROM.test(name) || JOIN.test(name)) && chain.some(startsInnerQuery);
}

function startsInnerQuery(call: CallExpression): boolean {
  return calledName(call) === 'subQuery';
}

/**
 * The tables of a query inside another: `qb.subQuery().select('i.id').from(Item, 'i')` in a condition, and
 * `.addSelect((qb) => qb.from(Item, 'i'))`.
 */
export function innerQuery(site: CallSite, out: FactSink): boolean {
  const isFrom = FROM.test(site.name);
  const start = site.chain.findIndex(startsInnerQuery);
  if (!isFrom && !(JOIN.test(site.name) && start !== -1)) return false;
  const [first] = site.call.args;
  const own = site.model(first) ?? (start === -1 ? undefined : byText(site, first));
  const tables = own || isFrom ? [own] : joined(site, start);
  for (const table of tables)
    if (typeof table === 'string' || table?.via === 'typeorm') out.access(site, table, 'read');
  return true;
}
