import type { ResponseHead } from '../../http/response.ts';
import type { RewriteSettings } from '../../model/duties.ts';
import type { ResponseSink } from '../../upstream/call.ts';
import type { Duty } from '../duty.ts';
import { PassingSink } from '../passing-sink.ts';

/** Lets no answer show which upstream it comes from, so that users notice nothing of a move. */
export function rewriteAddresses(settings: RewriteSettings, origins: readonly string[]): Duty {
  const change = (name: string, value: string): string => {
    if (name === 'set-cookie') return cookie(value, settings);
    const locates = name === 'location' || name === 'content-location';
    return settings.location && locates ? withoutOrigin(value, origins) : value;
  };
  return {
    name: 'rewrite',
    receive: (_visit, _target, sink) => new RewrittenAnswer(sink, change),
  };
}

class RewrittenAnswer extends PassingSink {
  readonly #change: (name: string, value: string) => string;

  constructor(sink: ResponseSink, change: (name: string, value: string) => string) {
    super(sink);
    this.#change = change;
  }

  override head(head: ResponseHead): void {
    const fields = head.fields.map((text, i) =>
      i % 2 === 0 ? text : this.#change(head.names[(i - 1) / 2] as string, text),
    );
    const same = fields.every((text, i) => text === head.fields[i]);
    super.head(same ? head : { ...head, fields, relayed: { answer: undefined } });
  }
}

/** A reference without an origin means the one that was asked (RFC 9110 10.2.2). */
function withoutOrigin(value: string, origins: readonly string[]): string {
  const url = URL.parse(value);
  if (url === null || !origins.includes(url.origin)) return value;
  const rest = /^[a-z]+:\/\/[^/?#]*(.*)$/i.exec(value)?.[1] ?? '';
  const path = rest.startsWith('/') ? rest : `/${rest}`;
  // Two slashes at the start would name a host.
  return path.startsWith('//') || path.startsWith('/\\') ? value : path;
}

/** Attributes of Set-Cookie (RFC 6265 4.1). */
function cookie(
  value: string,
  { cookieDomain, cookieSecure, cookieSameSite }: RewriteSettings,
): string {
  const [pair = '', ...attributes] = value.split(';');
  const named = (attribute: string): string =>
    (attribute.split('=', 1)[0] ?? '').trim().toLowerCase();
  const replaced = new Set([
    ...(cookieDomain === undefined ? [] : ['domain']),
    ...(cookieSecure ? ['secure'] : []),
    ...(cookieSameSite === undefined ? [] : ['samesite']),
  ]);
  const had = attributes.some((attribute) => named(attribute) === 'domain');
  const kept = attributes.filter((attribute) => !replaced.has(named(attribute)));
  // A cookie for one host stays one: a Domain would hand it to others.
  if (typeof cookieDomain === 'string' && had) kept.push(` Domain=${cookieDomain}`);
  if (cookieSecure) kept.push(' Secure');
  if (cookieSameSite !== undefined) kept.push(` SameSite=${cookieSameSite}`);
  return [pair, ...kept].join(';');
}
