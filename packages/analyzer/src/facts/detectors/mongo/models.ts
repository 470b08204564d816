import { callsNamed, type ProgramFile } from '../../../link/program.ts';
import { packageOf } from '../../../link/value.ts';
import type { CallExpression, Expression } from '../../../parse/expression.ts';
import { pluralize } from '../../../sql/naming.ts';
import type { Model, TableRegistry } from '../../detector.ts';
import { calledName, objectProperty } from '../../expressions.ts';
import { type FunctionId, MODULE } from '../../file-facts.ts';

export function makeModel(table: string, file: ProgramFile, line: number): Model {
  return {
    table,
    kind: 'collection',
    via: 'mongo',
    site: { file: file.path, line },
    foreignKeys: [],
    relations: new Map(),
  };
}

/** Mongoose's default: lower case, plural. */
export function collectionName(model: string): string {
  return pluralize(model.toLowerCase());
}

export function defineModel(
  file: ProgramFile,
  fn: number,
  call: CallExpression,
  registry: TableRegistry,
): void {
  const name = calledName(call);
  const { evaluator } = registry;
  const text = (e: Expression | undefined): string | undefined => {
    const value = e ? evaluator.evaluate(e, file, fn) : undefined;
    return value?.t === 'string' ? value.value : undefined;
  };
  if (name === 'getModelForClass') {
    const first = call.args[0];
    const value = first ? evaluator.evaluate(first, file, fn) : undefined;
    if (value?.t !== 'class') return;
    const options = objectProperty(objectProperty(call.args[1], 'schemaOptions'), 'collection');
    registry.define(
      makeModel(text(options) ?? collectionName(value.cls.name), file, call.line),
      call,
      [value.cls.name],
    );
    return;
  }
  if (name !== 'model' || call.args.length < 2) return;
  const model = text(call.args[0]);
  if (model === undefined) return;
  const callee = evaluator.evaluate(call.callee, file, fn);
  const from = packageOf(callee);
  if (from !== undefined && from !== 'mongoose') return;
  if (from === undefined && call.callee.k !== 'member') return;
  const schema = call.args[1];
  const table =
    text(call.args[2]) ?? schemaCollection(schema, file, fn, registry) ?? collectionName(model);
  const made = makeModel(table, file, call.nameLine);
  const shaped = schemaCall(schema, file, fn, registry);
  registry.define(made, call, [model, ...(shaped ? [schemaName(shaped.file, shaped.call)] : [])]);
  references(made, schema, file, fn, registry);
}

/** The `new Schema({...}, { collection })` behind a schema expression. */
function schemaCall(
  schema: Expression | undefined,
  file: ProgramFile,
  fn: number,
  registry: TableRegistry,
): { call: CallExpression; file: ProgramFile; fn: FunctionId } | undefined {
  const value = schema ? registry.evaluator.evaluate(schema, file, fn) : undefined;
  return value?.t === 'result' && value.call.construct ? value : undefined;
}

function schemaCollection(
  schema: Expression | undefined,
  file: ProgramFile,
  fn: number,
  registry: TableRegistry,
): string | undefined {
  const found = schemaCall(schema, file, fn, registry);
  const name = objectProperty(found?.call.args[1], 'collection');
  const value = name && found ? registry.evaluator.evaluate(name, found.file, MODULE) : undefined;
  return value?.t === 'string' ? value.value : undefined;
}

/** `author: { type: ObjectId, ref: 'User' }` lets `populate('author')` find its collection. */
function references(
  model: Model,
  schema: Expression | undefined,
  file: ProgramFile,
  fn: number,
  registry: TableRegistry,
): void {
  const found = schemaCall(schema, file, fn, registry);
  const shape = found?.call.args[0];
  if (!shape) return;
  referencesIn(model, shape, '', { ...found, registry });
  virtuals(model, found.call, { ...found, registry });
}

/** `schema.virtual('reviews', { ref: 'Review', localField, foreignField })` can be populated as a path. */
function virtuals(model: Model, schema: CallExpression, place: SchemaPlace): void {
  const { file, registry } = place;
  for (const { call, fact } of callsNamed(file, ['virtual'])) {
    const ref = objectProperty(call.args[1], 'ref');
    const [name] = call.args;
    if (!ref || name?.k !== 'str' || call.callee.k !== 'member') continue;
    const owner = registry.evaluator.evaluate(call.callee.object, file, fact.fn);
    if (owner.t === 'result' && owner.call === schema)
      model.relations.set(name.value, () => referenced(ref, place));
  }
}

/** Where the names of a schema are to be looked up. */
interface SchemaPlace {
  file: ProgramFile;
  fn: FunctionId;
  registry: TableRegistry;
}

const MAX_DEPTH = 6;

/** Also of nested objects and of lists of them: `items.product`. */
function referencesIn(
  model: Model,
  shape: Expression,
  path: string,
  place: SchemaPlace,
  depth = 0,
): void {
  if (shape.k !== 'obj' || depth > MAX_DEPTH) return;
  for (const { key, value } of shape.props) {
    if (!key) continue;
    const own = path + key;
    const inner = (value.k === 'arr' ? value.items[0] : value) ?? value;
    const ref =
      objectProperty(inner, 'ref') ?? objectProperty(objectProperty(inner, 'type'), 'ref');
    if (ref) model.relations.set(own, () => referenced(ref, place));
    else referencesIn(model, inner, `${own}.`, place, depth + 1);
  }
}

/** `ref: 'User'`, `ref: USER_MODEL`, `ref: User`, or a function that gives one of them. */
function referenced(ref: Expression, { file, fn, registry }: SchemaPlace): Model | undefined {
  const given = registry.evaluator.evaluate(ref, file, fn);
  const [returned] = given.t === 'function' ? given.fn.returns : [];
  const value =
    returned && given.t === 'function'
      ? registry.evaluator.evaluate(returned, given.file, given.fn.at)
      : given;
  return value.t === 'string' ? registry.byName('mongo', value.value) : registry.of(value);
}

/** Under which name the model of a schema is known, beside its own. */
export function schemaName(file: ProgramFile, schema: CallExpression): string {
  return `schema ${file.path}:${schema.line}`;
}
