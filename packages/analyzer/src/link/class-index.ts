import type { ClassFact, ClassMemberFact, FunctionFact } from '../facts/file-facts.ts';
import type { ClassIndex, ProgramFile } from './program-file.ts';
import type { Value } from './value.ts';

const NOTHING: ReadonlyMap<string, never> = new Map<string, never>();

/** With what evaluating has found out of it. */
interface KnownClass extends ClassIndex {
  /** Any object of it, made nobody knows how. */
  instance: Value & { t: 'instance' };
  /** Members of that object, as far as they are known; see Evaluator.keep. */
  members: Map<string, Value>;
}

export function classIndex(file: ProgramFile, cls: ClassFact): KnownClass {
  // Nobody else puts any there.
  const known = file.classIndexes.get(cls) as KnownClass | undefined;
  if (known) return known;
  const made = indexClass(file, cls);
  file.classIndexes.set(cls, made);
  return made;
}

function indexClass(file: ProgramFile, cls: ClassFact): KnownClass {
  let own: Map<string, ClassMemberFact> | undefined;
  let statics: Map<string, ClassMemberFact> | undefined;
  for (let at = 0; at < cls.members.length; at++) {
    const member = cls.members[at] as ClassMemberFact;
    if (member.kind === 'set') continue;
    if (member.static) statics ??= new Map();
    else own ??= new Map();
    const members = (member.static ? statics : own) as Map<string, ClassMemberFact>;
    const known = members.get(member.name);
    // Overloads come before the method that has the body.
    if (!known || (!hasBody(file, known) && hasBody(file, member)))
      members.set(member.name, member);
  }
  const builder = constructorOf(file, cls);
  let properties: Map<string, number> | undefined;
  builder?.params.forEach(({ property, name }, at) => {
    if (!property || name === undefined) return;
    properties ??= new Map();
    if (!properties.has(name)) properties.set(name, at);
  });
  const assigned = file.assignedMembers.get(cls.at) ?? NOTHING;
  const instance: KnownClass['instance'] = { t: 'instance', file, cls };
  return {
    own: own ?? NOTHING,
    static: statics ?? NOTHING,
    builder,
    properties: properties ?? NOTHING,
    assigned,
    instance,
    members: new Map(),
  };
}

function hasBody(file: ProgramFile, { at }: ClassMemberFact): boolean {
  return at !== undefined && file.functions.has(at);
}

function constructorOf(file: ProgramFile, cls: ClassFact): FunctionFact | undefined {
  const at = cls.members.find((m) => m.kind === 'constructor' && m.at !== undefined)?.at;
  return at === undefined ? undefined : file.functions.get(at);
}
