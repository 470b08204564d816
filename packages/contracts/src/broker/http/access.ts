import { createHash, timingSafeEqual } from 'node:crypto';
import { HttpFailure } from './reply.ts';

/** User name and password for basic authentication. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export interface AccessRules {
  /** `readWrite` may do everything, `readOnly` may only ask. */
  readonly basicAuth?: { readonly readWrite: Credentials; readonly readOnly?: Credentials };
  readonly bearerTokens?: readonly {
    readonly token: string;
    readonly scopes: readonly ('read' | 'write')[];
  }[];
  /** Asking needs no credentials. */
  readonly publicRead?: boolean;
}

/** Lets the request through or fails with 401 (who are you) or 403 (not with these rights). */
export function authorize(
  rules: AccessRules,
  header: string | undefined,
  needs: 'read' | 'write',
): void {
  if (rules.basicAuth === undefined && rules.bearerTokens === undefined) return;
  if (needs === 'read' && rules.publicRead === true) return;
  const rights = rightsOf(rules, header);
  if (rights === undefined) throw unauthorized();
  if (!rights.includes(needs)) {
    throw new HttpFailure({
      status: 403,
      body: { error: `These credentials do not allow to ${needs}.` },
    });
  }
}

/**
 * Who is asking, for logs: the user name, a token by the start of its digest (never the token), or
 * undefined for nobody we know.
 */
export function identify(rules: AccessRules, header: string | undefined): string | undefined {
  if (rightsOf(rules, header) === undefined) return undefined;
  const [scheme = '', secret = ''] = header?.split(' ') ?? [];
  if (scheme.toLowerCase() === 'bearer') {
    return `token:${createHash('sha256').update(secret).digest('hex').slice(0, 8)}`;
  }
  return Buffer.from(secret, 'base64').toString('utf8').split(':')[0];
}

function rightsOf(rules: AccessRules, header: string | undefined): readonly string[] | undefined {
  const [scheme = '', secret = ''] = header?.split(' ') ?? [];
  if (scheme.toLowerCase() === 'bearer') {
    return rules.bearerTokens?.find(({ token }) => same(token, secret))?.scopes;
  }
  if (scheme.toLowerCase() !== 'basic') return undefined;
  const given = Buffer.from(secret, 'base64').toString('utf8');
  const { readWrite, readOnly } = rules.basicAuth ?? {};
  if (readWrite !== undefined && same(joined(readWrite), given)) return ['read', 'write'];
  return readOnly !== undefined && same(joined(readOnly), given) ? ['read'] : undefined;
}

function joined({ username, password }: Credentials): string {
  return `${username}:${password}`;
}

/** Compares digests, so that neither length nor content shows in the time it takes. */
function same(expected: string, given: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(expected), digest(given));
}

function unauthorized(): HttpFailure {
  return new HttpFailure({
    status: 401,
    body: { error: 'Authentication is required.' },
    headers: { 'www-authenticate': 'Basic realm="Pact Broker"' },
  });
}
