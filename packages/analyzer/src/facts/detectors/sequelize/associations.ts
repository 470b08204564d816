import type { Expression } from '../../../parse/expression.ts';
import { pluralize } from '../../../sql/naming.ts';
import type { AccessOptions, CallSite, FactSink, Model } from '../../detector.ts';
import type { FindModel } from './includes.ts';

/** sequelize-typescript: `team.$create('domain', …)`, by the name of the association. */
export const OF_ASSOCIATION: string[] = [
  'get',
  'count',
  'has',
  'create',
  'set',
  'add',
  'remove',
].map((verb) => `$${verb}`);

const READS = new Set(['get', 'count', 'has']);

/** @returns whether the call is one of those that are told an association */
export function ofAssociation(site: CallSite, out: FactSink, find: FindModel): boolean {
  if (!site.receiver || !OF_ASSOCIATION.includes(site.name)) return false;
  const owner = find(site.receiver);
  const name = site.text(site.call.args[0]) ?? '';
  const key = [name, pluralize(name)].find((one) => owner?.relations.has(one));
  if (owner && key !== undefined) useAssociation(site, out, owner, key, site.name.slice(1));
  return true;
}

export const MIXIN: RegExp = /^(get|count|has|create|add|set|remove)([A-Z]\w*)$/;

/** Methods that associations put on instances: `order.createItem({})`, `user.countOrders()`. */
export function mixin(site: CallSite, out: FactSink, find: FindModel): void {
  const [, verb, name] = MIXIN.exec(site.name) ?? [];
  if (!verb || !name || !site.receiver || site.callee().t === 'function') return;
  const known = find(site.receiver);
  const owner = known ?? rowByName(site, site.receiver);
  const key = owner && relationKey(owner, name);
  if (!owner || key === undefined) return;
  useAssociation(site, out, owner, key, verb, known ? {} : { confidence: 0.8 });
}

/**
 * What a method of an association touches: where rows of two tables are related over a third, that one alone is
 * changed; where the owner holds the key, `setBuyer(buyer)` changes the owner.
 */
function useAssociation(
  site: CallSite,
  out: FactSink,
  owner: Model,
  key: string,
  verb: string,
  options: AccessOptions = {},
): void {
  const target = owner.relations.get(key)?.();
  if (!target) return;
  const operation = READS.has(verb) ? 'read' : 'write';
  const between = owner.joins?.get(key);
  const table = between?.();
  if (table !== undefined) out.access(site, table, operation, options);
  else if (between && operation === 'write')
    out.unknownTable(site, '', 'the table between the two is not known');
  if (operation === 'read' || verb === 'create' || !(between || owner.holdsKeyOf?.has(key)))
    out.access(site, target, operation, options);
  if (operation === 'write' && owner.holdsKeyOf?.has(key))
    out.access(site, owner, 'write', options);
}

/**
 * `team.addUser(user)` of a parameter that nothing is known of, where a model has that name and the association: a row
 * that another function found (decision 0113).
 */
function rowByName(site: CallSite, receiver: Expression): Model | undefined {
  const name = receiver.k === 'id' ? receiver.name : undefined;
  if (name === undefined || site.value(receiver).t !== 'parameter') return undefined;
  const { registry } = site;
  return (
    registry.byName('sequelize', name.charAt(0).toUpperCase() + name.slice(1)) ??
    registry.byName('sequelize', name)
  );
}

/** `order.getBuyer()` is about the relation `buyer`, `Buyer` or `buyers`. */
export function relationNamed(owner: Model, name: string): Model | undefined {
  const key = relationKey(owner, name);
  return key === undefined ? undefined : owner.relations.get(key)?.();
}

function relationKey(owner: Model, name: string): string | undefined {
  const plain = name.toLowerCase();
  return [...owner.relations.keys()].find((key) => {
    const own = key.toLowerCase();
    return own === plain || pluralize(own) === plain || own === pluralize(plain);
  });
}
