import type { ProgramFile } from '../../../link/program.ts';
import { type Binding, stringOf } from '../../../link/value.ts';
import type { CallExpression } from '../../../parse/expression.ts';
import { qualifiedName } from '../../../sql/naming.ts';
import type { TableRegistry } from '../../detector.ts';
import { calledName } from '../../expressions.ts';
import { MODULE } from '../../file-facts.ts';

/** `pgTable('orders')`, `pgSchema('shop').table('orders')`, and the names that a creator makes: `pgTableCreator((name) => `shop_${name}`)`. */
export function tableName(
  factory: CallExpression,
  file: ProgramFile,
  registry: TableRegistry,
): string | undefined {
  const { evaluator } = registry;
  const [first] = factory.args;
  const given = first ? evaluator.evaluate(first, file, MODULE) : undefined;
  const name = given && stringOf(given);
  if (given === undefined || name === undefined) return undefined;
  const { callee } = factory;
  const holder =
    callee.k === 'member' ? evaluator.evaluate(callee.object, file, MODULE) : undefined;
  if (holder?.t === 'result' && /Schema$/.test(calledName(holder.call) ?? '')) {
    const [schema] = holder.call.args;
    const told = schema && evaluator.evaluate(schema, holder.file, holder.fn, holder.binding);
    return qualifiedName(told && stringOf(told), name);
  }
  const maker = evaluator.evaluate(callee, file, MODULE);
  if (maker.t !== 'result' || !/TableCreator$/.test(calledName(maker.call) ?? '')) return name;
  const [callback] = maker.call.args;
  const naming = callback ? evaluator.evaluate(callback, maker.file, maker.fn) : undefined;
  if (naming?.t !== 'function') return name;
  const binding: Binding = { fn: naming.fn, args: [given] };
  const [returned] = naming.fn.returns;
  const made = returned && evaluator.evaluate(returned, naming.file, naming.fn.at, binding);
  return (made && stringOf(made)) ?? name;
}
