import { MODULE } from '../facts/file-facts.ts';
import type { AstNode, Handlers } from './ast.ts';
import { type CollectorContext, currentFunction } from './collector-context.ts';
import { OTHER } from './expression.ts';
import { KEY } from './keys.ts';
import { child, endOf, flag, startOf, typeOf } from './nodes.ts';
import { ownText } from './own-text.ts';

const ENVIRONMENT =
  /\b(?:process\.env|import\.meta\.env|Bun\.env)(?:\??\.([A-Za-z_]\w*)|\??\.?\[\s*['"]([^'"]+)['"]\s*\])/g;
/** `import { env } from 'node:process'` lets code write `env.PORT`. */
const IMPORTED = /import\s*\{([^{}]*)\}\s*from\s*['"](?:node:)?process['"]/g;
/** So does `const env = process.env` at the top of a module. */
const NAMED = /^(?:export\s+)?(?:const|let|var)\s+env\b[^=\n]*=\s*process\.env\s*(?:;|$)/m;
const OF_IMPORTED = /(?<![.\w$])env(?:\??\.([A-Za-z_]\w*)|\[\s*['"]([^'"]+)['"]\s*\])/g;
const DESTRUCTURED = /\{([^{}]*)\}\s*=\s*(?:process\.env|import\.meta\.env|Bun\.env)\b(?!\s*[.[])/g;
const OUT_OF_NAMED = /\{([^{}]*)\}\s*=\s*env\b(?!\s*[.([])/g;
/**
 * Deno's environment is asked through functions, with a quoted text or something that is computed. Each blank can be
 * read in one way only, or a long run of them takes the square or the cube of its length.
 */
const DENO =
  /\bDeno\.env\.(?:get|has)\(\s*(?:'([^'\n]+)'\s*|"([^"\n]+)"\s*|(?:[^)\s][^)\n]{0,300}(?:\n\s*)?)?)\)/g;

/** What every way to the environment begins with. */
function mayUseEnvironment({ words }: CollectorContext): boolean {
  return (
    words.has('process') ||
    words.has('import.meta') ||
    words.has('Bun.env') ||
    words.has('Deno.env')
  );
}

export function collectEnvironment(c: CollectorContext): void {
  if (!mayUseEnvironment(c)) return;
  const isNamed = holdsEnv(c.source);
  if (!isNamed && !c.source.includes('.env')) return;
  const uses = isNamed ? [...c.source.matchAll(OF_IMPORTED)] : [];
  for (const match of [...uses, ...c.source.matchAll(ENVIRONMENT)]) {
    const key = match[1] ?? match[2];
    if (key && !isComment(c.source, match.index)) {
      c.facts.environment.push({ key: ownText(key), line: c.lineOf(match.index) });
    }
  }
  for (const match of c.words.has('Deno.env') ? c.source.matchAll(DENO) : []) {
    const key = match[1] ?? match[2];
    const line = c.lineOf(match.index);
    if (isComment(c.source, match.index)) continue;
    if (key) c.facts.environment.push({ key: ownText(key), line });
    else {
      const text = ownText(match[0].slice(0, 200));
      c.facts.computedEnvironment ??= [];
      c.facts.computedEnvironment.push({ key: OTHER, text, fn: MODULE, line });
    }
  }
  const outOfNamed = isNamed ? [...c.source.matchAll(OUT_OF_NAMED)] : [];
  for (const match of [...outOfNamed, ...c.source.matchAll(DESTRUCTURED)]) {
    for (const part of (match[1] ?? '').split(',')) {
      const key = /^\s*['"]?([A-Za-z_]\w*)/.exec(part)?.[1];
      if (key) c.facts.environment.push({ key: ownText(key), line: c.lineOf(match.index) });
    }
  }
}

/** No further back is looked for the begin of a line: one line may be the whole file, and all uses stand in it. */
const FAR = 2_000;

function isComment(source: string, offset: number): boolean {
  const near = source.slice(Math.max(0, offset - FAR), offset);
  const line = near.slice(near.lastIndexOf('\n') + 1).trimStart();
  return line.startsWith('//') || line.startsWith('*') || line.startsWith('/*');
}

const COMPUTED = /\benv\s*(?:\?\.\s*)?\[(?!\s*['"\]])/;
const HOLDER = /^(?:process\s*\??\.\s*env|import\.meta\.env|Bun\.env)$/;

/** Whether the name of an environment variable may be computed somewhere in a text. */
export function hasComputedEnvironment(c: CollectorContext): boolean {
  return mayUseEnvironment(c) && c.source.includes('env') && COMPUTED.test(c.source);
}

/** `process.env[name]`: for files that may have it. */
export function environmentHandlers(context: () => CollectorContext): Handlers {
  return { MemberExpression: { enter: (node) => collectComputed(context(), node) } };
}

function collectComputed(c: CollectorContext, node: AstNode): void {
  if (!flag(node, KEY.computed)) return;
  const object = child(node, KEY.object);
  const property = child(node, KEY.property);
  if (!object || !property) return;
  if (!isNamedEnv(c, object) && !HOLDER.test(c.source.slice(startOf(object), endOf(object))))
    return;
  // What a quoted text names is found with all the others.
  if (typeOf(property) === 'Literal') return;
  const line = c.lineOf(startOf(node));
  const text = ownText(c.source.slice(startOf(node), endOf(node)).slice(0, 200));
  c.facts.computedEnvironment ??= [];
  c.facts.computedEnvironment.push({
    key: c.reader.read(property),
    text,
    fn: currentFunction(c),
    line,
  });
}

function importsEnv(source: string): boolean {
  for (const [, names = ''] of source.matchAll(IMPORTED)) if (/\benv\b/.test(names)) return true;
  return false;
}

/** A search for a plain text costs a small part of what a pattern does, and most files have neither. */
const holdsEnv = (source: string): boolean =>
  (/process['"]/.test(source) && importsEnv(source)) ||
  (source.includes('process.env') && NAMED.test(source));

function isNamedEnv(c: CollectorContext, object: AstNode): boolean {
  return c.source.slice(startOf(object), endOf(object)) === 'env' && holdsEnv(c.source);
}
