import { calledName } from '../../facts/expressions.ts';
import type { CallFact, FunctionId } from '../../facts/file-facts.ts';
import type { CallExpression, Expression } from '../../parse/expression.ts';
import type { Evaluator } from '../evaluator.ts';
import { keysOf, parameterKey, variableKey } from '../handles.ts';
import { type Pace, unhurried } from '../pace.ts';
import { getOrMake, type Program, type ProgramFile } from '../program.ts';
import { addAmbient, addHandles, ambientOf, lookup, type Scopes } from './scopes.ts';

const MAX_ROUNDS = 12;
/** Calls that begin a transaction inside the one whose handle they are made on. */
const NESTING: ReadonlySet<string> = new Set(['transaction', '$transaction', 'savepoint']);

export async function propagate(
  program: Program,
  evaluator: Evaluator,
  scopes: Scopes,
  pace: Pace,
): Promise<void> {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    let grew = false;
    // Files without a handle or an ambient function have nothing to pass on.
    const touched = new Set([...scopes.handleFiles, ...scopes.ambientFiles]);
    await unhurried(program.files.values(), pace, (file) => {
      if (!touched.has(file.path)) return;
      if (scopes.handleFiles.has(file.path)) grew = passToVariables(file, scopes) || grew;
      for (const { fact, call } of file.calls)
        grew = passOn(file, fact, call, evaluator, scopes) || grew;
    });
    if (!grew) return;
  }
}

function passToVariables(file: ProgramFile, scopes: Scopes): boolean {
  let grew = false;
  for (const { init, fn, name } of file.facts.variables) {
    if (!init) continue;
    const keys = [...keysOf(init, file, fn), ...carried(init, file, fn)];
    for (const id of lookup(scopes, keys))
      grew = addHandles(scopes, [variableKey(file, fn, name)], id) || grew;
  }
  return grew;
}

/** `new Repository(tx)` and `repo.withTransaction(tx)` carry the handle they were given. */
function carried(init: Expression, file: ProgramFile, fn: FunctionId): string[] {
  const call = init.k === 'await' ? init.of : init;
  if (call.k !== 'call') return [];
  const takes =
    call.construct ||
    /^(?:with|bind|use|for|get\w*Repository|create\w*)|tr?x/i.test(calledName(call) ?? '');
  return takes ? call.args.flatMap((a) => keysOf(a, file, fn)) : [];
}

function passOn(
  file: ProgramFile,
  fact: CallFact,
  call: CallExpression,
  evaluator: Evaluator,
  scopes: Scopes,
): boolean {
  const ambient = ambientOf(file, fact.fn, scopes);
  const name = calledName(call);
  const nested =
    NESTING.has(name ?? '') &&
    scopes.handleFiles.has(file.path) &&
    intoNested(file, fact, call, scopes);
  if (name === 'savepoint') return nested;
  const mayGive = call.args.length > 0 && scopes.handleFiles.has(file.path);
  if (ambient.size === 0 && !mayGive) return nested;
  const given = mayGive
    ? call.args.map((argument) => handlesIn(argument, file, fact.fn, scopes))
    : [];
  if (ambient.size === 0 && given.every((g) => g.length === 0)) return nested;
  const callee = evaluator.evaluate(call.callee, file, fact.fn);
  if (callee.t !== 'function') return nested;
  let grew = nested;
  for (const [index, handles] of given.entries()) {
    for (const { property, id } of handles) {
      const parameter = callee.fn.params[index];
      if (!parameter) continue;
      grew =
        addHandles(scopes, [parameterKey(callee.file, callee.fn.at, index, property)], id) || grew;
    }
  }
  if (callee.fn.params.every((_, i) => (given[i] ?? []).length === 0)) {
    for (const id of ambient) grew = addAmbient(scopes, callee.file, callee.fn, id) || grew;
  }
  return grew;
}

/**
 * `tx.transaction((inner) => …)`, and `sql.savepoint((sql) => …)` of postgres.js: begun on a handle, the inner
 * transaction is a savepoint of the outer one and hands over another client of it.
 */
function intoNested(
  file: ProgramFile,
  { fn }: CallFact,
  { callee, args, line }: CallExpression,
  scopes: Scopes,
): boolean {
  if (callee.k !== 'member') return false;
  const callback = args.find((argument) => argument.k === 'fn');
  if (callback?.k !== 'fn') return false;
  const inner = `${file.path}:${line}`;
  let grew = false;
  for (const id of lookup(scopes, keysOf(callee.object, file, fn))) {
    grew = addHandles(scopes, [parameterKey(file, callback.at, 0)], id) || grew;
    if (id !== inner) getOrMake(scopes.nested, inner, () => new Set<string>()).add(id);
  }
  return grew;
}

const NOTHING: { property: string; id: string }[] = [];

/** Handles an argument brings: itself, or as properties of an object. */
function handlesIn(
  argument: Expression,
  file: ProgramFile,
  fn: FunctionId,
  scopes: Scopes,
): { property: string; id: string }[] {
  if (argument.k === 'obj') {
    return argument.props.flatMap(({ key, value, spread }) => {
      if (spread) return handlesIn(value, file, fn, scopes);
      return key === null
        ? []
        : [...lookup(scopes, keysOf(value, file, fn))].map((id) => ({ property: key, id }));
    });
  }
  const keys = keysOf(argument, file, fn);
  if (keys.length === 0) return NOTHING;
  const own = [...lookup(scopes, keys)].map((id) => ({ property: '', id }));
  // An object whose property is the handle is passed on whole.
  const inside = keys.flatMap((key) =>
    [...(scopes.properties.get(key) ?? [])].flatMap((known) =>
      [...(scopes.handles.get(known) ?? [])].map((id) => ({
        property: known.slice(key.length),
        id,
      })),
    ),
  );
  return [...own, ...inside];
}
