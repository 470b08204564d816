import { calledName, chainOf, lastName, objectProperty } from '../facts/expressions.ts';
import type { FunctionId } from '../facts/file-facts.ts';
import { MODULE } from '../facts/file-facts.ts';
import type { Expression } from '../parse/expression.ts';
import type { Evaluator } from './evaluator.ts';
import { followExport } from './exports.ts';
import type { Implementation } from './implementations.ts';
import type { Program, ProgramCall, ProgramFile } from './program.ts';
import type { Value } from './value.ts';

/** What containers are told: token to the class behind it, or undefined for a plain value. */
export type Providers = ReadonlyMap<string, Implementation | undefined>;

const known = new WeakMap<Program, Providers>();

/**
 * Registrations of dependency injection containers over the whole program: NestJS
 * `{ provide, useClass }`, inversify `bind(T).to(C)`, tsyringe `register(T, { useClass })`, typedi
 * `set`, awilix `register({ name: asClass(C) })`. A token that two places register differently is
 * left without a class.
 */
export function providersOf(evaluator: Evaluator): Providers {
  const cached = known.get(evaluator.program);
  if (cached) return cached;
  const providers = new Map<string, Implementation | undefined>();
  known.set(evaluator.program, providers);
  const note = (token: string | undefined, value: Value | undefined): void => {
    if (token === undefined) return;
    const made = value?.t === 'class' || value?.t === 'instance' ? value : undefined;
    const found = made ? { file: made.file, cls: made.cls } : undefined;
    const before = providers.get(token);
    if (!providers.has(token) || (before === undefined && found)) providers.set(token, found);
    else if (found && before && before.cls !== found.cls) providers.set(token, undefined);
  };
  for (const file of evaluator.program.files.values()) readFile(file, evaluator, note);
  return providers;
}

type Note = (token: string | undefined, value: Value | undefined) => void;

function readFile(file: ProgramFile, evaluator: Evaluator, note: Note): void {
  for (const cls of file.facts.classes) {
    for (const decorator of cls.decorators)
      readProviders(decorator, file, MODULE, evaluator, note, 0);
  }
  for (const variable of file.facts.variables) {
    if (variable.init) readProviders(variable.init, file, variable.fn, evaluator, note, 0);
  }
  for (const own of file.calls) readCall(own, file, evaluator, note);
}

const MAX_DEPTH = 6;

/** `{ provide: TOKEN, useClass: C }` in lists, module decorators and what returns them. */
function readProviders(
  expression: Expression,
  file: ProgramFile,
  fn: FunctionId,
  evaluator: Evaluator,
  note: Note,
  depth: number,
): void {
  if (depth > MAX_DEPTH) return;
  const inner = (e: Expression): void => readProviders(e, file, fn, evaluator, note, depth + 1);
  if (expression.k === 'call') for (const argument of expression.args) inner(argument);
  if (expression.k === 'arr') for (const item of expression.items) inner(item);
  if (expression.k !== 'obj') return;
  const token = objectProperty(expression, 'provide');
  if (!token) {
    for (const { value } of expression.props) if (value.k !== 'fn') inner(value);
    return;
  }
  const use = ['useClass', 'useExisting', 'useValue', 'useFactory']
    .map((key) => objectProperty(expression, key))
    .find((e) => e !== undefined);
  note(tokenOf(token, file, fn, evaluator), use && provided(use, file, fn, evaluator));
}

/** The class itself, an instance of it, or what a factory gives. */
function provided(
  expression: Expression,
  file: ProgramFile,
  fn: FunctionId,
  evaluator: Evaluator,
): Value {
  const value = evaluator.evaluate(expression, file, fn);
  if (value.t !== 'function') return value;
  for (const returned of value.fn.returns) {
    const made = evaluator.evaluate(returned, value.file, value.fn.at);
    if (made.t === 'instance') return made;
  }
  return value.fn.returnType ? evaluator.evaluateType(value.fn.returnType, value.file) : value;
}

const BINDERS = new Set(['to', 'toClass', 'toConstantValue', 'toService', 'toDynamicValue']);
const REGISTRARS = new Set(['register', 'registerSingleton', 'registerInstance', 'set', 'provide']);
const CONTAINER = /container|injector|^di$|^ioc$|^services?$|scope|registry/i;

function readCall(
  { call, name, fact: { fn } }: ProgramCall,
  file: ProgramFile,
  evaluator: Evaluator,
  note: Note,
): void {
  if (call.callee.k !== 'member') return;
  const { object } = call.callee;
  const [first, second] = call.args;
  if (BINDERS.has(name) && object.k === 'call' && calledName(object) === 'bind') {
    const [token] = object.args;
    if (token && first)
      note(tokenOf(token, file, fn, evaluator), provided(first, file, fn, evaluator));
    return;
  }
  if (!REGISTRARS.has(name) || !CONTAINER.test(lastName(object) ?? '')) return;
  if (first?.k === 'obj' && !second) {
    for (const { key, value } of first.props) {
      if (key) note(key, registration(value, file, fn, evaluator));
    }
  } else if (first && second)
    note(tokenOf(first, file, fn, evaluator), registration(second, file, fn, evaluator));
}

/** `asClass(C).singleton()`, `{ useClass: C }`, `C`, `new C()`. */
function registration(
  expression: Expression,
  file: ProgramFile,
  fn: FunctionId,
  evaluator: Evaluator,
): Value {
  const start = expression.k === 'call' ? chainOf(expression)[0] : undefined;
  const wrapped = /^as(?:Class|Function|Value)$/.test((start && calledName(start)) ?? '')
    ? start?.args[0]
    : (objectProperty(expression, 'useClass') ??
      objectProperty(expression, 'useValue') ??
      objectProperty(expression, 'useFactory'));
  return provided(wrapped ?? expression, file, fn, evaluator);
}

/** How a token is written: its text, or the name of the class, symbol or constant. */
export function tokenOf(
  expression: Expression,
  file: ProgramFile,
  fn: FunctionId,
  evaluator: Evaluator,
): string | undefined {
  const value = evaluator.evaluate(expression, file, fn);
  if (value.t === 'string') return value.value;
  if (value.t === 'class') return value.cls.name;
  // `@Inject(Order.name)` and `provide: Order.name` are told apart by the class.
  if (expression.k === 'member' && expression.name === 'name') {
    const owner = evaluator.evaluate(expression.object, file, fn);
    if (owner.t === 'class') return owner.cls.name;
  }
  return lastName(expression);
}

const byConvention = new WeakMap<Program, Providers>();

/**
 * Names that awilix fills in: what is registered, and, since whole folders are registered by
 * pattern, class names in camel case that only one class has.
 */
export function injectedNames(evaluator: Evaluator): Providers {
  const cached = byConvention.get(evaluator.program);
  if (cached) return cached;
  const names = new Map<string, Implementation | undefined>();
  byConvention.set(evaluator.program, names);
  if (!usesAwilix(evaluator.program)) return names;
  for (const file of evaluator.program.files.values()) {
    for (const cls of file.facts.classes) {
      if (!cls.name || cls.fn !== MODULE) continue;
      const name = cls.name.charAt(0).toLowerCase() + cls.name.slice(1);
      names.set(name, names.has(name) ? undefined : { file, cls });
    }
  }
  for (const [name, found] of [...names]) if (!found) names.delete(name);
  for (const [name, found] of providersOf(evaluator)) {
    if (found || !names.has(name)) names.set(name, found);
  }
  return names;
}

const exportsByConvention = new WeakMap<Program, ReadonlyMap<string, Value>>();

/** What is no class but filled in under its name: `OrderRepository` as `orderRepository`. */
export function injectedExports(evaluator: Evaluator): ReadonlyMap<string, Value> {
  const { program } = evaluator;
  const cached = exportsByConvention.get(program);
  if (cached) return cached;
  const values = new Map<string, Value>();
  exportsByConvention.set(program, values);
  if (!usesAwilix(program)) return values;
  const holders = new Map<string, ProgramFile | undefined>();
  for (const file of program.files.values()) {
    for (const [name, { k }] of file.exports) {
      if (k !== 'value' || !/^[A-Z]\w*[a-z]/.test(name)) continue;
      holders.set(name, holders.has(name) ? undefined : file);
    }
  }
  for (const [name, file] of holders) {
    const value = file && evaluator.evaluateExport(followExport(program, file, name));
    if (value && value.t !== 'unknown')
      values.set(name.charAt(0).toLowerCase() + name.slice(1), value);
  }
  return values;
}

function usesAwilix(program: Program): boolean {
  for (const file of program.files.values()) {
    if (file.facts.imports.some((i) => i.specifier.includes('awilix'))) return true;
  }
  return false;
}
