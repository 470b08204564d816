import type { CallSite, TableRegistry } from '../facts/detector.ts';
import { calledName, rootOf } from '../facts/expressions.ts';
import type { SqlTextFact } from '../facts/file-facts.ts';
import type { AccessOperation } from '../model/analysis.ts';
import type { Expression } from '../parse/expression.ts';
import { qualifiedName, snakeCase } from '../sql/naming.ts';
import { readSql, readSqlClause } from '../sql/read-sql.ts';
import type { SqlStatement, SqlTable } from '../sql/statement.ts';
import { joinParts } from '../sql/tokens.ts';
import type { Evaluator } from './evaluator.ts';
import { lineOfText } from './line-of-text.ts';
import type { ProgramFile } from './program.ts';
import { type Binding, GENERATED, type Value } from './value.ts';

export interface SqlAccess {
  table: string;
  /** See SqlTable. */
  exact?: true;
  operation: AccessOperation;
  line: number;
}

export interface SqlReading {
  statements: SqlStatement[];
  accesses: SqlAccess[];
  /** Tables behind holes that could not be found out. */
  unknown: { line: number; text: string }[];
  /** The name of a table of a statement, also where it is behind a hole. */
  nameOf(table: SqlTable): string | undefined;
}

const SHOUTED =
  /\b(?:SELECT|INSERT\s+INTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM|MERGE\s+INTO|CREATE\s+(?:\w+\s+)*(?:TABLE|VIEW|INDEX|TRIGGER|FUNCTION|PROCEDURE)|ALTER\s+TABLE|DROP\s+(?:TABLE|VIEW|TRIGGER)|TRUNCATE|WITH|COPY|LOCK\s+TABLE|BEGIN|START\s+TRANSACTION|COMMIT|ROLLBACK)\b/;
/** Words that follow "from", "update" or "into" in prose. */
const PROSE = new Set(
  'a an the this that your my our their its his her all any each these those it us you me them to from your one some no selected'.split(
    ' ',
  ),
);

/** Reads one SQL text: its tables, and where each is named. Undefined for prose. */
export function readSqlText(
  text: SqlTextFact,
  file: ProgramFile,
  evaluator: Evaluator,
  registry: TableRegistry,
  known: ReadonlySet<string>,
  binding?: Binding,
): SqlReading | undefined {
  const statements = readSql(text.parts);
  if (statements.length === 0) return undefined;
  const whole = joinParts(text.parts);
  const nameOf = (table: SqlTable): string | undefined =>
    (table.name ?? holeName(table, text, file, evaluator, registry, binding)) || undefined;
  const reading: SqlReading = { statements, accesses: [], unknown: [], nameOf };
  for (const statement of statements) {
    for (const table of statement.tables)
      addTable(reading, table, text, whole, file, evaluator, registry, binding);
  }
  return isPlausible(text, whole, reading, known) ? reading : undefined;
}

/** Reads a clause that a query builder takes as text: `LEFT JOIN orders o ON …`, `orders, users`. */
export function readClauseText(argument: Expression | undefined, site: CallSite): SqlReading {
  const reading: SqlReading = { statements: [], accesses: [], unknown: [], nameOf: (t) => t.name };
  if (argument?.k !== 'str' && argument?.k !== 'template') return reading;
  const text: SqlTextFact = {
    parts: argument.k === 'str' ? [argument.value] : argument.parts,
    holes: argument.k === 'str' ? [] : argument.holes,
    fn: site.fn,
    line: argument.line,
  };
  const whole = joinParts(text.parts);
  for (const table of readSqlClause(text.parts, site.name === 'fromRaw'))
    addTable(
      reading,
      table,
      text,
      whole,
      site.file,
      site.registry.evaluator,
      site.registry,
      site.binding,
    );
  return reading;
}

function isPlausible(
  text: SqlTextFact,
  whole: string,
  reading: SqlReading,
  known: ReadonlySet<string>,
): boolean {
  if (reading.accesses.some((a) => PROSE.has(a.table.toLowerCase()))) return false;
  if (text.receiver) return true;
  const isControl = reading.statements.every((s) => s.kind !== 'query' && s.kind !== 'ddl');
  if (isControl)
    return /^\s*[A-Z]/.test(whole) || /^(?:begin|commit|rollback)\s*;?$/.test(whole.trim());
  if (SHOUTED.test(whole.slice(0, 400)))
    return reading.accesses.length + reading.unknown.length > 0 || /[*=(]/.test(whole);
  return (
    reading.accesses.some((a) => known.has(a.table.toLowerCase())) ||
    /[=*]|\bvalues\s*\(|\bwhere\b|\bselect\s+distinct\b|\b(?:order|group)\s+by\b/.test(whole)
  );
}

function addTable(
  reading: SqlReading,
  table: SqlTable,
  text: SqlTextFact,
  whole: string,
  file: ProgramFile,
  evaluator: Evaluator,
  registry: TableRegistry,
  binding: Binding | undefined,
): void {
  const line = lineOfText(text, whole, table.offset);
  if (table.hole === undefined) {
    const { name, operation, exact } = table;
    if (name) reading.accesses.push({ table: name, operation, line, ...(exact ? { exact } : {}) });
    return;
  }
  const resolved = holeName(table, text, file, evaluator, registry, binding);
  if (resolved) reading.accesses.push({ table: resolved, operation: table.operation, line });
  else if (resolved === undefined)
    reading.unknown.push({
      line,
      text: whole
        .slice(Math.max(0, table.offset - 30), table.offset + 20)
        .replace(/\uE000\d+\uE000/g, '…')
        .trim(),
    });
}

function holeName(
  table: SqlTable,
  text: SqlTextFact,
  file: ProgramFile,
  evaluator: Evaluator,
  registry: TableRegistry,
  binding: Binding | undefined,
): string | undefined {
  const hole = table.hole === undefined ? undefined : text.holes[table.hole];
  return hole && !table.partial
    ? holeTable(hole, text, file, evaluator, registry, binding)
    : undefined;
}

/** A table name behind a constant, a helper such as `sql.identifier(['t'])`, or a model. */
function holeTable(
  hole: SqlTextFact['holes'][number],
  text: SqlTextFact,
  file: ProgramFile,
  evaluator: Evaluator,
  registry: TableRegistry,
  binding: Binding | undefined,
): string | undefined {
  if (namesPartOfQuery(hole, text, file, evaluator, binding)) return NO_TABLE;
  const value = evaluator.evaluate(hole, file, text.fn, binding);
  const named = tableOfValue(value, evaluator, registry, 0);
  if (named !== undefined) return named;
  if (hole.k === 'call') {
    const first = hole.args[0];
    const listed = namedByList(first, (e) => evaluator.evaluate(e, file, text.fn, binding));
    if (listed !== undefined) return listed;
    const argument = first?.k === 'arr' ? first.items.at(-1) : first;
    const inner = argument ? evaluator.evaluate(argument, file, text.fn, binding) : undefined;
    if (inner?.t === 'string') return inner.value;
    const argumentModel = inner ? registry.of(inner) : undefined;
    if (argumentModel) return argumentModel.table;
    const own = rootOf(hole);
    if (own.k === 'id') return registry.of(evaluator.evaluate(own, file, text.fn, binding))?.table;
  }
  // `${orders.table}` of slonik and pg helpers, `${orders}` of an object that names its table.
  if (value.t === 'object') {
    for (const key of ['table', 'tableName', 'name']) {
      const named = evaluator.member(value, key);
      if (named.t === 'string') return named.value;
    }
  }
  return undefined;
}

/** A name that a query gives to a part of itself. */
const NO_TABLE = '';

/** `${part.name}` of an object that has its SQL beside its name: a CTE that other code writes out. */
function namesPartOfQuery(
  hole: Expression,
  text: SqlTextFact,
  file: ProgramFile,
  evaluator: Evaluator,
  binding: Binding | undefined,
): boolean {
  if (hole.k !== 'member' || (hole.name !== 'name' && hole.name !== 'alias')) return false;
  const owner = evaluator.evaluate(hole.object, file, text.fn, binding);
  return (
    owner.t === 'object' &&
    owner.expression.props.some(({ key }) => key === 'sql' || key === 'query')
  );
}

/** Functions that quote a name: `sql.identifier(['orders'])`, `sql.table('orders')`, `pgp.as.name(t)`. */
const QUOTES =
  /^(?:identifier|identifiers|table|ref|id|name|ident|raw|unsafe|lit|escapeId|escapeIdentifier|quoteIdent\w*)$/;

/** `['shop', 'orders']` of `sql.identifier`: a schema before the table. */
function namedByList(
  given: Expression | undefined,
  evaluate: (expression: Expression) => Value,
): string | undefined {
  if (given?.k !== 'arr' || given.items.length < 2) return undefined;
  const [schema, table] = given.items.slice(-2).map(evaluate);
  return schema?.t === 'string' && table?.t === 'string'
    ? qualifiedName(schema.value, table.value)
    : undefined;
}

/** The table a value names: a text, a model, a quoted name, or a constant that a build generates. */
function tableOfValue(
  value: Value,
  evaluator: Evaluator,
  registry: TableRegistry,
  depth: number,
): string | undefined {
  if (value.t === 'string') {
    const name = value.value.replace(/^["'`]|["'`]$/g, '');
    return /^[\w.$-]+$/.test(name) ? name : undefined;
  }
  const model = registry.of(value);
  if (model) return model.table;
  if (value.t === 'external' && value.package === GENERATED) {
    const table = snakeCase(value.path.replace(/\.(?:table|tableName)$/, ''));
    return registry.createdTable(table);
  }
  if (value.t !== 'result' || depth > 3 || !QUOTES.test(calledName(value.call) ?? ''))
    return undefined;
  const first = value.call.args[0];
  const { file, fn, binding } = value;
  const listed = namedByList(first, (e) => evaluator.evaluate(e, file, fn, binding));
  if (listed !== undefined) return listed;
  const argument = first?.k === 'arr' ? first.items.at(-1) : first;
  return argument
    ? tableOfValue(
        evaluator.evaluate(argument, value.file, value.fn, value.binding),
        evaluator,
        registry,
        depth + 1,
      )
    : undefined;
}
