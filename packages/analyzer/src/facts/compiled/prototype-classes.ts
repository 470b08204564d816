import type { Expression } from '../../parse/expression.ts';
import { calledName, objectProperty } from '../expressions.ts';
import type { ClassFact, ClassMemberFact, FileFacts, FunctionFact } from '../file-facts.ts';

/**
 * Classes written or compiled as functions with a prototype, as class facts: `X.prototype.m = …`
 * beside a function X, in TypeScript's ES5 output inside `var X = (function (_super) { … }(Base))`.
 */
export function restorePrototypeClasses(facts: FileFacts): void {
  const byPlace = new Map<string, FunctionFact>();
  for (const fn of facts.functions) {
    if (fn.name && fn.classAt === undefined) byPlace.set(`${fn.parent} ${fn.name}`, fn);
  }
  const functionAt = new Map(facts.functions.map((fn) => [fn.at, fn]));
  const made = new Map<FunctionFact, ClassFact>();
  const classOf = (name: string, fn: number): ClassFact | undefined => {
    const builder = byPlace.get(`${fn} ${name}`);
    if (!builder) return undefined;
    const known = made.get(builder);
    if (known) return known;
    const cls = classFrom(builder, name);
    made.set(builder, cls);
    return cls;
  };
  const add = (cls: ClassFact, member: ClassMemberFact): void => {
    cls.members = [...cls.members, member];
    const fn = member.at === undefined ? undefined : functionAt.get(member.at);
    if (!fn) return;
    fn.classAt = cls.at;
    fn.name = `${cls.name}.${member.name}`;
  };
  for (const { name, init } of facts.variables) {
    // A class without methods has no prototype in the text.
    if (init?.k === 'call' && init.callee.k === 'fn' && /^[A-Z]/.test(name))
      classOf(name, init.callee.at);
  }
  for (const { target, value, fn, line } of facts.assignments) {
    if (target.k !== 'member' || target.name === null) continue;
    const owner = prototypeOwner(target.object);
    const cls = owner === undefined ? undefined : classOf(owner, fn);
    if (cls) add(cls, memberFrom(target.name, value, line, false));
    else if (target.name === 'prototype' && target.object.k === 'id' && value.k === 'obj') {
      const whole = classOf(target.object.name, fn);
      for (const { key, value: held } of whole ? value.props : [])
        if (whole && key) add(whole, memberFrom(key, held, line, false));
    }
  }
  for (const { expression, fn } of facts.calls) {
    const accessor = expression.k === 'call' ? accessorOf(expression) : undefined;
    const cls = accessor && classOf(accessor.owner, fn);
    if (cls) add(cls, accessor.member);
  }
  if (made.size > 0) settle(facts, made);
}

/** Statics, superclasses, and the variables that only held the class. */
function settle(facts: FileFacts, made: Map<FunctionFact, ClassFact>): void {
  const byName = new Map([...made].map(([fn, cls]) => [`${fn.parent} ${cls.name}`, cls]));
  for (const { target, value, fn, line } of facts.assignments) {
    if (target.k !== 'member' || target.name === null || target.object.k !== 'id') continue;
    const cls = byName.get(`${fn} ${target.object.name}`);
    if (cls && target.name !== 'prototype')
      cls.members = [...cls.members, memberFrom(target.name, value, line, true)];
  }
  for (const { expression, fn } of facts.calls) {
    if (expression.k !== 'call' || !/^(?:inherits|_inherits)$/.test(calledName(expression) ?? ''))
      continue;
    const [heir, base] = expression.args;
    const cls = heir?.k === 'id' ? byName.get(`${fn} ${heir.name}`) : undefined;
    if (cls && base) cls.extends ??= base;
  }
  facts.variables = facts.variables.filter(({ name, init, fn }) => {
    if (init?.k !== 'call' || init.callee.k !== 'fn') return true;
    const cls = byName.get(`${init.callee.at} ${name}`);
    if (!cls) return true;
    const [base] = init.args;
    if (base) cls.extends = base;
    cls.fn = fn;
    return false;
  });
  facts.classes.push(...made.values());
}

function classFrom(builder: FunctionFact, name: string): ClassFact {
  builder.classAt = builder.at;
  builder.name = `${name}.constructor`;
  const { at, line, parent } = builder;
  const own: ClassMemberFact = {
    name: 'constructor',
    kind: 'constructor',
    static: false,
    line,
    at,
    decorators: [],
  };
  return {
    at,
    name,
    line,
    fn: parent,
    extendsArguments: [],
    implements: [],
    abstract: false,
    decorators: [],
    members: [own],
  };
}

function memberFrom(
  name: string,
  value: Expression,
  line: number,
  isStatic: boolean,
): ClassMemberFact {
  const base = { name, static: isStatic, line, decorators: [] };
  return value.k === 'fn'
    ? { ...base, kind: 'method', at: value.at }
    : { ...base, kind: 'property', init: value };
}

/** `X` of `X.prototype`. */
function prototypeOwner(expression: Expression | undefined): string | undefined {
  return expression?.k === 'member' &&
    expression.name === 'prototype' &&
    expression.object.k === 'id'
    ? expression.object.name
    : undefined;
}

/** `Object.defineProperty(X.prototype, 'm', { get: function () { … } })`. */
function accessorOf(
  call: Expression & { k: 'call' },
): { owner: string; member: ClassMemberFact } | undefined {
  if (calledName(call) !== 'defineProperty') return undefined;
  const [object, key, descriptor] = call.args;
  const owner = prototypeOwner(object);
  const get = objectProperty(descriptor, 'get');
  if (owner === undefined || key?.k !== 'str' || get?.k !== 'fn') return undefined;
  const { at } = get;
  const base = { name: key.value, static: false, line: call.line, decorators: [] };
  return { owner, member: { ...base, kind: 'get', at } };
}
