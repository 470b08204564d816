import type { ClassFact, ClassMemberFact, TypeFact } from '../facts/file-facts.ts';
import { type AstNode, child, children, flag, type Handlers, text } from './ast.ts';
import { readDecorators } from './collect-functions.ts';
import { type CollectorContext, currentFunction } from './collector-context.ts';
import { EMPTY, exactList } from './exact-list.ts';
import type { TypeName } from './expression.ts';
import { propertyName } from './read-expression.ts';
import { readType, readTypeParameters } from './read-type.ts';

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
  const name = propertyName(child(node, 'id')) ?? c.nameHints.get(node.start) ?? '';
  const superClass = child(node, 'superClass');
  const superArguments = child(node, 'superTypeArguments');
  const members: ClassMemberFact[] = [];
  for (const member of children(child(node, 'body') ?? node, 'body')) {
    const read = readMember(c, node, name, member);
    if (read) members.push(read);
  }
  const fact: ClassFact = {
    at: node.start,
    name,
    line: c.lineOf(node.start),
    fn: currentFunction(c),
    extendsArguments: superArguments ? readTypeParameters(superArguments) : EMPTY,
    implements: readTypes(node, 'implements'),
    abstract: flag(node, 'abstract'),
    decorators: readDecorators(c, node),
    members: exactList(members),
    ...(superClass ? { extends: c.reader.read(superClass) } : {}),
  };
  c.facts.classes.push(fact);
}

const METHOD_KINDS = new Set(['constructor', 'get', 'set', 'method']);

function readMember(
  c: CollectorContext,
  owner: AstNode,
  className: string,
  member: AstNode,
): ClassMemberFact | undefined {
  const key = child(member, 'key');
  const name = flag(member, 'computed') ? null : propertyName(key);
  if (name === null) return undefined;
  const value = child(member, 'value');
  const base = {
    name,
    static: flag(member, 'static'),
    line: c.lineOf(key?.start ?? member.start),
    decorators: readDecorators(c, member),
  };
  const declaredKind = text(member, 'kind') ?? '';
  if (METHOD_KINDS.has(declaredKind)) {
    if (value) {
      c.methodClass.set(value.start, owner.start);
      c.nameHints.set(value.start, `${className}.${name}`);
    }
    const type = value ? readType(child(value, 'returnType')) : undefined;
    const kind = declaredKind as ClassMemberFact['kind'];
    return { ...base, kind, ...(type ? { type } : {}), ...(value ? { at: value.start } : {}) };
  }
  if (!member.type.includes('Property')) return undefined;
  const type = readType(child(member, 'typeAnnotation'));
  const isFunction =
    value?.type === 'ArrowFunctionExpression' || value?.type === 'FunctionExpression';
  if (value && isFunction) {
    c.methodClass.set(value.start, owner.start);
    c.nameHints.set(value.start, `${className}.${name}`);
  }
  return {
    ...base,
    kind: isFunction ? 'method' : 'property',
    ...(type ? { type } : {}),
    ...(value && isFunction ? { at: value.start } : {}),
    ...(value && !isFunction ? { init: c.reader.read(value) } : {}),
  };
}

function collectInterface(c: CollectorContext, node: AstNode): void {
  const name = propertyName(child(node, 'id'));
  if (!name) return;
  c.facts.types.push({
    name,
    line: c.lineOf(node.start),
    extends: readTypes(node, 'extends'),
    members: readSignatures(children(child(node, 'body') ?? node, 'body')),
  });
}

function collectAlias(c: CollectorContext, node: AstNode): void {
  const name = propertyName(child(node, 'id'));
  const type = child(node, 'typeAnnotation');
  if (!name || !type) return;
  const alias = readType(type);
  c.facts.types.push({
    name,
    line: c.lineOf(node.start),
    extends: EMPTY,
    members: type.type === 'TSTypeLiteral' ? readSignatures(children(type, 'members')) : EMPTY,
    ...(alias ? { alias } : {}),
  });
}

function readTypes(node: AstNode, key: string): readonly TypeName[] {
  return exactList(children(node, key).flatMap((type) => readType(type) ?? []));
}

function readSignatures(signatures: AstNode[]): TypeFact['members'] {
  const members: { name: string; type: TypeName }[] = [];
  for (const signature of signatures) {
    if (signature.type !== 'TSPropertySignature') continue;
    const name = propertyName(child(signature, 'key'));
    const type = readType(child(signature, 'typeAnnotation'));
    if (name && type) members.push({ name, type });
  }
  return exactList(members);
}

/** An enum is an object of constants: table names hide behind them. */
function collectEnum(c: CollectorContext, node: AstNode): void {
  const name = propertyName(child(node, 'id'));
  if (!name) return;
  const members = children(child(node, 'body') ?? node, 'members');
  const props = members.map((member) => ({
    key: propertyName(child(member, 'id')),
    value: c.reader.read(child(member, 'initializer')),
  }));
  const line = c.lineOf(node.start);
  const init = { k: 'obj' as const, props, line };
  c.facts.variables.push({ name, fn: currentFunction(c), line, kind: 'const', init });
}
