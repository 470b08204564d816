import type { FunctionId } from '../facts/file-facts.ts';
import type { AstNode } from './ast.ts';
import { EMPTY, exactList } from './exact-list.ts';
import {
  type CallExpression,
  type Expression,
  type NameExpression,
  type ObjectProperty,
  OTHER,
  type TemplateExpression,
} from './expression.ts';
import { KEY, type Key } from './keys.ts';
import { keepAt, keptAt } from './node-notes.ts';
import { child, children, endOf, flag, raw, startOf, text, typeOf } from './nodes.ts';
import { readType, readTypeArguments } from './read-type.ts';

/** Deep enough for the longest query-builder chains seen; a guard for generated code. */
const MAX_DEPTH = 120;

export interface ExpressionReader {
  /** The expression as facts keep it; the same call always gives the same object. */
  read(node: AstNode | undefined): Expression;
  /** The same for what stands by itself: a name or a member has its line. */
  readPlaced(node: AstNode | undefined): Expression;
  /** How many expressions have been numbered so far. */
  count(): number;
}

const THIS: Expression = { k: 'this' };
const SUPER: Expression = { k: 'super' };
const NULL: Expression = { k: 'null' };
const FALSE: Expression = { k: 'bool', value: false };

/**
 * @param lineOf line of an offset, from one
 * @param isDeep whether calls of this name want the object and array literals in their arguments
 * @param scope the function in whose text the reader is
 * @param besides names that a class of the file has both with and without a `#`
 */
export function createExpressionReader(
  lineOf: (offset: number) => number,
  isDeep: (name: string) => boolean,
  scope: () => FunctionId,
  besides: ReadonlySet<string>,
): ExpressionReader {
  /** One object for each name of one function: what it stands for is found out once. */
  const names = new Map<string, NameExpression>();
  let namesOf: FunctionId | undefined;
  /** Offsets of the name or member read last, and of the member that it is taken of: -1 where there is none. */
  let lastAt = 0;
  let ownerAt = -1;
  /** What was read of calls, objects and lists, see keptAt. */
  const kept: Expression[] = [];
  let next = 0;

  function read(node: AstNode | undefined, depth = 0, deep = true): Expression {
    if (!node || depth > MAX_DEPTH) return OTHER;
    switch (typeOf(node)) {
      case 'Identifier':
        // Compilers to ES5 keep `this` in a variable of this name.
        return identifier(node);
      case 'ThisExpression':
        return THIS;
      case 'Super':
        return SUPER;
      case 'Literal':
        return literal(node, lineOf);
      case 'MemberExpression':
        return member(node, depth);
      case 'TemplateLiteral':
        return template(node, undefined, depth);
      case 'CallExpression':
      case 'NewExpression':
      case 'TaggedTemplateExpression':
      case 'ObjectExpression':
      case 'ArrayExpression':
      case 'AwaitExpression':
        return readOnce(node, depth, deep);
      default:
        return wrapped(node, depth, deep);
    }
  }

  /** What several facts hold, such as the call that a variable is made by, is one object. */
  function readOnce(node: AstNode, depth: number, deep: boolean): Expression {
    const known = keptAt(node);
    if (known > 0) return kept[known - 1] as Expression;
    const result = convert(node, depth, deep);
    if (deep || result.k !== 'obj') keepAt(node, kept.push(result));
    return result;
  }

  function convert(node: AstNode, depth: number, deep: boolean): Expression {
    switch (typeOf(node)) {
      case 'TaggedTemplateExpression':
        return template(child(node, KEY.quasi), child(node, KEY.tag), depth);
      case 'ObjectExpression':
        return object(node, depth, deep);
      case 'ArrayExpression': {
        const items = readItems(children(node, KEY.elements), depth, deep);
        return { k: 'arr', items, n: next++ };
      }
      case 'AwaitExpression':
        return wrapped(node, depth, deep);
      default:
        return call(node, depth);
    }
  }

  function identifier(node: AstNode): Expression {
    const name = text(node, KEY.name) ?? '';
    if (name === '_this') return THIS;
    lastAt = startOf(node);
    const fn = scope();
    if (fn !== namesOf) {
      names.clear();
      namesOf = fn;
    }
    const known = names.get(name);
    if (known) return known;
    const found: NameExpression = { k: 'id', name, n: next++ };
    names.set(name, found);
    return found;
  }

  function readPlaced(node: AstNode | undefined, depth = 0, deep = true): Expression {
    const found = read(node, depth, deep);
    if (found.k === 'id') return { ...found, n: next++, line: lineOf(lastAt) };
    if (found.k === 'member') found.line = lineOf(lastAt);
    return found;
  }

  function readItems(
    nodes: readonly AstNode[],
    depth: number,
    deep: boolean,
  ): readonly Expression[] {
    if (nodes.length === 0) return EMPTY;
    return nodes.map((node) => readPlaced(node, depth + 1, deep));
  }

  function readAll(nodes: readonly AstNode[], depth: number, deep: boolean): readonly Expression[] {
    if (nodes.length === 0) return EMPTY;
    return nodes.map((node) => read(node, depth + 1, deep));
  }

  function wrapped(node: AstNode, depth: number, deep: boolean): Expression {
    const inner = (key: Key): Expression => read(child(node, key), depth + 1, deep);
    switch (typeOf(node)) {
      case 'FunctionExpression':
      case 'FunctionDeclaration':
      case 'ArrowFunctionExpression':
        return { k: 'fn', at: startOf(node) };
      case 'ClassExpression':
      case 'ClassDeclaration':
        return { k: 'class', at: startOf(node) };
      case 'ChainExpression':
      case 'ParenthesizedExpression':
      case 'TSNonNullExpression':
      case 'TSInstantiationExpression':
        return inner(KEY.expression);
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSTypeAssertion': {
        const type = readType(child(node, KEY.typeAnnotation));
        const of = inner(KEY.expression);
        return type && type.name !== 'const' ? { k: 'typed', of, type, n: next++ } : of;
      }
      case 'AwaitExpression':
      case 'YieldExpression':
        return { k: 'await', of: inner(KEY.argument), n: next++ };
      case 'SequenceExpression':
        // `(0, orders_1.create)(…)` is how compilers call an imported function.
        return read(children(node, KEY.expressions).at(-1), depth + 1, deep);
      case 'SpreadElement':
        return { k: 'spread', of: inner(KEY.argument) };
      case 'LogicalExpression':
        return { k: 'either', of: [inner(KEY.left), inner(KEY.right)], n: next++ };
      case 'ConditionalExpression':
        return { k: 'either', of: [inner(KEY.consequent), inner(KEY.alternate)], n: next++ };
      case 'AssignmentExpression':
        return inner(KEY.right);
      case 'BinaryExpression':
        return raw(node, KEY.operator) === '+'
          ? { k: 'concat', left: inner(KEY.left), right: inner(KEY.right), n: next++ }
          : OTHER;
      case 'ImportExpression': {
        const specifier = inner(KEY.source);
        return specifier.k === 'str'
          ? { k: 'import', specifier: specifier.value, n: next++ }
          : OTHER;
      }
      default:
        return OTHER;
    }
  }

  function member(node: AstNode, depth: number): Expression {
    const object = read(child(node, KEY.object), depth + 1);
    const objectAt = lastAt;
    const property = child(node, KEY.property);
    const found = memberOf(object, property, flag(node, KEY.computed), depth);
    ownerAt = object.k === 'member' ? objectAt : -1;
    lastAt = startOf(property ?? node);
    return found;
  }

  function memberOf(
    object: Expression,
    property: AstNode | undefined,
    computed: boolean,
    depth: number,
  ): Expression {
    const n = next++;
    if (!computed) {
      const name = property ? (memberName(property, besides) ?? null) : null;
      return { k: 'member', object, name, n };
    }
    const key = read(property, depth + 1);
    if (key.k === 'str') return { k: 'member', object, name: key.value, n };
    if (key.k === 'num') return { k: 'member', object, name: String(key.value), n };
    return { k: 'member', object, name: null, n, key };
  }

  function call(node: AstNode, depth: number): CallExpression {
    const callee = read(child(node, KEY.callee), depth + 1);
    const line = lineOf(startOf(node));
    const isMember = callee.k === 'member';
    const nameLine = isMember ? lineOf(lastAt) : line;
    const receiverLine = isMember && ownerAt >= 0 ? lineOf(ownerAt) : nameLine;
    const name = callee.k === 'member' ? callee.name : callee.k === 'id' ? callee.name : null;
    const construct = typeOf(node) === 'NewExpression';
    const deep = construct || name === null || isDeep(name);
    const typeArguments = readTypeArguments(node);
    const args = readAll(children(node, KEY.arguments), depth, deep);
    const found: CallExpression = {
      k: 'call',
      callee,
      args,
      construct,
      line,
      nameLine,
      receiverLine,
      n: next++,
    };
    if (typeArguments.length > 0) found.typeArguments = typeArguments;
    return found;
  }

  function template(
    node: AstNode | undefined,
    tag: AstNode | undefined,
    depth: number,
  ): Expression {
    if (!node) return OTHER;
    const quasis = children(node, KEY.quasis);
    const parts = quasis.map((quasi) => {
      const value = raw(quasi, KEY.value) as { cooked?: string | null; raw?: string } | undefined;
      return value?.cooked ?? value?.raw ?? '';
    });
    const holes = readAll(children(node, KEY.expressions), depth, true);
    const line = lineOf(startOf(node));
    if (!tag && holes.length === 0) return { k: 'str', value: parts[0] ?? '', line };
    const own: TemplateExpression = { k: 'template', parts, holes, line, n: next++ };
    if (tag) own.tag = read(tag, depth + 1);
    if (holes.length > 0 && lineOf(endOf(node)) > line) {
      const gaps = holes.map((_, at) => linesBetween(quasis[at], quasis[at + 1]));
      if (gaps.some((gap) => gap > 0)) own.gaps = gaps;
    }
    return own;
  }

  function linesBetween(before: AstNode | undefined, after: AstNode | undefined): number {
    return before && after ? lineOf(startOf(after)) - lineOf(endOf(before)) : 0;
  }

  /** Where arguments are not read in full, names are: a transaction may be passed as a property. */
  function object(node: AstNode, depth: number, deep: boolean): Expression {
    const props: ObjectProperty[] = [];
    for (const property of children(node, KEY.properties)) {
      const held = child(property, typeOf(property) === 'SpreadElement' ? KEY.argument : KEY.value);
      if (!deep && !isNameOrMember(held)) continue;
      if (typeOf(property) === 'SpreadElement') {
        props.push({
          key: null,
          value: read(child(property, KEY.argument), depth + 1),
          spread: true,
        });
      } else {
        const key = flag(property, KEY.computed)
          ? literalKey(read(child(property, KEY.key), depth + 1))
          : propertyName(child(property, KEY.key));
        const value = readPlaced(child(property, KEY.value), depth + 1);
        props.push(
          text(property, KEY.kind) === 'get' ? { key, value, getter: true } : { key, value },
        );
      }
    }
    return { k: 'obj', props: exactList(props), line: lineOf(startOf(node)), n: next++ };
  }

  return {
    read: (node) => read(node),
    readPlaced: (node) => readPlaced(node),
    count: () => next,
  };
}

function isNameOrMember(node: AstNode | undefined): boolean {
  if (!node) return false;
  const type = typeOf(node);
  return type === 'Identifier' || type === 'MemberExpression';
}

function literal(node: AstNode, lineOf: (offset: number) => number): Expression {
  const value = raw(node, KEY.value);
  if (typeof value === 'string') return { k: 'str', value, line: lineOf(startOf(node)) };
  if (typeof value === 'number') return { k: 'num', value };
  // `include: { items: true }` names a table.
  if (typeof value === 'boolean')
    return value ? { k: 'bool', value, line: lineOf(startOf(node)) } : FALSE;
  return text(node, KEY.raw) === 'null' ? NULL : OTHER;
}

function literalKey(key: Expression): string | null {
  return key.k === 'str' ? key.value : key.k === 'num' ? String(key.value) : null;
}

/** `orders` of `this.orders`, and of `this.#orders` unless the class has both: then that one is `#orders`. */
export function memberName(key: AstNode, besides: ReadonlySet<string>): string | undefined {
  const name = text(key, KEY.name);
  if (besides.size === 0 || name === undefined || !besides.has(name)) return name;
  return typeOf(key) === 'PrivateIdentifier' ? `#${name}` : name;
}

/** The name of a non-computed key: identifier, string or number. */
export function propertyName(key: AstNode | undefined): string | null {
  if (!key) return null;
  const name = text(key, KEY.name);
  if (name !== undefined) return name;
  const value = raw(key, KEY.value);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}
