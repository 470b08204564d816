import type { Value } from '../../../link/value.ts';
import type { CallExpression, Expression } from '../../../parse/expression.ts';
import type { CallSite, FactSink, Model } from '../../detector.ts';
import { calledName, chainOf, rootOf } from '../../expressions.ts';
import { repositoryModel } from './repositories.ts';

export const JOIN: RegExp = /^(?:left|inner)Join/;
export const FROM: RegExp = /^(?:from|addFrom)$/;

const BUILDER_WRITES = new Set(['insert', 'update', 'delete', 'softDelete', 'restore']);

/** MikroORM has `qb` for short. */
export function isBuilderStart(name: string | undefined): boolean {
  return name === 'createQueryBuilder' || name === 'qb';
}

/** The call that made the builder which a variable holds: `const query = orders.createQueryBuilder('o')`. */
export function heldBuilder(site: CallSite): Extract<Value, { t: 'result' }> | undefined {
  const root = rootOf(site.call);
  let at: Value | undefined = root.k === 'id' ? site.value(root) : undefined;
  for (; at?.t === 'result' || at?.t === 'member'; at = at.of)
    if (at.t === 'result' && isBuilderStart(calledName(at.call))) return at;
  return undefined;
}

export function builderCall(site: CallSite, out: FactSink): void {
  const { chain, name } = site;
  const start = chain.findIndex((c) => isBuilderStart(calledName(c)));
  if (start === -1) {
    for (const table of joinedToHeld(site)) out.access(site, table, 'read');
    return;
  }
  const position = chain.indexOf(site.call);
  if (position < start) return;
  const relation = chain.find((c) => calledName(c) === 'relation');
  if (relation) {
    relationCall(site, out, start, relation);
    return;
  }
  const writes = chain.slice(start).some((c) => BUILDER_WRITES.has(calledName(c) ?? ''));
  if (isBuilderStart(name)) {
    // `orders.createQueryBuilder().update(Order)` says twice which table it is.
    if (writes && chain.slice(start + 1).some((call) => builderTarget(site, call))) return;
    const model =
      repositoryModel(site.value(site.receiver), site.registry) ?? site.model(site.call.args[0]);
    if (model?.via === 'typeorm') out.access(site, model, writes ? 'write' : 'read');
  } else if (JOIN.test(name)) {
    const whole = site.model(site.call.args[0]);
    for (const table of whole ? [whole] : joined(site, start)) out.access(site, table, 'read');
  } else {
    const model = builderTarget(site, site.call);
    if (model) out.access(site, model, writes ? 'write' : 'read');
  }
}

const TARGETS = new Set(['from', 'addFrom', 'into', 'update', 'delete']);

/** The entity that `from(Order)`, `into(Order)` or `update(Order)` is told. */
function builderTarget(site: CallSite, call: CallExpression): Model | undefined {
  if (!TARGETS.has(calledName(call) ?? '')) return undefined;
  const model = site.model(call.args[0]) ?? byText(site, call.args[0]);
  return model?.via === 'typeorm' ? model : undefined;
}

const RELATION_WRITES = new Set(['add', 'set', 'remove', 'addAndRemove']);

/**
 * `createQueryBuilder().relation(Order, 'items').of(order).add(item)`: the table that holds the key
 * is written, which is the other side unless the relation is the entity's own column.
 */
function relationCall(
  site: CallSite,
  out: FactSink,
  start: number,
  relation: CallExpression,
): void {
  const isRead = site.name === 'loadOne' || site.name === 'loadMany';
  if (!isRead && !RELATION_WRITES.has(site.name)) return;
  const builder = site.chain[start];
  const receiver = builder?.callee.k === 'member' ? builder.callee.object : undefined;
  const main =
    (relation.args.length > 1 ? site.model(relation.args[0]) : undefined) ??
    (receiver ? repositoryModel(site.value(receiver), site.registry) : undefined);
  const name = site.text(relation.args.at(-1));
  const target = name === undefined ? undefined : main?.relations.get(name)?.();
  if (!main || !target) return;
  const holdsKey = main.foreignKeys.some((key) => key.columns[0] === `${name}Id`);
  const between = isRead || name === undefined ? undefined : main.joins?.get(name)?.();
  if (isRead) out.access(site, target, 'read');
  else if (between !== undefined) out.access(site, between, 'write');
  else out.access(site, holdsKey ? main : target, 'write');
}

export function byText(site: CallSite, argument: Expression | undefined): Model | undefined {
  const text = site.text(argument);
  return text === undefined
    ? undefined
    : (site.registry.byName('typeorm', text) ??
        site.registry.all().find((m) => m.via === 'typeorm' && m.table === text));
}

/** Joins onto a builder that a variable of this function holds, after those that were made on it before. */
function joinedToHeld(site: CallSite): (Model | string)[] {
  const held = heldBuilder(site);
  const root = rootOf(site.call);
  if (held?.file !== site.file || root.k !== 'id') return [];
  const calls: CallExpression[] = [];
  for (const { call, fact } of site.file.calls) {
    if (fact.fn !== site.fn || call === held.call) continue;
    const from = rootOf(call);
    const isOnVariable = from.k === 'id' && from.name === root.name;
    if (isOnVariable || chainOf(fact.expression).includes(held.call)) calls.push(call);
  }
  return joinedAmong(site, held.call, calls);
}

/** The tables that a join in the chain behind a call of it leads to. */
export function joined(site: CallSite, start: number): (Model | string)[] {
  const builder = site.chain[start];
  return builder ? joinedAmong(site, builder, site.chain.slice(start + 1)) : [];
}

/**
 * `leftJoin('order.items', 'item')`: the alias before the dot is the builder's or an earlier join's. The table between
 * the two is read as well.
 * @param calls those on the builder, in their order
 */
function joinedAmong(
  site: CallSite,
  builder: CallExpression,
  calls: readonly CallExpression[],
): (Model | string)[] {
  const { callee } = builder;
  const root = site.value(callee.k === 'member' ? callee.object : callee);
  const main = repositoryModel(root, site.registry) ?? site.model(builder.args[0]);
  const aliases = new Map<string, Model>();
  const alias = site.text(builder.args.at(-1));
  if (main && alias) aliases.set(alias, main);
  for (const call of calls) {
    const name = calledName(call) ?? '';
    if (!JOIN.test(name) && !FROM.test(name)) continue;
    const path = /AndMap/.test(name) ? call.args[1] : call.args[0];
    const [head = '', property = ''] = site.text(path)?.split('.') ?? [];
    const ofMain = propertyOfAlias(path);
    const owner = ofMain ? main : property ? aliases.get(head) : undefined;
    const relation = ofMain ?? property;
    const target =
      site.model(path) ?? (relation ? owner?.relations.get(relation)?.() : byText(site, path));
    if (call === site.call)
      return [target, owner?.joins?.get(relation)?.()].filter((table) => table !== undefined);
    const given = site.text(/AndMap/.test(name) ? call.args[2] : call.args[1]);
    if (target && given) aliases.set(given, target);
  }
  return [];
}

/** `items` of `` `${query.alias}.items` ``: whatever the builder calls its table. */
function propertyOfAlias(path: Expression | undefined): string | undefined {
  if (path?.k !== 'template' || path.tag || path.parts.length !== 2 || path.parts[0] !== '')
    return undefined;
  const [hole] = path.holes;
  return hole?.k === 'member' && hole.name === 'alias'
    ? /^\.(\w+)$/.exec(path.parts[1] ?? '')?.[1]
    : undefined;
}
