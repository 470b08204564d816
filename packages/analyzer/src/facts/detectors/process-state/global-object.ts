import { callsNamed, type ProgramFile, variableIn } from '../../../link/program.ts';
import type { CallExpression, Expression } from '../../../parse/expression.ts';
import type { FactSink } from '../../detector.ts';
import { type AssignmentFact, MODULE } from '../../file-facts.ts';
import { isShadowed } from './mutations.ts';
import { nameKind } from './names.ts';

const GLOBALS: ReadonlySet<string> = new Set(['global', 'globalThis']);
/** The parts of the platform itself: `global.process.exitCode = 1` is no state of the program's own. */
const PLATFORM: ReadonlySet<string> = new Set(['process', 'console', 'module', 'exports']);

/** Stands for a name that only running tells. */
const COMPUTED = '[…]';

/** `global.cache = new Map()`, `globalThis.client ??= connect()`: seen by the whole process, imported by nobody. */
export function onGlobalObject(file: ProgramFile, out: FactSink): void {
  const seen = new Set<string>();
  const emit = (name: string, line: number, kind = nameKind(name)): void => {
    if (PLATFORM.has(name) || seen.has(name)) return;
    seen.add(name);
    out.state({ file: file.path, line, name: `global.${name}`, kind });
  };
  const { assignments } = file.facts;
  for (let at = 0; at < assignments.length; at++) {
    const { target, value, fn, line } = assignments[at] as AssignmentFact;
    const name = propertyOfGlobal(target, file, fn);
    // `global.doNotCache = true` keeps nothing but an answer.
    const kind = value.k === 'bool' ? 'module-variable' : undefined;
    if (name !== undefined) emit(name, line, kind);
  }
  for (const { call, fact } of callsNamed(file, ['assign', 'defineProperty'])) {
    const [object] = call.args;
    if (object?.k !== 'id' || !isGlobal(object.name, file, fact.fn)) continue;
    for (const name of givenNames(call)) emit(name, call.nameLine);
  }
}

/** `Object.assign(global, { name })`, `Object.defineProperty(global, 'name', …)`. */
function givenNames({ args: [, given] }: CallExpression): string[] {
  if (given?.k === 'str') return [given.value];
  return given?.k === 'obj' ? given.props.map(({ key }) => key ?? COMPUTED) : [COMPUTED];
}

/** The first property behind the global object. */
function propertyOfGlobal(target: Expression, file: ProgramFile, fn: number): string | undefined {
  let property: string | undefined;
  let at = target;
  for (;;) {
    if (at.k === 'member') {
      property = at.name ?? COMPUTED;
      at = at.object;
    } else if (at.k === 'typed') at = at.of;
    else break;
  }
  return at.k === 'id' && isGlobal(at.name, file, fn) ? property : undefined;
}

/** Also behind a name of its own: `const kept = globalThis as { client?: Client }`. */
function isGlobal(name: string, file: ProgramFile, fn: number): boolean {
  if (GLOBALS.has(name))
    return !isShadowed(file, name, fn) && !file.variables.has(name) && !file.imported.has(name);
  let init = variableIn(file, MODULE, name)?.init;
  while (init?.k === 'typed') init = init.of;
  return init?.k === 'id' && GLOBALS.has(init.name) && !isShadowed(file, name, fn);
}
