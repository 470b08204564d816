import type { ProgramFile } from '../../link/program.ts';
import { packageOf, type Value } from '../../link/value.ts';
import type { ForeignKey } from '../../model/analysis.ts';
import type { CallExpression, Expression } from '../../parse/expression.ts';
import type { CallSite, Detector, Model, TableRegistry } from '../detector.ts';
import { calledName, chainOf, lastName, rootOf } from '../expressions.ts';
import { tableName } from './kysely.ts';

const JOINS = [
  'join',
  'innerJoin',
  'leftJoin',
  'leftOuterJoin',
  'rightJoin',
  'rightOuterJoin',
  'fullOuterJoin',
  'outerJoin',
  'crossJoin',
  'joinRaw',
];
const TABLES = ['from', 'into', 'table', 'withSchema'];
const WRITES = new Set([
  'insert',
  'update',
  'del',
  'delete',
  'truncate',
  'increment',
  'decrement',
  'batchInsert',
  'upsert',
  'merge',
]);
const SCHEMA = [
  'createTable',
  'createTableIfNotExists',
  'alterTable',
  'table',
  'dropTable',
  'dropTableIfExists',
  'renameTable',
  'createView',
  'createViewOrReplace',
  'dropView',
];
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
  'countDistinct',
]);
const NAMES =
  /^(?:knex|db|trx|tx|transaction|database|conn|connection|qb|k|DB|knexInstance|client)_?$|[kK]nex|[tT]rx|(?:Db|DB)$/;

/** Knex: `knex('orders')` and its chains; the schema builder in migrations gives tables. */
export const knex: Detector = {
  name: 'knex',
  packages: ['knex', '@mikro-orm/knex'],
  calls: [
    ...JOINS,
    ...TABLES,
    ...SCHEMA,
    ...WRITES,
    'references',
    'inTable',
    'onDelete',
    'foreign',
    'knex',
    'db',
    'trx',
    'tx',
    'transaction',
  ],
  define(file, registry) {
    for (const { expression } of file.facts.calls) {
      for (const call of chainOf(expression)) defineTable(file, registry, call);
    }
  },
  file(file, out, evaluator) {
    for (const fact of file.facts.calls) {
      const chain = chainOf(fact.expression);
      for (const [index, call] of chain.entries()) {
        const value = (e: Expression | undefined): Value =>
          e ? evaluator.evaluate(e, file, fact.fn) : { t: 'unknown' };
        const site = {
          file,
          fact,
          fn: fact.fn,
          call,
          chain,
          name: calledName(call) ?? '',
          value,
          text: (e: Expression | undefined) => textOf(value(e)),
        } as unknown as CallSite;
        const table = startTable(site, index, file);
        if (table?.name)
          out.access(
            site,
            table.name,
            JOINS.includes(site.name) ? 'read' : operationOf(chain.slice(index)),
          );
        else if (table) out.unknownTable(site, table.text, 'table name is computed');
      }
    }
  },
};

function textOf(value: Value): string | undefined {
  return value.t === 'string' ? value.value : undefined;
}

function operationOf(chain: CallExpression[]): 'read' | 'write' {
  return chain.some((call) => WRITES.has(calledName(call) ?? '')) ? 'write' : 'read';
}

/** The table a call of a chain brings in, when the call is Knex's. */
function startTable(
  site: CallSite,
  index: number,
  file: ProgramFile,
): { name?: string; text: string } | undefined {
  const { call, chain } = site;
  const first = call.args[0];
  const name = calledName(call);
  if (call.construct || !first) return undefined;
  const isStart = index === 0 && isKnex(site, call.callee, chain);
  const inChain =
    name !== undefined &&
    (JOINS.includes(name) || TABLES.includes(name)) &&
    name !== 'withSchema' &&
    call.callee.k === 'member';
  if (!isStart && !(inChain && isKnexChain(site, chain, call))) return undefined;
  if (isStart && SCHEMA.includes(name ?? '')) return undefined;
  const argument = first.k === 'obj' && first.props.length > 0 ? first.props[0]?.value : first;
  const text = site.text(argument);
  const table = tableName(text);
  if (table) return { name: table, text: '' };
  return argument &&
    (argument.k === 'id' || argument.k === 'member' || argument.k === 'template') &&
    isStart &&
    !isParameterBuilder(site, argument)
    ? { text: `${lastName(call.callee) ?? ''}(…) in ${file.path}` }
    : undefined;
}

/** `db(subquery)` and the like. */
function isParameterBuilder(site: CallSite, argument: Expression): boolean {
  const value = site.value(argument);
  return (
    value.t === 'function' ||
    value.t === 'object' ||
    (value.t === 'result' && value.call.callee.k === 'member')
  );
}

function isKnexValue(value: Value): boolean {
  const from = packageOf(value);
  if (value.t === 'external-instance')
    return from === 'knex' && /Knex|Transaction|QueryBuilder/.test(value.type);
  return from === 'knex' && value.t === 'result';
}

/** `knex('t')`: the function itself is a Knex instance. */
function isKnex(site: CallSite, callee: Expression, chain: CallExpression[]): boolean {
  const value = site.value(callee);
  if (value.t === 'function' || value.t === 'class') return false;
  if (isKnexValue(value)) return true;
  if (value.t === 'external-instance' || value.t === 'external') return false;
  const named = NAMES.test(lastName(callee) ?? '');
  const next = chain[1];
  return (
    named &&
    (next === undefined ? false : BUILDER.has(calledName(next) ?? '')) &&
    (site.text(chain[0]?.args[0]) !== undefined || callee.k === 'member')
  );
}

function isKnexChain(site: CallSite, chain: CallExpression[], call: CallExpression): boolean {
  const root = rootOf(call);
  if (chain.some((c) => c !== call && isStartOf(site, c, chain))) return true;
  let at: Expression = call.callee;
  while (at.k === 'member' || at.k === 'call') {
    if (at.k === 'member' && isKnexValue(site.value(at.object))) return true;
    at = at.k === 'member' ? at.object : at.callee;
  }
  if (isKnexValue(site.value(root))) return true;
  return root.k === 'id' && /[kK]nex|^trx$|[tT]rx$/.test(root.name);
}

function isStartOf(site: CallSite, call: CallExpression, chain: CallExpression[]): boolean {
  return chain[0] === call && isKnex(site, call.callee, chain);
}

const SCHEMA_TABLE = new Set([
  'createTable',
  'createTableIfNotExists',
  'alterTable',
  'table',
  'createView',
  'createViewOrReplace',
]);

/** `schema.createTable('orders', (t) => { t.integer('user_id').references('users.id') })`. */
function defineTable(file: ProgramFile, registry: TableRegistry, call: CallExpression): void {
  const name = calledName(call);
  if (!name || !SCHEMA_TABLE.has(name) || call.callee.k !== 'member') return;
  if (!mentionsSchema(call.callee.object)) return;
  const { evaluator } = registry;
  const first = call.args[0];
  const table = first ? evaluator.evaluate(first, file, -1) : undefined;
  const builder = call.args[1];
  if (table?.t !== 'string' || builder?.k !== 'fn') return;
  const isView = /view/i.test(name);
  const creates = name.startsWith('create');
  const model: Model = {
    table: table.value,
    kind: isView ? 'view' : 'table',
    via: 'knex',
    foreignKeys: foreignKeys(file, builder.at, registry),
    relations: new Map(),
    ...(creates ? { site: { file: file.path, line: call.nameLine } } : {}),
  };
  if (creates || model.foreignKeys.length > 0) registry.define(model);
}

function mentionsSchema(expression: Expression): boolean {
  let at = expression;
  for (;;) {
    if (at.k === 'member') {
      if (at.name === 'schema') return true;
      at = at.object;
    } else if (at.k === 'call') at = at.callee;
    else return at.k === 'id' && at.name === 'schema';
  }
}

const ON_DELETE = new Set(['cascade', 'set null', 'set default', 'restrict', 'no action']);

function foreignKeys(file: ProgramFile, builder: number, registry: TableRegistry): ForeignKey[] {
  const found: ForeignKey[] = [];
  for (const { expression, fn } of file.facts.calls) {
    if (fn !== builder) continue;
    const chain = chainOf(expression);
    const references = chain.find((c) => calledName(c) === 'references');
    const inTable = chain.find((c) => calledName(c) === 'inTable');
    const text = (e: Expression | undefined): string | undefined =>
      e ? textOf(registry.evaluator.evaluate(e, file, fn)) : undefined;
    const referenced = text(references?.args[0]);
    const table =
      text(inTable?.args[0]) ?? (referenced?.includes('.') ? referenced.split('.')[0] : undefined);
    if (!references || !table) continue;
    const action = text(chain.find((c) => calledName(c) === 'onDelete')?.args[0])?.toLowerCase();
    const start = chain[0];
    const column =
      calledName(start ?? references) === 'foreign' || start !== references
        ? text(start?.args[0])
        : undefined;
    found.push({
      columns: column ? [column] : [],
      table,
      referencedColumns: referenced ? [referenced.split('.').pop() ?? referenced] : [],
      ...(action && ON_DELETE.has(action)
        ? { onDelete: action as NonNullable<ForeignKey['onDelete']> }
        : {}),
      site: { file: file.path, line: references.nameLine },
    });
  }
  return found;
}
