import { ContractsError } from '../model/error.ts';

/** Where a broker is and how to get in. A token wins over user name and password. */
export interface BrokerConnection {
  /** Base address, with the base path if the broker has one: `https://host/pacts`. */
  readonly url: string;
  readonly token?: string | undefined;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** Milliseconds that one request may take, body included. Default 5000. */
  readonly timeoutMs?: number | undefined;
  /** Attempts after the first on 429, 5xx and broken connections. Default 3. */
  readonly retries?: number | undefined;
}

/** What is left of the ways to get in once they are checked: a token, a user, or nothing. */
export type BrokerCredentials =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'user'; readonly username: string; readonly password: string }
  | { readonly kind: 'none' };

/** A connection checked once: what is below never looks at the loose form again. */
export interface CheckedConnection {
  /** Ends in a slash, carries no credentials: safe to print. */
  readonly base: URL;
  readonly authorization: string | undefined;
  readonly credentials: BrokerCredentials;
  readonly timeoutMs: number;
  readonly retries: number;
}

const DEFAULT_TIMEOUT_MS = 5000;
const DEFAULT_RETRIES = 3;

/** @throws ContractsError CONTRACTS_BROKER_URL_INVALID */
export function checkConnection(connection: BrokerConnection): CheckedConnection {
  const base = baseUrl(connection.url);
  const credentials = credentialsOf(connection, base);
  base.username = '';
  base.password = '';
  return {
    base,
    credentials,
    authorization: authorization(credentials),
    timeoutMs: positive(connection.timeoutMs, DEFAULT_TIMEOUT_MS),
    retries: Math.max(0, connection.retries ?? DEFAULT_RETRIES),
  };
}

function credentialsOf(connection: BrokerConnection, base: URL): BrokerCredentials {
  const { token = '' } = connection;
  if (/[^\x21-\x7e]/.test(token)) {
    throw new ContractsError(
      'CONTRACTS_BROKER_URL_INVALID',
      'The token for the broker holds a space, a line break or another character that cannot be sent.',
      'Check how the token gets into the environment; a trailing line break is the usual cause.',
    );
  }
  if (token !== '') return { kind: 'token', token };
  const username = connection.username ?? decodeURIComponent(base.username);
  const password = connection.password ?? decodeURIComponent(base.password);
  return username === '' ? { kind: 'none' } : { kind: 'user', username, password };
}

function baseUrl(text: string): URL {
  // The text is not quoted back: people put credentials into it.
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new ContractsError(
      'CONTRACTS_BROKER_URL_INVALID',
      'The address of the broker is not an http or https URL.',
      'Give it in full, for example http://127.0.0.1:9292 or https://broker.example.org/pacts.',
    );
  }
  url.search = '';
  url.hash = '';
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

function authorization(credentials: BrokerCredentials): string | undefined {
  switch (credentials.kind) {
    case 'token':
      return `Bearer ${credentials.token}`;
    case 'user': {
      const { username, password } = credentials;
      // RFC 7617: the pair is encoded as UTF-8 before base64.
      return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
    }
    case 'none':
      return undefined;
  }
}

function positive(value: number | undefined, fallback: number): number {
  return value !== undefined && Number.isFinite(value) && value > 0 ? value : fallback;
}
