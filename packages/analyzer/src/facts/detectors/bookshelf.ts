import { callsNamed, type ProgramFile } from '../../link/program.ts';
import { packageOf, type Value } from '../../link/value.ts';
import type { CallExpression } from '../../parse/expression.ts';
import { classTableName, tableModel, textOf } from '../class-table.ts';
import type { CallSite, Detector, Model, TableRegistry } from '../detector.ts';
import { calledName, objectProperty } from '../expressions.ts';

const READS = ['fetch', 'fetchAll', 'fetchPage', 'count', 'load', 'refresh', 'fetchOne'];
const WRITES = ['save', 'destroy', 'insert', 'attach', 'detach'];

/** Bookshelf.js: models made by `extend`, `model()` or a class, fetched and saved. */
export const bookshelf: Detector = {
  name: 'bookshelf',
  packages: ['bookshelf'],
  calls: [...READS, ...WRITES, 'extend', 'model', 'forge'],
  define(file, registry) {
    for (const cls of file.facts.classes) {
      const base = cls.extends ? registry.evaluator.evaluate(cls.extends, file, cls.fn) : undefined;
      const table = base && isBookshelf(base) ? classTableName(file, cls, registry) : undefined;
      if (table) registry.define(tableModel('bookshelf', table, file, cls.line), cls, [cls.name]);
    }
    for (const { call, fact } of callsNamed(file, ['extend', 'model']))
      defineCall(file, fact.fn, call, registry);
  },
  call(site, out) {
    const isWrite = WRITES.includes(site.name);
    if (!site.receiver || !(isWrite || READS.includes(site.name))) return;
    const model = behind(site, site.value(site.receiver), 0);
    if (model) out.access(site, model, isWrite ? 'write' : 'read');
  },
};

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
  const settings = call.args.find((a) => a.k === 'obj');
  const table = textOf(registry, file, objectProperty(settings, 'tableName'), fn);
  if (table === undefined || call.callee.k !== 'member') return;
  if (!isBookshelf(registry.evaluator.evaluate(call.callee.object, file, fn))) return;
  const named = name === 'model' ? textOf(registry, file, call.args[0], fn) : undefined;
  registry.define(tableModel('bookshelf', table, file, call.nameLine), call, named ? [named] : []);
}

/** The model a chain such as `new Order({ id }).where(…)` or `Order.forge()` starts from. */
function behind(site: CallSite, value: Value, depth: number): Model | undefined {
  const own = site.registry.of(value);
  if (own) return own.via === 'bookshelf' ? own : undefined;
  if (depth > 8) return undefined;
  return value.t === 'result' || value.t === 'member'
    ? behind(site, value.of, depth + 1)
    : undefined;
}
