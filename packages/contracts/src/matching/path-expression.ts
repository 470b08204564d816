export type RulePath = readonly (string | number)[];

/** A name, an index, or any of them. */
export type PathToken = string | number | typeof ANY;

export const ANY: unique symbol = Symbol('*');

const TOKEN = /\[\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(\d+)|(\*))\s*\]|\.?([^.[\]]+)/gy;

/** `$.items[*].id` and `$['items'][0]` as their tokens, without the `$`. */
export function parsePathExpression(expression: string): readonly PathToken[] {
  const text = expression.replace(/^\$/, '');
  const tokens: PathToken[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const [, single, double, index, star, name] = match;
    const quoted = single ?? double;
    if (quoted !== undefined) tokens.push(quoted.replace(/\\(.)/g, '$1'));
    else if (index !== undefined) tokens.push(Number(index));
    else if (star !== undefined || name === '*') tokens.push(ANY);
    else if (name !== undefined) tokens.push(name);
  }
  return tokens;
}

/** How well an expression fits a path or a place above it; 0 if it does not. */
export function weightOf(tokens: readonly PathToken[], path: RulePath): number {
  if (tokens.length > path.length) return 0;
  let weight = 2;
  for (const [index, token] of tokens.entries()) {
    const step = path[index];
    if (token === ANY) weight *= 1;
    else if (token === step || String(token) === String(step)) weight *= 2;
    else return 0;
  }
  return weight;
}
