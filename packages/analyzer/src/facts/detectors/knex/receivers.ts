import type { Program } from '../../../link/program.ts';
import { packageOf, type Value } from '../../../link/value.ts';
import type { CallExpression, Expression } from '../../../parse/expression.ts';
import type { CallSite } from '../../detector.ts';
import { calledName, chainOf, lastName, outermostCall, rootOf } from '../../expressions.ts';
import type { FunctionId } from '../../file-facts.ts';

const BUILDER = new Set([
  'select',
  'where',
  'first',
  'insert',
  'update',
  'del',
  'delete',
  'pluck',
  'count',
  'whereIn',
  'columns',
  'returning',
  'orderBy',
  'join',
  'leftJoin',
  'innerJoin',
  'andWhere',
  'truncate',
  'distinct',
  'column',
  'max',
  'min',
  'sum',
  'limit',
  'as',
  'whereNull',
  'whereNotNull',
  'whereRaw',
  'where',
  'increment',
  'decrement',
  'onConflict',
  'groupBy',
  'transacting',
  'whereNot',
  'whereExists',
  'modify',
  'offset',
  'withSchema',
  'orWhere',
  'whereNotIn',
  'whereBetween',
  'forUpdate',
  'rightJoin',
  'whereILike',
  'whereLike',
  'upsert',
  'avg',
  'countDistinct',
]);

export const NAMES: RegExp =
  /^(?:knex|db|trx|tx|transaction|database|conn|connection|qb|k|DB|knexInstance|client)_?$|[kK]nex|[tT]rx|(?:Db|DB)$/;

const used = new WeakMap<Program, boolean>();

export function usesKnex(program: Program): boolean {
  let answer = used.get(program);
  if (answer === undefined) {
    answer = [...program.files.values()].some((file) =>
      file.facts.imports.some((item) => item.specifier === 'knex'),
    );
    used.set(program, answer);
  }
  return answer;
}

/** Whether a call can be the first of Knex's in its chain: `db('t')`, `models.item().db('t')`, `knex()('t')`. */
export function mayStart({ callee }: CallExpression): boolean {
  if (!outermostCall(callee)) return true;
  if (callee.k === 'call') return NAMES.test(calledName(callee) ?? '');
  return callee.k === 'member' && callee.object.k === 'call' && NAMES.test(callee.name ?? '');
}

function isKnexValue(value: Value): boolean {
  const from = packageOf(value);
  if (value.t === 'external-instance')
    return from === 'knex' && /Knex|Transaction|QueryBuilder/.test(value.type);
  return from === 'knex' && value.t === 'result';
}

/** `knex('t')`: the function itself is a Knex instance. */
export function isKnex(
  site: CallSite,
  callee: Expression,
  chain: readonly CallExpression[],
): boolean {
  const value = site.value(callee);
  if (value.t === 'function' || value.t === 'class') return false;
  if (isKnexValue(value)) return true;
  if (value.t === 'external-instance' || value.t === 'external') return false;
  // (trx ?? db)('orders')
  const branches = callee.k === 'either' ? callee.of : [callee];
  const nameOf = (at: Expression): string => lastName(at.k === 'call' ? at.callee : at) ?? '';
  // A variable `qb` is a builder; `orders.qb('o')` is a method of MikroORM.
  const named = branches.some(
    (branch) => NAMES.test(nameOf(branch)) && !(branch.k === 'member' && branch.name === 'qb'),
  );
  const next = chain[1];
  if (next === undefined)
    return /^trx$|[tT]rx$|[kK]nex/.test(nameOf(callee)) && usesKnex(site.program);
  return (
    named &&
    BUILDER.has(calledName(next) ?? '') &&
    (site.text(chain[0]?.args[0]) !== undefined || callee.k !== 'id')
  );
}

export function isKnexChain(
  site: CallSite,
  chain: readonly CallExpression[],
  call: CallExpression,
): boolean {
  const root = rootOf(call);
  if (chain.some((c) => c !== call && isStartOf(site, c, chain))) return true;
  let at: Expression = call.callee;
  while (at.k === 'member' || at.k === 'call') {
    if (at.k === 'member' && isKnexValue(site.value(at.object))) return true;
    at = at.k === 'member' ? at.object : at.callee;
  }
  const start = site.value(root);
  if (isKnexValue(start)) return true;
  // A transaction of Kysely is called trx, too.
  return (
    packageOf(start) !== 'kysely' && root.k === 'id' && /[kK]nex|^trx$|[tT]rx$/.test(root.name)
  );
}

function isStartOf(
  site: CallSite,
  call: CallExpression,
  chain: readonly CallExpression[],
): boolean {
  const index = chain.indexOf(call);
  return mayStart(call) && isKnex(site, call.callee, chain.slice(index));
}

/**
 * `(qb) => qb.from('lines')` and `function () { this.from('lines') }` that a chain of Knex's takes: a builder of its
 * own. The manual writes subqueries and parts of `with` so.
 */
export function isHandedBuilder(
  site: CallSite,
  call: CallExpression = site.call,
  fn: FunctionId = site.fn,
): boolean {
  const { file } = site;
  const root = rootOf(call);
  const callback = file.functions.get(fn);
  if (root.k !== 'this' && !(root.k === 'id' && callback?.params[0]?.name === root.name))
    return false;
  const around = file.calls.find(({ call: own }) =>
    own.args.some((arg) => arg.k === 'fn' && arg.at === fn),
  );
  if (!around || !usesKnex(site.program)) return false;
  const chain = chainOf(around.fact.expression);
  return (
    isKnexChain(site, chain, around.call) ||
    (around.fact.fn !== fn && isHandedBuilder(site, around.call, around.fact.fn))
  );
}
