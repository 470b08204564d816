import { type Facts, type ImportEdge, isForTypes } from '../model/analysis.ts';
import { functionKey, waitingCalls } from './crossing-calls.ts';

/** Run by the framework around the handlers of whoever names them. */
const AROUND_HANDLERS = /(?:Guard|Interceptor|Pipe|Filter|Decorator|[Mm]iddleware)$/;
/** Told by the common way of naming such things. */
export const isAroundHandlers = (name: string): boolean => AROUND_HANDLERS.test(name);

const CONSTANT = /^[A-Z][A-Z\d_]+$/;
/** Classes, enumerations and objects that stand for one. */
const TYPE_LIKE = /^[A-Z]\w*$/;
/** Lists what a module of a framework is made of: it stays where its parts are. */
const WIRING = /Module$/;

type Known = Pick<Facts, 'calls' | 'accesses' | 'injections' | 'tables'> & {
  routes: readonly Pick<Facts['routes'][number], 'handler'>[];
};
/** Some of the names of an import, in its order. */
type NamesOf = (edge: ImportEdge) => string[];

/**
 * Which names of an import run around the handlers of the one who imports them: guards, interceptors, decorators.
 * Told by the common way of naming them, and decorators by being called at top level.
 */
export function namesAroundHandlers(facts: Known): NamesOf {
  const { asked, decorating } = useOfNames(facts);
  return ({ from, symbols }) =>
    symbols.filter((name) => {
      const key = `${from}>${name}`;
      return !asked.has(key) && (decorating.has(key) || AROUND_HANDLERS.test(name));
    });
}

/**
 * Which names of an import both sides could have a copy of: those above, constants, enumerations, shapes of data,
 * base classes. Told by how such names are written and by what is not done with them: nothing is asked of them that
 * has to be waited for, nobody is given or makes an object of them, they do no work of their own (answer a route,
 * touch a table, call another file), and they are no model of a table. Any other name in lower case may be an
 * object that lives in the process.
 */
export function sharedNames(facts: Known): NamesOf {
  const { asked, decorating } = useOfNames(facts);
  const working = workingClasses(facts);
  const models = new Set(facts.tables.flatMap(({ definedAt }) => definedAt?.file ?? []));
  return ({ from, to, symbols }) =>
    symbols.filter((name) => {
      const key = `${from}>${name}`;
      if (asked.has(key)) return false;
      if (decorating.has(key) || AROUND_HANDLERS.test(name) || CONSTANT.test(name)) return true;
      if (!TYPE_LIKE.test(name) || WIRING.test(name) || models.has(to)) return false;
      return !working.has(functionKey(to, name));
    });
}

/** Classes whose methods do something beyond their file, as `file#name`. */
function workingClasses({ calls, accesses, routes }: Known): Set<string> {
  const methods = [
    ...calls.map(({ file, caller }) => ({ file, name: caller })),
    ...accesses.map(({ file, caller = '' }) => ({ file, name: caller })),
    ...routes.map(({ handler }) => ({ file: handler?.file ?? '', name: handler?.symbol ?? '' })),
  ];
  return new Set(methods.map(({ file, name }) => functionKey(file, classOf(name))));
}

const classOf = (method: string): string => method.split('.')[0] ?? '';

/** `file>name` of what is asked, given or made an object of there, and of what is called as a decorator is. */
function useOfNames(facts: Known): { asked: Set<string>; decorating: Set<string> } {
  const waits = waitingCalls(facts);
  const asked = new Set<string>();
  const decorating = new Set<string>();
  for (const call of facts.calls) {
    const name = classOf(call.callee);
    const key = `${call.file}>${name}`;
    const isTopLevel = call.caller === '<module>' && call.atStart === true;
    const isMade = call.callee === name && TYPE_LIKE.test(name) && !isTopLevel;
    if (waits(call) || isMade) asked.add(key);
    else if (isTopLevel && call.callee === name) decorating.add(key);
  }
  for (const { file, token } of facts.injections) asked.add(`${file}>${token}`);
  return { asked, decorating };
}

/** Imports of values without some of their names; those with no other are left out. */
export function withoutNames(imports: readonly ImportEdge[], namesOf: NamesOf): ImportEdge[] {
  return imports.flatMap((edge) => {
    const names = isForTypes(edge) ? [] : namesOf(edge);
    if (names.length === 0) return [edge];
    const symbols = edge.symbols.filter((name) => !names.includes(name));
    return symbols.length === 0 ? [] : [{ ...edge, symbols }];
  });
}
