import { calledName } from '../facts/expressions.ts';
import { type ClassFact, type ClassMemberFact, MODULE } from '../facts/file-facts.ts';
import { ELEMENT, type Expression, type ObjectProperty } from '../parse/expression.ts';
import { agreedArgument } from './agreed-arguments.ts';
import { ancestry, constructorBinding } from './class-ancestry.ts';
import { classIndex } from './class-index.ts';
import { filledMember, providedValue } from './containers.ts';
import type { Evaluator } from './evaluator.ts';
import { followExport } from './exports.ts';
import { filledIn } from './filled-holders.ts';
import { getOrMake } from './get-or-make.ts';
import { abstractMember, interfaceMember } from './interface-members.ts';
import { isClear, moreTelling } from './more-telling.ts';
import type { ProgramFile } from './program.ts';
import { putOff, tokenOf } from './providers.ts';
import { type Binding, UNKNOWN, type Value } from './value.ts';

const MAX_ANCESTORS = 12;

/** Value of `value.name`. */
export function memberOf(self: Evaluator, value: Value, name: string, binding?: Binding): Value {
  switch (value.t) {
    case 'unknown':
      return UNKNOWN;
    case 'module':
      return moduleMember(self, value, name);
    case 'external':
      return { t: 'external', package: value.package, path: joinPath(value.path, name) };
    case 'instance':
      return value.made || value.typed
        ? classMember(self, value.file, value.cls, name, false, value)
        : ownMember(self, value.file, value.cls, name);
    case 'class':
      if (name === 'prototype') return classIndex(value.file, value.cls).instance;
      return classMember(self, value.file, value.cls, name, true, value);
    case 'interface': {
      const found = interfaceMember(self, value, name);
      return found.t === 'unknown' ? { t: 'member', of: value, name } : found;
    }
    case 'object':
      return objectMember(self, value, name, binding);
    case 'array': {
      const item =
        value.expression.items[name === ELEMENT ? turnOf(value.expression, binding) : Number(name)];
      return item
        ? self.evaluate(item, value.file, value.fn, value.binding ?? binding)
        : { t: 'member', of: value, name };
    }
    case 'function':
      return functionMember(self, value, name);
    case 'member':
    case 'parameter':
      return filledMember(self, value, name) ?? { t: 'member', of: value, name };
    default:
      return { t: 'member', of: value, name };
  }
}

/** Which item a loop over the list is at; none where the loop is looked at as a whole. */
function turnOf(list: Expression, binding: Binding | undefined): number {
  for (let at = binding; at; at = at.next) if (at.turn?.list === list) return at.turn.item;
  return -1;
}

function joinPath(path: string, name: string): string {
  return path === '*' || path === 'default' || path === 'export=' ? name : `${path}.${name}`;
}

function moduleMember(
  self: Evaluator,
  module: Extract<Value, { t: 'module' }>,
  name: string,
): Value {
  const { file, bound } = module;
  const found = self.evaluateExport(followExport(self.program, file, name));
  if (bound && found.t === 'function') return { ...found, bound };
  if (found.t !== 'unknown') return found;
  return name === 'default' ? { t: 'module', file } : (filledIn(self, module, name) ?? UNKNOWN);
}

function objectMember(
  self: Evaluator,
  value: Extract<Value, { t: 'object' }>,
  name: string,
  outer?: Binding,
): Value {
  const binding = value.binding ?? outer;
  const { props } = value.expression;
  let spreads = false;
  for (let at = 0; at < props.length; at++) {
    const property = props[at] as ObjectProperty;
    if (property.spread) spreads = true;
    if (property.key !== name) continue;
    const held = self.evaluate(property.value, value.file, value.fn, binding);
    return property.getter && held.t === 'function' ? gotten(self, held, binding) : held;
  }
  if (!spreads) return filledIn(self, value, name) ?? UNKNOWN;
  // `update({ ...order, changes })` that calls itself gives an object in an object without an end.
  if (self.spreading.has(value.expression)) return UNKNOWN;
  self.spreading.add(value.expression);
  const found = spreadMember(self, value, name, binding);
  self.spreading.delete(value.expression);
  return found;
}

/** What a getter gives, the first that says something. */
function gotten(
  self: Evaluator,
  { file, fn }: Extract<Value, { t: 'function' }>,
  binding?: Binding,
): Value {
  for (const returned of fn.returns) {
    const found = self.evaluate(returned, file, fn.at, binding);
    if (found.t !== 'unknown') return found;
  }
  return UNKNOWN;
}

function spreadMember(
  self: Evaluator,
  value: Extract<Value, { t: 'object' }>,
  name: string,
  binding: Binding | undefined,
): Value {
  for (const property of value.expression.props) {
    if (!property.spread) continue;
    const inner = memberOf(
      self,
      self.evaluate(property.value, value.file, value.fn, binding),
      name,
      binding,
    );
    if (inner.t !== 'unknown' && inner.t !== 'member') return inner;
  }
  return UNKNOWN;
}

/** `fn.call`, and properties hung onto a function: `router.orders = …`. */
function functionMember(
  self: Evaluator,
  value: Extract<Value, { t: 'function' }>,
  name: string,
): Value {
  if (name === 'bind') return value;
  const assignment = hungOn(value.file).get(value.fn.name)?.get(name);
  return assignment
    ? self.evaluate(assignment.value, value.file, assignment.fn)
    : { t: 'member', of: value, name };
}

type Assignment = ProgramFile['facts']['assignments'][number];

const hung = new WeakMap<ProgramFile, Map<string, Map<string, Assignment>>>();

/** The first assignment to each member of each name: `router.orders = …`. */
function hungOn(file: ProgramFile): ReadonlyMap<string, ReadonlyMap<string, Assignment>> {
  return getOrMake(hung, file, () => {
    const found = new Map<string, Map<string, Assignment>>();
    for (const assignment of file.facts.assignments) {
      const { target } = assignment;
      if (target.k !== 'member' || target.name === null || target.object.k !== 'id') continue;
      const members = getOrMake(found, target.object.name, () => new Map<string, Assignment>());
      if (!members.has(target.name)) members.set(target.name, assignment);
    }
    return found;
  });
}

/** Of an object of a class that nothing more is known of. */
function ownMember(self: Evaluator, file: ProgramFile, cls: ClassFact, name: string): Value {
  const { members, instance } = classIndex(file, cls);
  return (
    members.get(name) ??
    self.keep(members, name, () => classMember(self, file, cls, name, false, instance))
  );
}

/** A member of a class, its own or inherited. `owner` is the object it is asked of. */
export function classMember(
  self: Evaluator,
  file: ProgramFile,
  cls: ClassFact,
  name: string,
  isStatic: boolean,
  owner: Value,
  depth = 0,
): Value {
  const index = classIndex(file, cls);
  const member = (isStatic ? index.static : index.own).get(name);
  if (member) {
    const value = memberValue(self, file, member, owner);
    if (value.t !== 'unknown') return value;
  }
  // Most names are none of these, and what is inherited is asked of every class on the way.
  const mayBeGiven = index.properties.has(name) || index.assigned.has(name);
  if (!isStatic && mayBeGiven) {
    const injected =
      constructorProperty(self, file, cls, name, owner) ??
      assignedMember(self, file, cls, name, owner);
    if (injected && injected.t !== 'unknown') return injected;
  }
  const base =
    cls.extends && depth < MAX_ANCESTORS ? self.evaluate(cls.extends, file, cls.fn) : UNKNOWN;
  if (base.t === 'class')
    return classMember(self, base.file, base.cls, name, isStatic, owner, depth + 1);
  return (!isStatic && abstractMember(self, owner, name)) || { t: 'member', of: owner, name };
}

function memberValue(
  self: Evaluator,
  file: ProgramFile,
  member: ClassMemberFact,
  owner: Value,
): Value {
  const fn = member.at === undefined ? undefined : file.functions.get(member.at);
  if (member.kind === 'method') return fn ? { t: 'function', file, fn, self: owner } : UNKNOWN;
  if (member.type) {
    const declared = self.evaluateType(member.type, file);
    const assigned =
      declared.t === 'external-instance' && owner.t === 'instance'
        ? assignedMember(self, file, owner.cls, member.name, owner)
        : undefined;
    if (assigned) return moreTelling(declared, assigned);
    if (declared.t !== 'unknown' && declared.t !== 'interface') return declared;
  }
  if (member.kind === 'get' && fn) {
    for (const returned of fn.returns) {
      const value = self.evaluate(returned, file, fn.at);
      if (value.t !== 'unknown') return value;
    }
  }
  if (member.init) {
    const value = self.evaluate(member.init, file, MODULE);
    if (value.t !== 'unknown') return value;
  }
  return member.type ? self.evaluateType(member.type, file) : UNKNOWN;
}

function constructorProperty(
  self: Evaluator,
  file: ProgramFile,
  cls: ClassFact,
  name: string,
  owner: Value,
): Value | undefined {
  const { builder: fn, properties } = classIndex(file, cls);
  const index = properties.get(name);
  const parameter = index === undefined ? undefined : fn?.params[index];
  if (!fn || index === undefined || !parameter) return undefined;
  const given = owner.t === 'instance' ? constructorBinding(self, owner, cls) : undefined;
  const bound = given?.fn === fn ? given.args[index] : undefined;
  const declared = parameter.type ? self.evaluateType(parameter.type, file) : undefined;
  if (bound && isClear(bound))
    return declared && !isSubclass(self, bound, declared) ? moreTelling(declared, bound) : bound;
  if (declared?.t === 'instance') return declared;
  const injected = injectedBy(self, file, parameter.decorators);
  if (injected && !(declared && isClear(declared))) return injected;
  const agreed = agreedArgument(self, fn, index, declared);
  return agreed && declared ? moreTelling(declared, agreed) : (agreed ?? declared);
}

/** An object of a class that extends the declared one says which of them it is. */
function isSubclass(self: Evaluator, given: Value, declared: Value): boolean {
  if (given.t !== 'instance' || declared.t !== 'instance' || given.cls === declared.cls)
    return false;
  return ancestry(self, given.file, given.cls).some(({ cls }) => cls === declared.cls);
}

/** `@Inject(TOKEN)`: the class that a container was told to provide for the token. */
function injectedBy(
  self: Evaluator,
  file: ProgramFile,
  decorators: readonly Expression[],
): Value | undefined {
  const inject = decorators.find((d) => d.k === 'call' && /^inject$/i.test(calledName(d) ?? ''));
  const given = inject?.k === 'call' ? inject.args[0] : undefined;
  const token = given ? tokenOf(putOff(given, file), file, MODULE, self) : undefined;
  return token === undefined ? undefined : providedValue(self, token);
}

function assignedMember(
  self: Evaluator,
  file: ProgramFile,
  cls: ClassFact,
  name: string,
  owner: Value,
): Value | undefined {
  const assignment = file.assignedMembers.get(cls.at)?.get(name);
  if (!assignment) return undefined;
  const given = owner.t === 'instance' ? constructorBinding(self, owner, cls) : undefined;
  return self.evaluate(assignment.value, file, assignment.fn, given);
}
