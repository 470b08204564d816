import type { SqlToken } from './tokens.ts';

/** Splits at semicolons, but not at those between BEGIN and END of a trigger or a function. */
export function splitStatements(tokens: SqlToken[]): SqlToken[][] {
  const groups: SqlToken[][] = [];
  let own: SqlToken[] = [];
  let blocks = 0;
  for (const [at, token] of tokens.entries()) {
    if (token.k === 'punctuation' && token.text === ';' && blocks === 0) {
      groups.push(own);
      own = [];
      continue;
    }
    own.push(token);
    if (token.k === 'word' && holdsStatements(own)) blocks += opens(token.upper, tokens[at + 1]);
    if (blocks < 0) blocks = 0;
  }
  groups.push(own);
  return groups.filter((group) => group.length > 0);
}

const ROUTINES = new Set(['TRIGGER', 'FUNCTION', 'PROCEDURE', 'PROC']);

/** CREATE, perhaps with words such as OR REPLACE or DEFINER = somebody, and one of these. */
function holdsStatements(group: readonly SqlToken[]): boolean {
  const [first] = group;
  if (first?.k !== 'word' || first.upper !== 'CREATE') return false;
  return group.slice(1, 9).some((token) => token.k === 'word' && ROUTINES.has(token.upper));
}

/** CASE has an END as BEGIN does; END IF and END LOOP close what was not counted. */
function opens(word: string, next: SqlToken | undefined): number {
  if (word === 'BEGIN' || word === 'CASE') return 1;
  if (word !== 'END') return 0;
  const isCounted = next?.k !== 'word' || !/^(?:IF|LOOP|WHILE|REPEAT|FOR)$/.test(next.upper);
  return isCounted ? -1 : 0;
}
