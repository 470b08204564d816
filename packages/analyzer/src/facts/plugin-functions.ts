import { callsNamed, type Program, type ProgramFile } from '../link/program.ts';
import type { Value } from '../link/value.ts';
import type { Expression } from '../parse/expression.ts';
import type { TableRegistry } from './detector.ts';
import { calledName, objectProperty } from './expressions.ts';
import type { FunctionFact } from './file-facts.ts';

type Evaluator = TableRegistry['evaluator'];
type Fn = Extract<Value, { t: 'function' }>;

const PLUGIN_TYPE = /^(?:Fastify(?:Plugin|Register)\w*)$/;
/** Whose plug-in a function is: Fastify's are functions, Hapi's the `register` of an object. */
export type PluginOf = 'fastify' | 'hapi';

const known = new WeakMap<Program, ReadonlyMap<FunctionFact, PluginOf>>();

/** Functions that get a router as their first parameter by being registered: `app.register(async (f) => …)`. */
export function pluginFunctions(evaluator: Evaluator): ReadonlyMap<FunctionFact, PluginOf> {
  const cached = known.get(evaluator.program);
  if (cached) return cached;
  const found = new Map<FunctionFact, PluginOf>();
  known.set(evaluator.program, found);
  for (const file of evaluator.program.files.values()) {
    for (const { call, fact } of callsNamed(file, ['register'])) {
      const [first] = call.args;
      for (const item of first?.k === 'arr' ? first.items : first ? [first] : []) {
        const plugin = pluginOf(item, file, fact.fn, evaluator);
        if (plugin)
          found.set(plugin.fn, /(?:^|\.)register$/.test(plugin.fn.name) ? 'hapi' : 'fastify');
      }
    }
    for (const { init, type } of file.facts.variables) {
      const fn = init?.k === 'fn' ? file.functions.get(init.at) : undefined;
      if (fn && type && PLUGIN_TYPE.test(type.name)) found.set(fn, 'fastify');
    }
  }
  return found;
}

const WRAPPERS = /^(?:fp|fastifyPlugin|plugin)$/;

/** What a plug-in runs: a function, also wrapped or imported late, or the `register` of an object (Hapi). */
export function pluginOf(
  expression: Expression,
  file: ProgramFile,
  fn: number,
  evaluator: Evaluator,
): Fn | undefined {
  if (expression.k === 'await') return pluginOf(expression.of, file, fn, evaluator);
  if (expression.k === 'call' && WRAPPERS.test(calledName(expression) ?? '')) {
    const [inner] = expression.args;
    return inner && pluginOf(inner, file, fn, evaluator);
  }
  const held = objectProperty(expression, 'plugin');
  if (held) return pluginOf(held, file, fn, evaluator);
  let value = evaluator.evaluate(expression, file, fn);
  if (value.t === 'module') value = evaluator.member(value, 'default');
  // `exports.plugin = { register }` leaves the module itself.
  if (value.t === 'object' || value.t === 'module') {
    const inner = evaluator.member(value, 'plugin');
    value = evaluator.member(inner.t === 'object' ? inner : value, 'register');
  }
  return value.t === 'function' ? value : undefined;
}
