import type { ClientCertificate } from '../model/client-certificate.ts';
import type { Fields } from './fields.ts';
import type { RequestHead } from './request.ts';

/** Who is connected to us, and how. */
export interface Peer {
  readonly address: string;
  readonly tls: boolean;
  /** Whose certificate it is; undefined without one that an authority of ours vouches for. */
  readonly certificate: () => ClientCertificate | undefined;
  /** The section last forwarded for this connection. */
  readonly forwarded: ForwardedMemory;
}

/** How an upstream wants requests; one object for as long as the table lasts. */
export interface ForwardPolicy {
  readonly trustForwarded: boolean;
  readonly preserveHost: boolean;
  /** `host:port` of the upstream. */
  readonly authority: string;
}

/** Fields that differ from request to request. */
export interface OwnFields {
  readonly requestId: string;
  readonly traceparent: string;
  /** False when the client's traceparent was no good, and its tracestate goes with it. */
  readonly keepTracestate: boolean;
  /** Fields added by us, such as the mark on mirrored requests. */
  readonly extra: Fields | undefined;
}

/** A client repeats its header section, so what is forwarded of it is worked out once. */
export interface ForwardedMemory {
  fields: Fields | undefined;
  policy: ForwardPolicy | undefined;
  expects: boolean;
  text: string;
}

export function newForwardedMemory(): ForwardedMemory {
  return { fields: undefined, policy: undefined, expects: false, text: '' };
}

/** Names that no Connection field can nominate away: they decide where and how a message goes. */
export const PROTECTED: ReadonlySet<string> = new Set([
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
export const NOT_FORWARDED: ReadonlySet<string> = new Set([
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

export const FORWARDED: ReadonlySet<string> = new Set([
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-port',
  'x-real-ip',
]);

/** The head sent upstream, up to and including its empty line. */
export function upstreamHead(
  head: RequestHead,
  peer: Peer,
  policy: ForwardPolicy,
  own: OwnFields,
): string {
  const known = peer.forwarded;
  if (
    known.fields !== head.fields ||
    known.policy !== policy ||
    known.expects !== head.expectsContinue
  ) {
    known.text = inOnePiece(forwardedSection(head, peer, policy, own.keepTracestate));
    known.fields = head.fields;
    known.policy = policy;
    known.expects = head.expectsContinue;
  }
  const extra = own.extra === undefined ? '' : fieldLines(own.extra);
  return `${head.method} ${head.target} HTTP/1.1\r\n${known.text}X-Request-Id: ${own.requestId}\r\ntraceparent: ${own.traceparent}\r\n${extra}\r\n`;
}

/** V8 keeps a text that was put together as a tree of its parts, which every write would walk. */
function inOnePiece(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1');
}

function fieldLines(fields: Fields): string {
  let text = '';
  for (let i = 0; i < fields.length; i += 2) text += `${fields[i]}: ${fields[i + 1]}\r\n`;
  return text;
}

/** What the same header section always becomes on its way to the same upstream. */
function forwardedSection(
  head: RequestHead,
  peer: Peer,
  policy: ForwardPolicy,
  keepTracestate: boolean,
): string {
  const { fields, names, nominated } = head;
  let text = '';
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
    if (name === 'tracestate' && !keepTracestate) continue;
    if (name === 'trailer' && head.framing.kind !== 'chunked') continue;
    if (name === 'expect' && !head.expectsContinue) continue;
    if (name === 'max-forwards' && head.forwardsLeft !== undefined) {
      text += `Max-Forwards: ${head.forwardsLeft - 1}\r\n`;
      continue;
    }
    if (name === 'host') {
      hasHost = true;
      if (!policy.preserveHost) {
        text += `Host: ${policy.authority}\r\n`;
        continue;
      }
    }
    text += `${fields[i * 2]}: ${value}\r\n`;
  }
  if (!hasHost) text += `Host: ${policy.authority}\r\n`;
  if (head.framing.kind === 'chunked') text += 'Transfer-Encoding: chunked\r\n';
  text += connectionLines(head);
  text += forwardedLines(head.host, peer, policy.trustForwarded ? came : {});
  return `${text}Via: ${via}${head.version ?? `1.${head.minor}`} ashlar\r\n`;
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
