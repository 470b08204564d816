import { posix } from 'node:path';
import { calledName } from '../facts/expressions.ts';
import type { FunctionId } from '../facts/file-facts.ts';
import type { Expression } from '../parse/expression.ts';
import type { Evaluator } from './evaluator.ts';
import { type ProgramFile, variableIn } from './program.ts';

/** Literal text, or null for what is only known at run time. */
type Part = string | null;

const MAX_PARTS = 20;
/** A pattern that fits more files than this says nothing. */
const MAX_TARGETS = 300;

const MAX_BRANCHES = 20;

/** What `dev ? './a' : './b'` can be, also behind the name of a variable: each is an import of its own. */
export function branchesOf(
  argument: Expression,
  fn: FunctionId,
  file: ProgramFile,
): readonly Expression[] {
  const named = argument.k === 'id' ? variableIn(file, fn, argument.name)?.init : argument;
  if (named?.k !== 'either') return [argument];
  const branches: Expression[] = [];
  const open: Expression[] = [...named.of];
  for (let next = open.shift(); next; next = open.shift()) {
    if (next.k === 'either') open.unshift(...next.of);
    else branches.push(next);
  }
  return branches.slice(0, MAX_BRANCHES);
}

/**
 * Where a computed specifier can lead: the text itself where constants make it one, else every file
 * that fits, as bundlers read it: `./locales/${name}.js`, `path.join(__dirname, file)`. A hole stands
 * for one name, never for a folder and what is in it.
 * @returns undefined when not even the folder is known
 */
export function computedSpecifiers(
  { argument, fn }: { argument: Expression; fn: FunctionId },
  file: ProgramFile,
  evaluator: Evaluator,
): string[] | undefined {
  const parts = partsOf(argument, file, fn, evaluator, 0);
  if (parts.length > MAX_PARTS) return undefined;
  if (!parts.includes(null)) return [parts.join('')];
  const [first] = parts;
  const prefix = first?.slice(0, first.lastIndexOf('/') + 1);
  if (!prefix?.startsWith('.')) return undefined;
  const fits = new RegExp(`^${parts.map(sourceOf).join('')}${ENDING}`);
  const folder = posix.dirname(file.path);
  const found: string[] = [];
  for (const path of evaluator.program.files.keys()) {
    if (path === file.path) continue;
    const relative = posix.relative(folder, path);
    const written = relative.startsWith('.') ? relative : `./${relative}`;
    if (fits.test(written)) found.push(written);
  }
  return found.length > 0 && found.length <= MAX_TARGETS ? found : undefined;
}

/** What may be left out at the end of a specifier. */
const ENDING = String.raw`(?:\.[cm]?[jt]sx?|/index\.[cm]?[jt]sx?)?$`;

function sourceOf(part: Part, index: number, parts: Part[]): string {
  if (part === null) return '[^/]+';
  const isLast = index === parts.length - 1;
  const text = isLast ? part.replace(/\.[cm]?jsx?$/, '') : part;
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

function partsOf(
  e: Expression,
  file: ProgramFile,
  fn: FunctionId,
  evaluator: Evaluator,
  depth: number,
): Part[] {
  if (depth > MAX_PARTS) return [null];
  const inner = (of: Expression): Part[] => partsOf(of, file, fn, evaluator, depth + 1);
  switch (e.k) {
    case 'str':
      return [e.value];
    case 'concat':
      return merge([...inner(e.left), ...inner(e.right)]);
    case 'template':
      if (e.tag) return [null];
      return merge(
        e.parts.flatMap((text, index): Part[] => {
          const hole = e.holes[index];
          return hole ? [text, ...inner(hole)] : [text];
        }),
      );
    case 'call':
      // path.join(__dirname, 'models', name)
      if (/^(?:join|resolve)$/.test(calledName(e) ?? '') && e.args.length > 0) {
        const joined = e.args.flatMap((arg, index): Part[] =>
          index === 0 ? inner(arg) : ['/', ...inner(arg)],
        );
        return tidy(merge(joined));
      }
      break;
    case 'id':
      if (e.name === '__dirname') return ['.'];
      break;
    case 'either':
      // The first that says something is only one of those it can be.
      return [null];
    default:
  }
  const value = evaluator.evaluate(e, file, fn);
  return [value.t === 'string' ? value.value : null];
}

/** Neighbouring texts as one, neighbouring holes as one. */
function merge(parts: Part[]): Part[] {
  const merged: Part[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (part === '') continue;
    if (typeof part === 'string' && typeof last === 'string')
      merged[merged.length - 1] = last + part;
    else if (part !== null || last !== null || merged.length === 0) merged.push(part);
  }
  return merged;
}

/** `./../models//` as `../models/`, at the start only: a hole may stand for anything later. */
function tidy(parts: Part[]): Part[] {
  const [first, ...rest] = parts;
  if (typeof first !== 'string') return parts;
  const end = first.endsWith('/') ? '/' : '';
  const clean = posix.normalize(first).replace(/\/$/, '') + end;
  return [/^\.{1,2}(?:\/|$)|^\//.test(clean) ? clean : `./${clean}`, ...rest];
}
