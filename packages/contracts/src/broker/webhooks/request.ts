import http from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import { PROTOCOL_VERSION } from '../http/protocol.ts';
import type { Webhook } from '../store/webhooks.ts';
import { hostAllowed, isPrivateAddress, publicLookup } from './hosts.ts';
import type { WebhookSettings } from './settings.ts';
import { render, type TemplateValues } from './template.ts';

/** A request ready to be made. */
export interface OutgoingRequest {
  readonly method: string;
  readonly url: URL;
  /** Lower-case names, in the order in which they are sent. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string | undefined;
}

export interface IncomingResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

export interface ExchangeResult {
  readonly request: OutgoingRequest;
  readonly response: IncomingResponse | undefined;
  readonly error: string | undefined;
  readonly success: boolean;
}

type RequestTemplate = Pick<
  Webhook,
  'method' | 'url' | 'headers' | 'body' | 'username' | 'password'
>;

/** Statuses that count as success. */
const SUCCESS = { from: 200, to: 206 } as const;
/** A response is kept for the logs only; more than this is not read. */
const MAX_RESPONSE_BYTES = 256 * 1024;

export function buildRequest(template: RequestTemplate, values: TemplateValues): OutgoingRequest {
  const url = new URL(
    render(template.url, values, (value) => encodeURIComponent(value.toWellFormed())),
  );
  const text = template.body === undefined ? undefined : bodyText(template.body);
  const body = text === undefined ? undefined : render(text, values);
  const headers = new Map<string, string>([
    ['accept', '*/*'],
    ['user-agent', `Pact Broker v${PROTOCOL_VERSION}`],
  ]);
  for (const [name, value] of Object.entries(template.headers)) {
    headers.set(name.toLowerCase(), render(value, values));
  }
  if (template.username !== null && template.username !== '') {
    const secret = `${render(template.username, values)}:${render(template.password ?? '', values)}`;
    headers.set('authorization', `Basic ${Buffer.from(secret).toString('base64')}`);
  }
  headers.set('host', url.host);
  headers.set('content-length', String(Buffer.byteLength(body ?? '')));
  return { method: template.method.toUpperCase(), url, headers, body };
}

function bodyText(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}

/** Makes the request. Never rejects: what went wrong is part of the result. */
export async function makeRequest(
  request: OutgoingRequest,
  settings: WebhookSettings,
): Promise<ExchangeResult> {
  try {
    checkAddress(request.url, settings);
    const response = await send(request, settings);
    const success = response.status >= SUCCESS.from && response.status <= SUCCESS.to;
    return { request, response, error: undefined, success };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { request, response: undefined, error: message, success: false };
  }
}

function checkAddress(url: URL, settings: WebhookSettings): void {
  if (!settings.schemes.includes(url.protocol.slice(0, -1))) {
    throw new Error(`the scheme ${url.protocol} is not allowed for webhooks`);
  }
  if (!hostAllowed(url.hostname, settings.hosts)) {
    throw new Error(`the host ${url.hostname} is not among those allowed for webhooks`);
  }
  const address = url.hostname.replace(/^\[|\]$/g, '');
  if (!settings.allowPrivateHosts && isIP(address) !== 0 && isPrivateAddress(address)) {
    throw new Error(`${address} is not a public address`);
  }
}

function send(request: OutgoingRequest, settings: WebhookSettings): Promise<IncomingResponse> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingResponse>();
  const client = request.url.protocol === 'https:' ? https : http;
  // A connection of its own: webhooks are rare, and go to places that close idle connections.
  const agent = new client.Agent({ keepAlive: true });
  const outgoing = client.request(
    request.url,
    {
      method: request.method,
      headers: Object.fromEntries(request.headers),
      signal: AbortSignal.timeout(settings.timeoutMs),
      agent,
      ...(settings.allowPrivateHosts ? {} : { lookup: publicLookup as never }),
    },
    (incoming) =>
      readResponse(incoming)
        .then(resolve, reject)
        .finally(() => agent.destroy()),
  );
  outgoing.on('error', (error) => {
    agent.destroy();
    reject(error);
  });
  outgoing.end(request.body);
  return promise;
}

async function readResponse(incoming: http.IncomingMessage): Promise<IncomingResponse> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_RESPONSE_BYTES) chunks.push(chunk);
  }
  const headers = new Map<string, string>();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return {
    status: incoming.statusCode ?? 0,
    statusText: incoming.statusMessage ?? '',
    headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}
