import type {
  ChangeRequest,
  ChangeResult,
  Decision,
  HoldRequest,
  PromoteRequest,
  Recheck,
  Rehearsal,
  RehearsalRequest,
  ReloadResult,
} from '../model/control.ts';
import { PROXY_ERROR_CODES, ProxyError, type ProxyErrorCode } from '../model/error.ts';
import type { ProgressQuery, ProgressReport } from '../model/progress.ts';
import type { DiffReport, ProxyStatus } from '../model/status.ts';
import type { Explanation, RequestSketch } from '../routes/explain.ts';

/** What the command line and other tools do with a running proxy. */
export interface AdminClient {
  status(): Promise<ProxyStatus>;
  history(query?: { readonly route?: string; readonly limit?: number }): Promise<Decision[]>;
  diff(routeId: string): Promise<DiffReport>;
  explain(request: RequestSketch): Promise<Explanation>;
  progress(query?: ProgressQuery): Promise<ProgressReport>;
  promote(routeId: string, request?: PromoteRequest): Promise<ChangeResult>;
  hold(routeId: string, request?: HoldRequest): Promise<ChangeResult>;
  rollback(routeId: string, request?: ChangeRequest): Promise<ChangeResult>;
  rearm(routeId: string, request?: ChangeRequest): Promise<ChangeResult>;
  forget(routeId: string, request?: ChangeRequest): Promise<ChangeResult>;
  rehearse(routeId: string, request?: RehearsalRequest): Promise<Rehearsal>;
  /** Asks the gates of routes that users are on once more. */
  recheck(): Promise<readonly Recheck[]>;
  /** Makes the proxy read its table file again. */
  reload(): Promise<ReloadResult>;
  /** Prometheus text exposition format. */
  metrics(): Promise<string>;
  /** Finished requests as they come, as lines of the access log, until the signal. */
  tail(query: TailQuery, signal: AbortSignal): AsyncIterable<Readonly<Record<string, unknown>>>;
}

export interface TailQuery {
  readonly route?: string;
  /** Only 5xx, broken answers and calls that failed. */
  readonly failures?: boolean;
}

interface ErrorAnswer {
  readonly code?: string;
  readonly message?: string;
  readonly hint?: string;
}

const PATIENCE_MS = 30_000;

export function createAdminClient(url: string, token?: string): AdminClient {
  const call = async (method: string, path: string, body?: unknown): Promise<Response> => {
    const response = await reach(new URL(path, url), {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw await refusal(response);
    return response;
  };
  const read = async <T>(path: string): Promise<T> =>
    (await call('GET', path)).json() as Promise<T>;
  const act = async <T>(path: string, body: unknown): Promise<T> =>
    (await call('POST', path, body)).json() as Promise<T>;
  const change =
    (action: string) =>
    (routeId: string, request: object = {}): Promise<ChangeResult> =>
      act(`/routes/${encodeURIComponent(routeId)}/${action}`, request);

  return {
    status: () => read('/status'),
    history: (query = {}) => {
      const search = new URLSearchParams();
      if (query.route !== undefined) search.set('route', query.route);
      if (query.limit !== undefined) search.set('limit', String(query.limit));
      return read(`/history?${search}`);
    },
    diff: (routeId) => read(`/routes/${encodeURIComponent(routeId)}/diff`),
    explain: (request) => act('/explain', request),
    progress: (query = {}) => act('/progress', query),
    promote: change('promote'),
    hold: change('hold'),
    rollback: change('rollback'),
    rearm: change('rearm'),
    forget: change('forget'),
    rehearse: (routeId, request = {}) =>
      act(`/routes/${encodeURIComponent(routeId)}/rehearse`, request),
    recheck: () => act('/gates/recheck', {}),
    reload: () => act('/reload', {}),
    tail: (query, signal) => {
      const search = new URLSearchParams();
      if (query.route !== undefined) search.set('route', query.route);
      if (query.failures === true) search.set('failures', 'true');
      return follow(new URL(`/tail?${search}`, url), token, signal);
    },
    metrics: async () => (await call('GET', '/metrics')).text(),
  };
}

async function* follow(
  url: URL,
  token: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<Readonly<Record<string, unknown>>> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await reach(url, { headers, signal });
  if (!response.ok) throw await refusal(response);
  let rest = '';
  const decoder = new TextDecoder();
  try {
    for await (const piece of response.body ?? []) {
      const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line !== '') yield JSON.parse(line);
    }
  } catch (error) {
    if (!signal.aborted) throw unreachable(url, error);
  }
}

async function reach(url: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS), ...init });
  } catch (cause) {
    throw unreachable(url, cause);
  }
}

function unreachable(url: URL, cause: unknown): ProxyError {
  return new ProxyError(
    'PROXY_ADMIN_UNREACHABLE',
    `No answer from the proxy's admin address ${url.origin}.`,
    'Start the proxy with an admin port, or give the right address.',
    { cause },
  );
}

/** What stood in the way over there, by its own code, so that its page in docs/errors can be found. */
async function refusal(response: Response): Promise<ProxyError> {
  const { code, message, hint } = (await response.json().catch(() => ({}))) as ErrorAnswer;
  const told = message ?? `The proxy's admin address answered ${response.status}.`;
  const ours = code !== undefined && Object.hasOwn(PROXY_ERROR_CODES, code);
  return new ProxyError(
    ours ? (code as ProxyErrorCode) : 'PROXY_ADMIN_REFUSED',
    ours || code === undefined ? told : `${code}: ${told}`,
    hint ?? 'Check the address and the token.',
  );
}
