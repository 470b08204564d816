import { requireOf } from '../facts/commonjs.ts';
import { isDerivedClient } from '../facts/derived-clients.ts';
import type { VariableFact } from '../facts/file-facts.ts';
import type { AstNode, Handlers } from './ast.ts';
import { type CollectorContext, currentFunction } from './collector-context.ts';
import { ELEMENT, type Expression, type TypeName } from './expression.ts';
import { KEY } from './keys.ts';
import { child, children, endOf, flag, startOf, text, typeOf } from './nodes.ts';
import { KEPT, PER_ELEMENT, SEEN_SQL } from './offset-marks.ts';
import { propertyName } from './read-expression.ts';
import { readType } from './read-type.ts';

export function valueHandlers(context: () => CollectorContext): Handlers {
  let kind: VariableFact['kind'] = 'const';
  return {
    VariableDeclaration: {
      enter: (node) => {
        const declared = text(node, KEY.kind);
        kind = declared === 'let' || declared === 'var' ? declared : 'const';
      },
    },
    VariableDeclarator: { enter: (node) => collectVariable(context(), node, kind) },
    AssignmentExpression: { enter: (node) => collectAssignment(context(), node) },
    UpdateExpression: {
      enter: (node) => {
        const c = context();
        const target = c.reader.read(child(node, KEY.argument));
        pushAssignment(c, target, { k: 'other' }, node);
      },
    },
    Literal: { enter: (node) => collectSqlString(context(), node) },
    TemplateLiteral: { enter: (node) => recordSqlTemplate(context(), node, undefined) },
    Property: { enter: (node) => hintProperty(context(), node) },
  };
}

function hintProperty(c: CollectorContext, node: AstNode): void {
  const value = child(node, KEY.value);
  if (!value || !typeOf(value).includes('Function')) return;
  if (c.loops.length > 0 || c.marks.any(PER_ELEMENT)) c.marks.add(startOf(value), KEPT);
  if (c.nameHints.has(startOf(value))) return;
  const name = flag(node, KEY.computed) ? null : propertyName(child(node, KEY.key));
  if (name) c.nameHints.set(startOf(value), name);
}

/** The variable of `for (const row of rows)` is an element of rows. */
export function noteElement(c: CollectorContext, node: AstNode): void {
  const left = child(node, KEY.left);
  const right = child(node, KEY.right);
  const declarator = left ? children(left, KEY.declarations)[0] : undefined;
  if (!declarator || !right) return;
  c.elements.set(startOf(declarator), { k: 'member', object: c.reader.read(right), name: ELEMENT });
}

function collectVariable(c: CollectorContext, node: AstNode, kind: VariableFact['kind']): void {
  const id = child(node, KEY.id);
  const initNode = child(node, KEY.init);
  if (!id) return;
  const name = text(id, KEY.name);
  if (name !== undefined && initNode) hintNames(c, name, initNode);
  const init = initNode ? c.reader.read(initNode) : c.elements.get(startOf(node));
  const type = readType(child(node, KEY.typeAnnotation) ?? child(id, KEY.typeAnnotation));
  const base = { fn: currentFunction(c), line: c.lineOf(startOf(node)), kind };
  if (name !== undefined) {
    c.facts.variables.push(variableOf(base, name, init, type));
    if (init) noteDeepName(c, name, init);
    return;
  }
  destructure(c, id, init ?? { k: 'other' }, base);
}

/** Written out, since V8 makes each of the four shapes in one go, which it does not where they are spread together. */
function variableOf(
  { fn, line, kind }: Pick<VariableFact, 'fn' | 'line' | 'kind'>,
  name: string,
  init: Expression | undefined,
  type: TypeName | undefined,
): VariableFact {
  if (init) return type ? { name, fn, line, kind, init, type } : { name, fn, line, kind, init };
  return type ? { name, fn, line, kind, type } : { name, fn, line, kind };
}

/** Names for functions, classes and object methods that are held by a variable. */
function hintNames(c: CollectorContext, name: string, value: AstNode): void {
  if (typeOf(value).includes('Function') || typeOf(value).includes('Class')) {
    c.nameHints.set(startOf(value), name);
    return;
  }
  if (typeOf(value) !== 'ObjectExpression') return;
  for (const property of children(value, KEY.properties)) {
    const inner = child(property, KEY.value);
    const key =
      typeOf(property) === 'SpreadElement' ? null : propertyName(child(property, KEY.key));
    if (key && inner && typeOf(inner).includes('Function'))
      c.nameHints.set(startOf(inner), `${name}.${key}`);
  }
}

/** `const send = require('got')`, and what `got.extend({ … })` gives, are called as `got` is. */
function noteDeepName(c: CollectorContext, name: string, init: Expression): void {
  const required = requireOf(init);
  if (required) c.readDeep(name, required.imported, required.specifier);
  else if (isDerivedClient(init)) c.readDeep(name, 'fetch', '');
}

function destructure(
  c: CollectorContext,
  pattern: AstNode,
  value: Expression,
  base: Pick<VariableFact, 'fn' | 'line' | 'kind'>,
): void {
  switch (typeOf(pattern)) {
    case 'ObjectPattern':
      for (const property of children(pattern, KEY.properties)) {
        const rest = typeOf(property) === 'RestElement' ? child(property, KEY.argument) : undefined;
        if (rest) destructure(c, rest, value, base);
        const target = child(property, KEY.value);
        const key = flag(property, KEY.computed) ? null : propertyName(child(property, KEY.key));
        if (target && key !== null) {
          destructure(c, target, { k: 'member', object: value, name: key }, base);
        }
      }
      return;
    case 'ArrayPattern':
      children(pattern, KEY.elements).forEach((element, index) => {
        destructure(c, element, { k: 'member', object: value, name: String(index) }, base);
      });
      return;
    case 'AssignmentPattern': {
      const left = child(pattern, KEY.left);
      if (left) destructure(c, left, value, base);
      return;
    }
    default: {
      const name = text(pattern, KEY.name);
      if (name) {
        c.facts.variables.push(variableOf(base, name, value, undefined));
        noteDeepName(c, name, value);
      }
    }
  }
}

function collectAssignment(c: CollectorContext, node: AstNode): void {
  const left = child(node, KEY.left);
  const right = child(node, KEY.right);
  if (!left || !right) return;
  const target = c.reader.read(left);
  const last = target.k === 'member' ? target.name : target.k === 'id' ? target.name : null;
  if (last) hintNames(c, isModuleExports(target) ? 'exports' : last, right);
  pushAssignment(c, target, c.reader.read(right), node);
}

function isModuleExports(target: Expression): boolean {
  return target.k === 'member' && target.name === 'exports';
}

function pushAssignment(
  c: CollectorContext,
  target: Expression,
  value: Expression,
  node: AstNode,
): void {
  if (target.k !== 'id' && target.k !== 'member') return;
  c.facts.assignments.push({
    target,
    value,
    fn: currentFunction(c),
    line: c.lineOf(startOf(node)),
  });
}

/**
 * First words of statements that name tables, or a CTE on its own; cheap test before the text is read at all. A comment
 * in front ends at its own end only: two ways to read each would take time that doubles with every comment.
 */
const SQL_START =
  /^(?:[\s(]|\\[nrt])*(?:--[^\n]*\n\s*|\/\*(?:[^*]|\*(?!\/))*\*\/\s*)*(?:select\s|insert\s|update\s|delete\s|with\s|merge\s|replace\s|create\s|alter\s|drop\s|truncate\s|(?:not\s+)?exists\s*\(\s*select\s|lock\s|copy\s|prepare\s+transaction\b|xa\s|begin\b|set\s+\w+\s*=|do\s+(?:language\s+\w+\s+)?\$|start\s+transaction|commit\b|rollback\b|end\b|,?\s*"?\w+"?\s*(?:\([^()]*\)\s*)?as\s+(?:(?:not\s+)?materialized\s*)?\(\s*(?:select|with)\b|,?\s*"?\w+"?\s+as\s*\(\s*(?:select|with)\b)/i;
/** First words of a part of a query; they are those of prose too, so the tag has to say that it is SQL. */
const FRAGMENT_START =
  /^(?:[\s(]|\\[nrt])*(?:from|where|and|or|join|union|intersect|except|(?:left|right|full|inner|cross)\s+(?:outer\s+)?join)\s/i;
/** What may stand before a part: other parts, as holes, and commas. */
const BEFORE_PART = /^(?:\s|,|\$\{[\w.]+(?:\([^(){}]*\))?\})+/;
const SQL_TAG = /sql|^fragment$/i;
const MIN_SQL_LENGTH = 5;

function collectSqlString(c: CollectorContext, node: AstNode): void {
  if (
    endOf(node) - startOf(node) < MIN_SQL_LENGTH + 2 ||
    !isQuote(c.source.charCodeAt(startOf(node)))
  )
    return;
  if (c.marks.has(startOf(node), SEEN_SQL)) return;
  if (!SQL_START.test(c.source.slice(startOf(node) + 1, startOf(node) + 120))) return;
  c.marks.add(startOf(node), SEEN_SQL);
  const expression = c.reader.read(node);
  if (expression.k !== 'str') return;
  c.facts.sql.push({
    parts: [expression.value],
    holes: [],
    fn: currentFunction(c),
    line: expression.line,
  });
}

/** `JOIN items ON …`, and `${ctes}, recent AS (SELECT …)`. */
function isPart(start: string): boolean {
  const own = start.replace(BEFORE_PART, '');
  return FRAGMENT_START.test(own) || (own !== start && SQL_START.test(own));
}

/** `sql`, `sql.fragment`, `Prisma.sql`, `sql.type(row)`. */
function isSqlTag(tag: Expression): boolean {
  if (tag.k === 'call') return isSqlTag(tag.callee);
  if (tag.k === 'member') return SQL_TAG.test(tag.name ?? '') || isSqlTag(tag.object);
  return tag.k === 'id' && SQL_TAG.test(tag.name);
}

/** What a literal that is a text begins with, and no other. */
function isQuote(character: number): boolean {
  return character === 0x27 || character === 0x22;
}

export function recordSqlTemplate(
  c: CollectorContext,
  node: AstNode,
  tag: Expression | undefined,
): void {
  if (c.marks.has(startOf(node), SEEN_SQL)) return;
  const start = c.source.slice(startOf(node) + 1, startOf(node) + 400);
  if (!SQL_START.test(start) && !(tag !== undefined && isSqlTag(tag) && isPart(start))) return;
  c.marks.add(startOf(node), SEEN_SQL);
  const expression = c.reader.read(node);
  const fn = currentFunction(c);
  const receiver = tag ? { receiver: tag } : {};
  if (expression.k === 'str') {
    c.facts.sql.push({
      parts: [expression.value],
      holes: [],
      fn,
      line: expression.line,
      ...receiver,
    });
  } else if (expression.k === 'template') {
    const { parts, holes, line, gaps } = expression;
    c.facts.sql.push({ parts, holes, fn, line, ...(gaps ? { gaps } : {}), ...receiver });
  }
}
