import { stringOf, UNKNOWN, type Value } from '../link/value.ts';
import type { Expression } from '../parse/expression.ts';
import type { CallSite, FactSink } from './detector.ts';
import { calledName, objectProperty } from './expressions.ts';
import { handlerOf } from './handlers.ts';

/** Fastify, Hapi and home-made: `route({ method, url, handler })`, a list of them, or a name for either. */
export function routeObject(site: CallSite, out: FactSink, router: string | undefined): void {
  const [options] = site.call.args;
  const shapes = options ? shapesAt(site, options, 0) : [];
  const isObject = options?.k === 'obj' || options?.k === 'arr' || options?.k === 'id';
  if (shapes.length === 0 && isObject && site.name === 'route' && !site.text(options))
    out.unresolved({
      kind: 'route',
      file: site.file.path,
      line: site.call.nameLine,
      text: 'route',
      reason: 'routes are computed',
    });
  for (const { shape, at } of shapes) {
    const given = at.text(objectProperty(shape, 'url') ?? objectProperty(shape, 'path'));
    // Documents of OpenAPI write {id} for what the router calls :id.
    const path = site.name === 'openapi' ? given?.replace(/\{(\w+)\}/g, ':$1') : given;
    const method = objectProperty(shape, 'method');
    if (path === undefined || !method) continue;
    const methods = (method.k === 'arr' ? method.items : [method]).flatMap((m) => at.text(m) ?? []);
    const settings = objectProperty(shape, 'options') ?? objectProperty(shape, 'config');
    const found = handlerOf(
      at,
      objectProperty(shape, 'handler') ??
        objectProperty(settings, 'handler') ??
        (site.name === 'openapi' ? site.call.args[1] : undefined),
    );
    for (const name of methods) {
      out.route(
        {
          file: at.file.path,
          line: shape.line,
          method: name === '*' ? 'ALL' : name.toUpperCase(),
          path,
          ...(found ? { handler: found } : {}),
        },
        router,
      );
    }
  }
}

type Shape = Expression & { k: 'obj' };
const MAX_LISTS = 5;

/** The objects of a list, also behind names and spread into others, with the place each is written at. */
function shapesAt(
  site: CallSite,
  given: Expression,
  depth: number,
): { shape: Shape; at: CallSite }[] {
  if (depth > MAX_LISTS) return [];
  if (given.k === 'obj') return [{ shape: given, at: site }];
  if (given.k === 'spread') return shapesAt(site, given.of, depth + 1);
  if (given.k === 'arr') return given.items.flatMap((item) => shapesAt(site, item, depth + 1));
  const value = site.value(given);
  // @hono/zod-openapi: `createRoute({ method, path })`.
  if (value.t === 'result' && calledName(value.call) === 'createRoute' && value.call.args[0])
    return shapesAt(placedAt(site, value), value.call.args[0], depth + 1);
  if (value.t !== 'array' && value.t !== 'object') return [];
  return shapesAt(placedAt(site, value), value.expression, depth + 1);
}

/** The same questions, asked where a value is written. */
function placedAt(
  site: CallSite,
  { file, fn }: Extract<Value, { t: 'array' | 'object' | 'result' }>,
): CallSite {
  const { evaluator } = site.registry;
  const value = (e: Expression | undefined): Value =>
    e ? evaluator.evaluate(e, file, fn) : UNKNOWN;
  return { ...site, file, fn, value, text: (e) => stringOf(value(e)) };
}
