import { HOLE } from '../../../cypher/read-cypher.ts';
import type { Expression } from '../../../parse/expression.ts';
import type { CallSite } from '../../detector.ts';
import { initializer } from '../../model-holders.ts';

export interface CypherText {
  text: string;
  /** Line of its first character, when it stands in this file. */
  line?: number;
}

const MAX_DEPTH = 8;

/** The text of a query: a constant, or a template and pieces put together, with holes where they are computed. */
export function cypherText(
  site: CallSite,
  expression: Expression | undefined,
  depth = 0,
): CypherText | undefined {
  if (!expression || depth > MAX_DEPTH) return undefined;
  const inner = (part: Expression): string => cypherText(site, part, depth + 1)?.text ?? HOLE;
  switch (expression.k) {
    case 'str':
      return { text: expression.value, line: expression.line };
    case 'template': {
      const { parts, holes, line } = expression;
      const filled = parts.map((part, at) => part + (holes[at] ? inner(holes[at]) : ''));
      return { text: filled.join(''), line };
    }
    case 'concat': {
      const first = cypherText(site, expression.left, depth + 1);
      const text = (first?.text ?? HOLE) + inner(expression.right);
      return first?.line === undefined ? { text } : { text, line: first.line };
    }
    case 'typed':
    case 'await':
      return cypherText(site, expression.of, depth + 1);
    case 'id': {
      const held = initializer(site, expression.name);
      const found = held && cypherText(site, held, depth + 1);
      return found ?? constant(site, expression);
    }
    default:
      return constant(site, expression);
  }
}

function constant(site: CallSite, expression: Expression): CypherText | undefined {
  const text = site.text(expression);
  return text === undefined ? undefined : { text };
}
