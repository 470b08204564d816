import type { ClassFact, ClassMemberFact, FunctionId, TypeFact } from '../facts/file-facts.ts';
import type { AstNode, Handlers } from './ast.ts';
import { readDecorators } from './collect-functions.ts';
import { type CollectorContext, currentFunction } from './collector-context.ts';
import { EMPTY, exactList } from './exact-list.ts';
import { type Expression, FUNCTION_TYPE, type TypeName } from './expression.ts';
import { KEY, type Key } from './keys.ts';
import { child, children, flag, startOf, text, typeOf } from './nodes.ts';
import { memberName, propertyName } from './read-expression.ts';
import { readBounds, readType, readTypeParameters } from './read-type.ts';

export function classHandlers(context: () => CollectorContext): Handlers {
  return {
    ClassDeclaration: { enter: (node) => collectClass(context(), node) },
    ClassExpression: { enter: (node) => collectClass(context(), node) },
    TSInterfaceDeclaration: { enter: (node) => collectInterface(context(), node) },
    TSTypeAliasDeclaration: { enter: (node) => collectAlias(context(), node) },
    TSEnumDeclaration: { enter: (node) => collectEnum(context(), node) },
  };
}

function collectClass(c: CollectorContext, node: AstNode): void {
  const name = propertyName(child(node, KEY.id)) ?? c.nameHints.get(startOf(node)) ?? '';
  const superClass = child(node, KEY.superClass);
  const superArguments = child(node, KEY.superTypeArguments);
  const bounds = readBounds(node);
  if (bounds) c.classBounds.set(startOf(node), bounds);
  const members: ClassMemberFact[] = [];
  const written = children(child(node, KEY.body) ?? node, KEY.body);
  noteBesides(c, written);
  for (const member of written) {
    const read = readMember(c, node, name, member);
    if (read) members.push(read);
  }
  const fact: ClassFact = {
    at: startOf(node),
    name,
    line: c.lineOf(startOf(node)),
    fn: currentFunction(c),
    extendsArguments: superArguments ? readTypeParameters(superArguments) : EMPTY,
    implements: readTypes(node, KEY.implements),
    abstract: flag(node, KEY.abstract),
    decorators: readDecorators(c, node),
    members: exactList(members),
    ...(superClass ? { extends: c.reader.read(superClass) } : {}),
  };
  c.facts.classes.push(fact);
}

const FUNCTIONS = new Set(['ArrowFunctionExpression', 'FunctionExpression']);

/** `#orders` and `orders` are two members. */
function noteBesides(c: CollectorContext, members: readonly AstNode[]): void {
  const keys = members.flatMap((member) => child(member, KEY.key) ?? []);
  const hidden = keys.filter((key) => typeOf(key) === 'PrivateIdentifier');
  if (hidden.length === 0) return;
  const open = new Set(keys.map((key) => (hidden.includes(key) ? null : propertyName(key))));
  for (const key of hidden) {
    const name = propertyName(key);
    if (name !== null && open.has(name)) c.besides.add(name);
  }
}

const METHOD_KINDS = new Set(['constructor', 'get', 'set', 'method']);

function readMember(
  c: CollectorContext,
  owner: AstNode,
  className: string,
  member: AstNode,
): ClassMemberFact | undefined {
  const key = child(member, KEY.key);
  const plain = flag(member, KEY.computed) ? null : propertyName(key);
  if (plain === null) return undefined;
  const name = (key && memberName(key, c.besides)) ?? plain;
  const value = child(member, KEY.value);
  const base = {
    name,
    static: flag(member, KEY.static),
    line: c.lineOf(startOf(key ?? member)),
    decorators: readDecorators(c, member),
  };
  const declaredKind = text(member, KEY.kind) ?? '';
  if (METHOD_KINDS.has(declaredKind)) {
    if (value) {
      c.methodClass.set(startOf(value), startOf(owner));
      c.nameHints.set(startOf(value), `${className}.${name}`);
    }
    const type = value ? readType(child(value, KEY.returnType)) : undefined;
    const kind = declaredKind as ClassMemberFact['kind'];
    return memberOf(base, kind, type, value && startOf(value), undefined);
  }
  if (!typeOf(member).includes('Property')) return undefined;
  const written = readType(child(member, KEY.typeAnnotation));
  const type = (written && c.classBounds.get(startOf(owner))?.get(written.name)) ?? written;
  const isFunction = value !== undefined && FUNCTIONS.has(typeOf(value));
  if (!isFunction)
    return memberOf(base, 'property', type, undefined, value && c.reader.read(value));
  c.methodClass.set(startOf(value), startOf(owner));
  c.nameHints.set(startOf(value), `${className}.${name}`);
  return memberOf(base, 'method', type, startOf(value), undefined);
}

/** Written out as in variableOf. */
function memberOf(
  base: Pick<ClassMemberFact, 'name' | 'static' | 'line' | 'decorators'>,
  kind: ClassMemberFact['kind'],
  type: TypeName | undefined,
  at: FunctionId | undefined,
  init: Expression | undefined,
): ClassMemberFact {
  const { name, static: isStatic, line, decorators } = base;
  if (at !== undefined)
    return type
      ? { name, static: isStatic, line, decorators, kind, type, at }
      : { name, static: isStatic, line, decorators, kind, at };
  if (init)
    return type
      ? { name, static: isStatic, line, decorators, kind, type, init }
      : { name, static: isStatic, line, decorators, kind, init };
  return type
    ? { name, static: isStatic, line, decorators, kind, type }
    : { name, static: isStatic, line, decorators, kind };
}

function collectInterface(c: CollectorContext, node: AstNode): void {
  const name = propertyName(child(node, KEY.id));
  if (!name) return;
  c.facts.types.push({
    name,
    line: c.lineOf(startOf(node)),
    extends: readTypes(node, KEY.extends),
    members: readSignatures(children(child(node, KEY.body) ?? node, KEY.body)),
  });
}

function collectAlias(c: CollectorContext, node: AstNode): void {
  const name = propertyName(child(node, KEY.id));
  const type = child(node, KEY.typeAnnotation);
  if (!name || !type) return;
  const alias = readType(type);
  const parameters = child(node, KEY.typeParameters);
  const params = parameters
    ? children(parameters, KEY.params).map((one) => propertyName(child(one, KEY.name)) ?? '')
    : [];
  c.facts.types.push({
    name,
    line: c.lineOf(startOf(node)),
    extends: EMPTY,
    members: typeOf(type) === 'TSTypeLiteral' ? readSignatures(children(type, KEY.members)) : EMPTY,
    ...(alias ? { alias } : {}),
    ...(alias && params.length > 0 ? { params } : {}),
  });
}

function readTypes(node: AstNode, key: Key): readonly TypeName[] {
  return exactList(children(node, key).flatMap((type) => readType(type) ?? []));
}

function readSignatures(signatures: readonly AstNode[]): TypeFact['members'] {
  const members: { name: string; type: TypeName }[] = [];
  for (const signature of signatures) {
    const name = propertyName(child(signature, KEY.key));
    const type = name ? readSignature(signature) : undefined;
    if (name && type) members.push({ name, type });
  }
  return exactList(members);
}

function readSignature(signature: AstNode): TypeName | undefined {
  if (typeOf(signature) === 'TSPropertySignature') {
    const annotation = child(signature, KEY.typeAnnotation);
    return readType(annotation) ?? readFunctionType(annotation);
  }
  if (typeOf(signature) !== 'TSMethodSignature') return undefined;
  const returned = readType(child(signature, KEY.returnType));
  const kind = text(signature, KEY.kind);
  if (kind === 'get' || kind === 'set') return returned;
  return { name: FUNCTION_TYPE, args: [returned ?? NAMELESS] };
}

/** `() => void`: a function all the same, although what it gives has no name. */
function readFunctionType(annotation: AstNode | undefined): TypeName | undefined {
  const type = annotation && child(annotation, KEY.typeAnnotation);
  return type && typeOf(type) === 'TSFunctionType'
    ? { name: FUNCTION_TYPE, args: [NAMELESS] }
    : undefined;
}

const NAMELESS: TypeName = { name: '', args: EMPTY };

/** An enum is an object of constants: table names hide behind them. */
function collectEnum(c: CollectorContext, node: AstNode): void {
  const name = propertyName(child(node, KEY.id));
  if (!name) return;
  const members = children(child(node, KEY.body) ?? node, KEY.members);
  const props = members.map((member) => ({
    key: propertyName(child(member, KEY.id)),
    value: c.reader.read(child(member, KEY.initializer)),
  }));
  const line = c.lineOf(startOf(node));
  const init = { k: 'obj' as const, props, line };
  c.facts.variables.push({ name, fn: currentFunction(c), line, kind: 'const', init });
}
