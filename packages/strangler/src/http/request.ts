import { type Fields, hasControl, isToken, listMembers, lowerName, parseFields } from './fields.ts';
import { type Framing, type FramingFields, NO_BODY, readFraming } from './framing.ts';

/** A request head that has passed every check. */
export interface RequestHead {
  readonly method: string;
  /** As received, except that an absolute-form target is cut to its origin form. */
  readonly target: string;
  readonly minor: 0 | 1;
  /** The HTTP version that it came in, where that is none of HTTP/1. */
  readonly version?: '2.0';
  readonly fields: Fields;
  /** The names in `fields`, lower case, one per pair. */
  readonly names: readonly string[];
  readonly host: string | undefined;
  readonly framing: Framing;
  /** Names the Connection field nominates, lower case. */
  readonly nominated: readonly string[];
  readonly keepAlive: boolean;
  readonly expectsContinue: boolean;
  /** Value of Upgrade when the client really asks to switch protocols. */
  readonly upgrade: string | undefined;
  readonly acceptsTrailers: boolean;
  /** Max-Forwards of an OPTIONS or TRACE: how many more proxies may hand it on. */
  readonly forwardsLeft: number | undefined;
  readonly requestId: string | undefined;
  readonly traceparent: string | undefined;
}

/** RFC 9112 3: a method longer than any that is implemented is not implemented. */
const MAX_METHOD = 32;

/** Why a request is not served, with the status to say it by. */
export interface Refusal {
  readonly status: number;
  readonly why: string;
}

export function isRefusal<T extends object>(value: T | Refusal): value is Refusal {
  return 'why' in value && 'status' in value;
}

/** Parses `METHOD target HTTP/1.x CRLF fields`, without the empty line at its end. */
export function parseRequest(text: string, maxFields: number): RequestHead | Refusal {
  const eol = text.indexOf('\r\n');
  const line = eol === -1 ? text : text.slice(0, eol);
  const first = line.indexOf(' ');
  const last = line.lastIndexOf(' ');
  if (first <= 0 || last === first) return { status: 400, why: 'the request line is malformed' };
  const minor = minorVersion(line.slice(last + 1));
  if (typeof minor === 'object') return minor;
  const fields = eol === -1 ? [] : parseFields(text, eol + 2);
  if (typeof fields === 'string') return { status: 400, why: fields };
  return interpretRequest(
    line.slice(0, first),
    line.slice(first + 1, last),
    minor,
    fields,
    maxFields,
  );
}

/** Fields that a trailer section must not have, since they would say how the message is framed. */
export function framesMessage(trailers: Fields): boolean {
  for (let i = 0; i < trailers.length; i += 2) {
    const name = lowerName(trailers[i] as string);
    if (name === 'content-length' || name === 'transfer-encoding') return true;
  }
  return false;
}

/** What is already wrong with a head whose end has not arrived, so that nobody waits for it. */
export function faultInPart(text: string): string | undefined {
  const last = text.lastIndexOf('\r\n');
  // A CR at the very end may be half of a CRLF.
  const open = text.slice(last === -1 ? 0 : last + 2).replace(/\r$/, '');
  if (hasControl(open)) return 'a line does not end in CRLF';
  if (last === -1) {
    const space = open.indexOf(' ');
    const method = space === -1 ? open : open.slice(0, space);
    return isToken(method) ? undefined : 'the method is not a token';
  }
  const eol = text.indexOf('\r\n');
  if (!/^[^ ]+ [^ ]+ HTTP\/\d\.\d$/.test(text.slice(0, eol))) {
    return 'the request line is malformed';
  }
  const fields = last > eol ? parseFields(text.slice(0, last), eol + 2) : [];
  return typeof fields === 'string' ? fields : undefined;
}

function minorVersion(version: string): 0 | 1 | Refusal {
  if (version === 'HTTP/1.1') return 1;
  if (version === 'HTTP/1.0') return 0;
  const known = /^HTTP\/\d\.\d$/.test(version);
  return known
    ? { status: 505, why: 'an HTTP version other than 1.0 and 1.1' }
    : { status: 400, why: 'the HTTP version is malformed' };
}

interface Gathered extends FramingFields {
  hosts: number;
  host: string | undefined;
  connection: string;
  expect: string | undefined;
  upgrade: string | undefined;
  trailers: boolean;
  maxForwards: string | undefined;
  requestId: string | undefined;
  traceparent: string | undefined;
}

/** The checks that do not depend on who parsed the bytes; both lanes come through here. */
export function interpretRequest(
  method: string,
  target: string,
  minor: 0 | 1,
  fields: Fields,
  maxFields: number,
): RequestHead | Refusal {
  if (!isToken(method)) return { status: 400, why: 'the method is not a token' };
  if (method.length > MAX_METHOD) return { status: 501, why: 'a method longer than any known' };
  if (method === 'CONNECT') return { status: 501, why: 'CONNECT is not for a reverse proxy' };
  if (fields.length > maxFields * 2) return { status: 431, why: 'too many header fields' };
  const names: string[] = [];
  const found = gather(fields, names);
  if (isRefusal(found)) return found;
  const host = checkHost(found, minor);
  if (host !== undefined) return host;
  const origin = originForm(target, method, found.host);
  if (typeof origin !== 'string') return origin;
  const framing = readFraming(found) ?? NO_BODY;
  if ('why' in framing) return framing;
  if (framing.kind === 'chunked' && minor === 0) {
    return { status: 400, why: 'Transfer-Encoding in an HTTP/1.0 request' };
  }
  if (found.expect !== undefined && found.expect.toLowerCase() !== '100-continue') {
    return { status: 417, why: 'an expectation other than 100-continue' };
  }
  const nominated = found.connection === '' ? [] : listMembers(found.connection);
  const asked = minor === 1 && nominated.includes('upgrade') && found.upgrade !== undefined;
  const upgrade = asked ? tunnelsIn(found.upgrade ?? '') : undefined;
  if (upgrade !== undefined && !isEmpty(framing)) {
    return { status: 400, why: 'an upgrade with a body' };
  }
  return {
    method,
    target: origin,
    minor,
    fields,
    names,
    host: found.host,
    framing: upgrade === undefined ? framing : NO_BODY,
    nominated,
    keepAlive: minor === 1 ? !nominated.includes('close') : nominated.includes('keep-alive'),
    expectsContinue: found.expect !== undefined && minor === 1 && framing.kind !== 'none',
    upgrade,
    acceptsTrailers: found.trailers,
    forwardsLeft: forwardsLeft(method, found.maxForwards),
    requestId: found.requestId,
    traceparent: found.traceparent,
  };
}

function gather(fields: Fields, names: string[]): Gathered | Refusal {
  const found: Gathered = {
    lengths: 0,
    length: '',
    codings: 0,
    coding: '',
    hosts: 0,
    host: undefined,
    connection: '',
    expect: undefined,
    upgrade: undefined,
    trailers: false,
    maxForwards: undefined,
    requestId: undefined,
    traceparent: undefined,
  };
  for (let i = 0; i < fields.length; i += 2) {
    const name = lowerName(fields[i] as string);
    names.push(name);
    const value = fields[i + 1] as string;
    const refusal = gatherOne(found, name, value);
    if (refusal !== undefined) return refusal;
  }
  return found;
}

function gatherOne(found: Gathered, name: string, value: string): Refusal | undefined {
  switch (name) {
    case 'host':
      found.hosts++;
      found.host = value;
      return undefined;
    case 'content-length':
      found.lengths++;
      found.length = value;
      return undefined;
    case 'transfer-encoding':
      found.codings++;
      found.coding = value;
      return undefined;
    case 'connection':
      found.connection += found.connection === '' ? value : `,${value}`;
      return undefined;
    case 'expect':
      found.expect = value;
      return undefined;
    case 'upgrade':
      found.upgrade = found.upgrade === undefined ? value : `${found.upgrade}, ${value}`;
      return undefined;
    case 'te':
      found.trailers = listMembers(value).includes('trailers');
      return undefined;
    case 'max-forwards':
      found.maxForwards ??= value;
      return undefined;
    // Of several the first counts, as for any other field that a route may ask about.
    case 'x-request-id':
      found.requestId ??= value;
      return undefined;
    // Several are one list (RFC 9110 5.3), which is no trace to go on with.
    case 'traceparent':
      found.traceparent = found.traceparent === undefined ? value : `${found.traceparent},${value}`;
      return undefined;
    case 'content_length':
    case 'transfer_encoding':
      // Gateways that map fields to environment variables cannot tell these from the real ones.
      return { status: 400, why: 'a header name that imitates a framing field' };
    default:
      return undefined;
  }
}

/** RFC 9110 7.6.2: of other methods, and where it is no number, it means nothing. */
function forwardsLeft(method: string, value: string | undefined): number | undefined {
  if (value === undefined || (method !== 'OPTIONS' && method !== 'TRACE')) return undefined;
  return /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}

function isEmpty(framing: Framing): boolean {
  return framing.kind === 'none' || (framing.kind === 'length' && framing.length === 0);
}

/**
 * The protocols of an Upgrade field that may be switched to. Another HTTP (h2c) would be a tunnel
 * that nothing here looks into; the request goes on without it.
 */
export function tunnelsIn(upgrade: string): string | undefined {
  const others = upgrade
    .split(',')
    .map((protocol) => protocol.replace(/^[\t ]+|[\t ]+$/g, ''))
    .filter((protocol) => protocol !== '' && !/^(?:h2c?|http)(?:\/|$)/i.test(protocol));
  return others.length === 0 ? undefined : others.join(', ');
}

const HOST = /^(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._~!$&'()*+;=%-]+)(?::\d{0,5})?$/;

function checkHost(found: Gathered, minor: 0 | 1): Refusal | undefined {
  if (found.hosts > 1) return { status: 400, why: 'more than one Host' };
  if (found.host === undefined) {
    return minor === 1 ? { status: 400, why: 'no Host' } : undefined;
  }
  return HOST.test(found.host) ? undefined : { status: 400, why: 'a Host that is no host' };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: it says which characters may stand here
export const BAD_TARGET: RegExp = /[\x00-\x20\x7f-\uffff#]/;

/** RFC 9112 3.2. An absolute-form target must name the host that Host names. */
function originForm(target: string, method: string, host: string | undefined): string | Refusal {
  if (BAD_TARGET.test(target) || hasControl(target)) {
    return { status: 400, why: 'the target has a character that no target can have' };
  }
  if (target.charCodeAt(0) === 0x2f) return target;
  if (target === '*' && method === 'OPTIONS') return target;
  const absolute = /^https?:\/\/([^/?]*)(.*)$/i.exec(target);
  if (absolute === null) return { status: 400, why: 'the target is neither a path nor a URL' };
  const [, authority = '', rest = ''] = absolute;
  if (host === undefined || authority.toLowerCase() !== host.toLowerCase()) {
    return { status: 400, why: 'the target names another host than Host does' };
  }
  // RFC 9112 3.2.4: a URL without a path asks about the whole server.
  if (rest === '' && method === 'OPTIONS') return '*';
  return rest.startsWith('/') ? rest : `/${rest}`;
}
