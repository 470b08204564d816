import { calledName } from '../facts/expressions.ts';
import type { ClassFact, FunctionFact, TypeFact } from '../facts/file-facts.ts';
import type { TypeName } from '../parse/expression.ts';
import type { ClassPlace } from './class-ancestry.ts';
import { classIndex } from './class-index.ts';
import { isContainer } from './containers.ts';
import type { Evaluator } from './evaluator.ts';
import { getOrMake } from './get-or-make.ts';
import { eachArgument, eachValue, reach, type Take } from './given-values.ts';
import type { ProgramFile } from './program.ts';
import { leavesOf, typedPlaces } from './typed-places.ts';
import type { TypeArguments, Value } from './value.ts';

/** Something that is given where a type of the program is wanted. */
export interface Implementation {
  value: Value;
  /** Arguments of the type as they are written there: `Order` of `implements Repository<Order>`. */
  args: readonly TypeName[];
  file: ProgramFile;
}

export interface Implementations {
  all: readonly Implementation[];
  /** Something that is no code of the program is given as well: of a package, or by JSX. */
  outside: boolean;
  /** Only what says that it implements it: what else is given is being found out. */
  partial?: true;
}

/** Where so many are found, no more are looked for: which of them is meant is not to be told anyway. */
export const MANY = 20;
/** Of what implements one type, other types may have to be asked. */
const MAX_NESTED = 8;

interface Known {
  byType: Map<TypeFact, Implementations>;
  /** Types whose implementations are being found out. */
  running: Set<TypeFact>;
  /** What is known meanwhile, by type or by what else it is kept under; forgotten when the last is found out. */
  meanwhile: Map<object, unknown>;
}

const known = new WeakMap<Evaluator, Known>();

function knownOf(self: Evaluator): Known {
  return getOrMake(known, self, () => ({
    byType: new Map(),
    running: new Set(),
    meanwhile: new Map(),
  }));
}

/** Whether what implements some type is being found out right now. */
export const isCollecting = (self: Evaluator): boolean => knownOf(self).running.size > 0;

/** A place for what is only half known; empty again once all is. */
export function meanwhile<T>(self: Evaluator, owner: object): Map<string, T> {
  return getOrMake(knownOf(self).meanwhile, owner, () => new Map<string, T>()) as Map<string, T>;
}

/** The one class that says it implements an interface; undefined when there are none or several. */
export function classImplementing(self: Evaluator, type: TypeFact): ClassPlace | undefined {
  const found = (typedPlaces(self.program).classes.get(type.name) ?? []).filter((place) =>
    isType(self, type, place.type, place.file),
  );
  return found.length === 1 ? found[0] : undefined;
}

/**
 * All that is seen to be given where an interface or an alias is wanted: classes that implement it, and those that
 * extend them, objects where the type is written beside them, and arguments for parameters of the type. Asked for once
 * the callers are known.
 */
export function implementationsOf(self: Evaluator, type: TypeFact): Implementations {
  const own = knownOf(self);
  const before = own.byType.get(type);
  if (before) return before;
  if (own.running.has(type) || own.running.size >= MAX_NESTED) {
    const half = meanwhile<Implementations>(self, type);
    return getOrMake(half, '', () =>
      self.apart(() => ({
        ...collect((found) => declared(self, type, found)),
        partial: true as const,
      })),
    );
  }
  own.running.add(type);
  const found = self.apart(() => collect((all) => given(self, type, all)));
  own.running.delete(type);
  if (own.running.size === 0) own.meanwhile.clear();
  own.byType.set(type, found);
  return found;
}

interface Found {
  all: Map<object, Implementation>;
  outside: boolean;
}

function collect(fill: (found: Found) => void): Implementations {
  const found: Found = { all: new Map(), outside: false };
  fill(found);
  return { all: [...found.all.values()], outside: found.outside };
}

const isFull = ({ all }: Found): boolean => all.size > MANY;

/** False where no more are wanted. */
function add(found: Found, value: Value, args: readonly TypeName[], file: ProgramFile): boolean {
  if (isFull(found)) return false;
  const identity = identityOf(value);
  if (!identity) found.outside ||= isOutside(value);
  else if (!found.all.has(identity)) found.all.set(identity, { value, args, file });
  return !isFull(found);
}

/** What says that it implements it. */
function declared(self: Evaluator, type: TypeFact, found: Found, seen = new Set([type])): void {
  for (const { cls, file, type: written } of typedPlaces(self.program).classes.get(type.name) ??
    []) {
    if (isFull(found)) return;
    if (isType(self, type, written, file)) addClasses(self, file, cls, written.args, found);
  }
  if (isFull(found)) return;
  for (const wider of extendingTypes(self, type)) {
    if (seen.has(wider)) continue;
    seen.add(wider);
    declared(self, wider, found, seen);
    if (isFull(found)) return;
  }
}

function extendingTypes(self: Evaluator, type: TypeFact): TypeFact[] {
  return (typedPlaces(self.program).extending.get(type.name) ?? []).flatMap((place) =>
    place.type !== type && isType(self, type, place.base, place.file) ? [place.type] : [],
  );
}

function given(self: Evaluator, type: TypeFact, found: Found): void {
  const places = typedPlaces(self.program);
  const of = <T>(map: ReadonlyMap<string, T[]>): readonly T[] => map.get(type.name) ?? [];
  declared(self, type, found);
  if (isFull(found)) return;
  for (const wider of extendingTypes(self, type)) {
    const inner = implementationsOf(self, wider);
    for (const { value, args, file } of inner.all) if (!add(found, value, args, file)) return;
    found.outside ||= inner.outside;
  }
  for (const { file, type: written } of of(places.contexts))
    if (isType(self, type, written, file)) found.outside = true;
  for (const { value, fn, file, type: written } of of(places.values)) {
    addGiven(self, type, written, file, found, (take) => eachValue(self, value, file, fn, take));
    if (isFull(found)) return;
  }
  for (const { fn, index, file, type: written } of of(places.parameters)) {
    if (isComponent(file, fn, index)) found.outside ||= isType(self, type, written, file);
    else addGiven(self, type, written, file, found, (take) => eachArgument(self, fn, index, take));
    if (isFull(found)) return;
  }
  for (const { owner, name, file, type: written } of of(places.members)) {
    addGiven(self, type, written, file, found, (take) => eachHeld(self, owner, name, take));
    if (isFull(found)) return;
  }
}

function addClasses(
  self: Evaluator,
  file: ProgramFile,
  cls: ClassFact,
  args: readonly TypeName[],
  found: Found,
): void {
  if (!add(found, classIndex(file, cls).instance, args, file)) return;
  for (const sub of subclassesOf(self, cls))
    if (!add(found, classIndex(sub.file, sub.cls).instance, args, file)) return;
}

/** What is given for a type that holds the one asked for. */
function addGiven(
  self: Evaluator,
  type: TypeFact,
  written: TypeName,
  file: ProgramFile,
  found: Found,
  each: (take: Take) => void,
): void {
  for (const { type: leaf, path } of leavesOf(written)) {
    if (!isType(self, type, leaf, file)) continue;
    each((value) =>
      path.length === 0
        ? add(found, value, leaf.args, file)
        : reach(self, value, path).every((reached) => add(found, reached, leaf.args, file)),
    );
    if (isFull(found)) return;
  }
}

function isType(self: Evaluator, type: TypeFact, written: TypeName, file: ProgramFile): boolean {
  const value = self.evaluateType(written, file);
  if (value.t === 'interface') return value.type === type;
  return value.t === 'callable' && value.alias?.type === type;
}

/** What makes two values the same implementation; undefined for what is none. */
function identityOf(value: Value): object | undefined {
  switch (value.t) {
    case 'object':
      return value.expression;
    case 'instance':
    case 'class':
      return value.cls;
    case 'module':
      return value.file;
    case 'function':
      return value.fn;
    default:
      return undefined;
  }
}

/**
 * Whether a value is made by a package: `pino()`, `new Client()`. What a package only hands on, as containers and hooks
 * do, may be code of the program all the same.
 */
function isOutside(value: Value): boolean {
  if (value.t === 'external' || value.t === 'external-instance') return true;
  if (value.t !== 'result' || value.of.t !== 'external' || isContainer(value)) return false;
  return value.call.construct || !HANDS_ON.test(calledName(value.call) ?? '');
}

const HANDS_ON =
  /^(?:use[A-Z]|(?:get|resolve|inject|bind|wrap|proxy|memo|cache|clone|merge|freeze))/;

const extending = new WeakMap<Evaluator, Map<ClassFact, readonly ClassPlace[]>>();

/** Classes that extend a class, and those that extend these. */
export function subclassesOf(self: Evaluator, cls: ClassFact): readonly ClassPlace[] {
  const byClass = getOrMake(extending, self, () => new Map<ClassFact, readonly ClassPlace[]>());
  return getOrMake(byClass, cls, () => self.apart(() => findSubclasses(self, cls)));
}

function findSubclasses(self: Evaluator, cls: ClassFact): ClassPlace[] {
  const found: ClassPlace[] = [];
  const { subclasses } = typedPlaces(self.program);
  const seen = new Set([cls]);
  for (const at of seen) {
    for (const sub of subclasses.get(at.name) ?? []) {
      if (seen.has(sub.cls) || !sub.cls.extends) continue;
      const base = self.evaluate(sub.cls.extends, sub.file, sub.cls.fn);
      if (base.t !== 'class' || base.cls !== at) continue;
      seen.add(sub.cls);
      found.push(sub);
    }
  }
  return found;
}

/** JSX gives a component what it wants, and no call of the program does. */
function isComponent({ path }: ProgramFile, { name }: FunctionFact, index: number): boolean {
  return index === 0 && /\.[jt]sx$/.test(path) && /^[A-Z]/.test(name);
}

/** What objects of another type hold under a name. */
function eachHeld(self: Evaluator, owner: TypeFact, name: string, take: Take): void {
  for (const { value } of implementationsOf(self, owner).all) {
    if (value.t !== 'object') continue;
    const property = value.expression.props.find(({ key }) => key === name);
    if (property && !eachValue(self, property.value, value.file, value.fn, take)) return;
  }
}

/** Those of a generic type that are of the arguments asked for; all where the arguments tell none apart. */
export function ofArguments(
  self: Evaluator,
  all: readonly Implementation[],
  { args, file }: TypeArguments,
): readonly Implementation[] {
  if (args.length === 0 || all.length < 2) return all;
  const wanted = args.map((arg) => self.evaluateType(arg, file));
  const fitting = all.filter((one) =>
    wanted.every((type, at) => {
      const arg = one.args[at];
      return !arg || mayBe(type, self.evaluateType(arg, one.file));
    }),
  );
  return fitting.length > 0 ? fitting : all;
}

/** Names of type parameters, and types without a name, may be any. */
function mayBe(a: Value, b: Value): boolean {
  if (a.t === 'interface' && b.t === 'interface') return a.type === b.type;
  if (a.t === 'instance' && b.t === 'instance') return a.cls === b.cls;
  if (a.t === 'external-instance' && b.t === 'external-instance')
    return a.package === b.package && a.type === b.type;
  return a.t === 'unknown' || b.t === 'unknown';
}
