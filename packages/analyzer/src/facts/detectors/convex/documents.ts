import type { ProgramFile } from '../../../link/program.ts';
import type { Value } from '../../../link/value.ts';
import type { Expression } from '../../../parse/expression.ts';
import type { CallSite, Model, TableRegistry } from '../../detector.ts';
import { calledName, objectProperty } from '../../expressions.ts';
import type { FunctionFact } from '../../file-facts.ts';
import { idTable } from './tables.ts';

const MAX_STEPS = 12;

/** The table of the document that an id stands for: `order._id`, `order.buyerId`, `args.orderId`. */
export function tableOfId(site: CallSite, id: Expression | undefined): Model | undefined {
  return id ? ofIdValue(site.registry, site.value(id), 0) : undefined;
}

function ofIdValue(registry: TableRegistry, value: Value, depth: number): Model | undefined {
  if (depth > MAX_STEPS) return undefined;
  if (value.t === 'member') {
    const given = argument(registry, value.of, value.name);
    if (given) return given;
    const holder = ofDocument(registry, value.of, depth + 1);
    return value.name === '_id' ? holder : holder?.relations.get(value.name)?.();
  }
  if (value.t === 'result' && calledName(value.call) === 'insert')
    return named(registry, value, value.call.args[0]);
  return value.t === 'parameter' && value.property !== undefined
    ? argument(registry, value, value.property)
    : undefined;
}

/** The table of what a query found. */
function ofDocument(registry: TableRegistry, value: Value, depth: number): Model | undefined {
  if (depth > MAX_STEPS) return undefined;
  if (value.t === 'member') return ofDocument(registry, value.of, depth + 1);
  if (value.t !== 'result') return undefined;
  const name = calledName(value.call);
  if (name === 'query') return named(registry, value, value.call.args[0]);
  if (name !== 'get') return ofDocument(registry, value.of, depth + 1);
  const [first, second] = value.call.args;
  if (second) return named(registry, value, first);
  const { file, fn, binding } = value;
  const id = first && registry.evaluator.evaluate(first, file, fn, binding);
  return id ? ofIdValue(registry, id, depth + 1) : undefined;
}

function named(
  registry: TableRegistry,
  { file, fn, binding }: Extract<Value, { t: 'result' }>,
  expression: Expression | undefined,
): Model | undefined {
  const value = expression && registry.evaluator.evaluate(expression, file, fn, binding);
  return value?.t === 'string' ? registry.byName('convex', value.value) : undefined;
}

/** What the validators beside a handler say of its second parameter: `args: { orderId: v.id('orders') }`. */
function argument(registry: TableRegistry, of: Value, name: string): Model | undefined {
  if (of.t !== 'parameter' || of.index !== 1) return undefined;
  const validators = objectProperty(shapeAround(of.file, of.fn), 'args');
  const table = idTable(objectProperty(validators, name));
  return table === undefined ? undefined : registry.byName('convex', table);
}

/** The object that holds a function under `handler`. */
function shapeAround(file: ProgramFile, fn: FunctionFact): Expression | undefined {
  for (const { call } of file.calls) {
    const [shape] = call.args;
    const handler = objectProperty(shape, 'handler');
    if (handler?.k === 'fn' && handler.at === fn.at) return shape;
  }
  return undefined;
}
