import type { Expression } from '../parse/expression.ts';

/** The constant text an expression starts with; `whole` when nothing follows it. */
export interface LiteralBeginning {
  text: string;
  whole: boolean;
}

/** @param constant the text of an expression that is one all through */
export function literalBeginning(
  expression: Expression,
  constant: (expression: Expression) => string | undefined,
): LiteralBeginning {
  const known = constant(expression);
  if (known !== undefined) return { text: known, whole: true };
  if (expression.k === 'concat') {
    const left = literalBeginning(expression.left, constant);
    if (!left.whole) return left;
    const right = literalBeginning(expression.right, constant);
    return { text: left.text + right.text, whole: right.whole };
  }
  if (expression.k !== 'template' || expression.tag) return { text: '', whole: false };
  let text = '';
  for (const [index, part] of expression.parts.entries()) {
    text += part;
    const hole = expression.holes[index];
    if (!hole) continue;
    const next = literalBeginning(hole, constant);
    text += next.text;
    if (!next.whole) return { text, whole: false };
  }
  return { text, whole: true };
}

/** The name of a key or of an index, `session:*` for all that begin so; undefined where nothing is known of it. */
export function nameOfFamily({ text, whole }: LiteralBeginning): string | undefined {
  if (text === '') return undefined;
  return whole ? text : `${text}*`;
}
