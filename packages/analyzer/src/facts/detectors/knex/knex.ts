import { callsNamed, type Program } from '../../../link/program.ts';
import { readClauseText } from '../../../link/sql-accesses.ts';
import type { CallExpression, Expression } from '../../../parse/expression.ts';
import { qualifiedName } from '../../../sql/naming.ts';
import type { CallSite, Detector } from '../../detector.ts';
import { calledName, lastName, rootOf } from '../../expressions.ts';
import { importsAny } from '../../imported-packages.ts';
import { laterCalls } from '../../later-calls.ts';
import { tableName } from '../kysely/kysely.ts';
import { isHandedBuilder, isKnex, isKnexChain, mayStart, NAMES, usesKnex } from './receivers.ts';
import { defineTable, isSchemaCall, SCHEMA_TABLE, toldSchema } from './schema.ts';

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
];

const TABLES = ['from', 'into', 'table', 'withSchema', 'batchInsert'];

const IN_CHAIN = new Set([...JOINS, ...TABLES]);

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
  'createMaterializedView',
  'dropView',
];

/** Knex: `knex('orders')` and its chains; the schema builder in migrations gives tables. */
export const knex: Detector = {
  name: 'knex',
  packages: ['knex', '@mikro-orm/knex'],
  calls: [
    ...JOINS,
    ...TABLES,
    'joinRaw',
    'fromRaw',
    ...SCHEMA,
    ...WRITES,
    'references',
    'inTable',
    'onDelete',
    'onUpdate',
    'as',
    'dropColumns',
    'timestamps',
    'foreign',
    'knex',
    'db',
    'trx',
    'tx',
    'transaction',
  ],
  define(file, registry) {
    for (const { call, fact } of callsNamed(file, SCHEMA_TABLE))
      defineTable(file, registry, call, fact.fn);
  },
  followsCallers: true,
  // The empty name is that of calls of calls and of branches.
  mayStartAs: (name, program) =>
    name === '' || IN_CHAIN.has(name) || usesKnex(program) || NAMES.test(name),
  mayStart: ({ call, name }, program) => mayName(call, name, program),
  call(site, out) {
    if (site.name === 'joinRaw' || site.name === 'fromRaw') {
      const { accesses, unknown } = readClauseText(site.call.args[0], site);
      for (const { table, line } of accesses) out.access(site, table, 'read', { line });
      for (const { text } of unknown) out.unknownTable(site, text, 'table name is computed');
      return;
    }
    if (SCHEMA.includes(site.name) && isSchemaCall(site.call, site.chain)) {
      const named = site.name === 'renameTable' ? site.call.args : site.call.args.slice(0, 1);
      for (const table of named.map((item) => site.text(item))) {
        if (table === undefined) out.unknownTable(site, '', 'table name is computed');
        else out.access(site, qualifiedName(site.text(toldSchema(site.call)), table), 'ddl');
      }
      return;
    }
    const index = site.chain.indexOf(site.call);
    if (!mayName(site.call, site.name, site.program)) return;
    const table = startTable(site, index);
    if (table?.name)
      out.access(
        site,
        table.name,
        JOINS.includes(site.name) ? 'read' : operationOf(site, callsAbout(site, index)),
      );
    else if (table) out.unknownTable(site, table.text, 'table name is computed');
  },
};

/** Cheap test before anything is evaluated: most calls of a program name no table. */
function mayName(call: CallExpression, name: string, program: Program): boolean {
  if (call.args.length === 0) return false;
  if (IN_CHAIN.has(name)) return true;
  if (!mayStart(call)) return false;
  if (usesKnex(program)) return true;
  const { callee } = call;
  const branches = callee.k === 'either' ? callee.of : [callee];
  return branches.some((branch) =>
    NAMES.test(lastName(branch.k === 'call' ? branch.callee : branch) ?? ''),
  );
}

/** What says whether a table is written: calls behind it, or all where it is the first: `knex.delete().from('orders')`. */
function callsAbout(site: CallSite, index: number): readonly CallExpression[] {
  const { chain } = site;
  const isFirst =
    TABLES.includes(site.name) && !chain.slice(0, index).some((call) => startsHere(site, call));
  return isFirst ? chain : chain.slice(index);
}

function startsHere(site: CallSite, call: CallExpression): boolean {
  const index = site.chain.indexOf(call);
  return (
    TABLES.includes(calledName(call) ?? '') ||
    (call.args.length > 0 && mayStart(call) && isKnex(site, call.callee, site.chain.slice(index)))
  );
}

function operationOf(site: CallSite, chain: readonly CallExpression[]): 'read' | 'write' {
  const isWrite = (call: CallExpression): boolean => WRITES.has(calledName(call) ?? '');
  return chain.some(isWrite) || laterCalls(site).some(isWrite) ? 'write' : 'read';
}

/** The table a call of a chain brings in, when the call is Knex's. */
function startTable(site: CallSite, index: number): { name?: string; text: string } | undefined {
  const { call, chain } = site;
  const first = call.args[0];
  const name = calledName(call);
  if (call.construct || !first) return undefined;
  const isStart = mayStart(call) && isKnex(site, call.callee, chain.slice(index));
  const inChain =
    name !== undefined &&
    (JOINS.includes(name) || TABLES.includes(name)) &&
    name !== 'withSchema' &&
    call.callee.k === 'member';
  const isOurs = (): boolean =>
    isKnexChain(site, chain, call) || isJoinOfCallback(site) || isHandedBuilder(site);
  if (!isStart && !(inChain && isOurs())) return undefined;
  if (isStart && SCHEMA.includes(name ?? '')) return undefined;
  const argument = first.k === 'obj' && first.props.length > 0 ? first.props[0]?.value : first;
  const text = site.text(rawText(argument));
  const table = tableName(text);
  if (table) return { name: qualifiedName(schemaOf(site), table), text: '' };
  return argument &&
    (argument.k === 'id' || argument.k === 'member' || argument.k === 'template') &&
    isStart &&
    !isParameterBuilder(site, argument)
    ? { text: `${lastName(call.callee) ?? ''}(…) in ${site.file.path}` }
    : undefined;
}

/** `.withSchema('shop')` anywhere in the chain is said of all its tables. */
function schemaOf(site: CallSite): string | undefined {
  return site.text(site.chain.find((call) => calledName(call) === 'withSchema')?.args[0]);
}

/** `db.raw('lines as l')` where a table is named. */
function rawText(argument: Expression | undefined): Expression | undefined {
  const isRaw = argument?.k === 'call' && /^(?:raw|ref)$/.test(calledName(argument) ?? '');
  return isRaw ? argument.args[0] : argument;
}

/** `qb.leftJoin('lines', 'lines.order_id', '=', 'orders.id')` on the builder that a callback is handed. */
function isJoinOfCallback(site: CallSite): boolean {
  const { call, file, fn } = site;
  const root = rootOf(call);
  const isHanded =
    root.k === 'id' && file.functions.get(fn)?.params.some(({ name }) => name === root.name);
  const columns = call.args.slice(1).filter((arg) => /^[\w"]+\./.test(site.text(arg) ?? ''));
  return (
    isHanded === true &&
    JOINS.includes(site.name) &&
    columns.length >= 2 &&
    !importsAny(site.program, ['kysely', 'typeorm', 'drizzle-orm'])
  );
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
