import { calledName, rootOf } from '../facts/expressions.ts';
import type { CallFact, FunctionId } from '../facts/file-facts.ts';
import { MODULE } from '../facts/file-facts.ts';
import type { CallExpression, Expression } from '../parse/expression.ts';
import { callsOf, functionKey } from './call-sites.ts';
import type { Detected, DetectedAccess } from './detect.ts';
import type { Evaluator } from './evaluate.ts';
import { keysOf, mentionedKeys, parameterKey, variableKey } from './handles.ts';
import { getOrMake, type Program, type ProgramFile } from './program.ts';

/** Calls that run a callback in a transaction. */
const RUNNERS =
  /^(?:\$?transaction|withTransaction|runInTransaction|inTransaction|transactional|startTransaction|beginTransaction|atomicPhase_?|transact|tx|withTx|useTransaction|doInTransaction|begin|runTransaction)$/;
/** Calls on a client after which that client is in a transaction. */
const STARTERS = new Set(['startTransaction', 'beginTransaction', 'begin', 'startTrx']);

interface Scopes {
  /** Handle key to the transactions it can stand for. */
  handles: Map<string, Set<string>>;
  /** Keys of properties by the key of what has them: `options` to `options.transaction`. */
  properties: Map<string, Set<string>>;
  /** Functions that run wholly inside a transaction without a handle. */
  ambient: Map<string, Set<string>>;
  /** Array elements of `prisma.$transaction([a, b])`. */
  elements: Map<Expression, string>;
}

/**
 * Says for every access which transactions it runs in. A transaction is named by the place it
 * starts at. Handles are followed through variables, closures, arguments and object properties into
 * the functions they are passed to.
 */
export function assignTransactions(
  program: Program,
  evaluator: Evaluator,
  detected: Detected,
): void {
  const scopes: Scopes = {
    handles: new Map(),
    properties: new Map(),
    ambient: new Map(),
    elements: new Map(),
  };
  const runners = findRunners(program, evaluator);
  for (const file of program.files.values()) seedFile(file, evaluator, scopes, runners);
  for (const control of detected.controls) {
    if (control.kind === 'begin') seedBegin(control.file, control.fn, control.line, scopes);
  }
  propagate(program, evaluator, scopes);
  const spread: DetectedAccess[] = [];
  for (const item of detected.accesses) {
    const found = [...transactionsOf(item, scopes)].sort();
    const first = found[0];
    if (first !== undefined) item.access.transaction = first;
    // One function may run in the transactions of several callers: one access each.
    for (const transaction of found.slice(1)) {
      spread.push({ ...item, access: { ...item.access, transaction } });
    }
  }
  detected.accesses.push(...spread);
}

/** Functions of the program that hand one of their parameters to a runner as its callback. */
function findRunners(program: Program, evaluator: Evaluator): Map<string, number> {
  const runners = new Map<string, number>();
  for (let round = 0; round < 2; round++) {
    for (const file of program.files.values()) {
      for (const { fact, call } of callsOf(file)) {
        if (!isRunner(call, file, fact.fn, evaluator, runners)) continue;
        for (const argument of call.args) {
          if (argument.k === 'id') noteRunner(runners, file, fact.fn, argument.name);
          if (argument.k !== 'fn') continue;
          // db.transaction((tx) => work(tx)): the same, one step further in.
          for (const inner of file.facts.calls) {
            const { expression } = inner;
            if (inner.fn !== argument.at || expression.k !== 'call' || expression.callee.k !== 'id')
              continue;
            noteRunner(runners, file, fact.fn, expression.callee.name);
          }
        }
      }
    }
  }
  return runners;
}

function noteRunner(
  runners: Map<string, number>,
  file: ProgramFile,
  at: FunctionId,
  name: string,
): void {
  const fn = file.functions.get(at);
  const index = fn?.params.findIndex((p) => p.name === name) ?? -1;
  if (fn && index !== -1) runners.set(functionKey(file, fn.at), index);
}

function isRunner(
  call: CallExpression,
  file: ProgramFile,
  fn: FunctionId,
  evaluator: Evaluator,
  runners: Map<string, number>,
): boolean {
  const name = calledName(call) ?? '';
  if (RUNNERS.test(name)) return true;
  if (name === 'execute' && call.callee.k === 'member' && call.callee.object.k === 'call') {
    return RUNNERS.test(calledName(call.callee.object) ?? '');
  }
  if (runners.size === 0 || !call.args.some((a) => a.k === 'fn')) return false;
  const callee = evaluator.evaluate(call.callee, file, fn);
  return callee.t === 'function' && runners.has(functionKey(callee.file, callee.fn.at));
}

function seedFile(
  file: ProgramFile,
  evaluator: Evaluator,
  scopes: Scopes,
  runners: Map<string, number>,
): void {
  for (const { fact, call } of callsOf(file)) {
    const name = calledName(call);
    if (!name) continue;
    if (isRunner(call, file, fact.fn, evaluator, runners))
      seedRunner(file, fact, call, evaluator, scopes);
    if (STARTERS.has(name) && call.callee.k === 'member') {
      addHandles(scopes, keysOf(call.callee.object, file, fact.fn), `${file.path}:${call.line}`);
    }
  }
  seedVariables(file, scopes);
  seedDecorators(file, scopes);
}

function seedRunner(
  file: ProgramFile,
  fact: CallFact,
  call: CallExpression,
  evaluator: Evaluator,
  scopes: Scopes,
): void {
  const id = `${file.path}:${call.line}`;
  for (const argument of call.args) {
    if (argument.k === 'arr') for (const item of argument.items) scopes.elements.set(item, id);
    const callee =
      argument.k === 'fn' || argument.k === 'id' || argument.k === 'member'
        ? evaluator.evaluate(argument, file, fact.fn)
        : undefined;
    if (callee?.t !== 'function') continue;
    const parameter = callee.fn.params[0];
    const key = functionKey(callee.file, callee.fn.at);
    if (!parameter) add(scopes.ambient, [key], id);
    else if (parameter.properties) {
      for (const { key: property } of parameter.properties) {
        addHandles(scopes, [parameterKey(callee.file, callee.fn.at, 0, property)], id);
      }
    } else addHandles(scopes, [parameterKey(callee.file, callee.fn.at, 0)], id);
    if (call.callee.k === 'member' && calledName(call) === 'withTransaction') {
      // MongoDB: the session that runs the callback is the handle.
      addHandles(scopes, keysOf(call.callee.object, file, fact.fn), id);
    }
  }
}

/** `const trx = await knex.transaction()`: the result is the handle. */
function seedVariables(file: ProgramFile, scopes: Scopes): void {
  for (const variable of file.facts.variables) {
    const init = variable.init?.k === 'await' ? variable.init.of : variable.init;
    if (init?.k !== 'call' || !RUNNERS.test(calledName(init) ?? '')) continue;
    if (init.args.some((a) => a.k === 'fn' || a.k === 'arr')) continue;
    add(
      scopes.handles,
      [variableKey(file, variable.fn, variable.name)],
      `${file.path}:${init.line}`,
    );
  }
}

function seedDecorators(file: ProgramFile, scopes: Scopes): void {
  for (const cls of file.facts.classes) {
    for (const member of cls.members) {
      const decorator = member.decorators.find(
        (d) =>
          (d.k === 'call' && calledName(d) === 'Transactional') ||
          (d.k === 'id' && d.name === 'Transactional'),
      );
      if (decorator && member.at !== undefined) {
        add(scopes.ambient, [functionKey(file, member.at)], `${file.path}:${member.line}`);
      }
    }
  }
}

/** `client.query('BEGIN')`: from here on the client is the handle. */
function seedBegin(file: ProgramFile, fn: FunctionId, line: number, scopes: Scopes): void {
  for (const { fact, call } of callsOf(file)) {
    if (fact.fn !== fn || call.callee.k !== 'member') continue;
    const argument = call.args[0];
    if (argument?.k !== 'str' || argument.line !== line) continue;
    const keys = keysOf(call.callee.object, file, fn);
    if (keys.length > 0) addHandles(scopes, keys, `${file.path}:${call.line}`);
    else add(scopes.ambient, [functionKey(file, fn)], `${file.path}:${call.line}`);
  }
}

function addHandles(scopes: Scopes, keys: string[], id: string): boolean {
  for (const key of keys) {
    const base = key.slice(0, key.lastIndexOf('#') + 1);
    if (base !== key) getOrMake(scopes.properties, base, () => new Set<string>()).add(key);
  }
  return add(scopes.handles, keys, id);
}

function add(map: Map<string, Set<string>>, keys: string[], id: string): boolean {
  let grew = false;
  for (const key of keys) {
    const known = getOrMake(map, key, () => new Set<string>());
    if (!known.has(id)) {
      known.add(id);
      grew = true;
    }
  }
  return grew;
}

const MAX_ROUNDS = 12;

function propagate(program: Program, evaluator: Evaluator, scopes: Scopes): void {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    let grew = false;
    const touched = touchedFiles(scopes);
    for (const file of program.files.values()) {
      if (!touched.has(file.path)) continue;
      for (const variable of file.facts.variables) {
        if (!variable.init) continue;
        const found = lookup(scopes, [
          ...keysOf(variable.init, file, variable.fn),
          ...carried(variable.init, file, variable.fn),
        ]);
        for (const id of found)
          grew = addHandles(scopes, [variableKey(file, variable.fn, variable.name)], id) || grew;
      }
      for (const { fact, call } of callsOf(file))
        grew = passOn(file, fact, call, evaluator, scopes) || grew;
    }
    if (!grew) return;
  }
}

/** Files without a handle or an ambient function have nothing to pass on. */
function touchedFiles(scopes: Scopes): Set<string> {
  const files = new Set<string>();
  for (const key of scopes.handles.keys()) files.add(key.slice(0, key.indexOf('#')));
  for (const key of scopes.ambient.keys()) files.add(key.slice(0, key.indexOf('#')));
  return files;
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

function lookup(scopes: Scopes, keys: string[]): Set<string> {
  const found = new Set<string>();
  for (const key of keys) for (const id of scopes.handles.get(key) ?? []) found.add(id);
  return found;
}

function passOn(
  file: ProgramFile,
  fact: CallFact,
  call: CallExpression,
  evaluator: Evaluator,
  scopes: Scopes,
): boolean {
  const ambient = ambientOf(file, fact.fn, scopes);
  const given = call.args.map((argument) => handlesIn(argument, file, fact.fn, scopes));
  if (ambient.size === 0 && given.every((g) => g.length === 0)) return false;
  const callee = evaluator.evaluate(call.callee, file, fact.fn);
  if (callee.t !== 'function') return false;
  let grew = false;
  for (const [index, handles] of given.entries()) {
    for (const { property, id } of handles) {
      const parameter = callee.fn.params[index];
      if (!parameter) continue;
      grew =
        addHandles(scopes, [parameterKey(callee.file, callee.fn.at, index, property)], id) || grew;
    }
  }
  if (callee.fn.params.every((_, i) => (given[i] ?? []).length === 0)) {
    for (const id of ambient)
      grew = add(scopes.ambient, [functionKey(callee.file, callee.fn.at)], id) || grew;
  }
  return grew;
}

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

function ambientOf(file: ProgramFile, fn: FunctionId, scopes: Scopes): Set<string> {
  const found = new Set<string>();
  for (let at = fn; at !== MODULE; at = file.functions.get(at)?.parent ?? MODULE) {
    for (const id of scopes.ambient.get(functionKey(file, at)) ?? []) found.add(id);
  }
  return found;
}

function transactionsOf(item: DetectedAccess, scopes: Scopes): Set<string> {
  const found = ambientOf(item.file, item.fn, scopes);
  if (!item.expression) return found;
  const element = scopes.elements.get(item.expression);
  if (element) found.add(element);
  for (const id of lookup(scopes, mentionedKeys(item.expression, item.file, item.fn)))
    found.add(id);
  const root = rootOf(item.expression);
  if (root.k === 'id')
    for (const id of lookup(scopes, keysOf(root, item.file, item.fn))) found.add(id);
  return found;
}
