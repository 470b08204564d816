import { parsePathRule } from '../compare/paths.ts';
import type {
  CorsSettings,
  MessageChanges,
  RewriteSettings,
  TransformSettings,
} from '../model/duties.ts';
import type { WrittenRoute, WrittenRouteTable, WrittenSettings } from '../model/written.ts';
import type {
  WrittenBodyChanges,
  WrittenFieldChanges,
  WrittenMessageChanges,
  WrittenTransform,
} from '../model/written-duties.ts';

/** Fields that say how a message is framed, routed and traced: those are the proxy's business. */
const UNTOUCHABLE: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'via',
  'x-request-id',
  'traceparent',
]);

export function resolveTransforms(
  route: WrittenSettings,
  table: WrittenSettings,
): TransformSettings[] {
  return (route.transform ?? table.transform ?? []).map((written) => ({
    for: written.for ?? 'service',
    request: resolveMessage(written.request),
    response: resolveMessage(written.response),
    maxBodyBytes: written.maxBodyBytes ?? 1_048_576,
  }));
}

function resolveMessage({ headers, body }: WrittenMessageChanges = {}): MessageChanges {
  return {
    headers: {
      rename: headers?.rename ?? {},
      remove: headers?.remove ?? [],
      set: headers?.set ?? {},
      add: headers?.add ?? {},
    },
    body:
      body === undefined
        ? undefined
        : {
            rename: body.rename ?? {},
            move: body.move ?? {},
            map: body.map ?? {},
            remove: body.remove ?? [],
            set: body.set ?? {},
            add: body.add ?? {},
          },
  };
}

export function resolveRewrite(
  route: WrittenSettings,
  table: WrittenSettings,
): RewriteSettings | undefined {
  const written = route.rewrite ?? table.rewrite ?? false;
  if (written === false) return undefined;
  return {
    location: written.location ?? true,
    cookieDomain: written.cookieDomain,
    cookieSecure: written.cookieSecure ?? false,
    cookieSameSite: written.cookieSameSite,
  };
}

export function resolveCors(
  route: WrittenSettings,
  table: WrittenSettings,
): CorsSettings | undefined {
  const written = route.cors ?? table.cors ?? false;
  if (written === false) return undefined;
  return {
    origins: [written.origins].flat(),
    methods: (written.methods ?? ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']).map((one) =>
      one.toUpperCase(),
    ),
    headers: written.headers ?? ['*'],
    expose: written.expose ?? [],
    credentials: written.credentials ?? false,
    maxAgeSeconds: written.maxAgeSeconds ?? 600,
  };
}

/** What a schema cannot see: places that make no sense, and an open door with a key in it. */
export function transformProblems(
  route: WrittenRoute,
  place: string,
  table: WrittenRouteTable,
): string[] {
  const defaults = table.defaults ?? {};
  const transforms = route.transform ?? defaults.transform ?? [];
  const settings = resolveCors(route, defaults);
  return [
    ...transforms.flatMap((one, i) => problemsOf(one, `${place}.transform[${i}]`)),
    ...(settings?.credentials === true && settings.origins.includes('*')
      ? [`${place}.cors lets any origin ask with a user's cookies; name the origins`]
      : []),
  ];
}

function problemsOf({ request, response }: WrittenTransform, place: string): string[] {
  return Object.entries({ request, response }).flatMap(([name, message]) => [
    ...fieldProblems(message?.headers ?? {}, `${place}.${name}.headers`),
    ...bodyProblems(message?.body ?? {}, `${place}.${name}.body`),
  ]);
}

function fieldProblems(changes: WrittenFieldChanges, place: string): string[] {
  const { rename = {}, remove = [], set = {}, add = {} } = changes;
  const names = [
    ...Object.entries(rename).flat(),
    ...remove,
    ...Object.keys(set),
    ...Object.keys(add),
  ];
  return names
    .filter((name) => UNTOUCHABLE.has(name.toLowerCase()))
    .map((name) => `${place} changes "${name}", which is the proxy's own business`);
}

function bodyProblems(changes: WrittenBodyChanges, place: string): string[] {
  const { rename = {}, move = {}, map = {}, remove = [], set = {}, add = {} } = changes;
  const paths = [
    ...[rename, move, map, set, add].flatMap((one) => Object.keys(one)),
    ...remove,
    ...Object.values(move),
  ];
  const plain = [...Object.entries(move).flat()];
  const made = [...Object.keys(set), ...Object.keys(add), ...Object.values(move)];
  return [
    ...paths.flatMap((path) => {
      const steps = parsePathRule(path);
      if (steps.length === 0) return [`${place} names no place by "${path}"`];
      if (steps.includes('**')) return [`${place} "${path}" has **, which is no one place`];
      return steps.includes('__proto__') ? [`${place} "${path}" is no place for data`] : [];
    }),
    ...plain
      .filter((path) => parsePathRule(path).some((step) => step === '*' || step === '[*]'))
      .map((path) => `${place}.move "${path}" has a wildcard`),
    ...made
      .filter((path) => ['*', '[*]'].includes(parsePathRule(path).at(-1) ?? ''))
      .map((path) => `${place} "${path}" ends in a wildcard, so there is no name to write`),
    ...Object.values(rename)
      .filter((name) => name === '__proto__')
      .map((name) => `${place}.rename to "${name}" is no place for data`),
  ];
}
