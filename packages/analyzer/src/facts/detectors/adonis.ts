import { joinPaths } from '../../link/mount-routes.ts';
import { packageOf } from '../../link/value.ts';
import type { Handler } from '../../model/analysis.ts';
import { singular } from '../../model/words.ts';
import type { CallExpression, Expression } from '../../parse/expression.ts';
import { snakeCase } from '../../sql/naming.ts';
import type { CallSite, Detector, FactSink } from '../detector.ts';
import { calledName, chainOf } from '../expressions.ts';
import { MODULE } from '../file-facts.ts';
import { handlerOf } from '../handlers.ts';
import { importsAny } from '../imported-packages.ts';

/** The router from npm, and as the container of AdonisJS 5 calls it. */
const ROUTERS = ['@adonisjs/core/services/router', '@ioc:Adonis/Core/Route'];
const METHODS: Record<string, string> = {
  get: 'GET',
  post: 'POST',
  put: 'PUT',
  patch: 'PATCH',
  delete: 'DELETE',
  any: 'ALL',
};
/** Actions of a resource; those of forms are left out by `apiOnly()`. */
const ACTIONS: [action: string, method: string, path: string, isForm?: true][] = [
  ['index', 'GET', ''],
  ['create', 'GET', 'create', true],
  ['store', 'POST', ''],
  ['show', 'GET', ':id'],
  ['edit', 'GET', ':id/edit', true],
  ['update', 'PUT', ':id'],
  ['update', 'PATCH', ':id'],
  ['destroy', 'DELETE', ':id'],
];

/** Routes of AdonisJS, with the prefixes of the groups around them. */
export const adonis: Detector = {
  name: 'adonis',
  packages: ['@adonisjs/core'],
  calls: [...Object.keys(METHODS), 'resource', 'group', 'prefix', 'only', 'except'],
  call(site, out) {
    if (!site.receiver || !importsAny(site.program, ROUTERS)) return;
    if (!ROUTERS.includes(packageOf(site.value(site.receiver)) ?? '')) return;
    // `router.group(…).prefix(…)` is looked at from the routes inside.
    if (site.chain[0] !== site.call) return;
    const method = METHODS[site.name];
    if (method) single(site, method, out);
    else if (site.name === 'resource') resource(site, out);
  },
};

function single(site: CallSite, method: string, out: FactSink): void {
  const [first, second] = site.call.args;
  const path = site.text(first);
  if (path === undefined) computed(site, out);
  else add(site, method, path, handler(site, second), out);
}

function computed(site: CallSite, out: FactSink): void {
  out.unresolved({
    kind: 'route',
    file: site.file.path,
    line: site.call.nameLine,
    text: `${site.name}(…)`,
    reason: 'path of the route is computed',
  });
}

function add(
  site: CallSite,
  method: string,
  path: string,
  found: Handler | undefined,
  out: FactSink,
): void {
  const { file, call, fn } = site;
  const own = prefixIn(site, site.chain);
  const whole = joinPaths(joinPaths(prefixAround(site, fn), own), path);
  const route = { file: file.path, line: call.nameLine, method, path: whole };
  out.route({ ...route, handler: found ?? { file: file.path } });
}

function resource(site: CallSite, out: FactSink): void {
  const [first, controller] = site.call.args;
  const path = site.text(first);
  if (path === undefined) {
    computed(site, out);
    return;
  }
  const named = (verb: string): Set<string> | undefined => {
    const call = site.chain.find((own) => calledName(own) === verb);
    const list = call?.args[0];
    return list?.k === 'arr'
      ? new Set(list.items.flatMap((item) => site.text(item) ?? []))
      : undefined;
  };
  const only = named('only');
  const except = named('except');
  const isApi = site.chain.some((own) => calledName(own) === 'apiOnly');
  // comments of 'posts.comments' belong to one post.
  const parts = path.split('.');
  const base = parts
    .map((part, at) => (at < parts.length - 1 ? `${part}/:${parameterOf(part)}` : part))
    .join('/');
  for (const [action, method, rest, isForm] of ACTIONS) {
    if ((isApi && isForm) || except?.has(action) || (only && !only.has(action))) continue;
    add(site, method, joinPaths(base, rest), ofController(site, controller, action), out);
  }
}

/** `post_id` of `posts`. */
function parameterOf(part: string): string {
  return `${snakeCase(singular(part)).replaceAll('-', '_')}_id`;
}

/** Prefixes of all groups whose callback this is in, outermost first. */
function prefixAround(site: CallSite, fn: number): string {
  let prefix = '';
  for (let at = fn; at !== MODULE; at = site.file.functions.get(at)?.parent ?? MODULE) {
    const group = site.file.calls.find(
      ({ name, call }) =>
        name === 'group' && call.args.some((arg) => arg.k === 'fn' && arg.at === at),
    );
    if (group) prefix = joinPaths(prefixIn(site, chainOf(group.fact.expression)), prefix);
  }
  return prefix;
}

function prefixIn(site: CallSite, chain: readonly CallExpression[]): string {
  const call = chain.find((own) => calledName(own) === 'prefix');
  return site.text(call?.args[0]) ?? '';
}

/** A function, `'OrdersController.show'`, or `[OrdersController, 'show']`. */
function handler(site: CallSite, given: Expression | undefined): Handler | undefined {
  if (given?.k === 'arr') {
    const [controller, action] = given.items;
    return ofController(site, controller, site.text(action) ?? 'handle');
  }
  const text = site.text(given);
  if (text === undefined) return handlerOf(site, given);
  const [controller, action] = text.split('.');
  return byPath(site, controller ?? '', action ?? 'handle');
}

function ofController(
  site: CallSite,
  controller: Expression | undefined,
  action: string,
): Handler | undefined {
  if (controller?.k === 'str') return byPath(site, controller.value, action);
  const value = site.value(controller);
  if (value.t === 'class') return { file: value.file.path, symbol: `${value.cls.name}.${action}` };
  // `const OrdersController = () => import('#controllers/orders_controller')`
  const returned = value.t === 'function' ? value.fn.returns[0] : undefined;
  if (value.t !== 'function' || !returned) return undefined;
  const { evaluator } = site.registry;
  const module = evaluator.evaluate(returned, value.file, value.fn.at);
  const loaded = module.t === 'module' ? evaluator.member(module, 'default') : module;
  return loaded.t === 'class'
    ? { file: loaded.file.path, symbol: `${loaded.cls.name}.${action}` }
    : undefined;
}

/** AdonisJS 5 looks controllers up by name below one folder. */
function byPath(site: CallSite, name: string, action: string): Handler | undefined {
  const path = name.replace(/^App\/Controllers\/Http\//, '');
  const end = new RegExp(`(?:^|/)app/Controllers/Http/${path.replace(/[^\w/]/g, '')}\\.[jt]s$`);
  for (const file of site.program.files.values())
    if (end.test(file.path))
      return { file: file.path, symbol: `${path.slice(path.lastIndexOf('/') + 1)}.${action}` };
  return undefined;
}
