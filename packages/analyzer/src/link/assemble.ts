import { readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import type { Discovery } from '../discover/discover.ts';
import { DETECTORS } from '../facts/detectors/index.ts';
import type { SourceReading } from '../facts/source-reading.ts';
import type { Facts, TableAccess, Unresolved } from '../model/analysis.ts';
import { createLineIndex } from '../parse/collector-context.ts';
import { readSql } from '../sql/read-sql.ts';
import { settleCallers } from './callers.ts';
import { detect } from './detect.ts';
import { executed } from './detect-sql.ts';
import type { DetectedAccess } from './detected.ts';
import { enclosingName, TOP_LEVEL } from './enclosing.ts';
import { linkEnvironment } from './environment.ts';
import { createEvaluator } from './evaluate.ts';
import { unresolvedFields } from './graphql-fields.ts';
import { linkCalls } from './link-calls.ts';
import { linkImports } from './link-imports.ts';
import { mountRoutes } from './mount-routes.ts';
import { listNotRead } from './not-read.ts';
import { createPace } from './pace.ts';
import { definePrismaModels } from './prisma-schema.ts';
import { createProgram } from './program.ts';
import { dropLocalNames } from './real-tables.ts';
import { createResolver } from './resolver.ts';
import { concernsSchema, definedTable, type SchemaStatement } from './schema-statement.ts';
import { separateStatements } from './separate-statements.ts';
import { sortFacts } from './sort-facts.ts';
import { createTableRegistry } from './table-registry.ts';
import { collectTables } from './tables.ts';
import { assignTransactions } from './transactions/transactions.ts';
import type { TypeHints } from './type-hints.ts';
import { linkUnreadStores } from './unread-stores.ts';

/**
 * From facts of single files to facts of the whole program.
 * @param pause awaited between the stages and within long ones, so that the caller's other work, and a wish to stop, come through
 */
export async function assembleFacts(
  discovery: Discovery,
  read: SourceReading,
  pause: () => Promise<void>,
  hints?: TypeHints,
): Promise<Facts> {
  const analysed = new Set(read.facts.keys());
  const pace = createPace(pause);
  const resolver = createResolver(discovery, analysed, read.facts);
  const program = await createProgram(read.facts, resolver, pace);
  const evaluator = createEvaluator(program, hints);
  await settleCallers(program, evaluator, pace);
  const { schema: dumped, unresolved: executedInFiles } = schemaFiles(discovery);
  const registry = createTableRegistry(evaluator, createdTables(dumped));
  const prismaSchemas = [
    ...textsOf(discovery, '.prisma'),
    ...readTexts(discovery, discovery.schemasAbove),
  ];
  definePrismaModels(prismaSchemas, registry);
  await pause();
  const imports = await linkImports(program, evaluator, pace);
  const detected = await detect(program, evaluator, registry, DETECTORS, pace);
  const schema = [...dumped, ...detected.schema];
  await dropLocalNames(program, evaluator, registry, schema, detected, pace);
  await assignTransactions(program, evaluator, detected, pace);
  const unread = await linkUnreadStores(program, evaluator, detected, pace);
  const { calls, innerCalls, unresolved: openCalls } = await linkCalls(program, evaluator, pace);
  await pause();
  const { tables, unresolved: triggers } = collectTables(registry, schema, detected.accesses);
  const fields = unresolvedFields(
    program,
    [...textsOf(discovery, '.graphql'), ...textsOf(discovery, '.gql')],
    detected.routes,
  );
  const environment = linkEnvironment(program, evaluator);
  const notRead = listNotRead(discovery, read.excluded, imports.notRead);
  const unknownTable = detected.unresolved.filter((u) => u.kind === 'table').length;
  const files = [...read.facts].map(([path, { loc, draws }]) => ({
    path,
    loc,
    ...(draws ? { draws } : {}),
  }));
  const unresolved: Unresolved[] = [
    ...read.unresolved,
    ...imports.unresolved,
    ...detected.unresolved,
    ...(prismaSchemas.length > 0 ? [] : prismaWithoutSchema(read)),
    ...executedInFiles,
    ...triggers,
    ...fields.unresolved,
    ...environment.unresolved,
    ...unread.unresolved,
    ...openCalls,
    ...configProblems(discovery),
  ];
  return sortFacts({
    root: basename(discovery.root),
    files,
    imports: imports.imports,
    unresolved,
    tables,
    accesses: separateStatements(detected.accesses).map(withCaller),
    routes: mountRoutes([...detected.routes, ...fields.routes], detected.mounts),
    events: detected.events,
    jobs: detected.jobs,
    injections: detected.injections,
    calls,
    innerCalls,
    state: detected.state,
    environment: environment.environment,
    outbound: detected.outbound,
    stores: detected.stores,
    twoPhaseCommits: detected.twoPhaseCommits,
    stats: {
      files: files.length,
      excluded: read.excluded,
      loc: files.reduce((sum, file) => sum + file.loc, 0),
      specifiers: imports.specifiers,
      accesses: {
        total: detected.accesses.length + unknownTable,
        unknownTable,
      },
      detectors: detected.counts,
      ...(unread.summary ? { unread: unread.summary } : {}),
      ...(notRead.length > 0 ? { notRead } : {}),
      ...(discovery.schemasAbove.length > 0 ? { readAbove: discovery.schemasAbove } : {}),
    },
  });
}

function withCaller({ access, file, fn }: DetectedAccess): TableAccess {
  const caller = enclosingName(file, fn);
  return caller === TOP_LEVEL ? access : { ...access, caller };
}

/** The schema may lie above the folder that was asked for; without it no table of Prisma's is known. */
function prismaWithoutSchema({ facts }: SourceReading): Unresolved[] {
  for (const [file, { imports }] of facts) {
    const found = imports.find(({ specifier }) => specifier === '@prisma/client');
    if (found === undefined) continue;
    const reason =
      'no .prisma file in the analysed folder, nor the only one of its repository, says what tables its client has';
    return [{ kind: 'config', file, line: found.line, text: found.specifier, reason }];
  }
  return [];
}

function configProblems(discovery: Discovery): Unresolved[] {
  const seen = new Set<string>();
  return discovery.problems.flatMap(({ path, reason }) => {
    const file = relative(discovery.root, path) || path;
    const key = `${file}\0${reason}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ kind: 'config' as const, file, line: 1, text: file, reason }];
  });
}

/** By their names in lower case, with and without the schema. */
function createdTables(dumped: readonly SchemaStatement[]): ReadonlyMap<string, string> {
  const names = dumped.flatMap((at) => definedTable(at) ?? []);
  return new Map([
    ...names.map((name) => [name.replace(/^.*\./, '').toLowerCase(), name] as const),
    ...names.map((name) => [name.toLowerCase(), name] as const),
  ]);
}

const nameOf: SchemaStatement['nameOf'] = ({ name }) => name;

/** One file may hold both ways: `-- migrate:down`, `-- +goose Down`, `-- Down Migration`. */
function withoutWayBack(text: string): string {
  const mark = /^--\s*(?:(?:\+\s*)?(?:migrate|goose)\s*(?::\s*)?down|down\s+migration)\b/im.exec(
    text,
  );
  return mark ? text.slice(0, mark.index) : text;
}

/** Migrations and dumps: SQL files of the codebase define tables. */
function schemaFiles(discovery: Discovery): {
  schema: SchemaStatement[];
  unresolved: Unresolved[];
} {
  const schema: SchemaStatement[] = [];
  const unresolved: Unresolved[] = [];
  for (const { path, text } of textsOf(discovery, '.sql')) {
    const lineOf = createLineIndex(text);
    for (const statement of readSql([withoutWayBack(text)])) {
      unresolved.push(...executed(statement, path, lineOf));
      if (concernsSchema(statement)) schema.push({ statement, file: path, lineOf, nameOf });
    }
  }
  return { schema, unresolved };
}

function textsOf(discovery: Discovery, extension: string): { path: string; text: string }[] {
  const named = discovery.list.others.filter((path) => path.endsWith(extension));
  return readTexts(discovery, named);
}

function readTexts(
  { root }: Discovery,
  paths: readonly string[],
): { path: string; text: string }[] {
  return paths.flatMap((path) => {
    try {
      return [{ path, text: readFileSync(join(root, path), 'utf8') }];
    } catch {
      return [];
    }
  });
}
