import { calledName, chainOf, lastName, objectProperty } from '../facts/expressions.ts';
import type { FunctionFact, FunctionId, VariableFact } from '../facts/file-facts.ts';
import { MODULE } from '../facts/file-facts.ts';
import type { CallExpression, Expression } from '../parse/expression.ts';
import type { ClassPlace } from './class-ancestry.ts';
import { classIndex } from './class-index.ts';
import type { Evaluator } from './evaluator.ts';
import { callsNamed, type Program, type ProgramCall, type ProgramFile } from './program.ts';
import { UNKNOWN, type Value } from './value.ts';

/** What containers are told: token to the class behind it, or undefined for a plain value. */
export type Providers = ReadonlyMap<string, ClassPlace | undefined>;

/** What stands behind a token without a class; `called`: what calling it gives is handed out. */
export interface Registered {
  value: Value;
  called: boolean;
  /** The object is written in the file that registers it, and leads nowhere else. */
  inline?: boolean;
}

export interface Registrations {
  classes: Map<string, ClassPlace | undefined>;
  /** Functions and objects; undefined where two places differ. */
  others: Map<string, Registered | undefined>;
  /** Factories that awilix calls, and constructors of classes that it makes. */
  filledIn: Set<FunctionFact>;
}

const known = new WeakMap<Program, Registrations>();

/**
 * Registrations of dependency injection containers over the whole program: NestJS
 * `{ provide, useClass }`, inversify `bind(T).to(C)`, tsyringe `register(T, { useClass })`, typedi
 * `set`, awilix `register({ name: asClass(C) })`. A token that two places register differently is
 * left without a class.
 */
export function providersOf(evaluator: Evaluator): Providers {
  return registrationsOf(evaluator).classes;
}

export function registrationsOf(evaluator: Evaluator): Registrations {
  const cached = known.get(evaluator.program);
  if (cached) return cached;
  const found: Registrations = { classes: new Map(), others: new Map(), filledIn: new Set() };
  known.set(evaluator.program, found);
  const note: Note = (token, registered) => {
    if (token !== undefined) noteIn(found, token, registered);
  };
  for (const file of evaluator.program.files.values())
    readFile(file, evaluator, note, found.filledIn);
  return found;
}

function noteIn({ classes, others }: Registrations, token: string, given: Registered): void {
  const { value } = given;
  const cls =
    value.t === 'class' || value.t === 'instance'
      ? { file: value.file, cls: value.cls }
      : undefined;
  const before = classes.get(token);
  if (!classes.has(token) || (before === undefined && cls)) classes.set(token, cls);
  else if (cls && before && before.cls !== cls.cls) classes.set(token, undefined);
  if (cls) return;
  const isTelling = value.t === 'function' || value.t === 'object';
  const other = others.get(token);
  if (!others.has(token)) others.set(token, isTelling ? given : undefined);
  else if (other && nodeOf(other.value) !== nodeOf(value)) others.set(token, undefined);
}

function nodeOf(value: Value): object | undefined {
  return value.t === 'function' ? value.fn : value.t === 'object' ? value.expression : undefined;
}

type Note = (token: string | undefined, registered: Registered) => void;

function readFile(
  file: ProgramFile,
  evaluator: Evaluator,
  note: Note,
  filledIn: Set<FunctionFact>,
): void {
  for (const cls of file.facts.classes) {
    for (const decorator of cls.decorators)
      readProviders(decorator, file, MODULE, evaluator, note, 0);
  }
  const { variables } = file.facts;
  for (let at = 0; at < variables.length; at++) {
    const { init, fn } = variables[at] as VariableFact;
    if (init) readProviders(init, file, fn, evaluator, note, 0);
  }
  for (const own of callsNamed(file, TELLING)) readCall(own, file, evaluator, note, filledIn);
}

const MAX_DEPTH = 6;
const NONE: readonly never[] = [];

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
  const inner =
    expression.k === 'call' ? expression.args : expression.k === 'arr' ? expression.items : NONE;
  for (let at = 0; at < inner.length; at++)
    readProviders(inner[at] as Expression, file, fn, evaluator, note, depth + 1);
  if (expression.k !== 'obj') return;
  const token = objectProperty(expression, 'provide');
  if (!token) {
    for (const { value } of expression.props)
      if (value.k !== 'fn') readProviders(value, file, fn, evaluator, note, depth + 1);
    return;
  }
  const key = ['useClass', 'useExisting', 'useValue', 'useFactory'].find(
    (name) => objectProperty(expression, name) !== undefined,
  );
  const use = key && objectProperty(expression, key);
  note(
    tokenOf(token, file, fn, evaluator),
    use ? provided(use, file, fn, evaluator, key === 'useFactory') : NOTHING,
  );
}

const NOTHING: Registered = { value: UNKNOWN, called: false };

/** The class itself, an instance of it, or what a factory gives. */
function provided(
  expression: Expression,
  file: ProgramFile,
  fn: FunctionId,
  evaluator: Evaluator,
  called: boolean,
): Registered {
  const value = evaluator.evaluate(expression, file, fn);
  if (value.t !== 'function') {
    const inline = expression.k === 'obj' || (value.t === 'object' && value.file === file);
    return { value, called: false, inline };
  }
  for (const returned of value.fn.returns) {
    const made = evaluator.evaluate(returned, value.file, value.fn.at);
    if (made.t === 'instance') return { value: made, called: false };
  }
  const typed = value.fn.returnType && evaluator.evaluateType(value.fn.returnType, value.file);
  return typed?.t === 'instance' ? { value: typed, called: false } : { value, called };
}

const BINDERS = new Set(['to', 'toClass', 'toConstantValue', 'toService', 'toDynamicValue']);
const REGISTRARS = new Set(['register', 'registerSingleton', 'registerInstance', 'set', 'provide']);
const TELLING: readonly string[] = [...BINDERS, ...REGISTRARS];
const CONTAINER = /container|injector|^di$|^ioc$|^services?$|scope|registry/i;

function readCall(
  own: ProgramCall,
  file: ProgramFile,
  evaluator: Evaluator,
  note: Note,
  filledIn: Set<FunctionFact>,
): void {
  const { call, name, fact } = own;
  const { fn } = fact;
  const [first, second] = call.args;
  if (BINDERS.has(name)) {
    const object = call.callee.k === 'member' ? call.callee.object : undefined;
    if (object?.k !== 'call' || calledName(object) !== 'bind' || !first) return;
    const [token] = object.args;
    const called = name === 'toDynamicValue';
    if (token)
      note(tokenOf(token, file, fn, evaluator), provided(first, file, fn, evaluator, called));
    return;
  }
  const takes = (token: string | undefined, value: Expression): void => {
    const registered = registration(value, file, fn, evaluator);
    note(token, registered);
    if (wrapperOf(value) !== undefined) fillIn(registered.value, filledIn);
  };
  if (!isRegistrar(own)) return;
  if (first?.k === 'obj' && !second) {
    for (const { key, value } of first.props) if (key) takes(key, value);
  } else if (first && second) takes(tokenOf(first, file, fn, evaluator), second);
}

/** By the name of the container, or since awilix's own functions are handed in. */
function isRegistrar({ call: { callee, args } }: ProgramCall): boolean {
  if (callee.k === 'member' && CONTAINER.test(lastName(callee.object) ?? '')) return true;
  return args.some((arg) =>
    arg.k === 'obj'
      ? arg.props.some(({ value }) => wrapperOf(value) !== undefined)
      : wrapperOf(arg) !== undefined,
  );
}

function fillIn(value: Value, filledIn: Set<FunctionFact>): void {
  if (value.t === 'function') filledIn.add(value.fn);
  if (value.t !== 'class') return;
  const { builder } = classIndex(value.file, value.cls);
  if (builder) filledIn.add(builder);
}

/** `asClass` of `asClass(C).singleton()`. */
function wrapperOf(expression: Expression): CallExpression | undefined {
  const start = expression.k === 'call' ? chainOf(expression)[0] : undefined;
  return start && /^as(?:Class|Function|Value)$/.test(calledName(start) ?? '') ? start : undefined;
}

/** `asClass(C).singleton()`, `{ useClass: C }`, `C`, `new C()`. */
function registration(
  expression: Expression,
  file: ProgramFile,
  fn: FunctionId,
  evaluator: Evaluator,
): Registered {
  const wrapper = wrapperOf(expression);
  const factory = objectProperty(expression, 'useFactory');
  const called = (wrapper && calledName(wrapper) === 'asFunction') || factory !== undefined;
  const wrapped = wrapper
    ? wrapper.args[0]
    : (objectProperty(expression, 'useClass') ?? objectProperty(expression, 'useValue') ?? factory);
  return provided(wrapped ?? expression, file, fn, evaluator, called);
}

/** `delay(() => C)`, `forwardRef(() => C)`, `new LazyServiceIdentifier(() => C)`, `() => C`: what they put off. */
export function putOff(expression: Expression, file: ProgramFile): Expression {
  const argument = expression.k === 'call' ? expression.args[0] : expression;
  const at = argument?.k === 'fn' ? argument.at : undefined;
  return (at === undefined ? undefined : file.functions.get(at)?.returns[0]) ?? expression;
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
