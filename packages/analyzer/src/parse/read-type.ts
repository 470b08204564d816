import type { AstNode } from './ast.ts';
import { EMPTY, exactList } from './exact-list.ts';
import { FUNCTION_TYPE, type TypeName } from './expression.ts';
import { KEY, type Key } from './keys.ts';
import { child, children, text, typeOf } from './nodes.ts';

const MAX_DEPTH = 6;

/** Types that only wrap: the inside is what a receiver is made of. */
const TRANSPARENT = new Set(['Promise', 'Readonly', 'Awaited', 'NonNullable', 'Required']);

/** Reduces a type annotation to a name; undefined for shapes that name nothing. */
export function readType(node: AstNode | undefined, depth = 0): TypeName | undefined {
  if (!node || depth > MAX_DEPTH) return undefined;
  switch (typeOf(node)) {
    case 'TSTypeAnnotation':
      return readType(child(node, KEY.typeAnnotation), depth);
    case 'TSTypeReference':
      return readReference(node, KEY.typeName, depth);
    case 'TSClassImplements':
    case 'TSInterfaceHeritage':
      return readReference(node, KEY.expression, depth);
    case 'TSTypeQuery': {
      const name = dottedName(child(node, KEY.exprName));
      return name ? { name, args: EMPTY, typeof: true } : undefined;
    }
    case 'TSArrayType': {
      const element = readType(child(node, KEY.elementType), depth + 1);
      return element ? { name: 'Array', args: [element] } : undefined;
    }
    case 'TSUnionType': {
      const [first, ...or] = children(node, KEY.types).flatMap((m) => readType(m, depth + 1) ?? []);
      return first && or.length > 0 ? { ...first, or } : first;
    }
    case 'TSIntersectionType': {
      for (const member of children(node, KEY.types)) {
        const type = readType(member, depth + 1);
        if (type) return type;
      }
      return undefined;
    }
    case 'TSFunctionType': {
      const returned = readType(child(node, KEY.returnType), depth + 1);
      return returned ? { name: FUNCTION_TYPE, args: [returned] } : undefined;
    }
    case 'TSParenthesizedType':
    case 'TSTypeOperator':
      return readType(child(node, KEY.typeAnnotation), depth + 1);
    default:
      return undefined;
  }
}

function readReference(node: AstNode, nameKey: Key, depth: number): TypeName | undefined {
  const name = dottedName(child(node, nameKey));
  if (!name) return undefined;
  const args = readTypeArguments(node, depth);
  if (TRANSPARENT.has(name) && args[0]) return args[0];
  return { name, args };
}

export function readTypeArguments(node: AstNode, depth = 0): readonly TypeName[] {
  const list = child(node, KEY.typeArguments);
  return list ? readTypeParameters(list, depth) : EMPTY;
}

/** The types of a `<…>` list, one for each place; unnamed shapes keep their place. */
export function readTypeParameters(list: AstNode, depth = 0): readonly TypeName[] {
  const args: TypeName[] = [];
  for (const param of children(list, KEY.params)) {
    args.push(readType(param, depth + 1) ?? { name: '', args: EMPTY });
  }
  return exactList(args);
}

/** What type parameters may at most be: `Gateway` of `<G extends Gateway>`. */
export type Bounds = ReadonlyMap<string, TypeName>;

export function readBounds(node: AstNode): Bounds | undefined {
  const list = child(node, KEY.typeParameters);
  let found: Map<string, TypeName> | undefined;
  for (const parameter of list ? children(list, KEY.params) : []) {
    const bound = readType(child(parameter, KEY.constraint));
    const name = bound && dottedName(child(parameter, KEY.name));
    if (name) found = (found ?? new Map<string, TypeName>()).set(name, bound);
  }
  return found;
}

/** `a.b.C` of an identifier, qualified name or member expression. */
export function dottedName(node: AstNode | undefined): string | undefined {
  if (!node) return undefined;
  const name = text(node, KEY.name);
  if (name !== undefined) return name;
  if (typeOf(node) === 'TSQualifiedName') {
    const left = dottedName(child(node, KEY.left));
    const right = dottedName(child(node, KEY.right));
    return left && right ? `${left}.${right}` : undefined;
  }
  const object = dottedName(child(node, KEY.object));
  const property = dottedName(child(node, KEY.property));
  return object && property ? `${object}.${property}` : undefined;
}
