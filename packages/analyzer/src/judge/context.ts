import { buildFactGraph, type FactGraph } from '../graph/fact-graph.ts';
import type { Call, Facts, SourceFile, Table, TableAccess } from '../model/analysis.ts';
import type { Finding } from '../model/finding.ts';
import { isMigration } from '../model/migrations.ts';
import { oneOffFiles, runningAccesses } from '../model/one-off.ts';
import type { Steering } from '../model/steering.ts';

/** All that a rule may look at. */
export interface JudgeContext {
  facts: Facts;
  graph: FactGraph;
  files: readonly SourceFile[];
  tables: readonly Table[];
  domains: readonly string[];
  /** Accesses of code that runs today: those of migrations, seeds and scripts left out. */
  running: readonly TableAccess[];
  /** Calls of such code. */
  runningCalls: readonly Call[];
  /** Domains whose owner a person has named. */
  namedOwners: ReadonlySet<string>;
  /** Domain of a file, null for libraries, shell and files nothing is known about. */
  domainOf: (file: string) => string | null;
  /** Domain that owns a table. */
  ownerOf: (table: string) => string | null;
}

/** One rule: looks at one thing and returns what it found. Rules never look at each other. */
export interface Rule {
  name: Finding['kind'];
  judge: (context: JudgeContext) => Finding[];
}

export function judgeContext(
  facts: Facts,
  files: readonly SourceFile[],
  tables: readonly Table[],
  domains: readonly string[],
  graph: FactGraph = buildFactGraph(facts),
  steering: Steering = {},
): JudgeContext {
  const byFile = new Map(files.map((file) => [file.path, file.domain]));
  const oneOff = oneOffFiles(facts);
  const byTable = new Map(tables.map((table) => [table.name, table.domain]));
  return {
    facts,
    namedOwners: new Set(
      Object.entries(steering.domains ?? {}).flatMap(([name, { owner }]) =>
        owner === undefined ? [] : [name],
      ),
    ),
    running: runningAccesses(facts),
    runningCalls: facts.calls.filter(({ file }) => !oneOff.has(file) && !isMigration(file)),
    graph,
    files,
    tables,
    domains,
    domainOf: (file) => byFile.get(file) ?? null,
    ownerOf: (table) => byTable.get(table) ?? null,
  };
}

/** The distinct domains that own these tables, sorted. */
export function ownersOf(context: JudgeContext, tables: Iterable<string>): string[] {
  return distinct([...tables].map((table) => context.ownerOf(table)));
}

/** Sorted, each once, nulls left out. */
export function distinct(values: Iterable<string | null>): string[] {
  const known = new Set<string>();
  for (const value of values) if (value !== null) known.add(value);
  return [...known].sort();
}

/** Accesses in groups of equal key, in order of first appearance; undefined keys are left out. */
export function groupAccesses(
  accesses: readonly TableAccess[],
  keyOf: (access: TableAccess) => string | undefined,
): Map<string, TableAccess[]> {
  const groups = new Map<string, TableAccess[]>();
  for (const access of accesses) {
    const key = keyOf(access);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [access]);
    else group.push(access);
  }
  return groups;
}

/** `file:line` back into its two halves. */
export function parseSite(identity: string): { file: string; line: number } {
  const colon = identity.lastIndexOf(':');
  return { file: identity.slice(0, colon), line: Number.parseInt(identity.slice(colon + 1), 10) };
}
