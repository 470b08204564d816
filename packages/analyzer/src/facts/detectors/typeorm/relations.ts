import type { Expression } from '../../../parse/expression.ts';
import { lineOf } from '../../columns.ts';
import type { CallSite, FactSink, Model } from '../../detector.ts';
import { objectProperty } from '../../expressions.ts';

/** `relations: ['items', 'items.variant']` and `relations: { items: true }` read those tables too. */
export function relations(
  site: CallSite,
  sink: FactSink,
  model: Model,
  options: Expression | undefined,
): void {
  const wanted =
    objectProperty(options, 'relations') ??
    objectProperty(options, 'populate') ??
    handedRelations(site, options);
  const named = new Set<string | Model>();
  const out: FactSink = {
    ...sink,
    access(at, table, ...rest) {
      named.add(table);
      sink.access(at, table, ...rest);
    },
  };
  if (wanted?.k === 'obj') followShape(site, out, model, wanted, 0);
  else if (wanted) for (const path of textsIn(site, wanted, 0)) followPath(site, out, model, path);
  conditions(site, sink, model, options, named);
}

/**
 * `where: { buyer: { name } }` and `order: { buyer: { name: 'ASC' } }` join those tables.
 * @param named what `relations` name already
 */
function conditions(
  site: CallSite,
  out: FactSink,
  model: Model,
  options: Expression | undefined,
  named: ReadonlySet<string | Model>,
): void {
  for (const key of ['where', 'order']) {
    const given = objectProperty(options, key);
    for (const one of given?.k === 'arr' ? given.items : given ? [given] : []) {
      for (const { key: relation, value } of one.k === 'obj' ? one.props : []) {
        const target = relation ? model.relations.get(relation)?.() : undefined;
        if (target && value.k === 'obj' && !named.has(target)) {
          out.access(site, target, 'read', { line: value.line });
          readBetween(site, out, model, relation ?? '', value.line);
          followShape(site, out, target, value, 1);
        }
      }
    }
  }
}

/** Options that a caller handed to a helper, perhaps spread into others. */
function handedRelations(site: CallSite, options: Expression | undefined): Expression | undefined {
  if (!options || options.k === 'str') return undefined;
  const value = site.value(options);
  if (value.t !== 'object') return undefined;
  const held = site.registry.evaluator.member(value, 'relations', site.binding);
  return held.t === 'array' || held.t === 'object' ? held.expression : undefined;
}

interface NamedPath {
  path: string;
  line: number;
}

/** Constant texts of a list: `['a', ...DEFAULTS]`, `Array.from(new Set([...a, ...b]))`. */
function textsIn(site: CallSite, expression: Expression, depth: number): NamedPath[] {
  if (depth > 6) return [];
  const inner = (e: Expression): NamedPath[] => textsIn(site, e, depth + 1);
  switch (expression.k) {
    case 'arr':
      return expression.items.flatMap(inner);
    case 'spread':
      return inner(expression.of);
    case 'either':
      return expression.of.flatMap(inner);
    case 'call':
      return expression.args.flatMap(inner);
    default: {
      const value = site.value(expression);
      const line = expression.k === 'str' ? expression.line : site.call.nameLine;
      if (value.t === 'string') return [{ path: value.value, line }];
      return value.t === 'array' ? value.expression.items.flatMap(inner) : [];
    }
  }
}

function followPath(site: CallSite, out: FactSink, model: Model, { path, line }: NamedPath): void {
  let at: Model | undefined = model;
  for (const part of path.split('.')) {
    const owner: Model | undefined = at;
    at = owner?.relations.get(part)?.();
    if (!owner || !at) return;
    readBetween(site, out, owner, part, line);
    // A table that leads to itself is read by the query already.
    if (at !== model) out.access(site, at, 'read', { line });
  }
}

/** The table that holds the pairs of a many-to-many relation is read with it. */
function readBetween(
  site: CallSite,
  out: FactSink,
  owner: Model,
  relation: string,
  line: number,
): void {
  const between = owner.joins?.get(relation)?.();
  if (between !== undefined) out.access(site, between, 'read', { line });
}

function followShape(
  site: CallSite,
  out: FactSink,
  model: Model,
  shape: Expression,
  depth: number,
): void {
  if (shape.k !== 'obj' || depth > 6) return;
  for (const { key, value } of shape.props) {
    const target = key ? model.relations.get(key)?.() : undefined;
    if (!target || (value.k === 'bool' && !value.value)) continue;
    const line = lineOf(value, shape.line);
    out.access(site, target, 'read', { line });
    readBetween(site, out, model, key ?? '', line);
    followShape(site, out, target, value, depth + 1);
  }
}
