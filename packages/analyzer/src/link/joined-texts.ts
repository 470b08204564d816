import { calledName } from '../facts/expressions.ts';
import type { SqlTextFact } from '../facts/file-facts.ts';
import type { Expression } from '../parse/expression.ts';
import { eachExpression } from './each-expression.ts';
import type { ProgramFile } from './program.ts';

type Whole = Pick<SqlTextFact, 'parts' | 'holes' | 'gaps'>;

interface Joined {
  /** The whole text, by the place and text of its first piece. */
  wholes: ReadonlyMap<string, Whole>;
  /** Pieces behind the first, which are read with it. */
  inner: ReadonlySet<string>;
}

const known = new WeakMap<ProgramFile, Joined>();

/**
 * A text that code puts together in one expression: `'SELECT * ' + 'FROM orders'`, `['SELECT *', 'FROM orders'].join(' ')`.
 * Undefined for a piece that is read with the one before it.
 */
export function joinedText(text: SqlTextFact, file: ProgramFile): SqlTextFact | undefined {
  if (text.receiver) return text;
  const { wholes, inner } = joinedIn(file);
  const key = `${text.line} ${text.parts.join('\0')}`;
  const whole = wholes.get(key);
  if (whole) return { ...text, ...whole };
  return inner.has(key) ? undefined : text;
}

function joinedIn(file: ProgramFile): Joined {
  const cached = known.get(file);
  if (cached) return cached;
  const wholes = new Map<string, Whole>();
  const inner = new Set<string>();
  eachExpression(file, (expression) => {
    const start = firstPiece(expression);
    const key = start && pieceKey(start);
    // The outermost comes first, and holds what is inside.
    if (key === undefined || inner.has(key) || wholes.has(key)) return;
    const pieces = piecesOf(expression) ?? [];
    if (pieces.length < 2) return;
    wholes.set(key, put(pieces));
    for (const { of } of pieces.slice(1)) inner.add(pieceKey(of) ?? '');
  });
  const joined = { wholes, inner };
  known.set(file, joined);
  return joined;
}

interface Piece {
  of: Expression;
  /** What stands before it. */
  before: string;
}

function piecesOf(expression: Expression): Piece[] | undefined {
  if (expression.k === 'concat') return addends(expression).map((of) => ({ of, before: '' }));
  if (expression.k !== 'call' || calledName(expression) !== 'join') return undefined;
  const list = expression.callee.k === 'member' ? expression.callee.object : undefined;
  const [separator] = expression.args;
  if (list?.k !== 'arr') return undefined;
  const before = separator?.k === 'str' ? separator.value : ' ';
  return list.items.map((of, index) => ({ of, before: index === 0 ? '' : before }));
}

function addends(expression: Expression): Expression[] {
  const found: Expression[] = [];
  let at = expression;
  for (; at.k === 'concat'; at = at.left)
    found.push(...(at.right.k === 'concat' ? addends(at.right).reverse() : [at.right]));
  return [...found, at].reverse();
}

/** What a joined text begins with; undefined for all other expressions. */
function firstPiece(expression: Expression): Expression | undefined {
  if (expression.k === 'concat') {
    let at: Expression = expression;
    while (at.k === 'concat') at = at.left;
    return at;
  }
  if (expression.k !== 'call' || calledName(expression) !== 'join') return undefined;
  const list = expression.callee.k === 'member' ? expression.callee.object : undefined;
  return list?.k === 'arr' ? list.items[0] : undefined;
}

function pieceKey(piece: Expression): string | undefined {
  if (piece.k === 'str') return `${piece.line} ${piece.value}`;
  return piece.k === 'template' && !piece.tag
    ? `${piece.line} ${piece.parts.join('\0')}`
    : undefined;
}

/** Line breaks keep each piece on the line where it is written. */
function put(pieces: readonly Piece[]): Whole {
  const parts = [''];
  const holes: Expression[] = [];
  const gaps: number[] = [];
  let line: number | undefined;
  const append = (text: string): void => {
    parts[parts.length - 1] += text;
    if (line !== undefined) line += text.split('\n').length - 1;
  };
  for (const { of, before } of pieces) {
    append(before);
    if (of.k === 'str' || (of.k === 'template' && !of.tag)) {
      line ??= of.line;
      while (line < of.line) append('\n');
    }
    if (of.k === 'str') append(of.value);
    else if (of.k === 'template' && !of.tag)
      for (const [index, part] of of.parts.entries()) {
        append(part);
        const hole = of.holes[index];
        if (!hole) continue;
        const gap = of.gaps?.[index] ?? 0;
        holes.push(hole);
        gaps.push(gap);
        parts.push('');
        if (line !== undefined) line += gap;
      }
    else {
      holes.push(of);
      gaps.push(0);
      parts.push('');
    }
  }
  return gaps.some((gap) => gap > 0) ? { parts, holes, gaps } : { parts, holes };
}
