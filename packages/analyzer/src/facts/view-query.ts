import type { ProgramFile } from '../link/program.ts';
import type { CallExpression, Expression } from '../parse/expression.ts';
import { readSql } from '../sql/read-sql.ts';
import type { TableRegistry } from './detector.ts';
import { calledName, chainOf } from './expressions.ts';
import type { FunctionId } from './file-facts.ts';

const NAMES_TABLE = /^(?:from|selectFrom|\w*[jJ]oin(?:Lateral|AndSelect|AndMapMany|AndMapOne)?)$/;

/**
 * Tables that the query of a view reads: SQL text, or the calls of a query builder, which name a table by
 * text or by its model.
 * @param mayStart whether the first call of a chain names a table whatever it is called: `knex('orders')`
 */
export function tablesOfQuery(
  query: Expression | undefined,
  file: ProgramFile,
  fn: FunctionId,
  registry: TableRegistry,
  mayStart = false,
): string[] {
  const found: string[] = [];
  const tableOf = (expression: Expression | undefined, at: FunctionId): string | undefined => {
    if (!expression) return undefined;
    const value = registry.evaluator.evaluate(expression, file, at);
    if (value.t === 'string') return /^[\w.]+/.exec(value.value)?.[0];
    return registry.of(value)?.table;
  };
  const inSql = (parts: readonly string[], holes: readonly Expression[], at: FunctionId): void => {
    for (const statement of readSql(parts))
      for (const { name, hole } of statement.tables)
        found.push(...([name ?? tableOf(holes[hole ?? -1], at)].filter(Boolean) as string[]));
  };
  const inCall = (call: CallExpression, isFirst: boolean, at: FunctionId): void => {
    const first = call.args[0];
    const isNamed = NAMES_TABLE.test(calledName(call) ?? '');
    if (isNamed || (isFirst && mayStart && first?.k === 'str')) {
      const table = tableOf(first, at);
      if (table !== undefined) found.push(table);
    }
    for (const argument of call.args) if (argument.k !== 'id') visit(argument, at);
  };
  const visit = (expression: Expression, at: FunctionId, depth = 0): void => {
    if (depth > 20) return;
    if (expression.k === 'str') inSql([expression.value], [], at);
    else if (expression.k === 'fn')
      for (const value of file.functions.get(expression.at)?.returns ?? [])
        visit(value, expression.at, depth + 1);
    else if (expression.k === 'template') {
      inSql(expression.parts, expression.holes, at);
      for (const hole of expression.holes) if (hole.k === 'call') visit(hole, at, depth + 1);
    } else if (expression.k === 'call')
      for (const [index, call] of chainOf(expression).entries()) inCall(call, index === 0, at);
  };
  if (query) visit(query, fn);
  return found;
}
