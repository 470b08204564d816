/**
 * The native parser is recursive and dies with the process (SIGSEGV) on code nested some thousand
 * levels deep; measured: about 4,000 brackets, 8,000 arrows. No hand-written file comes near.
 */
const MAX_BRACKETS = 1_500;
const MAX_CHAIN = 3_000;
/** Less text than this cannot nest deep enough to matter. */
const MIN_LENGTH = 3_000;

const OPEN = new Set([40, 91, 123]);
const CLOSE = new Set([41, 93, 125]);
const SEMICOLON = 59;

/** Characters that open a level without a closing partner: `<`, `=` of `=>`, `?`, `!`, `-`, `~`, `+`. */
const CHAIN = new Set([60, 61, 63, 33, 45, 126, 43]);

/** A reason not to hand this text to the parser, or undefined when it is safe. */
export function nestingHazard(source: string): string | undefined {
  if (source.length < MIN_LENGTH) return undefined;
  let depth = 0;
  let chain = 0;
  for (let i = 0; i < source.length; i++) {
    const code = source.charCodeAt(i);
    if (code > 126) continue;
    if (OPEN.has(code)) {
      if (++depth > MAX_BRACKETS) return `brackets nested deeper than ${MAX_BRACKETS} levels`;
    } else if (CLOSE.has(code)) {
      if (depth > 0) depth--;
    } else if (code === SEMICOLON) chain = 0;
    else if (CHAIN.has(code)) chain++;
    if (chain > MAX_CHAIN && source.length / chain < 12) return 'operators nested too deeply';
  }
  return undefined;
}
