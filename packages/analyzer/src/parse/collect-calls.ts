import type { AstNode, Handlers } from './ast.ts';
import { collectAmd } from './collect-amd.ts';
import { isInLoop } from './collect-functions.ts';
import { recordSqlTemplate } from './collect-values.ts';
import { type CollectorContext, currentFunction } from './collector-context.ts';
import { EMPTY } from './exact-list.ts';
import { type Expression, OTHER } from './expression.ts';
import { KEY } from './keys.ts';
import { consume, isConsumed } from './node-notes.ts';
import { child, children, endOf, startOf, text, typeOf } from './nodes.ts';
import { AWAITED, PER_ELEMENT, UNUSED } from './offset-marks.ts';
import { ownText } from './own-text.ts';
import { isCreateRequire, requireBase } from './require-functions.ts';

const ONCE_PER_ELEMENT = new Set([
  'map',
  'forEach',
  'flatMap',
  'reduce',
  'filter',
  'some',
  'every',
  'find',
]);
const PROMISE_GROUP = new Set(['all', 'allSettled', 'race', 'any']);

export function callHandlers(context: () => CollectorContext): Handlers {
  return {
    CallExpression: { enter: (node) => enterCall(context(), node) },
    NewExpression: { enter: (node) => enterCall(context(), node) },
    TaggedTemplateExpression: { enter: (node) => enterTaggedTemplate(context(), node) },
    AwaitExpression: { enter: (node) => markAwaited(context(), child(node, KEY.argument)) },
    ExpressionStatement: { enter: (node) => markUnused(context(), child(node, KEY.expression)) },
  };
}

function markAwaited(c: CollectorContext, argument: AstNode | undefined): void {
  if (!argument) return;
  c.marks.add(endOf(argument), AWAITED);
  if (typeOf(argument) !== 'CallExpression') return;
  const callee = child(argument, KEY.callee);
  const object = callee ? child(callee, KEY.object) : undefined;
  const property = callee ? child(callee, KEY.property) : undefined;
  if (!object || text(object, KEY.name) !== 'Promise') return;
  if (!PROMISE_GROUP.has((property && text(property, KEY.name)) ?? '')) return;
  const group = children(argument, KEY.arguments)[0];
  if (group && typeOf(group) === 'ArrayExpression') {
    for (const element of children(group, KEY.elements)) c.marks.add(endOf(element), AWAITED);
  }
}

/** What is assigned or yielded is used; it only ends where the statement ends. */
const PASSES_ON = new Set(['AssignmentExpression', 'YieldExpression']);

function markUnused(c: CollectorContext, expression: AstNode | undefined): void {
  if (expression && !PASSES_ON.has(typeOf(expression))) c.marks.add(endOf(expression), UNUSED);
}

function enterCall(c: CollectorContext, node: AstNode): void {
  const callee = child(node, KEY.callee);
  if (isConsumed(node)) {
    const property = callee ? child(callee, KEY.property) : undefined;
    if (property) markLoopCallback(c, node, text(property, KEY.name));
    return;
  }
  consumeChain(callee);
  const expression = c.reader.read(node);
  if (expression.k !== 'call') return;
  if (expression.callee.k === 'member') markLoopCallback(c, node, expression.callee.name);
  if (collectRequire(c, node, expression)) return;
  c.facts.calls.push({
    expression,
    fn: currentFunction(c),
    awaited: c.marks.has(endOf(node), AWAITED),
    inLoop: isInLoop(c, startOf(node)),
    resultUsed: !c.marks.has(endOf(node), UNUSED),
  });
}

/** Marks the calls inside a callee as parts of the chain that is being recorded. */
function consumeChain(from: AstNode | undefined): void {
  for (let node = from; node; node = innerOf(node)) {
    if (typeOf(node) === 'CallExpression' || typeOf(node) === 'TaggedTemplateExpression')
      consume(node);
  }
}

/** What a link of a chain is called on, or the next link itself. */
function innerOf(node: AstNode): AstNode | undefined {
  switch (typeOf(node)) {
    case 'MemberExpression':
      return child(node, KEY.object);
    case 'CallExpression':
    case 'NewExpression':
      return child(node, KEY.callee);
    case 'TaggedTemplateExpression':
      return child(node, KEY.tag);
    case 'ChainExpression':
    case 'TSNonNullExpression':
    case 'ParenthesizedExpression':
      return child(node, KEY.expression);
    default:
      return undefined;
  }
}

function markLoopCallback(
  c: CollectorContext,
  node: AstNode,
  name: string | null | undefined,
): void {
  if (!name || !ONCE_PER_ELEMENT.has(name)) return;
  for (const argument of children(node, KEY.arguments)) {
    if (typeOf(argument).includes('Function')) c.marks.add(startOf(argument), PER_ELEMENT);
  }
}

/** `require('x')` and `require.resolve('x')`; true when the call was one. */
function collectRequire(c: CollectorContext, node: AstNode, call: Expression): boolean {
  if (call.k !== 'call' || call.construct) return false;
  const chain = innermostCall(call);
  const callee = chain.callee;
  const isResolve = callee.k === 'member' && callee.name === 'resolve';
  const base = requireBase(c, isResolve ? callee.object : callee);
  if (!base) {
    collectAmd(c, call);
    return false;
  }
  const argument = chain.args[0];
  if (!argument || collectAmd(c, call)) return false;
  const made = {
    kind: isResolve ? ('require-resolve' as const) : ('require' as const),
    typeOnly: false,
    line: chain.line,
    names: EMPTY,
  };
  if (argument.k === 'str' && base === 'own')
    c.facts.imports.push({ ...made, specifier: argument.value });
  else
    c.facts.imports.push({
      ...made,
      specifier: ownText(c.source.slice(startOf(node), endOf(node)).slice(0, 200)),
      computed: { argument: base === 'own' ? argument : OTHER, fn: currentFunction(c) },
    });
  return chain === call;
}

function innermostCall(call: Expression & { k: 'call' }): Expression & { k: 'call' } {
  let found = call;
  let at: Expression = call.callee;
  for (;;) {
    if (at.k === 'call') {
      if (isCreateRequire(at)) return found;
      found = at;
      at = at.callee;
    } else if (at.k === 'member') at = at.object;
    else return found;
  }
}

function enterTaggedTemplate(c: CollectorContext, node: AstNode): void {
  const quasi = child(node, KEY.quasi);
  if (isConsumed(node)) {
    if (quasi) recordSqlTemplate(c, quasi, c.reader.read(child(node, KEY.tag)));
    return;
  }
  consumeChain(child(node, KEY.tag));
  const expression = c.reader.read(node);
  if (expression.k !== 'template') return;
  if (quasi) recordSqlTemplate(c, quasi, expression.tag);
  c.facts.calls.push({
    expression,
    fn: currentFunction(c),
    awaited: c.marks.has(endOf(node), AWAITED),
    inLoop: isInLoop(c, startOf(node)),
    resultUsed: !c.marks.has(endOf(node), UNUSED),
  });
}
