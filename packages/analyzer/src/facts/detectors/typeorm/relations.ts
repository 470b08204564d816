import type { ProgramFile } from '../../../link/program.ts';
import type { Expression } from '../../../parse/expression.ts';
import { atCall } from '../../at-call.ts';
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
  const own = objectProperty(options, 'relations') ?? objectProperty(options, 'populate');
  const wanted = own ? { expression: own, file: site.file } : handedRelations(site, options);
  const named = new Set<string | Model>();
  const placed = wanted?.file === site.file ? sink : atCall(sink);
  const out: FactSink = {
    ...placed,
    access(at, table, ...rest) {
      named.add(table);
      placed.access(at, table, ...rest);
    },
  };
  if (wanted?.expression.k === 'obj') followShape(site, out, model, wanted.expression, 0);
  else if (wanted)
    for (const path of textsIn(site, wanted.expression, 0))
      followPath(site, out, model, path, named);
  conditions(site, sink, model, options, named);
}

interface Wanted {
  expression: Expression;
  file: ProgramFile;
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
  for (const key of ['where', 'order'])
    joinedByConditions(site, out, model, objectProperty(options, key), named);
}

/** What the shape of conditions, `{ buyer: { name } }` or a list of such, joins. */
export function joinedByConditions(
  site: CallSite,
  out: FactSink,
  model: Model,
  given: Expression | undefined,
  named: ReadonlySet<string | Model> = new Set(),
): void {
  for (const one of conditionsIn(site, given)) {
    for (const { key: relation, value } of one.props) {
      const target = relation ? model.relations.get(relation)?.() : undefined;
      if (target && value.k === 'obj' && !named.has(target)) {
        out.access(site, target, 'read', { line: value.line });
        readBetween(site, out, model, relation ?? '', value.line);
        followShape(site, out, target, value, 1);
      }
    }
  }
}

type Shape = Expression & { k: 'obj' };

/** The object of a condition, or each of a list; also where a constant of this file holds it. */
function conditionsIn(site: CallSite, given: Expression | undefined): Shape[] {
  if (given?.k === 'obj') return [given];
  if (given?.k === 'arr') return given.items.flatMap((item) => conditionsIn(site, item));
  const value = site.value(given);
  return value.t === 'object' && value.file === site.file ? [value.expression] : [];
}

/** Options that a caller handed to a helper, perhaps spread into others. */
function handedRelations(site: CallSite, options: Expression | undefined): Wanted | undefined {
  if (!options || options.k === 'str') return undefined;
  const value = site.value(options);
  if (value.t !== 'object') return undefined;
  const held = site.registry.evaluator.member(value, 'relations', site.binding);
  return held.t === 'array' || held.t === 'object' ? held : undefined;
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
      if (value.t !== 'array') return [];
      const paths = value.expression.items.flatMap(inner);
      return value.file === site.file ? paths : paths.map(({ path }) => ({ path, line }));
    }
  }
}

/** @param named what other paths have named: `'items.variant'` says nothing new of the items after `'items'` */
function followPath(
  site: CallSite,
  out: FactSink,
  model: Model,
  { path, line }: NamedPath,
  named: ReadonlySet<string | Model>,
): void {
  let at: Model | undefined = model;
  const parts = path.split('.');
  for (const [index, part] of parts.entries()) {
    const owner: Model | undefined = at;
    at = owner?.relations.get(part)?.();
    if (!owner || !at) return;
    if (index < parts.length - 1 && named.has(at)) continue;
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
