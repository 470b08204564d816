import type { Expression } from '../../parse/expression.ts';
import { calledName, objectProperty } from '../expressions.ts';
import type { ClassFact, FileFacts } from '../file-facts.ts';
import { dressClass, dressMember } from './decorators.ts';

/**
 * Decorators of the standard, as TypeScript 5 compiles them: lists in variables of a function around the class,
 * `__esDecorate(ctor, descriptor, _total_decorators, { kind: 'field', name: 'total', static: false, … }, …)`.
 */
export function restoreStandardDecorators(facts: FileFacts): void {
  for (const { expression } of facts.calls) {
    if (expression.k !== 'call' || calledName(expression) !== '__esDecorate') continue;
    const [, , list, context] = expression.args;
    const cls = facts.classes.findLast((own) => own.line <= expression.line);
    const items = list && listOf(facts, list, expression.line);
    if (!cls || !items) continue;
    const kind = objectProperty(context, 'kind');
    const name = objectProperty(context, 'name');
    const isStatic = objectProperty(context, 'static');
    if (kind?.k === 'str' && kind.value === 'class') dressClass(facts, cls, items);
    else if (name?.k === 'str')
      dressMember(
        facts,
        cls,
        name.value,
        items,
        expression.line,
        isStatic?.k === 'bool' && isStatic.value,
      );
    nameAfter(facts, cls);
  }
}

/** What the variable was last set to before the call: the names come back in every class of a file. */
function listOf(
  facts: FileFacts,
  list: Expression,
  line: number,
): readonly Expression[] | undefined {
  if (list.k === 'arr') return list.items;
  if (list.k !== 'id') return undefined;
  let best: { line: number; items: readonly Expression[] } | undefined;
  const consider = (at: number, value: Expression | undefined): void => {
    if (value?.k === 'arr' && at <= line && (!best || at >= best.line))
      best = { line: at, items: value.items };
  };
  for (const own of facts.variables) if (own.name === list.name) consider(own.line, own.init);
  for (const { target, value, line: at } of facts.assignments)
    if (target.k === 'id' && target.name === list.name) consider(at, value);
  return best?.items;
}

/** `let Order = (() => { … return Order = _classThis; })()` is the class. */
function nameAfter(facts: FileFacts, cls: ClassFact): void {
  const holder = facts.variables.findLast(
    ({ init, line }) =>
      init?.k === 'call' && init.callee.k === 'fn' && init.args.length === 0 && line <= cls.line,
  );
  if (!holder || !(/^(?:_classThis)?$/.test(cls.name) || cls.name === holder.name)) return;
  for (const fn of facts.functions)
    if (fn.classAt === cls.at) fn.name = fn.name.replace(/^_classThis(?=\.)/, holder.name);
  cls.name = holder.name;
  holder.init = { k: 'class', at: cls.at };
}
