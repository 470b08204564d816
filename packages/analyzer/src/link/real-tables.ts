import type { TableRegistry } from '../facts/detector.ts';
import type { TableAccess, Unresolved } from '../model/analysis.ts';
import { localNames } from '../sql/cte-names.ts';
import { snakeCase } from '../sql/naming.ts';
import type { Detected } from './detected.ts';
import type { Evaluator } from './evaluator.ts';
import { type Pace, unhurried } from './pace.ts';
import { callsNamed, type Program, type ProgramFile } from './program.ts';
import { definedTable, type SchemaStatement } from './schema-statement.ts';
import { stringOf } from './value.ts';

/** Detectors that know tables by their names alone. */
const BY_TEXT = new Set(['sql', 'knex', 'kysely']);
const WITH = ['with', 'withRecursive', 'withMaterialized', 'withNotMaterialized'];
/** What queries that are put together from pieces call their parts. */
const INNER = /^__/;
const CATALOG = /^(?:information_schema\.|pg_|sqlite_|sys\.|mysql\.|performance_schema\.)/i;

/**
 * Leaves out accesses to what is no table of the codebase: CTEs and temporary tables, also those
 * that another fragment of the same query declares, and the catalogs of the database. A name that
 * a model or a migration defines is a table whatever else it is; a name that is written to is only
 * taken for a CTE in the file that declares it.
 */
export async function dropLocalNames(
  program: Program,
  evaluator: Evaluator,
  registry: TableRegistry,
  schema: SchemaStatement[],
  detected: Detected,
  pace: Pace,
): Promise<void> {
  const plain = (name: string): string => snakeCase(name).toLowerCase();
  const defined = new Set(registry.all().map((model) => plain(model.table)));
  for (const at of schema) {
    const name = definedTable(at);
    if (name !== undefined) defined.add(plain(name));
  }
  const inFile = new Map<string, Set<string>>();
  const anywhere = new Set<string>();
  /** As they are written. */
  const spelled = new Set<string>();
  await unhurried(program.files.values(), pace, (file) => {
    const written = declaredNames(file, evaluator);
    for (const name of written) spelled.add(name);
    const names = new Set(written.map(plain));
    inFile.set(file.path, names);
    for (const name of names) anywhere.add(name);
  });
  for (const { access } of detected.accesses) {
    const name = plain(access.table);
    if (access.operation === 'write' && !inFile.get(access.file)?.has(name)) anywhere.delete(name);
  }
  const written = new Set(
    detected.accesses.flatMap(({ access }) =>
      access.operation === 'read' ? [] : [plain(access.table)],
    ),
  );
  detected.accesses = detected.accesses.filter(({ access, exact }) => {
    if (!BY_TEXT.has(access.via)) return true;
    const name = plain(access.table);
    if (defined.has(name)) return true;
    // "Users" is no CTE called users.
    if (exact && !spelled.has(access.table)) return true;
    const isLocal = anywhere.has(name) || inFile.get(access.file)?.has(name);
    const isInner = !isLocal && INNER.test(access.table) && !written.has(name);
    if (!isLocal && !isInner && !CATALOG.test(access.table)) return true;
    if (isInner) detected.unresolved.push(unknown(access));
    detected.counts[access.via] = (detected.counts[access.via] ?? 1) - 1;
    return false;
  });
}

function unknown({ file, line, table }: TableAccess): Unresolved {
  const reason = 'nothing defines or writes a table of this name; it may be a name inside a query';
  return { kind: 'table', file, line, text: table, reason };
}

/** Names from SQL texts, and from `.with('recent', …)` of the query builders. */
function declaredNames(file: ProgramFile, evaluator: Evaluator): string[] {
  const names = file.facts.sql.flatMap((text) => localNames(text.parts));
  for (const { call, fact } of callsNamed(file, WITH)) {
    const first = call.args[0];
    const name = first ? stringOf(evaluator.evaluate(first, file, fact.fn)) : undefined;
    if (name !== undefined) names.push(name.split('(')[0]?.trim() ?? name);
  }
  return names;
}
