import type { FunctionFact, ParameterFact } from '../facts/file-facts.ts';
import type { AstNode, Handlers } from './ast.ts';
import { noteElement } from './collect-values.ts';
import { type CollectorContext, currentFunction } from './collector-context.ts';
import { EMPTY, exactList } from './exact-list.ts';
import { type Expression, OTHER } from './expression.ts';
import { KEY } from './keys.ts';
import { child, children, endOf, flag, startOf, text, typeOf } from './nodes.ts';
import { KEPT, PER_ELEMENT } from './offset-marks.ts';
import { propertyName } from './read-expression.ts';
import { type Bounds, readBounds, readType } from './read-type.ts';
import { beginsWithUseServer } from './use-server.ts';

const MAX_RETURNS = 3;

export function functionHandlers(context: () => CollectorContext): Handlers {
  const enter = (node: AstNode): void => enterFunction(context(), node);
  const exit = (): void => {
    context().functionStack.pop();
  };
  const loop = {
    enter: (node: AstNode): void => {
      const body = child(node, KEY.body);
      context().loops.push(
        body ? { start: startOf(body), end: endOf(body) } : { start: 0, end: 0 },
      );
    },
    exit: (): void => {
      context().loops.pop();
    },
  };
  return {
    FunctionDeclaration: { enter, exit },
    FunctionExpression: { enter, exit },
    ArrowFunctionExpression: { enter, exit },
    ForStatement: loop,
    ForInStatement: loop,
    ForOfStatement: {
      enter: (node) => {
        loop.enter(node);
        noteElement(context(), node);
      },
      exit: loop.exit,
    },
    WhileStatement: loop,
    DoWhileStatement: loop,
    ReturnStatement: {
      enter: (node) => {
        const c = context();
        const fn = c.functionStack.at(-1);
        const value = child(node, KEY.argument);
        if (fn && value && fn.returns.length < MAX_RETURNS)
          fn.returns = [...fn.returns, c.reader.read(value)];
      },
    },
  };
}

function enterFunction(c: CollectorContext, node: AstNode): void {
  const parent = currentFunction(c);
  const body = child(node, KEY.body);
  const classAt = c.methodClass.get(startOf(node));
  const annotation = child(node, KEY.returnType);
  const returnType = readType(annotation);
  const declared = propertyName(child(node, KEY.id));
  const own = declared ?? c.nameHints.get(startOf(node)) ?? '';
  const fn: FunctionFact = {
    at: startOf(node),
    name: own,
    parent,
    line: c.lineOf(startOf(node)),
    params: readParameters(c, node, boundsAround(c, node, classAt)),
    returns: EMPTY,
    arrow: typeOf(node) === 'ArrowFunctionExpression',
    async: flag(node, KEY.async) || (annotation !== undefined && isPromise(annotation)),
  };
  // Set one by one: an object spread into another goes through a slow path of V8.
  if (declared !== null) fn.declared = true;
  if (classAt !== undefined) fn.classAt = classAt;
  if (returnType) fn.returnType = returnType;
  if (body && c.words.has('use server') && beginsWithUseServer(c.source, startOf(body) + 1))
    fn.isServer = true;
  c.facts.functions.push(fn);
  c.functionStack.push(fn);
  if (fn.arrow && body && !isBlock(body)) fn.returns = [c.reader.read(body)];
}

/** The decorators of a class, a member or a parameter. */
export function readDecorators(c: CollectorContext, node: AstNode): readonly Expression[] {
  const found = children(node, KEY.decorators);
  if (found.length === 0) return EMPTY;
  return found.map((d) => c.reader.readPlaced(child(d, KEY.expression)));
}

function isPromise(annotation: AstNode): boolean {
  const type = child(annotation, KEY.typeAnnotation);
  const name = type && child(type, KEY.typeName);
  return name !== undefined && text(name, KEY.name) === 'Promise';
}

function isBlock(body: AstNode): boolean {
  return typeOf(body) === 'BlockStatement';
}

/** Of its own type parameters, else of those of its class. */
function boundsAround(
  c: CollectorContext,
  node: AstNode,
  classAt: number | undefined,
): Bounds | undefined {
  const ofClass = classAt === undefined ? undefined : c.classBounds.get(classAt);
  const own = readBounds(node);
  return own && ofClass ? new Map([...ofClass, ...own]) : (own ?? ofClass);
}

function readParameters(
  c: CollectorContext,
  node: AstNode,
  bounds: Bounds | undefined,
): readonly ParameterFact[] {
  const found: ParameterFact[] = [];
  for (const item of children(node, KEY.params))
    if (typeOf(item) !== 'RestElement') found.push(readParameter(c, item, bounds));
  return exactList(found);
}

function readParameter(
  c: CollectorContext,
  item: AstNode,
  bounds: Bounds | undefined,
): ParameterFact {
  const isTsProperty = typeOf(item) === 'TSParameterProperty';
  const outer = isTsProperty ? (child(item, KEY.parameter) ?? item) : item;
  const pattern = typeOf(outer) === 'AssignmentPattern' ? (child(outer, KEY.left) ?? outer) : outer;
  const written = readType(child(outer, KEY.typeAnnotation) ?? child(pattern, KEY.typeAnnotation));
  const type = (written && bounds?.get(written.name)) ?? written;
  const name = text(pattern, KEY.name);
  const properties = typeOf(pattern) === 'ObjectPattern' ? readPattern(pattern) : undefined;
  const decorators = readDecorators(c, item);
  const line = c.lineOf(startOf(pattern));
  // Written out as in variableOf.
  if (name !== undefined) {
    const found: ParameterFact = type
      ? { property: isTsProperty, decorators, line, name, type }
      : { property: isTsProperty, decorators, line, name };
    const init = pattern === outer ? OTHER : c.reader.read(child(outer, KEY.right));
    if (TELLING.has(init.k)) found.init = init;
    return found;
  }
  const found: ParameterFact = { property: isTsProperty, decorators, line };
  if (type) found.type = type;
  if (properties) found.properties = properties;
  return found;
}

/** What a parameter may be by itself that says something: a text, a client, a model, not `{}` or a number. */
const TELLING: ReadonlySet<Expression['k']> = new Set(['str', 'template', 'id', 'member', 'call']);

function readPattern(pattern: AstNode): ParameterFact['properties'] & {} {
  const found: { key: string; local: string }[] = [];
  for (const property of children(pattern, KEY.properties)) {
    const key = flag(property, KEY.computed) ? null : propertyName(child(property, KEY.key));
    const value = child(property, KEY.value);
    const hasDefault = value && typeOf(value) === 'AssignmentPattern';
    const target = hasDefault ? child(value, KEY.left) : value;
    const local = target ? text(target, KEY.name) : undefined;
    if (key && local) found.push({ key, local });
  }
  return exactList(found);
}

/**
 * Whether an offset lies in code that runs once per element of something. What a loop only puts into an object,
 * to be called by somebody later, does not run in it.
 */
export function isInLoop(c: CollectorContext, offset: number): boolean {
  if (c.loops.length === 0 && !c.marks.any(PER_ELEMENT)) return false;
  const kept = c.marks.any(KEPT)
    ? c.functionStack.findLast((fn) => c.marks.has(fn.at, KEPT))
    : undefined;
  const after = kept?.at ?? -1;
  for (const { start, end } of c.loops)
    if (start > after && offset >= start && offset < end) return true;
  return (
    c.marks.any(PER_ELEMENT) &&
    c.functionStack.some((fn) => fn.at > after && c.marks.has(fn.at, PER_ELEMENT))
  );
}
