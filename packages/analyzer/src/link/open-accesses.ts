import type { FunctionFact, FunctionId } from '../facts/file-facts.ts';
import type { AccessOperation, Unresolved } from '../model/analysis.ts';
import type { Caller, Callers } from './call-index.ts';
import type { DetectedAccess } from './detected.ts';
import type { Evaluator } from './evaluator.ts';
import { enclosingFunctions, getOrMake, type ProgramFile } from './program.ts';
import { isTouched, type Touched } from './touched.ts';
import type { Binding, Value } from './value.ts';

export interface FoundAccess {
  table: string;
  operation: AccessOperation;
  via: string;
  confidence: number;
}

/** A place that touches a table which only the callers of its function know. */
export interface OpenAccess {
  /** Looks at the place again, with what a caller handed in. */
  tryWith(binding: Binding): FoundAccess[];
  /** What was said for want of the table: not understood, or one of several; taken back once some caller names it. */
  listed: readonly (Unresolved | DetectedAccess)[];
}

export interface OpenAccesses {
  /** @param touched functions whose callers would tell more; those around the place count */
  add(file: ProgramFile, fn: FunctionId, touched: Touched, open: OpenAccess): void;
  /**
   * Follows every open place to the callers of its function, and on to theirs, until the table is
   * named. The access is the caller's who names it.
   * @returns what was said and is now known better
   */
  follow(
    evaluator: Evaluator,
    callers: Callers,
    found: (caller: Caller, access: FoundAccess) => void,
  ): ReadonlySet<Unresolved | DetectedAccess>;
}

/**
 * Places times callers of one function, for helpers, helpers around helpers, and so on: bundled code
 * has functions that everything goes through.
 */
const MAX_TRIES = [4000, 400, 200];

type ByFunction = Map<FunctionFact, Set<OpenAccess>>;

export function createOpenAccesses(): OpenAccesses {
  const first: ByFunction = new Map();
  return {
    add: (file, fn, touched, open) => addTo(first, file, fn, touched, open),
    follow(evaluator, callers, found) {
      const understood = new Set<Unresolved | DetectedAccess>();
      let opens = first;
      for (const limit of MAX_TRIES) {
        const next: ByFunction = new Map();
        for (const [fn, own] of opens) {
          const all = callers.of(fn);
          if (all.length * own.size > limit) continue;
          for (const caller of all) tryCaller(evaluator, fn, caller, own, found, understood, next);
        }
        opens = next;
      }
      return understood;
    },
  };
}

function addTo(
  opens: ByFunction,
  file: ProgramFile,
  fn: FunctionId,
  touched: Touched,
  open: OpenAccess,
): void {
  for (const around of enclosingFunctions(file, fn))
    if (isTouched(touched, around)) getOrMake(opens, around, () => new Set()).add(open);
}

function tryCaller(
  evaluator: Evaluator,
  fn: FunctionFact,
  caller: Caller,
  opens: ReadonlySet<OpenAccess>,
  found: (caller: Caller, access: FoundAccess) => void,
  understood: Set<Unresolved | DetectedAccess>,
  next: ByFunction,
): void {
  const { result: binding, touched } = evaluator.traced(() => {
    const own = bindingOf(evaluator, fn, caller);
    lookInside(evaluator, own);
    return own;
  });
  // A constructor that is told its table asks nothing yet; its methods are followed themselves.
  if (caller.own.call.callee.k === 'super') return;
  const says = saysSomething(binding);
  for (const open of opens) {
    const accesses = says ? open.tryWith(binding) : [];
    for (const access of accesses) found(caller, access);
    if (accesses.length > 0) for (const item of open.listed) understood.add(item);
    else if (touched) {
      // What is handed in was handed in itself: the next caller out may know.
      addTo(next, caller.file, caller.own.fact.fn, touched, {
        tryWith: (outer) => open.tryWith(bindingOf(evaluator, fn, caller, outer)),
        listed: open.listed,
      });
    }
  }
}

/** What a call hands to the function: its arguments, and the object it is called on. */
function bindingOf(
  evaluator: Evaluator,
  fn: FunctionFact,
  caller: Caller,
  outer?: Binding,
): Binding {
  const { call, fact } = caller.own;
  const args = call.args.map((arg) => evaluator.evaluate(arg, caller.file, fact.fn, outer));
  const callee = evaluator.evaluate(call.callee, caller.file, fact.fn, outer);
  const self = callee.t === 'function' && callee.fn === fn ? callee.self : caller.self;
  return { fn, args, ...(self ? { self } : {}), ...(outer ? { next: outer } : {}) };
}

/**
 * What an object literal holds, and what a call was told, is only looked at when it is asked for:
 * `login(req, { userModel })`, `create(mongoose.model(name))`.
 */
function lookInside(evaluator: Evaluator, { args }: Binding): void {
  for (const value of args) {
    if (value.t === 'object')
      for (const property of value.expression.props)
        evaluator.evaluate(property.value, value.file, value.fn, value.binding);
    if (value.t === 'result')
      for (const argument of value.call.args)
        evaluator.evaluate(argument, value.file, value.fn, value.binding);
  }
}

function saysSomething({ args, self }: Binding): boolean {
  return self !== undefined || args.some((value) => !SILENT.has(value.t));
}

const SILENT: ReadonlySet<Value['t']> = new Set(['unknown', 'parameter', 'interface', 'function']);
