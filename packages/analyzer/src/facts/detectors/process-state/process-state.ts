import type { Evaluator } from '../../../link/evaluator.ts';
import { type ProgramFile, variableIn } from '../../../link/program.ts';
import { packageOf, UNKNOWN, type Value } from '../../../link/value.ts';
import type { ProcessState } from '../../../model/analysis.ts';
import type { Expression } from '../../../parse/expression.ts';
import type { CallSite, Detector, FactSink } from '../../detector.ts';
import { calledName, lastName, objectProperty } from '../../expressions.ts';
import {
  type ClassFact,
  type ClassMemberFact,
  type FunctionId,
  MODULE,
  type VariableFact,
} from '../../file-facts.ts';
import { importsPartOf } from '../../imported-packages.ts';
import { onGlobalObject } from './global-object.ts';
import { isRemembering, isRememberingDecorator, rememberedExports } from './memoized.ts';
import { isAssigned, mutatedIn, settersOf } from './mutations.ts';
import {
  CACHE_PACKAGES,
  CONTAINERS,
  DISK_WRITES,
  FS_PACKAGES,
  LOCK_PACKAGES,
  MEMO_PACKAGES,
  nameKind,
  SCOPE_PACKAGES,
  SESSION_CALLS,
  SESSION_PACKAGES,
  UPLOAD_CALLS,
  UPLOAD_PACKAGES,
} from './names.ts';

/** State that lives in this process: module variables, caches, locks, sessions, files on disk. */
export const processState: Detector = {
  name: 'process-state',
  packages: [],
  calls: [...DISK_WRITES, ...SESSION_CALLS, ...UPLOAD_CALLS],
  call(site, out) {
    if (DISK_WRITES.includes(site.name)) diskWrite(site, out);
    else sessionUse(site, out);
  },
  file(file, out, evaluator) {
    const mutated: ReadonlySet<string> = mutatedIn(file, evaluator.program);
    const { variables } = file.facts;
    for (let at = 0; at < variables.length; at++) {
      const variable = variables[at] as VariableFact;
      if (variable.fn !== MODULE) continue;
      const value = variable.init ? evaluator.evaluate(variable.init, file, MODULE) : undefined;
      const holds = mutated.has(variable.name) && keepsWhatChanges(file, variable, evaluator);
      const kind =
        variable.init && isRemembering(variable.init)
          ? 'cache'
          : stateKind(variable, value, holds, isThrownOnce(file, variable));
      if (!kind) continue;
      const { name, line } = variable;
      const exportedAs = exportedName(file, name);
      const setBy =
        kind === 'module-variable' ? settersOf(name, file, evaluator.program) : undefined;
      out.state({
        ...{ file: file.path, line, name, kind },
        ...(exportedAs ? { exportedAs } : {}),
        ...(setBy === undefined ? {} : { setBy }),
      });
    }
    for (const cls of file.facts.classes) {
      for (const member of cls.members) {
        if (!member.static || member.kind !== 'property') continue;
        const name = `${cls.name}.${member.name}`;
        const kind = staticKind(file, member, mutated.has(name), evaluator);
        if (kind) out.state({ file: file.path, line: member.line, name, kind });
      }
    }
    rememberedExports(file, out);
    onGlobalObject(file, out);
    for (const cls of file.facts.classes) heldByInstances(file, cls, out, evaluator);
    sessionReads(file, out);
  },
};

/** A field of the class itself: `static cache = new LRUCache()`, `static current?: Shop`. */
function staticKind(
  file: ProgramFile,
  { init, name }: ClassMemberFact,
  isMutated: boolean,
  evaluator: Evaluator,
): ProcessState['kind'] | undefined {
  const value = init ? evaluator.evaluate(init, file, MODULE) : undefined;
  return kindByPackage(value) ?? (isMutated ? nameKind(name) : undefined);
}

/** Whose objects count for what holds them. */
const MAKERS: readonly string[] = [...CACHE_PACKAGES, ...LOCK_PACKAGES];

/** `private readonly cache = new Map()`, `this.locks = new Mutex()`: as lasting as the one instance there mostly is. */
function heldByInstances(
  file: ProgramFile,
  cls: ClassFact,
  out: FactSink,
  evaluator: Evaluator,
): void {
  const found = new Map<string, { line: number; kind: ProcessState['kind'] }>();
  const mayBeMade = importsPartOf(evaluator.program, MAKERS);
  const consider = (name: string, init: Expression, fn: FunctionId, line: number): void => {
    if (isRemembering(init) && !found.has(name)) found.set(name, { line, kind: 'cache' });
    const value = mayBeMade ? evaluator.evaluate(init, file, fn) : UNKNOWN;
    const from = value.t === 'result' && value.call.construct ? packageOf(value) : undefined;
    const byName = isContainer(init) && init.k === 'call' ? nameKind(name) : undefined;
    const kind =
      from && CACHE_PACKAGES.has(from)
        ? 'cache'
        : from && LOCK_PACKAGES.has(from)
          ? 'lock'
          : byName === 'cache' || byName === 'lock'
            ? byName
            : undefined;
    if (kind && !found.has(name)) found.set(name, { line, kind });
  };
  for (const { name, init, line, decorators, static: isStatic } of cls.members) {
    if (init && !isStatic) consider(name, init, MODULE, line);
    if (decorators.some(isRememberingDecorator)) found.set(name, { line, kind: 'cache' });
  }
  for (const [name, { value, fn, line }] of file.assignedMembers.get(cls.at) ?? [])
    consider(name, value, fn, line);
  for (const [name, { line, kind }] of found)
    out.state({ file: file.path, line, name: `${cls.name}.${name}`, kind });
}

/** The name that importers write for a variable of the module. */
function exportedName({ exports }: ProgramFile, variable: string): string | undefined {
  for (const [name, one] of exports) {
    if (one.k === 'local' && one.local === variable) return name;
    if (one.k !== 'value') continue;
    if (one.value.k === 'id' && one.value.name === variable) return name;
    const inside = one.value.k === 'obj' ? one.value.props : [];
    const property = inside.find(({ value }) => value.k === 'id' && value.name === variable);
    if (property?.key) return property.key;
  }
  return undefined;
}

function stateKind(
  variable: VariableFact,
  value: Value | undefined,
  holds: boolean,
  isSwitch: boolean,
): ProcessState['kind'] | undefined {
  const byName = isSwitch ? 'module-variable' : nameKind(variable.name);
  return kindByPackage(value) ?? (holds ? byName : undefined);
}

/** `let locked = false` that is only ever set to true: who waits for a lock sets it back. */
function isThrownOnce(file: ProgramFile, { name, init }: VariableFact): boolean {
  if (init?.k !== 'bool' || !/locked$/i.test(name)) return false;
  const before = init.value;
  const values = file.facts.assignments.flatMap(({ target, value }) =>
    target.k === 'id' && target.name === name ? [value] : [],
  );
  return values.every((value) => value.k === 'bool' && value.value !== before);
}

/**
 * Whether what functions change is kept in the variable: they give it another value, or it holds a container. A client
 * whose `del` is called changes something elsewhere, and one that is only declared (`declare global`) is not here.
 */
function keepsWhatChanges(
  file: ProgramFile,
  { name, kind, init }: VariableFact,
  { program }: Evaluator,
): boolean {
  if (init && isContainer(init)) return true;
  if (kind === 'const') return false;
  return (
    isAssigned(name, file, program) ||
    file.facts.assignments.some(
      ({ target, value, fn }) =>
        fn === MODULE && target.k === 'id' && target.name === name && isContainer(value),
    )
  );
}

function kindByPackage(value: Value | undefined): ProcessState['kind'] | undefined {
  if (value?.t !== 'result') return undefined;
  const from = packageOf(value);
  if (isRemembering(value.call)) return 'cache';
  if (from === undefined) return undefined;
  if (CACHE_PACKAGES.has(from)) return 'cache';
  if (MEMO_PACKAGES.has(from) && value.of.t === 'external') return 'cache';
  if (LOCK_PACKAGES.has(from)) return 'lock';
  if (SESSION_PACKAGES.has(from)) return 'session';
  return SCOPE_PACKAGES.has(from) ? 'request-scope' : undefined;
}

function isContainer(init: Expression): boolean {
  if (init.k === 'obj' || init.k === 'arr') return true;
  if (init.k === 'typed') return isContainer(init.of);
  if (init.k !== 'call') return false;
  if (
    calledName(init) === 'create' &&
    init.callee.k === 'member' &&
    lastName(init.callee.object) === 'Object'
  )
    return true;
  return init.construct && CONTAINERS.has(lastName(init.callee) ?? '');
}

function diskWrite(site: CallSite, out: FactSink): void {
  const from = packageOf(site.callee());
  if (from === undefined || !FS_PACKAGES.has(from)) return;
  // A path that is set from outside or else empty has no name.
  const name = site.text(site.call.args[0]) || site.name;
  out.state({ file: site.file.path, line: site.call.nameLine, name, kind: 'local-disk' });
}

function sessionUse(site: CallSite, out: FactSink): void {
  const from = packageOf(site.callee());
  if (from !== undefined && UPLOAD_PACKAGES.has(from) && keepsInMemory(site)) return;
  if (from !== undefined && (SESSION_PACKAGES.has(from) || UPLOAD_PACKAGES.has(from))) {
    out.state({
      file: site.file.path,
      line: site.call.nameLine,
      name: from,
      kind: SESSION_PACKAGES.has(from) ? 'session' : 'local-disk',
    });
  }
}

/** `multer({ storage: multer.memoryStorage() })` writes nothing. */
function keepsInMemory(site: CallSite): boolean {
  const storage = objectProperty(site.call.args[0], 'storage');
  return storage?.k === 'call' && calledName(storage) === 'memoryStorage';
}

/** `req.session.basket = …`: what is kept there belongs to one process or one store. */
function sessionReads(file: ProgramFile, out: FactSink): void {
  for (const { target, line, fn } of file.facts.assignments) {
    const path = sessionPath(target, file, fn);
    if (path) out.state({ file: file.path, line, name: path, kind: 'session' });
  }
}

function sessionPath(target: Expression, file: ProgramFile, fn: FunctionId): string | undefined {
  if (target.k !== 'member' || !target.name) return undefined;
  if (target.object.k === 'member' && target.object.name === 'session')
    return mayBeRequest(target.object.object) ? `session.${target.name}` : undefined;
  return target.object.k === 'id' &&
    target.object.name === 'session' &&
    isOfRequest(file, fn, target.object.name)
    ? `session.${target.name}`
    : undefined;
}

/** `req.session`, `ctx.request.session`; the state of a dialog (`event.state.session`) hangs on no request. */
const mayBeRequest = (holder: Expression): boolean =>
  holder.k !== 'member' || /^(?:req|request|raw|handshake|ctx|context)$/i.test(holder.name ?? '');

/** `const { session } = req`, `({ session }) => …`; a row of a table may be called session, too. */
function isOfRequest(file: ProgramFile, from: FunctionId, name: string): boolean {
  for (let at = from; at !== MODULE; at = file.functions.get(at)?.parent ?? MODULE) {
    const init = variableIn(file, at, name)?.init;
    if (init) return init.k === 'member' && init.name === name;
    const parameter = file.functions
      .get(at)
      ?.params.find((p) => p.name === name || p.properties?.some(({ local }) => local === name));
    if (parameter) return parameter.name !== name;
  }
  return false;
}
