import { calledName } from '../../facts/expressions.ts';
import {
  type AssignmentFact,
  type CallFact,
  type FunctionId,
  MODULE,
  type VariableFact,
} from '../../facts/file-facts.ts';
import type { CallExpression, Expression } from '../../parse/expression.ts';
import type { Evaluator } from '../evaluator.ts';
import { keysOf, parameterKey, variableKey } from '../handles.ts';
import { callsNamed, type ProgramFile, variableAround } from '../program.ts';
import { packageOf } from '../value.ts';
import { isRunner, possibleRunners, type Runners, startsTransaction } from './runners.ts';
import { addAmbient, addHandle, addHandles, type Scopes } from './scopes.ts';

/** Calls on a client after which that client is in a transaction. */
const STARTERS = ['startTransaction', 'beginTransaction', 'begin', 'startTrx'];

export function seedFile(
  file: ProgramFile,
  evaluator: Evaluator,
  scopes: Scopes,
  runners: Runners,
): void {
  for (const own of possibleRunners(file, runners))
    if (own.name && isRunner(own, file, evaluator, runners))
      seedRunner(file, own.fact, own.call, evaluator, scopes);
  const kept = seedVariables(file, scopes);
  for (const { fact, call, name } of callsNamed(file, STARTERS)) {
    // postgres.js: `sql.begin((tx) => …)` hands over another client; `sql` itself stays outside.
    const handsOver = name === 'begin' && call.args.some((argument) => argument.k === 'fn');
    // Objection: `const trx = await Order.startTransaction()`, and the model itself stays outside.
    if (call.callee.k === 'member' && !handsOver && !kept.has(call))
      seedClient(file, fact.fn, call.callee.object, call.line, scopes);
  }
  seedDecorators(file, scopes);
  seedEffects(file, scopes);
}

/**
 * Effect: `sql.withTransaction(Effect.gen(function* () {…}))` and `Effect.gen(…).pipe(sql.withTransaction)`. What runs
 * takes the client from its surroundings, so all of it is inside.
 */
function seedEffects(file: ProgramFile, scopes: Scopes): void {
  if (!file.facts.imports.some(({ specifier }) => /^(?:effect|@effect)(?:\/|$)/.test(specifier)))
    return;
  for (const { call, name } of callsNamed(file, ['withTransaction', 'pipe'])) {
    const isPiped = name === 'pipe' && call.args.some(isWithTransaction);
    const piped = isPiped && call.callee.k === 'member' ? [call.callee.object] : [];
    for (const effect of name === 'pipe' ? piped : call.args)
      for (const argument of effect.k === 'call' ? effect.args : [])
        if (argument.k === 'fn')
          addAmbient(scopes, file, file.functions.get(argument.at), `${file.path}:${call.line}`);
  }
}

function isWithTransaction(given: Expression): boolean {
  return given.k === 'member' && given.name === 'withTransaction';
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
    for (const item of listed(argument, file, fact.fn)) scopes.elements.set(item, id);
    const callee =
      argument.k === 'fn' || argument.k === 'id' || argument.k === 'member'
        ? evaluator.evaluate(argument, file, fact.fn)
        : undefined;
    if (callee?.t !== 'function') continue;
    const parameter = callee.fn.params[0];
    if (!parameter || isOwnConnection(call, file, fact, evaluator))
      addAmbient(scopes, callee.file, callee.fn, id);
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

/**
 * `const trx = await knex.transaction()`, also set later: the result is the handle.
 * @returns the calls whose results are handles
 */
function seedVariables(file: ProgramFile, scopes: Scopes): ReadonlySet<CallExpression> {
  const calls = new Set<CallExpression>();
  const seed = (call: CallExpression, keys: string[]): void => {
    calls.add(call);
    for (const key of keys) addHandle(scopes, key, `${file.path}:${call.line}`);
  };
  const { variables, assignments } = file.facts;
  for (let at = 0; at < variables.length; at++) {
    const { init, fn, name } = variables[at] as VariableFact;
    const call = init && startOf(init);
    if (call) seed(call, [variableKey(file, fn, name)]);
  }
  for (let at = 0; at < assignments.length; at++) {
    const { target, value, fn } = assignments[at] as AssignmentFact;
    const call = target.k === 'id' ? startOf(value) : undefined;
    if (call) seed(call, keysOf(target, file, fn));
  }
  return calls;
}

/** The call that starts a transaction and gives its handle. */
function startOf(given: Expression): CallExpression | undefined {
  const call = given.k === 'await' ? given.of : given;
  if (call.k !== 'call' || !startsTransaction(call)) return undefined;
  return call.args.some((a) => a.k === 'fn' || a.k === 'arr') ? undefined : call;
}

function seedDecorators(file: ProgramFile, scopes: Scopes): void {
  for (const cls of file.decorated) {
    for (const member of cls.members) {
      const decorator = member.decorators.find(
        (d) =>
          (d.k === 'call' && calledName(d) === 'Transactional') ||
          (d.k === 'id' && d.name === 'Transactional'),
      );
      if (decorator && member.at !== undefined) {
        addAmbient(scopes, file, file.functions.get(member.at), `${file.path}:${member.line}`);
      }
    }
  }
}

/** The queries of `$transaction([a, b])`, each where it is written: in the list, or in a variable. */
function listed(argument: Expression, file: ProgramFile, fn: FunctionId): Expression[] {
  const behind = (e: Expression): Expression =>
    (e.k === 'id' ? variableAround(file, fn, e.name)?.init : undefined) ?? e;
  const list = behind(argument);
  return list.k === 'arr' ? list.items.map(behind) : [];
}

/** SQLite in the process: the connection itself is in the transaction, and parameters are the caller's. */
function isOwnConnection(
  { callee }: CallExpression,
  file: ProgramFile,
  { fn }: CallFact,
  evaluator: Evaluator,
): boolean {
  if (callee.k !== 'member') return false;
  return /^(?:better-sqlite3(?:-.*)?|bun:sqlite|libsql)$/.test(
    packageOf(evaluator.evaluate(callee.object, file, fn)) ?? '',
  );
}

/** `client.query('BEGIN')`: from here on the client is the handle. */
export function seedBegin(file: ProgramFile, fn: FunctionId, line: number, scopes: Scopes): void {
  for (const { fact, call } of file.calls) {
    if (fact.fn !== fn || call.callee.k !== 'member') continue;
    const argument = call.args[0];
    if (argument?.k !== 'str' || argument.line !== line) continue;
    const isKnown = seedClient(file, fn, call.callee.object, call.line, scopes);
    if (!isKnown) addAmbient(scopes, file, file.functions.get(fn), `${file.path}:${call.line}`);
  }
}

/**
 * The client is a handle wherever it is handed to. One that all functions of the file share is in the transaction
 * only while the function runs that starts it.
 */
function seedClient(
  file: ProgramFile,
  fn: FunctionId,
  client: Expression,
  line: number,
  scopes: Scopes,
): boolean {
  const id = `${file.path}:${line}`;
  const keys = keysOf(client, file, fn);
  const shared = variableKey(file, MODULE, '');
  if (fn !== MODULE && keys.some((key) => key.startsWith(shared)))
    addAmbient(scopes, file, file.functions.get(fn), id);
  else addHandles(scopes, keys, id);
  return keys.length > 0;
}
