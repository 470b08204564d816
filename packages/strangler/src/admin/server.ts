import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { ProxyError } from '../model/error.ts';
import type { FinishedRequest } from '../model/finished-request.ts';
import type { ProgressQuery, SourceEndpoint } from '../model/progress.ts';
import { METRICS_TYPES } from '../observe/prometheus.ts';
import type { AdminActions } from './actions.ts';
import { type ChangeAction, readChange } from './change-request.ts';
import { DASHBOARD_POLICY, dashboardPage } from './page.ts';
import { serveTail } from './tail.ts';

export interface AdminSettings {
  readonly token: string | undefined;
  /** Host names under which a browser may reach this address. */
  readonly hosts: readonly string[];
  readonly actions: AdminActions;
  /** Public keys (RFC 7517) for those who verify the proxy's tokens; undefined when it signs none. */
  jwks(): unknown;
  /** A bug: the answer says that the log has it. */
  failed(request: string, error: unknown): void;
  /** Tells of every finished request until the function that it returns is called. */
  tail(heard: (finished: FinishedRequest) => void): () => void;
}

/** Room for the endpoints of a large monolith. */
const MAX_BODY = 4 * 1024 * 1024;

/** What webhooks of a Pact broker call. */
const RECHECK = '/gates/recheck';

/** The admin API and the dashboard, on an address of their own. */
export function createAdminServer(settings: AdminSettings): Server {
  return createServer((request, response) => {
    serve(settings, request, response).catch((error: unknown) => {
      if (answerError(response, error)) return;
      settings.failed(`${request.method} ${request.url}`, error);
      answer(response, 500, { message: 'The admin address failed; see the log.' });
    });
  });
}

async function serve(
  settings: AdminSettings,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = URL.parse(request.url ?? '/', 'http://admin');
  if (url === null) {
    answer(response, 400, { message: 'The path cannot be read.' });
    return;
  }
  // Public, and asked for by services that know this address by whatever name.
  const keys = url.pathname === '/.well-known/jwks.json' ? settings.jwks() : undefined;
  if (request.method === 'GET' && keys !== undefined) {
    answer(response, 200, keys);
    return;
  }
  // A Pact broker calls by the name this machine has for it, and shows the token.
  const broker = url.pathname === RECHECK && settings.token !== undefined;
  const refusal =
    broker && authorised(settings.token, request) ? undefined : refuse(settings, request);
  if (refusal === undefined && request.method === 'GET' && url.pathname === '/') {
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': DASHBOARD_POLICY,
      'cache-control': 'no-store',
    });
    response.end(dashboardPage());
    return;
  }
  if (refusal === undefined && url.pathname === '/healthz') {
    answer(response, 200, { ok: true });
    return;
  }
  if (refusal !== undefined || !authorised(settings.token, request)) {
    const message = refusal ?? 'This admin address wants a token.';
    const hint = 'Send `Authorization: Bearer <token>`, from this machine.';
    answer(response, refusal === undefined ? 401 : 403, {
      code: 'PROXY_ADMIN_REFUSED',
      message,
      hint,
    });
    return;
  }
  if (request.method === 'GET' && url.pathname === '/tail') {
    serveTail(settings.tail, url, response);
  } else if (request.method === 'GET') await read(settings.actions, url, request, response);
  else if (request.method === 'POST') await act(settings.actions, url, request, response);
  else answer(response, 405, { message: 'GET or POST.' });
}

/**
 * A page of another origin can make a browser send requests here: Host shows a name rebound to
 * this address, Origin a foreign page.
 */
function refuse(settings: AdminSettings, request: IncomingMessage): string | undefined {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
  if (!settings.hosts.includes(host)) return `"${host}" is not a name of this admin address.`;
  const { origin } = request.headers;
  if (origin !== undefined && origin !== `http://${request.headers.host}`) {
    return 'Requests from pages of another origin are not served.';
  }
  const plain = !/^application\/json\b/i.test(request.headers['content-type'] ?? '');
  if (request.method === 'POST' && plain) return 'A POST here carries application/json.';
  return undefined;
}

function authorised(token: string | undefined, request: IncomingMessage): boolean {
  if (token === undefined) return true;
  const given = Buffer.from(/^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '');
  const wanted = Buffer.from(token);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

async function read(
  actions: AdminActions,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const diff = /^\/routes\/([^/]+)\/diff$/.exec(url.pathname);
  if (url.pathname === '/status') answer(response, 200, await actions.status());
  else if (url.pathname === '/picture') answer(response, 200, await actions.picture());
  else if (url.pathname === '/progress') answer(response, 200, actions.progress({}));
  else if (url.pathname === '/history') {
    const route = url.searchParams.get('route');
    const limit = Number(url.searchParams.get('limit') ?? 'NaN');
    answer(
      response,
      200,
      actions.history({
        ...(route === null ? {} : { route }),
        ...(Number.isInteger(limit) && limit > 0 ? { limit } : {}),
      }),
    );
  } else if (url.pathname === '/metrics') {
    const open = /\bapplication\/openmetrics-text\b/.test(request.headers.accept ?? '');
    const format = open ? 'openmetrics' : 'prometheus';
    response.writeHead(200, { 'content-type': METRICS_TYPES[format] });
    response.end(actions.metrics(format));
  } else if (diff !== null) answer(response, 200, actions.diff(decoded(diff[1] ?? '')));
  else answer(response, 404, { message: `Nothing at ${url.pathname}.` });
}

async function act(
  actions: AdminActions,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readJson(request);
  const change = /^\/routes\/([^/]+)\/(promote|hold|rollback|rearm|forget|rehearse)$/.exec(
    url.pathname,
  );
  if (change !== null) {
    const id = decoded(change[1] ?? '');
    const action = change[2] as ChangeAction;
    answer(response, 200, await actions[action](id, readChange(action, body)));
  } else if (url.pathname === RECHECK) answer(response, 200, await actions.recheck());
  else if (url.pathname === '/reload') answer(response, 200, await actions.reload());
  else if (url.pathname === '/progress')
    answer(response, 200, actions.progress(progressQuery(body)));
  else if (url.pathname === '/explain') {
    const { method, url: target } = body as { method?: unknown; url?: unknown };
    if (typeof method !== 'string' || typeof target !== 'string') {
      answer(response, 400, { message: 'Give method and url.' });
    } else answer(response, 200, actions.explain({ ...body, method, url: target }));
  } else answer(response, 404, { message: `Nothing at ${url.pathname}.` });
}

function progressQuery({ endpoints, days }: Record<string, unknown>): ProgressQuery {
  const known = (Array.isArray(endpoints) ? (endpoints as unknown[]) : []).filter(
    (one): one is SourceEndpoint => {
      const { method, path } = (one ?? {}) as Partial<SourceEndpoint>;
      return typeof method === 'string' && typeof path === 'string';
    },
  );
  return {
    ...(Array.isArray(endpoints) ? { endpoints: known } : {}),
    ...(typeof days === 'number' && days >= 0 ? { days } : {}),
  };
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > MAX_BODY) throw new BadBody('The body is too long.');
    pieces.push(piece);
  }
  const text = Buffer.concat(pieces).toString('utf8');
  if (text === '') return {};
  try {
    const value = JSON.parse(text) as unknown;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>;
    }
  } catch {}
  throw new BadBody('The body is not a JSON object.');
}

class BadBody extends Error {}

/** An error of this package, or one like it from whoever takes part in an action. */
function saysWhatToDo(error: unknown): error is Pick<ProxyError, 'code' | 'message' | 'hint'> {
  return error instanceof Error && 'code' in error && 'hint' in error;
}

/** False when nobody knows what to say about it. */
function answerError(response: ServerResponse, error: unknown): boolean {
  if (saysWhatToDo(error)) {
    const status = error.code === 'PROXY_ROUTE_UNKNOWN' ? 404 : 409;
    answer(response, status, { code: error.code, message: error.message, hint: error.hint });
    return true;
  }
  if (error instanceof BadBody) answer(response, 400, { message: error.message });
  return error instanceof BadBody;
}

/** No route is called by an escape that is none. */
function decoded(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent) return;
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(`${JSON.stringify(body)}\n`);
}
