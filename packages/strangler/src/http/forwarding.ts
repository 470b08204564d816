import type { Fields } from './fields.ts';
import type { RequestHead } from './request.ts';
import type { ResponseHead } from './response.ts';

/** Who is connected to us, and how. */
export interface Peer {
  readonly address: string;
  readonly tls: boolean;
}

export interface ForwardSettings {
  readonly trustForwarded: boolean;
  readonly preserveHost: boolean;
  /** `host:port` of the upstream. */
  readonly authority: string;
  readonly requestId: string;
  readonly traceparent: string;
  /** False when the client's traceparent was no good, and its tracestate goes with it. */
  readonly keepTracestate: boolean;
  /** Fields added by us, such as the mark on mirrored requests. */
  readonly extra?: Fields;
}

/** Names that no Connection field can nominate away: they decide where and how a message goes. */
const PROTECTED: ReadonlySet<string> = new Set([
  'host',
  'content-length',
  'transfer-encoding',
  'content-type',
  'content-encoding',
  'authorization',
  'cookie',
  'set-cookie',
  'expect',
  'trailer',
]);

/** Fields for one hop (RFC 9110 7.6.1), and those this proxy writes itself. */
const NOT_FORWARDED: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authorization',
  'te',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
  'via',
  'x-request-id',
  'traceparent',
  'ashlar-shadow',
]);

const FORWARDED: ReadonlySet<string> = new Set([
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-port',
  'x-real-ip',
]);

/** The head sent upstream, up to and including its empty line. */
export function upstreamHead(head: RequestHead, peer: Peer, settings: ForwardSettings): string {
  const { fields, names, nominated } = head;
  let text = `${head.method} ${head.target} HTTP/1.1\r\n`;
  let via = '';
  let hasHost = false;
  const came: Record<string, string> = {};
  for (let i = 0; i < names.length; i++) {
    const name = names[i] as string;
    const value = fields[i * 2 + 1] as string;
    if (NOT_FORWARDED.has(name)) {
      if (name === 'via') via += `${value}, `;
      continue;
    }
    if (FORWARDED.has(name)) {
      came[name] = name in came ? `${came[name]}, ${value}` : value;
      continue;
    }
    if (nominated.length > 0 && nominated.includes(name) && !PROTECTED.has(name)) continue;
    if (name === 'tracestate' && !settings.keepTracestate) continue;
    if (name === 'trailer' && head.framing.kind !== 'chunked') continue;
    if (name === 'expect' && !head.expectsContinue) continue;
    if (name === 'host') {
      hasHost = true;
      if (!settings.preserveHost) {
        text += `Host: ${settings.authority}\r\n`;
        continue;
      }
    }
    text += `${fields[i * 2]}: ${value}\r\n`;
  }
  if (!hasHost) text += `Host: ${settings.authority}\r\n`;
  if (head.framing.kind === 'chunked') text += 'Transfer-Encoding: chunked\r\n';
  text += connectionLines(head);
  text += forwardedLines(head.host, peer, settings.trustForwarded ? came : {});
  text += `Via: ${via}1.${head.minor} ashlar\r\nX-Request-Id: ${settings.requestId}\r\ntraceparent: ${settings.traceparent}\r\n`;
  for (let i = 0; i < (settings.extra?.length ?? 0); i += 2) {
    text += `${settings.extra?.[i]}: ${settings.extra?.[i + 1]}\r\n`;
  }
  return `${text}\r\n`;
}

function connectionLines(head: RequestHead): string {
  if (head.upgrade !== undefined) return `Connection: Upgrade\r\nUpgrade: ${head.upgrade}\r\n`;
  return head.acceptsTrailers ? 'TE: trailers\r\nConnection: TE\r\n' : '';
}

/** Forwarded (RFC 7239) and the older fields. What the client sent counts only when trusted. */
function forwardedLines(
  host: string | undefined,
  peer: Peer,
  came: Readonly<Record<string, string>>,
): string {
  const proto = peer.tls ? 'https' : 'http';
  const before = (name: string): string => (came[name] === undefined ? '' : `${came[name]}, `);
  const node = peer.address.includes(':') ? `"[${peer.address}]"` : peer.address;
  const forHost = host === undefined ? '' : `;host="${host}"`;
  const oldHost = came['x-forwarded-host'] ?? host;
  return (
    `X-Forwarded-For: ${before('x-forwarded-for')}${peer.address}\r\n` +
    `X-Forwarded-Proto: ${came['x-forwarded-proto'] ?? proto}\r\n` +
    (oldHost === undefined ? '' : `X-Forwarded-Host: ${oldHost}\r\n`) +
    (came['x-forwarded-port'] === undefined
      ? ''
      : `X-Forwarded-Port: ${came['x-forwarded-port']}\r\n`) +
    `Forwarded: ${before('forwarded')}for=${node};proto=${proto}${forHost}\r\n`
  );
}

/** What a client connection can be told, which decides how a body's end is marked. */
export interface Hop {
  readonly minor: 0 | 1;
  /** The connection is closed after this answer. */
  readonly close: boolean;
}

export type DownstreamFraming = 'none' | 'length' | 'chunked' | 'close';

export function downstreamFraming(response: ResponseHead, hop: Hop): DownstreamFraming {
  const { kind } = response.framing;
  if (kind === 'none' || kind === 'length') return kind;
  return hop.minor === 1 ? 'chunked' : 'close';
}

const NOT_RETURNED: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'te',
  'transfer-encoding',
  'upgrade',
  'via',
]);

/** The response's end-to-end fields, with Via, and Date where it is missing (RFC 9110 6.6.1). */
export function downstreamFields(
  response: ResponseHead,
  framing: DownstreamFraming,
  date: string,
): string[] {
  const { fields, names, nominated } = response;
  const out: string[] = [];
  let via = '';
  let dated = false;
  for (let i = 0; i < names.length; i++) {
    const name = names[i] as string;
    const value = fields[i * 2 + 1] as string;
    if (NOT_RETURNED.has(name)) {
      if (name === 'via') via += `${value}, `;
      continue;
    }
    if (nominated.length > 0 && nominated.includes(name) && !PROTECTED.has(name)) continue;
    if (name === 'trailer' && framing !== 'chunked') continue;
    // RFC 9110 8.6: no length on an answer that cannot have a body at all.
    if (name === 'content-length' && (response.status === 204 || response.status < 200)) continue;
    if (name === 'date') dated = true;
    out.push(fields[i * 2] as string, value);
  }
  if (!dated && response.status >= 200) out.push('Date', date);
  out.push('Via', `${via}1.1 ashlar`);
  return out;
}

/** Trailer fields that would change how the message is framed or routed stay behind. */
export function forwardableTrailers(trailers: Fields): string[] {
  const out: string[] = [];
  for (let i = 0; i < trailers.length; i += 2) {
    const name = (trailers[i] as string).toLowerCase();
    if (PROTECTED.has(name) || NOT_RETURNED.has(name) || FORWARDED.has(name)) continue;
    out.push(trailers[i] as string, trailers[i + 1] as string);
  }
  return out;
}
