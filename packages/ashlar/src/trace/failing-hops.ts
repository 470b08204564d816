import type { Span } from '@ashlar/analyzer';

/** Where a trace failed first: nothing that failed lies behind it. */
export interface FailingHop {
  traceId: string;
  /** Services that the request passed, outermost first, the failing one last. */
  path: string[];
  /**
   * - `inside`: the service itself failed
   * - `refused`: it answered, and its caller takes the answer for a failure, such as a 4xx
   * - `unanswered`: it gave no answer
   * - `store`: a database or the like failed, or did not answer
   */
  kind: 'inside' | 'refused' | 'unanswered' | 'store';
  caller: string | null;
  /** Who failed, refused or did not answer; null when no span says who it was. */
  service: string | null;
  /** As far as a span says: `/stock/:sku` where the service names its route, else the path. */
  request: { method: string; path: string } | null;
  /** Name of the span that failed. */
  span: string;
  status: number | null;
  error: string | null;
}

/** The failing hops of every trace, in the order of the spans. */
export function failingHops(spans: readonly Span[]): FailingHop[] {
  return [...Map.groupBy(spans, ({ traceId }) => traceId).values()].flatMap((trace) => {
    const tree = treeOf(trace);
    return trace
      .filter((span) => span.failed && !failsBehind(span, tree))
      .map((span) => hopOf(span, tree));
  });
}

interface Tree {
  parentOf(span: Span): Span | undefined;
  childrenOf(span: Span): readonly Span[];
}

function treeOf(trace: readonly Span[]): Tree {
  const byId = new Map(trace.map((span) => [span.spanId, span]));
  const children = Map.groupBy(trace, ({ parentSpanId }) => parentSpanId);
  return {
    parentOf: ({ parentSpanId }) => byId.get(parentSpanId),
    childrenOf: ({ spanId }) => children.get(spanId) ?? [],
  };
}

function failsBehind(span: Span, tree: Tree): boolean {
  const seen = new Set([span]);
  // A set is walked in the order of adding, what is added on the way included.
  for (const one of seen) for (const child of tree.childrenOf(one)) seen.add(child);
  seen.delete(span);
  return [...seen].some(({ failed }) => failed);
}

/** The span and what it was called by, innermost first. */
function upwards(span: Span, tree: Tree): Span[] {
  const found = new Set<Span>();
  for (let at: Span | undefined = span; at !== undefined && !found.has(at); at = tree.parentOf(at))
    found.add(at);
  return [...found];
}

function hopOf(span: Span, tree: Tree): FailingHop {
  const { traceId, name } = span;
  const above = upwards(span, tree);
  const status = numberIn(span, 'http.response.status_code', 'http.status_code');
  const said = textIn(span, 'error.type', 'exception.type') ?? null;
  // By the conventions, error.type is the status where nothing else is known.
  const error = span.message === '' ? (said === String(status) ? null : said) : span.message;
  const common = { traceId, span: name, status, error };
  if (span.kind !== 'client' && span.kind !== 'producer') {
    const caller = above.find(({ service }) => service !== span.service)?.service ?? null;
    const served = above.find(({ kind, service }) => kind === 'server' && service === span.service);
    const request = served === undefined ? null : requestOf(served, []);
    const { service } = span;
    return { ...common, path: pathOf(above), kind: 'inside', caller, service, request };
  }
  const store = textIn(span, 'db.system.name', 'db.system', 'messaging.system');
  if (store !== undefined) {
    const at = textIn(span, 'db.namespace', 'db.name', 'messaging.destination.name');
    const called = at === undefined ? store : `${store} ${at}`;
    return {
      ...common,
      path: [...pathOf(above), called],
      kind: 'store',
      caller: span.service,
      service: called,
      request: null,
    };
  }
  const served = tree.childrenOf(span).find(({ kind }) => kind === 'server');
  const service = served?.service ?? calledBy(span) ?? null;
  return {
    ...common,
    path: [...pathOf(above), ...(service === null ? [] : [service])],
    kind: answerKind(status, served),
    caller: span.service,
    service,
    request: requestOf(span, served === undefined ? passedOn(span, above) : [served]),
  };
}

function answerKind(status: number | null, served: Span | undefined): FailingHop['kind'] {
  if (status !== null && status >= 500) return 'inside';
  // It answered, and what it answered does not count as its own failure.
  return status !== null || served !== undefined ? 'refused' : 'unanswered';
}

function pathOf(above: readonly Span[]): string[] {
  const names = above.flatMap(({ service }) => service ?? []).reverse();
  return names.filter((name, i) => name !== names[i - 1]);
}

/** The proxy's own spans say the path once, at what came in; it goes out the same. */
function passedOn(span: Span, above: readonly Span[]): Span[] {
  if (textIn(span, 'ashlar.target') === undefined) return [];
  return above.filter(({ kind, service }) => kind === 'server' && service === span.service);
}

/** @param behind spans that know the route better */
function requestOf(span: Span, behind: readonly Span[]): FailingHop['request'] {
  const all = [...behind, span];
  const first = (...keys: string[]): string | undefined =>
    keys.flatMap((key) => all.flatMap((one) => textIn(one, key) ?? []))[0];
  const method = first('http.request.method', 'http.method');
  const path =
    first(...pathKeys(span), 'url.path', 'http.target') ?? pathIn(first('url.full', 'http.url'));
  return method === undefined || path === undefined
    ? null
    : { method, path: path.replace(/[?#].*$/s, '') };
}

/** A route of the proxy is a pattern over many addresses. */
function pathKeys(span: Span): string[] {
  return textIn(span, 'ashlar.target') === undefined ? ['http.route'] : [];
}

function calledBy(span: Span): string | undefined {
  const named = textIn(span, 'peer.service');
  if (named !== undefined) return named;
  const host = textIn(span, 'server.address', 'net.peer.name');
  const port = textIn(span, 'server.port', 'net.peer.port');
  return host === undefined || port === undefined ? host : `${host}:${port}`;
}

function pathIn(address: string | undefined): string | undefined {
  return address !== undefined && URL.canParse(address) ? new URL(address).pathname : undefined;
}

function textIn({ attributes }: Span, ...keys: string[]): string | undefined {
  return keys.flatMap((key) => attributes.get(key) ?? [])[0];
}

function numberIn(span: Span, ...keys: string[]): number | null {
  const text = textIn(span, ...keys);
  return text === undefined || !/^\d+$/.test(text) ? null : Number(text);
}
