import { calledName } from '../../facts/expressions.ts';
import type { CallFact, FunctionId } from '../../facts/file-facts.ts';
import type { CallExpression } from '../../parse/expression.ts';
import { functionKey } from '../call-sites.ts';
import type { Evaluator } from '../evaluator.ts';
import { keysOf, parameterKey, variableKey } from '../handles.ts';
import { callsNamed, type ProgramFile } from '../program.ts';
import { isRunner, possibleRunners, RUNNERS } from './runners.ts';
import { add, addHandles, type Scopes } from './scopes.ts';

/** Calls on a client after which that client is in a transaction. */
const STARTERS = ['startTransaction', 'beginTransaction', 'begin', 'startTrx'];

export function seedFile(
  file: ProgramFile,
  evaluator: Evaluator,
  scopes: Scopes,
  runners: Map<string, number>,
): void {
  for (const own of possibleRunners(file))
    if (own.name && isRunner(own, file, evaluator, runners))
      seedRunner(file, own.fact, own.call, evaluator, scopes);
  for (const { fact, call, name } of callsNamed(file, STARTERS)) {
    // postgres.js: `sql.begin((tx) => …)` hands over another client; `sql` itself stays outside.
    const handsOver = name === 'begin' && call.args.some((argument) => argument.k === 'fn');
    if (call.callee.k === 'member' && !handsOver) {
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
    if (init?.k !== 'call' || !RUNNERS.has(calledName(init) ?? '')) continue;
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
export function seedBegin(file: ProgramFile, fn: FunctionId, line: number, scopes: Scopes): void {
  for (const { fact, call } of file.calls) {
    if (fact.fn !== fn || call.callee.k !== 'member') continue;
    const argument = call.args[0];
    if (argument?.k !== 'str' || argument.line !== line) continue;
    const keys = keysOf(call.callee.object, file, fn);
    if (keys.length > 0) addHandles(scopes, keys, `${file.path}:${call.line}`);
    else add(scopes.ambient, [functionKey(file, fn)], `${file.path}:${call.line}`);
  }
}
