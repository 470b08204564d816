import type { ProgramFile } from '../../../link/program.ts';
import { callsNamed } from '../../../link/program.ts';
import type { CallExpression, Expression } from '../../../parse/expression.ts';
import { tableModel } from '../../class-table.ts';
import type { Model, TableRegistry } from '../../detector.ts';
import { calledName, chainOf } from '../../expressions.ts';
import { MODULE } from '../../file-facts.ts';

/** Every `orders: defineTable({ … })`, in the schema or in an object that the schema spreads. */
export function defineTables(file: ProgramFile, registry: TableRegistry): void {
  if (callsNamed(file, ['defineTable']).length === 0) return;
  const shapes = [
    ...file.facts.variables.map(({ init }) => init),
    ...callsNamed(file, ['defineSchema']).map(({ call }) => call.args[0]),
  ];
  for (const shape of shapes)
    for (const { key, value } of shape?.k === 'obj' ? shape.props : []) {
      const made = key ? tableCall(value, file, registry) : undefined;
      if (key && made) defineTable(key, made, file, registry);
    }
}

/** The `defineTable` of a chain, or of the variable that holds it. */
function tableCall(
  value: Expression,
  file: ProgramFile,
  registry: TableRegistry,
): CallExpression | undefined {
  const [first] = chainOf(value);
  if (first) return calledName(first) === 'defineTable' ? first : undefined;
  if (value.k !== 'id') return undefined;
  let held = registry.evaluator.evaluate(value, file, MODULE);
  while (held.t === 'result' || held.t === 'member') {
    if (held.t === 'result' && calledName(held.call) === 'defineTable') return held.call;
    held = held.of;
  }
  return undefined;
}

function defineTable(
  table: string,
  call: CallExpression,
  file: ProgramFile,
  registry: TableRegistry,
): void {
  const model: Model = { ...tableModel('convex', table, file, call.line), kind: 'collection' };
  registry.define(model, call, [table]);
  const [shape] = call.args;
  for (const { key, value } of shape?.k === 'obj' ? shape.props : []) {
    const target = key ? idTable(value) : undefined;
    if (!key || target === undefined) continue;
    model.relations.set(key, () => registry.byName('convex', target));
    model.foreignKeys.push({
      columns: [key],
      table: target,
      referencedColumns: ['_id'],
      site: { file: file.path, line: call.line },
    });
  }
}

/** `orders` of `v.id('orders')`, also within `v.optional(…)`. */
export function idTable(validator: Expression | undefined): string | undefined {
  if (validator?.k !== 'call') return undefined;
  const [first] = validator.args;
  if (calledName(validator) === 'id') return first?.k === 'str' ? first.value : undefined;
  return calledName(validator) === 'optional' ? idTable(first) : undefined;
}
