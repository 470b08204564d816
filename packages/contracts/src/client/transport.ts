import { setTimeout as sleep } from 'node:timers/promises';
import { ContractsError } from '../model/error.ts';
import type { CheckedConnection } from './connection.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface BrokerRequest {
  readonly method: Method;
  readonly url: URL;
  readonly body?: unknown;
  /** Of the body. Default `application/json`; PATCH of a resource wants merge-patch. */
  readonly contentType?: string | undefined;
}

export interface BrokerResponse {
  readonly status: number;
  /** Parsed JSON, or undefined when the body is empty or of another type. */
  readonly body: unknown;
  readonly text: string;
}

const FIRST_PAUSE_MS = 200;
/** A broker may ask for a longer pause than anyone wants to wait in a build. */
const LONGEST_PAUSE_MS = 5000;

/**
 * One request with a time limit and a small budget of further attempts on 429, 5xx and broken
 * connections. `Retry-After` (RFC 9110, 10.2.3) is honoured up to 5 s. Writes may
 * be repeated, since a broker keeps versions, deployments and contracts by their natural keys; the
 * caller sets `retries` to 0 for the few that may not.
 * @throws ContractsError CONTRACTS_BROKER_UNREACHABLE, CONTRACTS_BROKER_TIMEOUT
 */
export async function send(
  connection: CheckedConnection,
  request: BrokerRequest,
): Promise<BrokerResponse> {
  for (let attempt = 0; ; attempt += 1) {
    const last = attempt >= connection.retries;
    const outcome = await attemptOnce(connection, request);
    if (outcome.kind === 'answer') {
      if (last || !isPassing(outcome.response.status)) return outcome.response;
      await sleep(outcome.retryAfterMs ?? pause(attempt));
      continue;
    }
    // A second wait of the same length is no better news: report a slow broker at once.
    if (last || outcome.error.code === 'CONTRACTS_BROKER_TIMEOUT') throw outcome.error;
    await sleep(pause(attempt));
  }
}

type Outcome =
  | {
      readonly kind: 'answer';
      readonly response: BrokerResponse;
      readonly retryAfterMs: number | undefined;
    }
  | { readonly kind: 'failure'; readonly error: ContractsError };

async function attemptOnce(
  connection: CheckedConnection,
  request: BrokerRequest,
): Promise<Outcome> {
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: headers(connection, request),
      signal: AbortSignal.timeout(connection.timeoutMs),
      // A redirect to another host must not see the token; fetch drops it, but only across origins.
      redirect: 'follow',
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    });
    const text = await response.text();
    return {
      kind: 'answer',
      response: { status: response.status, body: parse(response, text), text },
      retryAfterMs: retryAfter(response.headers.get('retry-after')),
    };
  } catch (cause) {
    return { kind: 'failure', error: connectionError(connection, cause) };
  }
}

function headers(connection: CheckedConnection, request: BrokerRequest): Record<string, string> {
  return {
    // The index of the official broker answers 406 to plain application/json.
    accept: 'application/hal+json, application/json;q=0.9',
    'user-agent': 'ashlar-contracts',
    ...(request.body === undefined
      ? {}
      : { 'content-type': request.contentType ?? 'application/json' }),
    ...(connection.authorization === undefined ? {} : { authorization: connection.authorization }),
  };
}

function parse(response: Response, text: string): unknown {
  const type = response.headers.get('content-type') ?? '';
  if (text === '' || !/[/+]json\b/.test(type)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isPassing(status: number): boolean {
  return status === 429 || status === 408 || status >= 500;
}

function pause(attempt: number): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt);
}

function retryAfter(value: string | null): number | undefined {
  if (value === null) return undefined;
  const seconds = Number(value);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.min(LONGEST_PAUSE_MS, Math.max(0, ms)) : undefined;
}

function connectionError(connection: CheckedConnection, cause: unknown): ContractsError {
  const where = connection.base.href;
  if (cause instanceof Error && (cause.name === 'TimeoutError' || cause.name === 'AbortError')) {
    return new ContractsError(
      'CONTRACTS_BROKER_TIMEOUT',
      `The broker at ${where} did not answer within ${connection.timeoutMs} ms.`,
      'Check that it is healthy, or allow more time: --broker-timeout MS.',
    );
  }
  return new ContractsError(
    'CONTRACTS_BROKER_UNREACHABLE',
    `No answer from the broker at ${where}: ${reason(cause)}.`,
    'Check the address and that the broker runs (to start one: ashlar broker).',
  );
}

/** Node hides the useful part of a failed fetch (ECONNREFUSED, a certificate) in the cause. */
function reason(cause: unknown): string {
  const inner = cause instanceof Error && cause.cause !== undefined ? cause.cause : cause;
  if (!(inner instanceof Error)) return 'the connection failed';
  const code = 'code' in inner && typeof inner.code === 'string' ? inner.code : '';
  const message = inner.message === '' ? code : inner.message;
  return message === '' ? 'the connection failed' : message;
}
