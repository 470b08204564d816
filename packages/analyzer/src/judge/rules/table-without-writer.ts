import { isForTypes, type Table, type Unresolved } from '../../model/analysis.ts';
import { sortSites } from '../../model/sites.ts';
import type { JudgeContext, Rule } from '../context.ts';
import { MOST_UNREAD, unreadShare } from '../unread-data.ts';

const MOST_SITES = 10;
/** Kept by the database itself. */
const OF_THE_DATABASE = /^(?:system|information_schema|pg_catalog|sys|mysql)\./i;
/** Made for tests: no program is meant to fill it. */
const TEST_FOLDER = /(?:^|\/)(?:tests?|__tests__|fixtures?|e2e|spec)\//i;
/** As an access that was not understood is shown: its table is read, or only its indexes change. */
const WRITES_NOTHING =
  /\b(?:from|join)[\s(]*…|\.(?:find\w*|count\w*|aggregate|distinct|exists|\w+Index(?:es)?)\(/i;
/** Libraries that write the rows of related tables along with those of a table that code names. */
const WRITES_ALONG: ReadonlySet<string> = new Set(
  'prisma typeorm sequelize mikro-orm objection bookshelf waterline adonis redbean-node'.split(' '),
);

/**
 * A table whose writer was not seen: dead, or filled by another program. Nothing is said where an access that was
 * not understood, or a row saved along with that of a related table, may well be the writer.
 */
export const tableWithoutWriter: Rule = {
  name: 'table-without-writer',
  judge: (context) => {
    if ((unreadShare(context.facts.stats) ?? 0) > MOST_UNREAD) return [];
    const written = writtenTables(context);
    const mayBeWritten = nearbyWriters(context);
    const isSavedAlong = savedAlong(context);
    const foreign = foreignSchemas(context);
    return context.tables.flatMap((table) => {
      if (table.kind === 'view' || written.has(table.name)) return [];
      const { name, definedAt } = table;
      if (OF_THE_DATABASE.test(name) || TEST_FOLDER.test(definedAt?.file ?? '')) return [];
      const reads = context.running
        .filter((access) => access.table === name)
        .map(({ file, line }) => ({ file, line }));
      // Without a definition, what reads it today is all there is to show.
      const sites = definedAt ? [definedAt] : reads;
      if (sites.length === 0 || isSavedAlong(table)) return [];
      if (definedAt !== undefined && foreign.has(definedAt.file)) return [];
      if (mayBeWritten([...sites, ...reads].map(({ file }) => file))) return [];
      return [
        {
          kind: 'table-without-writer' as const,
          id: `table-without-writer:${name}`,
          severity: 'low' as const,
          domains: table.domain === null ? [] : [table.domain],
          sites: sortSites(sites).slice(0, MOST_SITES),
          table: name,
          reads: reads.length,
        },
      ];
    });
  },
};

const writtenTables = ({ facts }: JudgeContext): ReadonlySet<string> =>
  new Set([
    ...facts.accesses
      .filter(({ operation }) => operation === 'write' || operation === 'unknown')
      .map((access) => access.table),
    ...facts.tables.flatMap(({ triggers = [] }) => triggers.flatMap(({ writes = [] }) => writes)),
  ]);

/**
 * @returns whether rows of a table may be saved along with rows that code names: it references a table that is written
 *   through a library which follows relations, or nothing but such a library knows it (the table between two others)
 */
function savedAlong({ facts }: JudgeContext): (table: Table) => boolean {
  const parents = new Set(
    facts.accesses
      .filter(({ operation, via }) => operation !== 'read' && WRITES_ALONG.has(via))
      .map(({ table }) => table),
  );
  const users = Map.groupBy(facts.accesses, ({ table }) => table);
  return ({ name, definedAt, foreignKeys }) =>
    foreignKeys.some((key) => parents.has(key.table)) ||
    (definedAt === undefined && (users.get(name) ?? []).every(({ via }) => WRITES_ALONG.has(via)));
}

const FEWEST_IN_SCHEMA = 5;
const TOUCHED = 0.25;

/** Files that define several tables of which code touches few: samples, or another program's data. */
function foreignSchemas({ facts }: JudgeContext): ReadonlySet<string> {
  const touched = new Set(facts.accesses.map(({ table }) => table));
  const schemas = Map.groupBy(facts.tables, ({ definedAt }) => definedAt?.file ?? '');
  return new Set(
    [...schemas].flatMap(([file, tables]) => {
      const used = tables.filter(({ name }) => touched.has(name)).length;
      return tables.length >= FEWEST_IN_SCHEMA && used < tables.length * TOUCHED ? [file] : [];
    }),
  );
}

/** @returns for files: whether an access in them, or in what they import, may write any table */
function nearbyWriters({ facts }: JudgeContext): (files: readonly string[]) => boolean {
  const writing = new Set(facts.unresolved.filter(mayWrite).map(({ file }) => file));
  const importing = new Set(
    facts.imports
      .filter((edge) => !isForTypes(edge) && writing.has(edge.to))
      .map(({ from }) => from),
  );
  return (files) => files.some((file) => writing.has(file) || importing.has(file));
}

const mayWrite = ({ kind, text }: Unresolved): boolean =>
  kind === 'table' && !WRITES_NOTHING.test(text);
