import { callsNamed, type ProgramFile } from '../../link/program.ts';
import { packageOf } from '../../link/value.ts';
import type { ForeignKey } from '../../model/analysis.ts';
import type { CallExpression, Expression } from '../../parse/expression.ts';
import type { CallSite, Detector, Model, TableRegistry } from '../detector.ts';
import { calledName, chainOf, lastName } from '../expressions.ts';
import { MODULE } from '../file-facts.ts';

const STARTS: Record<string, 'read' | 'write'> = {
  selectFrom: 'read',
  insertInto: 'write',
  updateTable: 'write',
  deleteFrom: 'write',
  replaceInto: 'write',
  mergeInto: 'write',
};
const JOINS = [
  'innerJoin',
  'leftJoin',
  'rightJoin',
  'fullJoin',
  'crossJoin',
  'innerJoinLateral',
  'leftJoinLateral',
  'using',
  'from',
];

const CREATORS = new Set(['createTable', 'createView', 'alterTable']);

/** Kysely: tables are texts, `'orders as o'`, in calls whose names nobody else uses. */
export const kysely: Detector = {
  name: 'kysely',
  followsCallers: true,
  packages: ['kysely'],
  calls: [...Object.keys(STARTS), ...JOINS, ...CREATORS, 'addColumn', 'addForeignKeyConstraint'],
  define(file, registry) {
    for (const { call, chain } of callsNamed(file, CREATORS))
      if (isSchema(call)) defineTable(file, registry, chain, call);
  },
  call(site, out) {
    const start = STARTS[site.name];
    if (!start && !(JOINS.includes(site.name) && isKyselyChain(site))) return;
    // createIndex('i').using('gin') names the kind of index.
    if (site.name === 'using' && !site.chain.some((c) => STARTS[calledName(c) ?? ''])) return;
    const argument = site.call.args[0];
    const items = argument?.k === 'arr' ? argument.items : argument ? [argument] : [];
    for (const item of items) {
      const table = tableName(site.text(item));
      if (table === undefined) {
        if (start && isNamed(item)) out.unknownTable(site, site.name, 'table name is computed');
      } else if (!isCte(site, table)) out.access(site, table, start ?? 'read');
    }
  },
};

function isSchema(call: CallExpression): boolean {
  return call.callee.k === 'member' && lastName(call.callee.object) === 'schema';
}

/** `db.schema.createTable('items').addColumn('order_id', 'uuid', (c) => c.references('orders.id'))`. */
function defineTable(
  file: ProgramFile,
  registry: TableRegistry,
  chain: readonly CallExpression[],
  create: CallExpression,
): void {
  const text = (e: Expression | undefined): string | undefined => {
    const value = e ? registry.evaluator.evaluate(e, file, MODULE) : undefined;
    return value?.t === 'string' ? value.value : undefined;
  };
  const table = text(create.args[0]);
  // Knex has the same names; its second argument is a callback.
  if (table === undefined || create.args.length > 1 || chain.length < 2) return;
  const name = calledName(create);
  const foreignKeys = chain.flatMap((call) => columnKey(file, call, text));
  const model: Model = {
    table,
    kind: name === 'createView' ? 'view' : 'table',
    via: 'kysely',
    foreignKeys,
    relations: new Map(),
  };
  if (name !== 'alterTable') model.site = { file: file.path, line: create.nameLine };
  if (name !== 'alterTable' || foreignKeys.length > 0) registry.define(model);
}

const ACTIONS = new Set(['cascade', 'set null', 'set default', 'restrict', 'no action']);

function columnKey(
  file: ProgramFile,
  call: CallExpression,
  text: (e: Expression | undefined) => string | undefined,
): ForeignKey[] {
  const name = calledName(call);
  const builder = call.args.at(-1);
  const returned = builder?.k === 'fn' ? file.functions.get(builder.at)?.returns[0] : undefined;
  const options = returned ? chainOf(returned) : [];
  const action = text(options.find((c) => calledName(c) === 'onDelete')?.args[0])?.toLowerCase();
  const onDelete =
    action && ACTIONS.has(action)
      ? { onDelete: action as NonNullable<ForeignKey['onDelete']> }
      : {};
  const site = { file: file.path, line: call.nameLine };
  if (name === 'addForeignKeyConstraint') {
    const table = text(call.args[2]);
    const columns = (e: Expression | undefined): string[] =>
      e?.k === 'arr' ? e.items.flatMap((i) => text(i) ?? []) : [];
    return table
      ? [
          {
            columns: columns(call.args[1]),
            table,
            referencedColumns: columns(call.args[3]),
            ...onDelete,
            site,
          },
        ]
      : [];
  }
  if (name !== 'addColumn') return [];
  const target = text(options.find((c) => calledName(c) === 'references')?.args[0])?.split('.');
  const column = text(call.args[0]);
  if (!target?.[0] || !column) return [];
  return [
    { columns: [column], table: target[0], referencedColumns: target.slice(1), ...onDelete, site },
  ];
}

function isNamed(item: Expression): boolean {
  return item.k === 'id' || item.k === 'member' || item.k === 'template';
}

function isKyselyChain(site: CallSite): boolean {
  return (
    site.chain.some((call) => STARTS[calledName(call) ?? ''] !== undefined) ||
    packageOf(site.value(site.receiver)) === 'kysely'
  );
}

/** `.with('recent', …)` earlier in the chain names a CTE, not a table. */
function isCte(site: CallSite, table: string): boolean {
  return site.chain.some((call) => {
    const name = calledName(call);
    return (
      (name === 'with' || name === 'withRecursive') &&
      site.text(call.args[0])?.split('(')[0]?.trim() === table
    );
  });
}

export function tableName(text: string | undefined): string | undefined {
  const name = text?.trim().split(/\s+(?:as\s+)?/i)[0];
  if (!name || !/^[\w."`[\]-]+$/.test(name)) return undefined;
  return name.replace(/["`[\]]/g, '').replace(/^(?:public|dbo)\./, '');
}
