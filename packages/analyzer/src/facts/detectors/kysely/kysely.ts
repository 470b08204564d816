import { callsNamed } from '../../../link/program.ts';
import { packageOf } from '../../../link/value.ts';
import type { Expression } from '../../../parse/expression.ts';
import { qualifiedName } from '../../../sql/naming.ts';
import type { CallSite, Detector } from '../../detector.ts';
import { calledName, chainOf } from '../../expressions.ts';
import { defineTable, isSchemaChain, SCHEMA_CALLS, TABLE_CALLS } from './schema.ts';

const STARTS: ReadonlyMap<string, 'read' | 'write'> = new Map([
  ['selectFrom', 'read'],
  ['insertInto', 'write'],
  ['updateTable', 'write'],
  ['deleteFrom', 'write'],
  ['replaceInto', 'write'],
  ['mergeInto', 'write'],
]);
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

/** Kysely: tables are texts, `'orders as o'`, in calls whose names nobody else uses. */
export const kysely: Detector = {
  name: 'kysely',
  followsCallers: true,
  packages: ['kysely'],
  calls: [...STARTS.keys(), ...JOINS, ...SCHEMA_CALLS, ...TABLE_CALLS],
  define(file, registry) {
    for (const { call, fact } of callsNamed(file, SCHEMA_CALLS))
      defineTable(file, registry, chainOf(fact.expression), call, fact.fn);
  },
  call(site, out) {
    if (SCHEMA_CALLS.includes(site.name)) {
      if (!isSchemaChain(site.call, site.chain)) return;
      const table = site.text(site.call.args[0]);
      if (table === undefined) out.unknownTable(site, '', 'table name is computed');
      else out.access(site, table, 'ddl');
      return;
    }
    const start = STARTS.get(site.name);
    if (!start && !(JOINS.includes(site.name) && isKyselyChain(site))) return;
    // createIndex('i').using('gin') names the kind of index.
    if (site.name === 'using' && !site.chain.some((c) => STARTS.has(calledName(c) ?? ''))) return;
    const argument = site.call.args[0];
    const items = argument?.k === 'arr' ? argument.items : argument ? [argument] : [];
    for (const item of items) {
      const table = tableName(site.text(item));
      if (table === undefined) {
        if (start && isNamed(item) && isContinued(site))
          out.unknownTable(site, site.name, 'table name is computed');
      } else if (!isCte(site, table))
        out.access(site, qualifiedName(schemaOf(site), table), start ?? 'read');
    }
  },
};

/** `db.insertInto(table).values(…)`, not the last word of a chain: others too have such a function. */
function isContinued(site: CallSite): boolean {
  return site.receiver !== undefined && site.chain.at(-1) !== site.call;
}

function isNamed(item: Expression): boolean {
  return item.k === 'id' || item.k === 'member' || item.k === 'template';
}

function isKyselyChain(site: CallSite): boolean {
  return (
    site.chain.some((call) => STARTS.has(calledName(call) ?? '')) ||
    packageOf(site.value(site.receiver)) === 'kysely'
  );
}

/** `db.withSchema('shop').selectFrom('orders')`. */
function schemaOf(site: CallSite): string | undefined {
  return site.text(site.chain.find((call) => calledName(call) === 'withSchema')?.args[0]);
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
