import fc from 'fast-check';
import { parse } from 'libpg-query';
import { beforeAll, describe, expect, it } from 'vitest';
import { readSql } from '../../src/sql/read-sql.ts';
import { postgresStatement } from './statement-grammar.ts';

const SEED = 20_251;
const STATEMENTS = 4_000;

/** What PostgreSQL's own parser says: `read users`, `write orders`, …, names of CTEs left out. */
function tablesOf(tree: unknown): string[] {
  const found = new Set<string>();
  visit(tree, new Set(), found);
  return [...found].sort();
}

interface RangeVar {
  schemaname?: string;
  relname: string;
}

function visit(node: unknown, scope: ReadonlySet<string>, found: Set<string>): void {
  if (Array.isArray(node)) for (const item of node) visit(item, scope, found);
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return;
  for (const [kind, value] of Object.entries(node)) {
    if (kind === 'RangeVar') note(value as RangeVar, 'read', scope, found);
    else if (
      /^(?:Select|Insert|Update|Delete|Merge)Stmt$/.test(kind) ||
      kind === 'larg' ||
      kind === 'rarg'
    )
      visitStatement(value as Record<string, unknown>, scope, found);
    else if (kind === 'ViewStmt') {
      const { view, query } = value as { view: RangeVar; query: unknown };
      note(view, 'ddl', new Set(), found);
      visit(query, scope, found);
    } else visit(value, scope, found);
  }
}

function visitStatement(
  statement: Record<string, unknown>,
  outer: ReadonlySet<string>,
  found: Set<string>,
): void {
  const { withClause, relation, ...rest } = statement;
  const scope = new Set(outer);
  if (withClause) {
    const { ctes, recursive } = withClause as {
      ctes: { CommonTableExpr: { ctename: string; ctequery: unknown } }[];
      recursive?: boolean;
    };
    const names = ctes.map((c) => c.CommonTableExpr.ctename);
    if (recursive) for (const name of names) scope.add(name);
    for (const { CommonTableExpr: cte } of ctes) {
      visit(cte.ctequery, new Set(scope), found);
      scope.add(cte.ctename);
    }
  }
  // The target of a write is always a table, whatever CTEs are called.
  if (relation) note(relation as RangeVar, 'write', new Set(), found);
  visit(rest, scope, found);
}

function note(
  { schemaname, relname }: RangeVar,
  operation: string,
  scope: ReadonlySet<string>,
  found: Set<string>,
): void {
  if (schemaname === undefined && scope.has(relname)) return;
  const name = schemaname && schemaname !== 'public' ? `${schemaname}.${relname}` : relname;
  found.add(`${operation} ${name}`);
}

describe('the SQL reader against the parser of PostgreSQL', () => {
  let cases: { sql: string; expected: string[] }[] = [];
  beforeAll(async () => {
    const generated = fc.sample(postgresStatement, { seed: SEED, numRuns: STATEMENTS });
    const parsed = await Promise.all(
      generated.map(async (sql) => {
        try {
          return [{ sql, expected: tablesOf(await parse(sql)) }];
        } catch {
          return [];
        }
      }),
    );
    cases = parsed.flat();
  }, 60_000);

  it('has thousands of valid statements that name tables to compare', () => {
    expect(cases.length).toBeGreaterThan(STATEMENTS * 0.6);
    expect(cases.filter((c) => c.expected.length > 1).length).toBeGreaterThan(1_000);
  });

  it('sees the same tables and operations', () => {
    const different = cases.flatMap(({ sql, expected }) => {
      const tables = readSql([sql]).flatMap((statement) => statement.tables);
      const seen = [...new Set(tables.map((t) => `${t.operation} ${t.name}`))].sort();
      return seen.join() === expected.join() ? [] : [{ sql, expected, seen }];
    });
    expect(different.sort((a, b) => a.sql.length - b.sql.length).slice(0, 8)).toEqual([]);
  });
});
