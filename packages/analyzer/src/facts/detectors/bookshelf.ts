import { callsNamed, type ProgramFile } from '../../link/program.ts';
import { packageOf, type Value } from '../../link/value.ts';
import type { CallExpression, Expression } from '../../parse/expression.ts';
import { snakeCase } from '../../sql/naming.ts';
import { classTableName, tableModel, textOf } from '../class-table.ts';
import type { CallSite, Detector, FactSink, Model, TableRegistry } from '../detector.ts';
import { calledName, chainOf, lastName, objectProperty } from '../expressions.ts';
import type { FunctionId } from '../file-facts.ts';
import { heldModel, initializer } from '../model-holders.ts';

const READS = [
  'fetch',
  'fetchAll',
  'fetchPage',
  'fetchOne',
  'count',
  'load',
  'refresh',
  // bookshelf-modelbase and what programs call their own statics
  'findOne',
  'findAll',
  'findById',
  'findPage',
];
const WRITES = [
  'save',
  'destroy',
  'insert',
  'attach',
  'detach',
  'updatePivot',
  'add',
  'edit',
  'create',
  'update',
  'upsert',
  'findOrCreate',
];
const RELATIONS = new Set([
  'hasOne',
  'hasMany',
  'belongsTo',
  'belongsToMany',
  'morphOne',
  'morphMany',
]);

/** Bookshelf.js: models made by `extend`, `model()` or a class, fetched and saved. */
export const bookshelf: Detector = {
  name: 'bookshelf',
  followsCallers: true,
  packages: ['bookshelf'],
  calls: [...READS, ...WRITES, 'extend', 'model', 'forge'],
  define(file, registry) {
    for (const cls of file.facts.classes) {
      const base = cls.extends ? registry.evaluator.evaluate(cls.extends, file, cls.fn) : undefined;
      const table = base && isBookshelf(base) ? classTableName(file, cls, registry) : undefined;
      if (!table) continue;
      const model = tableModel('bookshelf', table, file, cls.line);
      registry.define(model, cls, [cls.name]);
      const methods = cls.members.flatMap(({ name, at }) =>
        at === undefined ? [] : [{ key: name, at }],
      );
      defineRelations(file, methods, model, registry);
    }
    for (const { call, fact } of callsNamed(file, ['extend', 'model']))
      defineCall(file, fact.fn, call, registry);
  },
  call(site, out) {
    const isWrite = WRITES.includes(site.name);
    if (!site.receiver || !(isWrite || READS.includes(site.name))) return;
    const model = modelBehind(site, site.receiver);
    if (!model) {
      foreignModel(site, out, isWrite);
      return;
    }
    const between = tableBetween(site);
    const isLink = LINKS.has(site.name);
    if (between !== undefined) out.access(site, between, isWrite ? 'write' : 'read');
    if (site.name === 'load') loaded(site, out, model, site.call.args[0]);
    else if (!isLink || between === undefined) out.access(site, model, isWrite ? 'write' : 'read');
    for (const argument of site.call.args) related(site, out, model, argument);
  },
};

/** What relates rows of two tables changes the one between them alone. */
const LINKS = new Set(['attach', 'detach', 'updatePivot']);

/** Verbs that little else has. */
const OWN_VERBS = /^(?:fetch|fetchAll|fetchPage)$/;

/**
 * `new Order({ id }).fetch()` of a model that a package brings: it stands for the table that a schema file
 * creates under its name.
 */
function foreignModel(site: CallSite, out: FactSink, isWrite: boolean): void {
  const [start] = site.chain;
  if (!start?.construct || start === site.call) return;
  const { t } = site.value(start.callee);
  const name = lastName(start.callee);
  if (name === undefined || (t !== 'unknown' && t !== 'member' && t !== 'parameter')) return;
  const table = site.registry.createdTable(snakeCase(name));
  const options = { line: start.nameLine, confidence: 0.8 };
  if (table !== undefined) out.access(site, table, isWrite ? 'write' : 'read', options);
  else if (OWN_VERBS.test(site.name)) out.unknownTable(site, '', 'model is not of this codebase');
}

function isBookshelf(value: Value): boolean {
  return packageOf(value) === 'bookshelf';
}

/** `bookshelf.model('Order', { tableName })`, `bookshelf.Model.extend({ tableName })`. */
function defineCall(
  file: ProgramFile,
  fn: number,
  call: CallExpression,
  registry: TableRegistry,
): void {
  const name = calledName(call);
  if (call.callee.k !== 'member') return;
  const named = name === 'model' ? textOf(registry, file, call.args[0], fn) : undefined;
  const made = named === undefined ? undefined : call.args[1];
  if (made && made.k !== 'obj') nameModel(file, fn, made, named ?? '', registry);
  const settings = call.args.find((a) => a.k === 'obj');
  const table = textOf(registry, file, objectProperty(settings, 'tableName'), fn);
  if (table === undefined) return;
  if (!isBookshelf(registry.evaluator.evaluate(call.callee.object, file, fn))) return;
  const model = tableModel('bookshelf', table, file, call.nameLine);
  registry.define(model, call, named ? [named] : []);
  if (settings?.k !== 'obj') return;
  const methods = settings.props.flatMap(({ key, value }) =>
    key !== null && value.k === 'fn' ? [{ key, at: value.at }] : [],
  );
  defineRelations(file, methods, model, registry);
}

/** `bookshelf.model('Order', Order)` gives a name to what `extend` made before. */
function nameModel(
  file: ProgramFile,
  fn: number,
  made: Expression,
  name: string,
  registry: TableRegistry,
): void {
  const model = registry.of(registry.evaluator.evaluate(made, file, fn));
  if (model?.via === 'bookshelf') registry.define(model, undefined, [name]);
}

/** `api_keys() { return this.hasMany('ApiKey', 'integration_id'); }`. */
function defineRelations(
  file: ProgramFile,
  methods: readonly { key: string; at: FunctionId }[],
  model: Model,
  registry: TableRegistry,
): void {
  for (const { key, at } of methods) {
    const returned = file.functions.get(at)?.returns[0];
    const start = returned ? chainOf(returned)[0] : undefined;
    if (!start || !RELATIONS.has(calledName(start) ?? '')) continue;
    model.relations.set(key, () => {
      const name = textOf(registry, file, start.args[0], at);
      const target = start.args[0];
      return name === undefined
        ? target && registry.of(registry.evaluator.evaluate(target, file, at))
        : registry.byName('bookshelf', name);
    });
    if (calledName(start) !== 'belongsToMany') continue;
    const between = textOf(registry, file, start.args[1], at);
    // Bookshelf's default: both tables, in the order of the alphabet.
    const standard = (): string | undefined => {
      const target = model.relations.get(key)?.()?.table;
      return target && [model.table, target].sort().join('_');
    };
    model.joins = (model.joins ?? new Map()).set(key, () => between ?? standard());
  }
}

/** `fetch({ withRelated: ['items', 'items.variant'] })`. */
function related(site: CallSite, out: FactSink, model: Model, options: Expression): void {
  loaded(site, out, model, objectProperty(options, 'withRelated'));
}

/** `book.load(['items'])` as well: only what the names lead to is read. */
function loaded(site: CallSite, out: FactSink, model: Model, wanted: Expression | undefined): void {
  for (const item of wanted?.k === 'arr' ? wanted.items : wanted ? [wanted] : []) {
    let at: Model | undefined = model;
    for (const part of site.text(item)?.split('.') ?? []) {
      const between = at?.joins?.get(part)?.();
      at = at?.relations.get(part)?.();
      const line = ('line' in item && item.line) || site.call.nameLine;
      if (at) out.access(site, at, 'read', { line });
      if (between !== undefined) out.access(site, between, 'read', { line });
    }
  }
}

function modelBehind(site: CallSite, receiver: Expression): Model | undefined {
  const own = behind(site, site.value(receiver), 0) ?? heldModel(site, receiver, 'bookshelf');
  if (own) return own;
  const init = receiver.k === 'id' ? initializer(site, receiver.name) : undefined;
  const given = init?.k === 'await' ? init.of : init;
  // An instance: what a finder of a held model gave.
  return given?.k === 'call' && given.callee.k === 'member'
    ? heldModel(site, given.callee.object, 'bookshelf')
    : undefined;
}

/** The model a chain such as `new Order({ id }).where(…)` or `Order.forge()` starts from. */
function behind(site: CallSite, value: Value, depth: number): Model | undefined {
  const own = site.registry.of(value);
  if (own) return own.via === 'bookshelf' ? own : undefined;
  if (depth > 8) return undefined;
  if (value.t === 'result' && RELATIONS.has(calledName(value.call) ?? '')) {
    // What a method of a class gives: `books() { return this.hasMany(Book); }`.
    const [target] = value.call.args;
    const given = target && site.registry.evaluator.evaluate(target, value.file, value.fn);
    if (given?.t === 'string') return site.registry.byName('bookshelf', given.value);
    return given && behind(site, given, depth + 1);
  }
  const relation = relationOf(site, value, depth);
  if (relation) return relation.owner.relations.get(relation.name)?.();
  return value.t === 'result' || value.t === 'member'
    ? behind(site, value.of, depth + 1)
    : undefined;
}

/** `book.related('items')` and `book.items()` are about the other model. */
function relationOf(
  site: CallSite,
  value: Value,
  depth: number,
): { owner: Model; name: string } | undefined {
  if (value.t !== 'result' || value.of.t !== 'member') return undefined;
  const { call, file, fn, binding } = value;
  const [first] = call.args;
  const told = first && site.registry.evaluator.evaluate(first, file, fn, binding);
  const name = value.of.name === 'related' && told?.t === 'string' ? told.value : value.of.name;
  if (name === 'related') return undefined;
  const owner = behind(site, value.of.of, depth + 1);
  return owner?.relations.has(name) ? { owner, name } : undefined;
}

/** Of a relation that goes over a third table, that table. */
function tableBetween(site: CallSite): string | undefined {
  if (!site.receiver) return undefined;
  const relation = relationOf(site, site.value(site.receiver), 0);
  return relation?.owner.joins?.get(relation.name)?.();
}
