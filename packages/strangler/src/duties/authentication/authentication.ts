import { claimValues } from '../../decide/claims.ts';
import type { AuthenticationSettings } from '../../model/duties.ts';
import type { Identity } from '../../model/identity.ts';
import type { Admission, Duty, Visit } from '../duty.ts';
import {
  type Authenticator,
  type Credentials,
  isRejection,
  type Recognition,
} from './authenticator.ts';
import { forbidden, rejected, unauthenticated } from './challenge.ts';
import { recognise } from './recognise.ts';

/** Who is it, and may they? */
export function authentication(
  settings: AuthenticationSettings,
  authenticators: readonly Authenticator[],
): Duty {
  const judge = (visit: Visit, found: Recognition): Admission => {
    if (found === 'none') {
      return settings.optional ? undefined : unauthenticated(authenticators);
    }
    if (isRejection(found)) return rejected(authenticators, found);
    visit.identity = found;
    const why = unmet(settings, found);
    return why === undefined ? undefined : forbidden(authenticators, why, settings.scopes);
  };
  return {
    name: 'authentication',
    admit: (visit) => {
      const found = recognise(authenticators, credentialsOf(visit), visit.recognised);
      return found instanceof Promise
        ? found.then((late) => judge(visit, late))
        : judge(visit, found);
    },
  };
}

/** What the identity lacks; undefined when it may pass. */
function unmet(settings: AuthenticationSettings, identity: Identity): string | undefined {
  const { scopes, claims, otherwise, anyone } = settings;
  for (const scope of scopes) {
    if (!identity.scopes.has(scope)) return 'A scope is missing';
  }
  for (const name in claims) {
    const wanted = claims[name] ?? [];
    const values = claimValues(identity.claims, name);
    const met = wanted.some((want) => (want === '*' ? values.length > 0 : values.includes(want)));
    if (!met) return 'A claim is missing or does not fit';
  }
  const asks = scopes.length > 0 || Object.keys(claims).length > 0;
  return asks || anyone || otherwise === 'allow' ? undefined : 'Nobody is let in here';
}

function credentialsOf(visit: Visit): Credentials {
  const { fields, names } = visit.request;
  return { fields, names, certificate: visit.certificate() };
}
