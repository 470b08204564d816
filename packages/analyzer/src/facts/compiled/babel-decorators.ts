import type { CallExpression, Expression } from '../../parse/expression.ts';
import { calledName } from '../expressions.ts';
import type { ClassFact, FileFacts } from '../file-facts.ts';
import { dressClass, dressMember } from './decorators.ts';

const HELD = /^_dec\d*$/;

/**
 * Babel keeps each decorator in a variable and applies it in one expression (legacy decorators):
 * `let Order = (_dec = Entity('orders'), _dec2 = Column(), _dec(_class = (_class2 = class Order {…},
 * _applyDecoratedDescriptor(_class2.prototype, 'total', [_dec2], {…}), _class2)) || _class)`.
 */
export function restoreBabelDecorators(facts: FileFacts): void {
  const held = new Map<string, Expression>();
  const classes = new Map<string, ClassFact>();
  for (const { target, value } of facts.assignments) {
    if (target.k !== 'id') continue;
    if (HELD.test(target.name)) held.set(target.name, value);
    const cls = value.k === 'class' ? facts.classes.find((own) => own.at === value.at) : undefined;
    if (cls) classes.set(target.name, cls);
  }
  if (held.size === 0) return;
  const decorator = (expression: Expression): Expression =>
    (expression.k === 'id' ? held.get(expression.name) : undefined) ?? expression;
  for (const { expression } of facts.calls) {
    if (expression.k !== 'call') continue;
    const [target, key, list] = expression.args;
    if (calledName(expression) === '_applyDecoratedDescriptor') {
      const owner = target?.k === 'member' && target.object.k === 'id' ? target.object.name : '';
      const cls = classes.get(owner);
      if (cls && key?.k === 'str' && list?.k === 'arr')
        dressMember(facts, cls, key.value, list.items.map(decorator), expression.line);
      continue;
    }
    const given = appliedTo(expression, held);
    const cls = given.length > 0 ? classOf(facts, expression.line) : undefined;
    if (!cls) continue;
    dressClass(facts, cls, given);
    // The variable holds what the decorators make of the class: the class.
    for (const variable of facts.variables)
      if (variable.name === cls.name) variable.init = { k: 'class', at: cls.at };
    for (const assignment of facts.assignments)
      if (isExportOf(assignment.target, cls.name) && assignment.line >= expression.line)
        assignment.value = { k: 'class', at: cls.at };
  }
}

/** `let Order = exports.Order = …` in one go. */
function isExportOf(target: Expression, name: string): boolean {
  if (target.k !== 'member' || target.name !== name) return false;
  return target.object.k === 'id' && target.object.name === 'exports';
}

/** `_dec(_dec2(_class = …))`: what each of them holds, the outermost first. */
function appliedTo(
  expression: CallExpression,
  held: ReadonlyMap<string, Expression>,
): Expression[] {
  const found: Expression[] = [];
  let at: Expression | undefined = expression;
  while (at?.k === 'call' && at.callee.k === 'id') {
    const decorator = held.get(at.callee.name);
    if (!decorator) return found;
    found.push(decorator);
    at = at.args[0];
  }
  return found;
}

/** The class is written inside the call. */
function classOf(facts: FileFacts, line: number): ClassFact | undefined {
  return facts.classes
    .filter((cls) => cls.line >= line && cls.name !== '')
    .sort((a, b) => a.line - b.line)[0];
}
