import type { ProgramFile } from '../../../link/program.ts';
import type { Expression } from '../../../parse/expression.ts';
import type { CallSite, FactSink, Model } from '../../detector.ts';
import { lastName, objectProperty } from '../../expressions.ts';

/** Finds the model an expression stands for, as the detector does for receivers. */
export type FindModel = (expression: Expression) => Model | undefined;

/** What is included is read, or written where the new row has parts of that name. */
export type IncludeUse = 'read' | { writes(relation: string | undefined): boolean };

/** `Order.create({ items: [{…}] }, { include: ['items'] })` makes items; without the key it does not. */
export function creatingParts(row: Expression | undefined): IncludeUse {
  const rows = row?.k === 'arr' ? row.items : [row];
  const shapes = rows.flatMap((item) => (item?.k === 'obj' ? [item] : []));
  const isOpen =
    shapes.length < rows.length || shapes.some((s) => s.props.some(({ key }) => key === null));
  const keys = new Set(shapes.flatMap((s) => s.props.map(({ key }) => key)));
  return { writes: (relation) => isOpen || relation === undefined || keys.has(relation) };
}

interface Place {
  file: ProgramFile;
  fn: number;
}

/**
 * Tables that `include` brings into a query, nested ones too. The options may be an object that a
 * helper returned; what it names in another file counts for the line of the query.
 */
export function include(
  site: CallSite,
  out: FactSink,
  model: Model,
  options: Expression,
  operation: IncludeUse,
  find: FindModel,
): void {
  const value = site.value(options);
  const shape = options.k === 'obj' ? options : value.t === 'object' ? value.expression : undefined;
  const place = value.t === 'object' ? value : site;
  if (shape)
    included(site, out, model, objectProperty(shape, 'include'), operation, find, place, 0);
}

function included(
  site: CallSite,
  out: FactSink,
  model: Model | undefined,
  wanted: Expression | undefined,
  operation: IncludeUse,
  find: FindModel,
  place: Place,
  depth: number,
): void {
  if (!wanted || depth > 6) return;
  for (const item of wanted.k === 'arr' ? wanted.items : [wanted])
    includeItem(site, out, model, item, operation, find, place, depth);
}

/** `{ model, include }`, `{ association: 'items' }`, `Item`, `'items'`. */
function includeItem(
  site: CallSite,
  out: FactSink,
  model: Model | undefined,
  item: Expression,
  operation: IncludeUse,
  find: FindModel,
  place: Place,
  depth: number,
): void {
  if (item.k === 'obj' && objectProperty(item, 'all')) {
    if (model && operation === 'read') everyRelation(site, out, model, item, place);
    return;
  }
  const named =
    item.k === 'obj'
      ? (objectProperty(item, 'model') ?? objectProperty(item, 'association'))
      : item;
  const as = objectProperty(item, 'as');
  const relation = (e: Expression | undefined): Model | undefined =>
    model?.relations.get(e?.k === 'str' ? e.value : (site.text(e) ?? ''))?.();
  const found =
    (named ? (valueIn(site, named, place) ?? find(named) ?? relation(named)) : undefined) ??
    relation(as);
  if (!found) return;
  const line = place.file === site.file && 'line' in item ? item.line : site.call.nameLine;
  if (operation === 'read') {
    out.access(site, found, 'read', { line });
    const between = model && tableBetween(model, found, site.text(as ?? named));
    if (between !== undefined) out.access(site, between, 'read', { line });
  } else {
    const name = as ?? (named?.k === 'str' ? named : undefined);
    if (!operation.writes(site.text(name))) return;
    out.access(site, found, 'write', { line });
  }
  included(site, out, found, objectProperty(item, 'include'), operation, find, place, depth + 1);
}

/**
 * `{ all: true }` brings in what any association leads to, with `nested` what leads on from there; of one kind of
 * association it is only certain that there are some.
 */
function everyRelation(
  site: CallSite,
  out: FactSink,
  model: Model,
  item: Expression & { k: 'obj' },
  place: Place,
): void {
  const all = objectProperty(item, 'all');
  if (all?.k !== 'bool') {
    out.unknownTable(site, 'include: { all }', 'which associations it means is not told apart');
    return;
  }
  if (!all.value) return;
  const nested = objectProperty(item, 'nested');
  const line = place.file === site.file ? item.line : site.call.nameLine;
  const seen = new Set([model]);
  const waiting = [model];
  for (let owner = waiting.pop(); owner; owner = waiting.pop())
    for (const [name, find] of owner.relations) {
      const target = find();
      if (!target || seen.has(target)) continue;
      seen.add(target);
      out.access(site, target, 'read', { line });
      const between = owner.joins?.get(name)?.();
      if (between !== undefined) out.access(site, between, 'read', { line });
      if (nested?.k === 'bool' && nested.value) waiting.push(target);
    }
}

/** The table of the relation by its name, else of the only one that leads to the model. */
function tableBetween(owner: Model, target: Model, name: string | undefined): string | undefined {
  const joins = owner.joins ?? new Map<string, () => string | undefined>();
  if (name !== undefined) return joins.get(name)?.();
  const leading = [...owner.relations].filter(([, find]) => find() === target);
  const [only] = leading.length === 1 ? leading : [];
  return only && joins.get(only[0])?.();
}

function valueIn(site: CallSite, expression: Expression, place: Place): Model | undefined {
  const { registry } = site;
  const found = registry.of(registry.evaluator.evaluate(expression, place.file, place.fn));
  return found?.via === 'sequelize' ? found : undefined;
}

/** `include.push({ model: Item })`: the list is built before the query. */
export function pushedIncludes(site: CallSite, out: FactSink, find: FindModel): void {
  if (!/include/i.test(lastName(site.receiver) ?? '')) return;
  for (const item of site.call.args) {
    if (objectProperty(item, 'model'))
      includeItem(site, out, undefined, item, 'read', find, site, 0);
  }
}
