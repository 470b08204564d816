import { claimValues } from '../../decide/claims.ts';
import { hasControl } from '../../http/fields.ts';
import type { RequestHead } from '../../http/request.ts';
import type { AuthenticationSettings } from '../../model/duties.ts';
import type { Duty } from '../duty.ts';
import { withoutFields } from '../fields.ts';
import type { Authenticator } from './authenticator.ts';

/**
 * Takes away the fields in which upstreams are told who somebody is, whatever the client has
 * written there, and writes them anew from what has been verified.
 */
export function identityFields(
  settings: AuthenticationSettings,
  authenticators: readonly Authenticator[],
  reserved: readonly string[],
): Duty {
  const own = Object.entries(settings.headers);
  const strip = neverFromClients([...own.map(([name]) => name), ...settings.strip, ...reserved]);
  const hidden = new Map(authenticators.map(({ name, carriedIn }) => [name, carriedIn]));
  return {
    name: 'identity-fields',
    forbids: (name) => strip.forbids?.(name) === true,
    send: (visit, outgoing) => {
      strip.send?.(visit, outgoing);
      const { identity } = visit;
      if (identity === undefined) return;
      if (settings.hideCredential) {
        const carried = hidden.get(identity.by);
        if (carried !== undefined) outgoing.head = withoutCredential(outgoing.head, carried);
      }
      for (const [name, claim] of own) {
        const value = asField(claimValues(identity.claims, claim));
        if (value !== undefined) outgoing.extra.push(name, value);
      }
    },
  };
}

/** Takes fields away that only the proxy may write. */
export function neverFromClients(fields: readonly string[]): Duty {
  const never = new Set(fields.map(plainName));
  const forged = (name: string): boolean => never.has(plainName(name));
  return {
    name: 'reserved-fields',
    forbids: forged,
    send: (_visit, outgoing) => {
      if (outgoing.head.names.some(forged)) outgoing.head = withoutFields(outgoing.head, forged);
    },
  };
}

/** Gateways that make variables of fields cannot tell `-` from `_`. */
function plainName(name: string): string {
  return name.toLowerCase().replaceAll('_', '-');
}

/** Latin1 as it is; anything else as its UTF-8 bytes. Undefined where no field could carry it. */
function asField(values: readonly string[]): string | undefined {
  const text = values.join(',');
  if (text === '') return undefined;
  const bytes = Buffer.from(text, 'utf8').toString('latin1');
  return hasControl(bytes) ? undefined : bytes.trim();
}

function withoutCredential(
  head: RequestHead,
  { field, cookie }: Authenticator['carriedIn'],
): RequestHead {
  if (field !== undefined) return withoutFields(head, (name) => name === field);
  const fields: string[] = [];
  const names: string[] = [];
  for (let i = 0; i < head.names.length; i++) {
    const name = head.names[i] as string;
    let value = head.fields[i * 2 + 1] as string;
    if (name === 'cookie') {
      value = value
        .split(';')
        .map((pair) => pair.trim())
        .filter((pair) => pair !== '' && pair.split('=', 1)[0]?.trim() !== cookie)
        .join('; ');
      if (value === '') continue;
    }
    names.push(name);
    fields.push(head.fields[i * 2] as string, value);
  }
  return { ...head, fields, names };
}
