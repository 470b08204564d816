import type { ClassFact, TypeFact } from '../facts/file-facts.ts';
import { classIndex } from './class-index.ts';
import type { Evaluator } from './evaluator.ts';
import { getOrMake } from './get-or-make.ts';
import {
  classImplementing,
  type Implementation,
  implementationsOf,
  isCollecting,
  MANY,
  meanwhile,
  ofArguments,
  subclassesOf,
} from './implementations.ts';
import type { ProgramFile } from './program.ts';
import type { TypeArguments, Value } from './value.ts';

/** Who has what is called by a name on something that only its type is known of. */
export interface ImplementedMember {
  /** What it is, where only one is seen to be given; `shared` where several have the very same one. */
  one?: { value: Value; of: Value; shared?: true };
  /** How many of the program have it, and their files, sorted. */
  count: number;
  files: readonly string[];
  /** Something that is no code of the program may be given. */
  outside: boolean;
  /** More may be found out later. */
  partial?: true;
}

const UNTOLD: ImplementedMember = { count: 0, files: [], outside: false, partial: true };

const known = new WeakMap<Evaluator, Map<object, Map<string, ImplementedMember>>>();

function keep(
  self: Evaluator,
  owner: object,
  name: string,
  find: () => ImplementedMember,
): ImplementedMember {
  const all = getOrMake(known, self, () => new Map<object, Map<string, ImplementedMember>>());
  const members = getOrMake(all, owner, () => new Map<string, ImplementedMember>());
  const before = members.get(name) ?? meanwhile<ImplementedMember>(self, members).get(name);
  if (before) return before;
  // One that leads back to itself, through the types that a type extends or through what gives it.
  meanwhile<ImplementedMember>(self, members).set(name, UNTOLD);
  const found = self.apart(find);
  if (found.partial && isCollecting(self))
    meanwhile<ImplementedMember>(self, members).set(name, found);
  else members.set(name, found);
  return found;
}

/** A member of an interface: that of what implements it. */
export function implementedMember(
  self: Evaluator,
  { type, file, typed }: { type: TypeFact; file: ProgramFile; typed?: TypeArguments },
  name: string,
): ImplementedMember {
  if (!self.callers) {
    self.waitForCallers();
    const cls = classImplementing(self, type);
    return cls ? amongAll(self, [ofClass(cls)], name, false) : UNTOLD;
  }
  const find = (): ImplementedMember => {
    const { all, outside, partial } = implementationsOf(self, type);
    const fitting = typed ? ofArguments(self, all, typed) : all;
    const found = amongAll(self, fitting, name, outside);
    const isNobody = found.count === 0 && !outside;
    const best = (isNobody && ofWiderTypes(self, type, file, name)) || found;
    return partial ? { ...best, partial } : best;
  };
  return keep(self, typed ?? type, name, find);
}

/** What is of a type that nothing says it implements is of those that the type extends. */
function ofWiderTypes(
  self: Evaluator,
  type: TypeFact,
  file: ProgramFile,
  name: string,
): ImplementedMember | undefined {
  for (const base of type.extends) {
    const wider = self.evaluateType(base, file);
    const found =
      wider.t === 'interface' && wider.type !== type
        ? implementedMember(self, wider, name)
        : undefined;
    if (found && found.count > 0) return found;
  }
  return undefined;
}

/** A member that an abstract class only declares: that of the classes that extend it. */
export function extendedMember(self: Evaluator, cls: ClassFact, name: string): ImplementedMember {
  if (!self.callers) {
    self.waitForCallers();
    return UNTOLD;
  }
  return keep(self, cls, name, () =>
    amongAll(self, subclassesOf(self, cls).map(ofClass), name, false),
  );
}

function ofClass({ file, cls }: Pick<Value & { t: 'class' }, 'file' | 'cls'>): Implementation {
  return { value: classIndex(file, cls).instance, args: [], file };
}

function amongAll(
  self: Evaluator,
  all: readonly Implementation[],
  name: string,
  outside: boolean,
): ImplementedMember {
  const found = new Map<object, { value: Value; of: Value; file: string; shared?: true }>();
  for (const { value: of } of all) {
    const value = has(self, of, name);
    if (!value || !('file' in of)) continue;
    const key = value.t === 'function' ? value.fn : of;
    const { path } = value.t === 'function' ? value.file : of.file;
    const before = found.get(key);
    if (before) before.shared = true;
    else found.set(key, { value, of, file: path });
    if (found.size > MANY) break;
  }
  const files = [...new Set([...found.values()].map(({ file }) => file))].sort();
  const [one] = found.values();
  const count = found.size;
  return one && count === 1 && !outside
    ? { one, count, files, outside }
    : { count, files, outside };
}

/** The member of one that has it, whatever can be said of it. */
function has(self: Evaluator, of: Value, name: string): Value | undefined {
  if (of.t === 'instance') return memberOfInstance(self, of, name);
  const value = self.member(of, name);
  if (value.t === 'function') return value;
  return of.t === 'object' && of.expression.props.some(({ key }) => key === name)
    ? value
    : undefined;
}

function memberOfInstance(
  self: Evaluator,
  of: Extract<Value, { t: 'instance' }>,
  name: string,
): Value | undefined {
  const value = self.member(of, name);
  if (value.t === 'function') return value;
  const { own, properties, assigned } = classIndex(of.file, of.cls);
  const isField = (own.get(name)?.kind ?? 'method') !== 'method';
  return isField || properties.has(name) || assigned.has(name) ? value : undefined;
}
