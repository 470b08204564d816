import type { Evaluator } from '../../link/evaluator.ts';
import { callsNamed, type Program, type ProgramFile } from '../../link/program.ts';
import type { Value } from '../../link/value.ts';
import type { CallExpression, Expression } from '../../parse/expression.ts';
import type { Detector, FactSink } from '../detector.ts';
import { calledName, chainOf } from '../expressions.ts';
import type { FunctionId } from '../file-facts.ts';

const KINDS: Record<string, string> = {
  query: 'QUERY',
  mutation: 'MUTATION',
  subscription: 'SUBSCRIPTION',
};
const ROUTERS = ['router', 'createTRPCRouter', 'createRouter'];
const MERGES = ['mergeRouters', 'merge'];
const MAX_DEPTH = 8;

interface Place {
  file: ProgramFile;
  fn: FunctionId;
}

/** tRPC: `router({ list: procedure.query(…) })`; every key is a procedure, named after the routers that hold it. */
export const trpc: Detector = {
  name: 'trpc',
  packages: ['@trpc/server'],
  calls: [...ROUTERS, 'query', 'mutation', 'subscription', 'mergeRouters'],
  file(file, out, evaluator) {
    if (!mentionsTrpc(file)) return;
    const inner = heldRouters(evaluator);
    for (const { call, fact } of callsNamed(file, ROUTERS)) {
      // A router that another holds is read there, under the name it has there.
      if (inner.has(call)) continue;
      const [shape] = call.args;
      if (shape) procedures(shape, { file, fn: fact.fn }, '', out, evaluator, 0);
    }
  },
};

function mentionsTrpc(file: ProgramFile): boolean {
  return file.facts.imports.some((i) => /trpc/i.test(i.specifier));
}

const known = new WeakMap<Program, ReadonlySet<CallExpression>>();

/** The calls of routers that are properties of other routers, or merged into them by name. */
function heldRouters(evaluator: Evaluator): ReadonlySet<CallExpression> {
  const cached = known.get(evaluator.program);
  if (cached) return cached;
  const found = new Set<CallExpression>();
  known.set(evaluator.program, found);
  for (const file of evaluator.program.files.values()) {
    if (!mentionsTrpc(file)) continue;
    for (const { call, fact } of callsNamed(file, ROUTERS)) {
      const [shape] = call.args;
      if (shape?.k !== 'obj') continue;
      for (const { value } of shape.props) {
        const made = routerOf(evaluator.evaluate(value, file, fact.fn));
        if (made) found.add(made.call);
      }
    }
  }
  return found;
}

function routerOf(value: Value): Extract<Value, { t: 'result' }> | undefined {
  if (value.t !== 'result') return undefined;
  return [...ROUTERS, ...MERGES].includes(calledName(value.call) ?? '') ? value : undefined;
}

function procedures(
  shape: Expression,
  place: Place,
  prefix: string,
  out: FactSink,
  evaluator: Evaluator,
  depth: number,
): void {
  if (shape.k !== 'obj' || depth > MAX_DEPTH) return;
  for (const { key, value } of shape.props) {
    if (!key) continue;
    const path = prefix + key;
    if (value.k === 'obj') procedures(value, place, `${path}.`, out, evaluator, depth + 1);
    const last = value.k === 'call' ? chainOf(value).at(-1) : undefined;
    const method = last ? KINDS[calledName(last) ?? ''] : undefined;
    if (method && value.k === 'call')
      out.route({
        file: place.file.path,
        line: value.line,
        method,
        path,
        handler: { file: place.file.path },
      });
    else held(value, place, `${path}.`, out, evaluator, depth);
  }
}

/** A router by name, or made in place; `mergeRouters(a, b)` has the procedures of both. */
function held(
  expression: Expression,
  place: Place,
  prefix: string,
  out: FactSink,
  evaluator: Evaluator,
  depth: number,
): void {
  const made = routerOf(evaluator.evaluate(expression, place.file, place.fn));
  if (!made) return;
  const at = { file: made.file, fn: made.fn };
  if (MERGES.includes(calledName(made.call) ?? ''))
    for (const part of made.call.args) held(part, at, prefix, out, evaluator, depth + 1);
  else if (made.call.args[0]) procedures(made.call.args[0], at, prefix, out, evaluator, depth + 1);
}
