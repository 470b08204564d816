import type { ClientCertificate } from '../../model/client-certificate.ts';
import type { CertificateIdentity, CertificateSettings } from '../../model/duties.ts';
import type { Identity } from '../../model/identity.ts';
import {
  type Authenticator,
  type Credentials,
  type Recognition,
  scopesOf,
} from './authenticator.ts';
import type { AuthenticatorHost } from './bearer.ts';

/**
 * Who a client is by its certificate. That the certificate is good has been seen to when the connection
 * was made; that it still is, is looked at for each request, since connections may last.
 */
export class CertificateAuthenticator implements Authenticator {
  readonly name: string;
  readonly scheme = undefined;
  readonly carriedIn = {};
  readonly #identities: ReadonlyMap<string, Identity>;
  readonly #host: Pick<AuthenticatorHost, 'clock'>;

  constructor({ name, identities }: CertificateSettings, host: Pick<AuthenticatorHost, 'clock'>) {
    this.name = name;
    this.#identities = new Map(identities.map((one) => [one.match, identityOf(name, one)]));
    this.#host = host;
  }

  recognise({ certificate }: Credentials): Recognition {
    if (certificate === undefined) return 'none';
    // A date that cannot be read is no date in the future.
    if (!(this.#host.clock() < certificate.expires)) {
      return { error: 'invalid_token', why: 'The client certificate has expired' };
    }
    for (const name of namesOf(certificate)) {
      const identity = this.#identities.get(name);
      if (identity !== undefined) return identity;
    }
    return { error: 'invalid_token', why: 'The client certificate is nobody’s here' };
  }

  close(): void {
    // Nothing is open.
  }
}

/** Alternative names first: where there are some, the common name is only for show (RFC 9525 2). */
function namesOf({ alternativeNames, commonName }: ClientCertificate): readonly string[] {
  return commonName === undefined ? alternativeNames : [...alternativeNames, `CN:${commonName}`];
}

function identityOf(by: string, { id, scopes, claims }: CertificateIdentity): Identity {
  return {
    by,
    subject: id,
    claims: { ...claims, sub: id },
    scopes: new Set([...scopes, ...scopesOf(claims)]),
  };
}
