import { calledName, lastName } from '../facts/expressions.ts';
import type { SqlTextFact } from '../facts/file-facts.ts';
import type { Expression } from '../parse/expression.ts';
import type { ProgramFile } from './program.ts';

/** Keys and variables that hold what people or models read. */
const SHOWN_UNDER =
  /^(?:\w*example\w*|samples?|sample_?(?:query|sql|request)\w*|\w*prompts?(?:_\w+)?|placeholder|(?:\w*_)?description|\w*Description|docs?|documentation|help_?text|tooltip|snippets?)$/i;
/** Functions that print, describe or complain. */
const SHOWN_BY =
  /^(?:describe|openapi|meta|placeholder|log|info|debug|warn|trace|fatal|\w*Error|ApiProperty|ApiOperation|Field)$/;
const RUNS =
  /^(?:\$?query\w*|\$?execute\w*|exec|run\w*|all|get|any|many|one|none|manyOrNone|oneOrNone|prepare|raw|unsafe|each|iterate|result|\w*[qQ]uery)$/;
const USER_INTERFACE = /\.[jt]sx$/;

interface Place {
  /** Keys and names that lead to the text, outermost first. */
  keys: string[];
  /** The function that the text itself is handed to. */
  callee?: string;
}

const known = new WeakMap<ProgramFile, Map<number, Place[]>>();

/** Why a text that reads like SQL is not run: it is an example, a prompt, a message. Undefined where it may be. */
export function shownText(text: SqlTextFact, file: ProgramFile): string | undefined {
  if (text.receiver) return undefined;
  const places = placesOf(file).get(text.line) ?? [];
  if (places.some(({ callee }) => callee !== undefined && RUNS.test(callee))) return undefined;
  if (places.some(({ keys }) => keys.length === 1 && isRun(file, keys[0] ?? ''))) return undefined;
  for (const { keys, callee } of places) {
    const key = keys.find((name) => SHOWN_UNDER.test(name));
    if (key !== undefined) return `SQL text under "${key}" is shown, not run`;
    if (callee !== undefined && SHOWN_BY.test(callee))
      return `SQL text handed to ${callee}(…) is shown, not run`;
  }
  return USER_INTERFACE.test(file.path) && !places.some(({ callee }) => callee !== undefined)
    ? 'SQL text in user interface code that is handed to no call'
    : undefined;
}

function isRun(file: ProgramFile, name: string): boolean {
  return file.calls.some(
    ({ call, name: called }) =>
      RUNS.test(called) && call.args.some((arg) => arg.k === 'id' && arg.name === name),
  );
}

/** Where the texts of a file stand, by their first line. */
function placesOf(file: ProgramFile): ReadonlyMap<number, Place[]> {
  const cached = known.get(file);
  if (cached) return cached;
  const places = new Map<number, Place[]>();
  known.set(file, places);
  const { variables, assignments, calls } = file.facts;
  for (const { name, init } of variables) if (init) walk(init, { keys: [name] }, places, 0);
  for (const { target, value } of assignments)
    walk(value, { keys: [lastName(target) ?? ''] }, places, 0);
  for (const { expression } of calls) walk(expression, { keys: [] }, places, 0);
  for (const item of file.exports.values())
    if (item.k === 'value') walk(item.value, { keys: [item.name] }, places, 0);
  return places;
}

const MAX_DEPTH = 12;

function walk(
  expression: Expression,
  at: Place,
  places: Map<number, Place[]>,
  depth: number,
): void {
  if (depth > MAX_DEPTH) return;
  const inner = (e: Expression, place: Place = at): void => walk(e, place, places, depth + 1);
  switch (expression.k) {
    case 'str':
    case 'template': {
      const list = places.get(expression.line);
      if (list) list.push(at);
      else places.set(expression.line, [at]);
      return;
    }
    case 'obj':
      for (const { key, value } of expression.props)
        inner(value, { keys: key === null ? at.keys : [...at.keys, key] });
      return;
    case 'arr':
      for (const item of expression.items) inner(item);
      return;
    case 'call': {
      const callee = calledName(expression);
      for (const arg of expression.args) inner(arg, { ...at, ...(callee ? { callee } : {}) });
      inner(expression.callee);
      return;
    }
    case 'member':
      inner(expression.object);
      return;
    case 'await':
    case 'spread':
    case 'typed':
      inner(expression.of);
      return;
    case 'either':
      for (const one of expression.of) inner(one);
      return;
    case 'concat':
      inner(expression.left);
      inner(expression.right);
      return;
  }
}
