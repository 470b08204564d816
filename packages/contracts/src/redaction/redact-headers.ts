import type { NamedValue } from '../recording/model.ts';
import { sensitivityOf } from './field-names.ts';
import { MASK } from './value-rules.ts';

/** Header fields whose values belong to the protocol; of any other, only the name is kept. */
const KEPT = new Set(
  'accept accept-language accept-ranges allow cache-control content-disposition content-encoding content-language content-length content-range content-type date deprecation etag expires last-modified preference-applied prefer range retry-after server-timing sunset transfer-encoding vary'.split(
    ' ',
  ),
);
const ADDRESSES = new Set(['location', 'content-location']);

interface Parts {
  hidden(text: string): string;
  url(text: string): string;
  text(text: string): string;
}

export function redactHeaders(fields: readonly NamedValue[], parts: Parts): readonly NamedValue[] {
  return fields.map(([name, value]): NamedValue => {
    if (KEPT.has(name)) return [name, parts.text(value)];
    if (ADDRESSES.has(name)) return [name, parts.url(value)];
    if (name === 'authorization' || name === 'proxy-authorization') {
      return [name, credentials(value, parts)];
    }
    if (name === 'www-authenticate') return [name, value.split(/[ ,]/, 1)[0] ?? ''];
    if (name === 'cookie')
      return [
        name,
        value
          .split(';')
          .map((one) => cookie(one, parts))
          .join('; '),
      ];
    if (name === 'set-cookie') return [name, cookie(value.split(';', 1)[0] ?? '', parts)];
    if (value === '') return [name, value];
    // Of what is only unknown, the value may be `keep-alive`: not worth hiding everywhere else.
    return [name, sensitivityOf(name) === undefined ? MASK : whole(value, parts)];
  });
}

/** RFC 9110, 11.4: a scheme, which a contract needs, and what proves who it is. */
function credentials(value: string, parts: Parts): string {
  const [, scheme, proof] = /^(\w[\w-]*) +(.+)$/s.exec(value) ?? [];
  if (scheme === undefined || proof === undefined) return whole(value, parts);
  whole(proof, parts);
  return `${scheme} ${MASK}`;
}

function cookie(pair: string, parts: Parts): string {
  const at = pair.indexOf('=');
  if (at === -1) return whole(pair.trim(), parts);
  whole(pair.slice(at + 1).trim(), parts);
  return `${parts.text(pair.slice(0, at).trim())}=${MASK}`;
}

/** Also remembers the value, so that it is hidden elsewhere. */
function whole(value: string, parts: Parts): string {
  parts.hidden(value);
  return MASK;
}
