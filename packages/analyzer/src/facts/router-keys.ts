import type { Value } from '../link/value.ts';
import type { Expression } from '../parse/expression.ts';
import { calledName, lastName } from './expressions.ts';

type Evaluate = (expression: Expression) => Value;

/** Identity of a router: the call that made it, or the parameter or property that holds it. */
export function routerKey(
  expression: Expression,
  evaluate: Evaluate,
  keysOf: (name: string) => string[],
): string {
  if (
    expression.k === 'call' &&
    calledName(expression) === 'route' &&
    expression.callee.k === 'member'
  ) {
    return routerKey(expression.callee.object, evaluate, keysOf);
  }
  const holder = routerHolder(expression.k === 'member' ? evaluate(expression.object) : undefined);
  if (holder) return holder;
  const value = evaluate(expression);
  const own = expression.k === 'this' ? routerHolder(value) : undefined;
  if (own) return own;
  const made = madeBy(value);
  if (made) return made;
  if (expression.k === 'call' && expression.callee.k === 'member')
    return routerKey(expression.callee.object, evaluate, keysOf);
  if (expression.k === 'id') return keysOf(expression.name)[0] ?? `name:${expression.name}`;
  return `path:${lastName(expression) ?? '?'}`;
}

const ROUTER_MAKERS =
  /^(?:Router|express|default|fastify|Fastify|Koa|KoaRouter|Hono|OpenAPIHono|server|Server|restify|polka)$/i;

function madeBy(value: Value): string | undefined {
  let at = value;
  // A chain on a router gives the router: router.use(a).use(b).
  while (at.t === 'result' && at.of.t === 'member') at = at.of.of;
  if (at.t === 'result' && ROUTER_MAKERS.test(calledName(at.call) ?? ''))
    return `${at.file.path}:${at.call.line}:${at.call.n ?? at.fn}`;
  if (at.t === 'function') return `${at.file.path}#${at.fn.at}#0#`;
  if (at.t === 'parameter') return `${at.file.path}#${at.fn.at}#${at.index}#${at.property ?? ''}`;
  return undefined;
}

/**
 * A class that keeps its router in a member (`this.app = express.Router()`, often in a base class):
 * each instance has a router of its own, so the class is the identity.
 */
function routerHolder(value: Value | undefined): string | undefined {
  return value?.t === 'instance' ? `${value.file.path}#class#${value.cls.at}` : undefined;
}
