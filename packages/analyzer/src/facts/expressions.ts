import type { CallExpression, Expression } from '../parse/expression.ts';

/** Calls of a chain, first called first: `a().b().c()` gives a, b, c. Stops at an await. */
export function chainOf(expression: Expression): CallExpression[] {
  const calls: CallExpression[] = [];
  for (let call = outermostCall(expression); call; call = outermostCall(call.callee))
    calls.push(call);
  return calls.reverse();
}

/** The outermost call of a chain. */
export function outermostCall(expression: Expression): CallExpression | undefined {
  let at = expression;
  for (;;) {
    if (at.k === 'call') return at;
    if (at.k === 'member') at = at.object;
    else if (at.k === 'typed') at = at.of;
    else if (at.k === 'template' && at.tag) at = at.tag;
    else return undefined;
  }
}

/** What a chain starts from: `a` of `a.b().c`. */
export function rootOf(expression: Expression): Expression {
  let at = expression;
  for (;;) {
    if (at.k === 'call') at = at.callee;
    else if (at.k === 'member') at = at.object;
    else if (at.k === 'await' || at.k === 'typed') at = at.of;
    else if (at.k === 'template' && at.tag) at = at.tag;
    else return at;
  }
}

export function objectProperty(
  expression: Expression | undefined,
  key: string,
): Expression | undefined {
  if (expression?.k !== 'obj') return undefined;
  return expression.props.find((p) => p.key === key)?.value;
}

export function calledName(call: CallExpression): string | undefined {
  if (call.callee.k === 'id') return call.callee.name;
  return call.callee.k === 'member' ? (call.callee.name ?? undefined) : undefined;
}

/** Last name of a member chain: `prisma` of `this.prisma`. */
export function lastName(expression: Expression | undefined): string | undefined {
  if (expression?.k === 'id') return expression.name;
  // A private member that has an open one of its name beside it.
  if (expression?.k === 'member') return expression.name?.replace(/^#/, '');
  if (expression?.k === 'await' || expression?.k === 'typed') return lastName(expression.of);
  return undefined;
}

/** Source-like rendering for messages: `this.repo.find`. */
export function render(expression: Expression): string {
  switch (expression.k) {
    case 'id':
      return expression.name;
    case 'this':
      return 'this';
    case 'super':
      return 'super';
    case 'str':
      return JSON.stringify(expression.value);
    case 'member':
      return `${render(expression.object)}.${expression.name ?? '[…]'}`;
    case 'call':
      return `${expression.construct ? 'new ' : ''}${render(expression.callee)}(…)`;
    case 'await':
      return render(expression.of);
    case 'typed':
      return render(expression.of);
    case 'template':
      return '`…`';
    default:
      return '…';
  }
}
