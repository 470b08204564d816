import type { TableRegistry } from '../facts/detector.ts';
import type { SqlTextFact } from '../facts/file-facts.ts';
import { isUndone } from '../facts/migrations.ts';
import type { Unresolved } from '../model/analysis.ts';
import type { Expression } from '../parse/expression.ts';
import type { SqlStatement } from '../sql/statement.ts';
import { joinParts } from '../sql/tokens.ts';
import type { Detected } from './detected.ts';
import type { Evaluator } from './evaluator.ts';
import { isTableName } from './fact-sink.ts';
import { joinedText } from './joined-texts.ts';
import { lineOfText } from './line-of-text.ts';
import { fillNamedParameters } from './named-parameters.ts';
import type { OpenAccesses } from './open-accesses.ts';
import type { ProgramFile } from './program.ts';
import { concernsSchema } from './schema-statement.ts';
import { shownText } from './shown-texts.ts';
import { readSqlText } from './sql-accesses.ts';

/** SQL texts of a file; a text inside a call shares that call's fate in a transaction. */
export function detectSql(
  file: ProgramFile,
  evaluator: Evaluator,
  registry: TableRegistry,
  known: ReadonlySet<string>,
  found: Detected,
  opens: OpenAccesses,
): void {
  for (const written of file.facts.sql) {
    const joined = joinedText(written, file);
    if (!joined) continue;
    const text = fillNamedParameters(joined, file);
    const { result: reading, touched } = evaluator.traced(() =>
      readSqlText(text, file, evaluator, registry, known),
    );
    if (!reading) continue;
    const shown = shownText(text, file);
    if (shown !== undefined) {
      for (const { table, line } of reading.accesses)
        found.unresolved.push({ kind: 'table', file: file.path, line, text: table, reason: shown });
      continue;
    }
    const listed: Unresolved[] = [];
    const whole = joinParts(text.parts);
    const lineOf = (offset: number): number => lineOfText(text, whole, offset);
    for (const parsed of reading.statements) {
      const { kind } = parsed;
      found.unresolved.push(...executed(parsed, file.path, lineOf));
      if (concernsSchema(parsed) && !isUndone(file, text.fn)) {
        const { nameOf } = reading;
        found.schema.push({ statement: parsed, file: file.path, lineOf, nameOf });
      }
      if (kind === 'query' || kind === 'ddl') continue;
      if (kind === 'two-phase') {
        const [firstLine = ''] = whole
          .replace(/\uE000\d+\uE000/g, '…')
          .trim()
          .split('\n');
        found.twoPhaseCommits.push({ file: file.path, line: text.line, statement: firstLine });
        continue;
      }
      found.controls.push({ kind, file, fn: text.fn, line: text.line });
    }
    const statement = `${file.path}:${text.line}`;
    const inFunction = file.facts.calls.filter((c) => c.fn === text.fn);
    const holder =
      inFunction.find((c) => isGiven(c.expression, written)) ??
      inFunction.find((c) => holdsLine(c.expression, text.line));
    for (const { table, operation, line, exact } of reading.accesses) {
      if (!isTableName(table)) continue;
      found.counts.sql = (found.counts.sql ?? 0) + 1;
      found.accesses.push({
        access: {
          file: file.path,
          line,
          table,
          operation,
          via: 'sql',
          statement,
          confidence: 0.95,
        },
        file,
        fn: text.fn,
        ...(exact ? { exact } : {}),
        ...(holder ? { expression: holder.expression } : {}),
      });
    }
    for (const { line, text: shown } of reading.unknown)
      listed.push({
        kind: 'table',
        file: file.path,
        line,
        text: shown,
        reason: 'table name is computed',
      });
    found.unresolved.push(...listed);
    if (listed.length > 0 && touched)
      opens.add(file, text.fn, touched, {
        tryWith: (binding) => {
          const again = readSqlText(text, file, evaluator, registry, known, binding);
          const seen = new Set(reading.accesses.map((a) => `${a.line} ${a.operation} ${a.table}`));
          return (again?.accesses ?? [])
            .filter((a) => isTableName(a.table))
            .filter((a) => !seen.has(`${a.line} ${a.operation} ${a.table}`))
            .map(({ table, operation }) => ({ table, operation, via: 'sql', confidence: 0.9 }));
        },
        listed,
      });
  }
}

/** What a block of statements puts together and runs. */
export function executed(
  { computed = [] }: SqlStatement,
  file: string,
  lineOf: (offset: number) => number,
): Unresolved[] {
  const reason = 'a statement that a DO block puts together';
  return computed.map((offset) => {
    return { kind: 'table', file, line: lineOf(offset), text: 'EXECUTE', reason };
  });
}

/** Whether a text is an argument of a call, as it was written; several may stand on one line. */
function isGiven(expression: Expression, { parts, line }: SqlTextFact): boolean {
  if (expression.k !== 'call') return false;
  return expression.args.some((given) => {
    if (given.k !== 'str' && given.k !== 'template') return false;
    const own = given.k === 'str' ? [given.value] : given.parts;
    return given.line === line && own.join('\0') === parts.join('\0');
  });
}

/** Whether a call takes a text that starts on this line as an argument. */
function holdsLine(expression: Expression, line: number): boolean {
  if (expression.k === 'template') return expression.line === line;
  if (expression.k !== 'call') return false;
  const inArguments = expression.args.some((argument) => {
    let a = argument;
    while (a.k === 'concat') a = a.left;
    return (
      (a.k === 'str' || a.k === 'template' || a.k === 'call') && 'line' in a && a.line === line
    );
  });
  if (inArguments) return true;
  const callee = expression.callee;
  return callee.k === 'member' ? holdsLine(callee.object, line) : false;
}
