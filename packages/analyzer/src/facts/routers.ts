import { keysOfName } from '../link/handles.ts';
import { packageOf, stringOf, type Value } from '../link/value.ts';
import type { Expression } from '../parse/expression.ts';
import type { CallSite, Detector, FactSink } from './detector.ts';
import { calledName, chainOf, lastName, objectProperty, render } from './expressions.ts';
import { handlerOf } from './handlers.ts';
import { importsAny, importsPartOf } from './imported-packages.ts';
import { pluginFunctions, pluginOf } from './plugin-functions.ts';
import { routeObject } from './route-objects.ts';
import { routerKey } from './router-keys.ts';

/** Calls whose name is only known at run time have none. */
const COMPUTED = '';

const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'del', 'head', 'options', 'all'];

const MOUNTS = ['use', 'register', 'route', 'basePath', 'prefix', 'plugin'];

/** Names people give a router that arrives as an untyped parameter. */
const ROUTER_NAME =
  /^(?:app|router|server|fastify|instance|api|routes?|express|koa)$|(?:Router|App|Routes)$/;

export interface RouterFramework {
  name: string;
  packages: string[];
  /** Whether routers of unknown origin count for this one. */
  fallback?: boolean;
}

/** Frameworks whose routes are calls on a router object: `router.get('/path', handler)`. */
export function routerDetector(framework: RouterFramework): Detector {
  return {
    name: framework.name,
    packages: framework.packages,
    calls: [...METHODS, ...MOUNTS, 'openapi', 'createRoute', COMPUTED],
    // Most programs use one of them, and a `get` may be anybody's.
    mayCallIn: (program) =>
      framework.fallback === true || importsPartOf(program, framework.packages),
    call(site, out) {
      if (!site.receiver || !isRouter(site, site.receiver, framework)) return;
      if (site.name === 'route' || site.name === 'openapi')
        routeObject(site, out, keyOf(site, site.receiver));
      if (site.name === COMPUTED) {
        computedMethod(site, out, framework);
        return;
      }
      const methods = registeredMethods(site);
      if (methods) {
        for (const method of methods)
          routeCall(
            site,
            out,
            method,
            site.call.args.filter((_, at) => at !== 1),
          );
        return;
      }
      const isRoute = METHODS.includes(site.name);
      if (!isRoute && !MOUNTS.includes(site.name)) return;
      // `routes.forEach(({ path, router }) => app.use(path, router))`
      for (const turn of (isConstant(site) ? undefined : site.turns()) ?? [site]) {
        if (isRoute) routeCall(turn, out, site.name, turn.call.args);
        else mountCall(turn, out);
      }
    },
    file(file, out, evaluator) {
      // Mounts count for every framework, so one of the detectors is enough to find them.
      if (!framework.fallback) return;
      // `register(app)`: the function's parameter is the same router.
      for (const { fact, call } of file.calls) {
        const { args } = call;
        for (let index = 0; index < args.length; index++) {
          const argument = args[index] as Expression;
          if (argument.k !== 'id' && argument.k !== 'member') continue;
          if (!ROUTER_NAME.test(lastName(argument) ?? '')) continue;
          const callee = evaluator.evaluate(call.callee, file, fact.fn);
          if (callee.t !== 'function') continue;
          const child = `${callee.file.path}#${callee.fn.at}#${index}#`;
          const parent = routerKey(
            argument,
            (e) => evaluator.evaluate(e, file, fact.fn),
            (n) => keysOfName(n, file, fact.fn),
          );
          out.mount(parent, child, '');
        }
      }
    },
  };
}

/** What it is told names nothing that a loop could change. */
function isConstant({ call }: CallSite): boolean {
  return call.args.every((arg) => arg.k === 'str' || arg.k === 'fn');
}

function isRouter(site: CallSite, receiver: Expression, framework: RouterFramework): boolean {
  const isNamed = framework.fallback === true && isRouterName(receiver);
  if (!isNamed && !importsPartOf(site.program, framework.packages)) return false;
  const value = site.value(receiver);
  if (receiver.k === 'this') return holdsRouter(site, value, framework);
  const from = packageOf(value);
  if (from !== undefined) return framework.packages.includes(from) && !isForeignMember(value);
  if (value.t === 'parameter' && value.index === 0) {
    const whose = pluginFunctions(site.registry.evaluator).get(value.fn);
    if (whose && importsAny(site.program, ROUTED_BY_PLUGINS[whose]))
      return framework.name === whose;
  }
  return isNamed;
}

function isRouterName(receiver: Expression): boolean {
  const name =
    receiver.k === 'call' && calledName(receiver) === 'route'
      ? lastName(receiver.callee.k === 'member' ? receiver.callee.object : undefined)
      : lastName(receiver);
  return ROUTER_NAME.test(name ?? '');
}

const ROUTED_BY_PLUGINS = { fastify: ['fastify'], hapi: ['@hapi/hapi', 'hapi'] };

/** A controller class of the program: somewhere among its ancestors `this.app = Router()`. */
function holdsRouter(site: CallSite, value: Value, framework: RouterFramework): boolean {
  if (value.t !== 'instance' || site.callee().t !== 'function') return false;
  return ['app', 'router', '_router', 'server', 'expressRouter'].some((name) => {
    const held = site.registry.evaluator.member(value, name);
    return framework.packages.includes(packageOf(held) ?? '');
  });
}

/** `req.app.get('setting')`, `express.Router.prototype`… are not routers. */
function isForeignMember(value: Value): boolean {
  return (
    value.t === 'external-instance' &&
    /^(?:Request|Response|FastifyRequest|FastifyReply|Context)$/.test(value.type)
  );
}

function keyOf(site: CallSite, expression: Expression): string {
  return routerKey(
    expression,
    (e) => site.value(e),
    (name) => keysOfName(name, site.file, site.fn),
  );
}

/** koa-router: `router.register('/orders', ['GET', 'POST'], handler)`. */
function registeredMethods(site: CallSite): string[] | undefined {
  const [path, list, handler] = site.call.args;
  if (site.name !== 'register' || list?.k !== 'arr' || !handler) return undefined;
  if (site.text(path) === undefined) return undefined;
  const methods = list.items.flatMap((item) => site.text(item)?.toLowerCase() ?? []);
  const areAll = methods.length > 0 && methods.length === list.items.length;
  return areAll && methods.every((method) => METHODS.includes(method)) ? methods : undefined;
}

/** `app[method]('/orders', handler)`: a constant, or each of a list that the loop around it goes through. */
function computedMethod(site: CallSite, out: FactSink, { packages }: RouterFramework): void {
  const { callee, args } = site.call;
  if (callee.k !== 'member' || !callee.key || args.length < 2) return;
  const turns = site.text(callee.key) === undefined ? site.turns() : undefined;
  const open: CallSite[] = [];
  for (const turn of turns ?? [site]) {
    const method = turn.text(callee.key)?.toLowerCase();
    if (method === undefined) open.push(turn);
    else if (METHODS.includes(method)) routeCall(turn, out, method, args);
  }
  // What is only called like a router may be anything.
  const isCertain = packages.includes(packageOf(site.value(callee.object)) ?? '');
  if (open.length > 0 && isCertain)
    out.unresolved({
      kind: 'route',
      file: site.file.path,
      line: site.call.nameLine,
      text: render(site.call),
      reason: 'method is computed',
    });
}

function routeCall(
  site: CallSite,
  out: FactSink,
  method: string,
  args: readonly Expression[],
): void {
  const chained =
    site.receiver?.k === 'call'
      ? chainOf(site.receiver).find((c) => calledName(c) === 'route')
      : undefined;
  const pathArgument = chained ? chained.args[0] : args[0];
  const handlers = chained ? args : args.slice(1);
  const isPlain = (e: Expression): boolean => e.k === 'str' || e.k === 'num';
  // A controller's own `this.get(path, handler, 'permission')`.
  const handler =
    site.receiver?.k === 'this' ? handlers.findLast((e) => !isPlain(e)) : handlers.at(-1);
  if (!pathArgument || !handler || isPlain(handler)) return;
  const found = lastHandler(site, handlers);
  // `api.post('/orders', order)`: a client of the codebase's own may well be called like a router.
  if (!found && site.receiver?.k !== 'this' && site.callee().t === 'function') return;
  if (!found && handlers.every((e) => isPlain(e) || isData(site, e))) return;
  const paths = (pathArgument.k === 'arr' ? pathArgument.items : [pathArgument]).map((p) =>
    site.text(p),
  );
  const receiver = chained?.callee.k === 'member' ? chained.callee.object : site.receiver;
  // koa-router: a name may come before the path.
  const second = site.text(args[1]);
  for (const path of paths) {
    const named = second?.startsWith('/') ? second : path;
    const shown = named === undefined ? undefined : ownPrefix(site, receiver) + named;
    if (shown === undefined) {
      out.unresolved({
        kind: 'route',
        file: site.file.path,
        line: site.call.nameLine,
        text: site.name,
        reason: 'path is computed',
      });
      continue;
    }
    out.route(
      {
        file: site.file.path,
        line: site.call.nameLine,
        method: method === 'del' ? 'DELETE' : method.toUpperCase(),
        path: shown,
        ...(found ? { handler: found } : {}),
      },
      receiver ? keyOf(site, receiver) : undefined,
    );
  }
}

/** `api.get('/orders', { page })` asks a server: nothing in the object could answer. */
function isData(site: CallSite, argument: Expression): boolean {
  return (
    argument.k === 'obj' &&
    argument.props.every(
      ({ key, value }) => key !== null && key !== 'handler' && site.value(value).t !== 'function',
    )
  );
}

/**
 * The last function: home-made routers take options behind it. Where a call makes it and nobody can tell what, those
 * before it are not it.
 */
function lastHandler(
  site: CallSite,
  handlers: readonly Expression[],
): ReturnType<typeof handlerOf> {
  for (const candidate of [...handlers].reverse()) {
    const found = handlerOf(site, candidate);
    if (found || candidate.k === 'call') return found;
  }
  return undefined;
}

function mountCall(site: CallSite, out: FactSink): void {
  const { args } = site.call;
  const parent = site.receiver ? keyOf(site, site.receiver) : undefined;
  if (!parent) return;
  const first = args[0];
  const paths = first?.k === 'arr' ? first.items.map((i) => site.text(i)) : [site.text(first)];
  const hasPath = paths.every((path) => path !== undefined);
  const prefix = site.text(
    objectProperty(args[1], 'prefix') ??
      objectProperty(objectProperty(args[1], 'routes'), 'prefix'),
  );
  for (const child of hasPath ? args.slice(1) : args) {
    const plugin =
      site.name === 'register'
        ? pluginOf(child, site.file, site.fn, site.registry.evaluator)
        : undefined;
    if (plugin) {
      const told = prefix ?? site.text(objectProperty(objectProperty(child, 'routes'), 'prefix'));
      out.mount(parent, `${plugin.file.path}#${plugin.fn.at}#0#`, told ?? '');
      continue;
    }
    if (child.k === 'obj' || child.k === 'str') continue;
    const mounted = koaMount(site, child);
    if (mounted) {
      out.mount(parent, keyOf(site, unwrapRouter(mounted.child)), mounted.prefix);
      continue;
    }
    const key = keyOf(site, unwrapRouter(child));
    if (key.startsWith('name:') || key.startsWith('path:') || key === parent) continue;
    const own = ownPrefix(site, site.receiver);
    for (const path of hasPath ? paths : ['']) out.mount(parent, key, own + (prefix ?? path ?? ''));
  }
}

/** Koa: `new Router({ prefix: '/api' })`. */
function ownPrefix(site: CallSite, router: Expression | undefined): string {
  let value = site.value(router);
  // router.use(auth).put('/x') is on the router.
  while (value.t === 'result' && value.of.t === 'member') value = value.of.of;
  if (value.t !== 'result' || !value.call.construct) return '';
  const prefix = objectProperty(value.call.args[0], 'prefix');
  return (prefix && stringOf(site.registry.evaluator.evaluate(prefix, value.file, value.fn))) ?? '';
}

/** koa-mount: `app.use(mount('/api', api))`. */
function koaMount(
  site: CallSite,
  child: Expression,
): { prefix: string; child: Expression } | undefined {
  if (child.k !== 'call' || calledName(child) !== 'mount') return undefined;
  const prefix = site.text(child.args[0]);
  const inner = child.args[1] ?? (prefix === undefined ? child.args[0] : undefined);
  return inner ? { prefix: prefix ?? '', child: inner } : undefined;
}

/** `router.routes()` of Koa, `wrap(router)`. */
function unwrapRouter(expression: Expression): Expression {
  if (expression.k === 'call' && expression.callee.k === 'member') {
    const name = expression.callee.name;
    if (name === 'routes' || name === 'middleware') return expression.callee.object;
  }
  return expression;
}
