import type { ClassFact, FunctionFact, FunctionId, TypeFact } from '../facts/file-facts.ts';
import { MODULE } from '../facts/file-facts.ts';
import type { Expression, TypeName } from '../parse/expression.ts';
import { getOrMake } from './get-or-make.ts';
import { callsNamed, type Program, type ProgramFile, variableAround } from './program.ts';

/** Where the program writes the name of one of its own types, by that name. */
export interface TypedPlaces {
  /** Classes that say they implement it. */
  classes: ByName<{ file: ProgramFile; cls: ClassFact; type: TypeName }>;
  /** Classes that extend a class of that name. */
  subclasses: ByName<{ file: ProgramFile; cls: ClassFact }>;
  /** What is given where the type is written: variables, fields, what a function gives, `as` and `satisfies`. */
  values: ByName<{ file: ProgramFile; fn: FunctionId; type: TypeName; value: Expression }>;
  parameters: ByName<{ file: ProgramFile; fn: FunctionFact; index: number; type: TypeName }>;
  /** Contexts of React: what they give is given by JSX. */
  contexts: ByName<{ file: ProgramFile; type: TypeName }>;
  /** Members of other types that are of it. */
  members: ByName<{ file: ProgramFile; owner: TypeFact; name: string; type: TypeName }>;
  /** Interfaces that extend it. */
  extending: ByName<{ file: ProgramFile; type: TypeFact; base: TypeName }>;
}

type ByName<T> = Map<string, T[]>;

const made = new WeakMap<Program, TypedPlaces>();

export function typedPlaces(program: Program): TypedPlaces {
  return getOrMake(made, program, () => collect(program));
}

function collect(program: Program): TypedPlaces {
  const places: TypedPlaces = {
    classes: new Map(),
    subclasses: new Map(),
    values: new Map(),
    parameters: new Map(),
    contexts: new Map(),
    members: new Map(),
    extending: new Map(),
  };
  const own = ownNames(program);
  for (const file of program.files.values()) collectFile(places, file, own);
  return places;
}

/** Types of packages are written far more often than those of the program. */
function ownNames({ files }: Program): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { facts } of files.values()) {
    for (const { name } of facts.types) names.add(name);
    for (const { name } of facts.classes) names.add(name);
  }
  return names;
}

function collectFile(places: TypedPlaces, file: ProgramFile, own: ReadonlySet<string>): void {
  // Most types are not of the program: nothing is made for those.
  const ownNamesOf = (type: TypeName): readonly string[] => {
    if (!isPlain(type))
      return leavesOf(type).flatMap(({ type: leaf }) => ownName(file, leaf.name, own) ?? []);
    const name = ownName(file, type.name, own);
    return name === undefined ? NONE : [name];
  };
  const put = <T>(map: ByName<T>, name: string, place: T): void => {
    getOrMake(map, name, () => []).push(place);
  };
  const putValue = (type: TypeName | undefined, fn: FunctionId, value: Expression): void => {
    if (type)
      for (const name of ownNamesOf(type)) put(places.values, name, { file, fn, type, value });
    if (value.k === 'typed') {
      const { type: written, of } = value;
      for (const name of ownNamesOf(written))
        put(places.values, name, { file, fn, type: written, value: of });
    }
  };
  const { facts } = file;
  for (const { name, type, fn, init } of facts.variables) {
    if (init) putValue(type, fn, init);
    else if (type)
      for (const assigned of file.assignedNames.get(name) ?? [])
        putValue(type, assigned.fn, assigned.value);
  }
  for (const fn of facts.functions) {
    for (const value of fn.returns) putValue(fn.returnType, fn.at, value);
    for (let index = 0; index < fn.params.length; index++) {
      const type = fn.params[index]?.type;
      if (type)
        for (const name of ownNamesOf(type))
          put(places.parameters, name, { file, fn, index, type });
    }
  }
  for (const { call, fact } of callsNamed(file, ['createContext'])) {
    const [first] = call.args;
    const held = first?.k === 'id' ? variableAround(file, fact.fn, first.name)?.type : undefined;
    for (const type of [...(call.typeArguments ?? []), ...(held ? [held] : [])])
      for (const name of ownNamesOf(type)) put(places.contexts, name, { file, type });
  }
  for (const item of file.exports.values())
    if (item.k === 'value') putValue(undefined, MODULE, item.value);
  for (const type of facts.types) {
    for (const base of type.extends)
      for (const name of ownNamesOf(base)) put(places.extending, name, { file, type, base });
    for (const member of type.members)
      for (const name of ownNamesOf(member.type))
        put(places.members, name, { file, owner: type, ...member });
  }
  for (const cls of facts.classes) {
    for (const type of cls.implements)
      for (const name of ownNamesOf(type)) put(places.classes, name, { file, cls, type });
    const base = lastWord(cls.extends);
    if (base) put(places.subclasses, nameIn(file, base), { file, cls });
    const assigned = file.assignedMembers.get(cls.at);
    for (const { name, type, init } of cls.members) {
      if (!type) continue;
      if (init) putValue(type, MODULE, init);
      const later = assigned?.get(name);
      if (later) putValue(type, later.fn, later.value);
    }
  }
}

/** Its name where it is declared, as far as the import of it says. */
function nameIn(file: ProgramFile, name: string): string {
  const imported = file.imported.get(name)?.imported;
  if (imported && imported !== 'default' && imported !== '*' && imported !== 'export=')
    return imported;
  return name.slice(name.lastIndexOf('.') + 1);
}

const NONE: readonly string[] = [];

function ownName(file: ProgramFile, written: string, own: ReadonlySet<string>): string | undefined {
  const name = nameIn(file, written);
  return own.has(name) ? name : undefined;
}

function lastWord(expression: Expression | undefined): string | undefined {
  if (expression?.k === 'id') return expression.name;
  return (expression?.k === 'member' && expression.name) || undefined;
}

/** How to come from what is of a type to what is of a type inside of it. */
export type Step = 'item' | 'value';

export interface Leaf {
  type: TypeName;
  path: readonly Step[];
}

const LISTS = new Set(['Array', 'ReadonlyArray', 'Iterable', 'Set', 'ReadonlySet']);
const INSIDE = new Set([
  'Promise',
  'Partial',
  'Pick',
  'Omit',
  'Readonly',
  'Required',
  'NonNullable',
]);
const MAX_DEPTH = 4;

const isPlain = ({ or, args }: TypeName): boolean => !or && args.length === 0;

/** The types that a written type is made of: `Gateway` of `Record<string, Gateway[]>`. */
export function leavesOf(type: TypeName, path: readonly Step[] = []): Leaf[] {
  if (path.length > MAX_DEPTH) return [];
  // What a type is, is remembered of the very object: no copy is made without need.
  if (isPlain(type)) return [{ type, path }];
  if (type.or && type.or.length > 0) {
    const { or, ...first } = type;
    return [first, ...or].flatMap((member) => leavesOf(member, path));
  }
  const [one, two] = type.args;
  if (one && LISTS.has(type.name)) return leavesOf(one, [...path, 'item']);
  if (two && type.name === 'Record') return leavesOf(two, [...path, 'value']);
  if (one && INSIDE.has(type.name)) return leavesOf(one, path);
  return [{ type, path }];
}
