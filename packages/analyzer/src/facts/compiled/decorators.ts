import type { Expression, TypeName } from '../../parse/expression.ts';
import { calledName } from '../expressions.ts';
import type { ClassFact, ClassMemberFact, FileFacts, FunctionFact } from '../file-facts.ts';

/** Helpers of TypeScript, swc and esbuild that apply decorators. */
const DECORATE = /^(?:__decorate|_ts_decorate|__decorateClass)$/;
const PARAMETER = /^(?:__param|_ts_param|__decorateParam)$/;
const METADATA = /^(?:__metadata|_ts_metadata)$/;

/**
 * Gives decorators back to classes, members and parameters: `X = __decorate([D()], X)`, and with
 * `emitDecoratorMetadata` the types that `design:type` and `design:paramtypes` kept.
 */
export function restoreDecorators(facts: FileFacts): void {
  for (const { expression } of facts.calls) {
    if (expression.k !== 'call' || !DECORATE.test(calledName(expression) ?? '')) continue;
    const [list, target, key] = expression.args;
    if (list?.k !== 'arr' || !target) continue;
    const isStatic = target.k === 'id';
    const name = isStatic ? target.name : prototypeOf(target);
    const cls = facts.classes.findLast((c) => c.name === name && c.line <= expression.line);
    if (!cls) continue;
    if (key?.k === 'str') dressMember(facts, cls, key.value, list.items, expression.line, isStatic);
    else dressClass(facts, cls, list.items);
  }
}

/** Gives a class its decorators, and its constructor what they say of its parameters. */
export function dressClass(facts: FileFacts, cls: ClassFact, items: readonly Expression[]): void {
  const read = readList(items, facts);
  cls.decorators = [...cls.decorators, ...read.decorators];
  const builder = cls.members.find((m) => m.kind === 'constructor' && m.at !== undefined);
  dressParameters(functionAt(facts, builder?.at), read);
}

/** The same for a member; a property without a value is made anew. */
export function dressMember(
  facts: FileFacts,
  cls: ClassFact,
  name: string,
  items: readonly Expression[],
  line: number,
  isStatic = false,
): void {
  const read = readList(items, facts);
  const member = memberOf(cls, name, isStatic, line);
  member.decorators = [...member.decorators, ...read.decorators];
  if (read.type && member.kind === 'property') member.type ??= read.type;
  dressParameters(functionAt(facts, member.at), read);
}

function functionAt(facts: FileFacts, at: number | undefined): FunctionFact | undefined {
  return at === undefined ? undefined : facts.functions.find((fn) => fn.at === at);
}

function prototypeOf(target: Expression): string | undefined {
  return target.k === 'member' && target.name === 'prototype' && target.object.k === 'id'
    ? target.object.name
    : undefined;
}

/** Properties without a value leave no trace but their decorators. */
function memberOf(cls: ClassFact, name: string, isStatic: boolean, line: number): ClassMemberFact {
  const known = cls.members.find((m) => m.name === name && m.static === isStatic);
  if (known) return known;
  const made: ClassMemberFact = { name, kind: 'property', static: isStatic, line, decorators: [] };
  cls.members = [...cls.members, made];
  return made;
}

interface ReadList {
  decorators: Expression[];
  /** By position of the parameter. */
  parameters: Map<number, Expression[]>;
  type?: TypeName;
  parameterTypes: (TypeName | undefined)[];
}

function readList(items: readonly Expression[], facts: FileFacts): ReadList {
  const read: ReadList = { decorators: [], parameters: new Map(), parameterTypes: [] };
  for (const item of items) {
    const name = item.k === 'call' ? (calledName(item) ?? '') : '';
    const [first, second] = item.k === 'call' ? item.args : [];
    if (PARAMETER.test(name)) {
      if (first?.k !== 'num' || !second) continue;
      read.parameters.set(first.value, [...(read.parameters.get(first.value) ?? []), second]);
    } else if (METADATA.test(name) || isReflected(item)) {
      if (first?.k !== 'str') continue;
      const type = first.value === 'design:type' && second ? typeOf(second, facts) : undefined;
      if (type) read.type = type;
      if (first.value === 'design:paramtypes' && second?.k === 'arr')
        read.parameterTypes = second.items.map((t) => typeOf(t, facts));
    } else read.decorators.push(item);
  }
  return read;
}

/** Babel's plug-in for metadata calls `Reflect.metadata('design:type', …)` itself. */
function isReflected(item: Expression): boolean {
  if (item.k !== 'call' || item.callee.k !== 'member' || item.callee.name !== 'metadata')
    return false;
  return item.callee.object.k === 'id' && item.callee.object.name === 'Reflect';
}

function dressParameters(fn: FunctionFact | undefined, read: ReadList): void {
  for (const [index, parameter] of fn?.params.entries() ?? []) {
    const type = read.parameterTypes[index];
    const decorators = read.parameters.get(index) ?? [];
    const of = type && injectedArgument(decorators);
    if (type) parameter.type ??= of ? { ...type, args: [of] } : type;
    parameter.decorators = [...parameter.decorators, ...decorators];
  }
}

/** `Repository` was `Repository<Order>` where `@InjectRepository(Order)` stands before it. */
function injectedArgument(decorators: Expression[]): TypeName | undefined {
  for (const decorator of decorators) {
    if (decorator.k !== 'call' || calledName(decorator) !== 'InjectRepository') continue;
    const name = decorator.args[0] && dotted(decorator.args[0]);
    if (name !== undefined) return { name, args: [] };
  }
  return undefined;
}

/**
 * A class kept at run time as a type: `Orders`, `orders_1.Orders`, or behind a guard
 * `typeof (_a = typeof Orders !== 'undefined' && Orders) === 'function' ? _a : Object` (swc:
 * `typeof Orders === 'undefined' ? Object : Orders`).
 */
function typeOf(expression: Expression, facts: FileFacts): TypeName | undefined {
  if (expression.k === 'either') {
    const [held] = expression.of.filter((e) => !(e.k === 'id' && e.name === 'Object'));
    if (held?.k !== 'id') return held && typeOf(held, facts);
    const assigned = facts.assignments.find(
      ({ target }) => target.k === 'id' && target.name === held.name,
    )?.value;
    const inner = assigned?.k === 'either' ? assigned.of.at(-1) : undefined;
    return inner ? typeOf(inner, facts) : { name: held.name, args: [] };
  }
  const name = dotted(expression);
  return name === undefined || name === 'Object' ? undefined : { name, args: [] };
}

function dotted(expression: Expression): string | undefined {
  if (expression.k === 'id') return expression.name;
  if (expression.k !== 'member' || expression.name === null) return undefined;
  const object = dotted(expression.object);
  return object === undefined ? undefined : `${object}.${expression.name}`;
}
