import { ContractsError } from '../model/error.ts';
import { type BrokerConnection, type CheckedConnection, checkConnection } from './connection.ts';
import { expand, type HalResource, isRecord, linkOf, type TemplateValues } from './hal.ts';
import { refusalText } from './refusal.ts';
import { type BrokerResponse, type Method, send } from './transport.ts';

export interface Ask {
  readonly method?: Method;
  readonly body?: unknown;
  readonly contentType?: string;
  /** Statuses that are an answer and not an error, besides 2xx. */
  readonly accept?: readonly number[];
  /** False for a write that must not happen twice: it is tried once. */
  readonly repeatable?: boolean;
}

/** A broker with its index read: everything else is reached by following relations. */
export interface BrokerSession {
  readonly base: URL;
  /** Address behind a relation of the index, templates filled; the fallback is relative to the base. */
  readonly relation: (name: string, values?: TemplateValues, fallbackPath?: string) => URL;
  /** Resolves a link of a resource against the base address. */
  readonly resolve: (href: string, values?: TemplateValues) => URL;
  readonly ask: (url: URL, ask?: Ask) => Promise<BrokerResponse>;
  /** Like `ask`, for answers that must be a JSON object. */
  readonly read: (url: URL, ask?: Ask) => Promise<HalResource>;
}

/**
 * Reads the index of the broker.
 * @throws ContractsError CONTRACTS_BROKER_* or CONTRACTS_NOT_A_BROKER
 */
export async function openBroker(options: BrokerConnection): Promise<BrokerSession> {
  const connection = checkConnection(options);
  const response = checked(
    connection,
    'GET',
    connection.base,
    [],
    await send(connection, {
      method: 'GET',
      url: connection.base,
    }),
  );
  const index = response.body;
  if (!isRecord(index) || !isRecord(index._links)) throw notABroker(connection);
  return session(connection, index);
}

function session(connection: CheckedConnection, index: HalResource): BrokerSession {
  const resolve = (href: string, values: TemplateValues = {}): URL =>
    hrefToUrl(connection.base, expand(href, values));
  const ask = async (url: URL, options: Ask = {}): Promise<BrokerResponse> => {
    const method = options.method ?? 'GET';
    const retries = options.repeatable === false ? 0 : connection.retries;
    const response = await send(
      { ...connection, retries },
      {
        method,
        url,
        body: options.body,
        contentType: options.contentType,
      },
    );
    return checked(connection, method, url, options.accept ?? [], response);
  };
  return {
    base: connection.base,
    resolve,
    ask,
    relation: (name, values = {}, fallbackPath) => {
      const href = linkOf(index, name)?.href ?? fallbackPath;
      if (href === undefined) throw missingRelation(connection, name);
      return resolve(href, values);
    },
    read: async (url, options) => {
      const { body } = await ask(url, options);
      if (!isRecord(body)) throw notABroker(connection);
      return body;
    },
  };
}

/**
 * Behind a proxy brokers often print links with an inner host name or the wrong scheme. The path is
 * right (it includes the base path), so a link to another origin is sent to the origin that was given.
 * This also keeps credentials from leaving for a host that a link names.
 */
function hrefToUrl(base: URL, href: string): URL {
  const url = new URL(href, base);
  return url.origin === base.origin ? url : new URL(`${url.pathname}${url.search}`, base);
}

function checked(
  connection: CheckedConnection,
  method: Method,
  url: URL,
  accept: readonly number[],
  response: BrokerResponse,
): BrokerResponse {
  const { status } = response;
  if ((status >= 200 && status < 300) || accept.includes(status)) return response;
  const what = `${method} ${url.pathname}`;
  const said = refusalText(response.body);
  const why = said === undefined ? '' : `: ${said}`;
  if (status === 401 || status === 403) {
    throw new ContractsError(
      'CONTRACTS_BROKER_UNAUTHORIZED',
      `The broker at ${connection.base.href} answered ${status} to ${what}${why}.`,
      connection.authorization === undefined
        ? 'It wants credentials: give a token, or a user name and password.'
        : 'Check the credentials, and that they may do this (some are for reading only).',
    );
  }
  if (status >= 500 || status === 429) {
    throw new ContractsError(
      'CONTRACTS_BROKER_FAILED',
      `The broker at ${connection.base.href} answered ${status} to ${what}, also after ${connection.retries} more attempts${why}.`,
      'Look at the log of the broker; nothing on this side can help.',
    );
  }
  if (status === 404) throw notFound(connection, url, what, said);
  throw new ContractsError(
    'CONTRACTS_BROKER_REFUSED',
    `The broker refused ${what} with ${status}${why}.`,
    'The sentence after the status is the reason that the broker gives.',
  );
}

function notFound(
  connection: CheckedConnection,
  url: URL,
  what: string,
  said: string | undefined,
): ContractsError {
  if (url.href === connection.base.href) return notABroker(connection);
  return new ContractsError(
    'CONTRACTS_NOT_FOUND_IN_BROKER',
    `The broker at ${connection.base.href} does not know ${decodeURIComponent(what)}${said === undefined ? '' : ` (${said})`}.`,
    'Check the spelling; names are case-sensitive.',
  );
}

function notABroker(connection: CheckedConnection): ContractsError {
  return new ContractsError(
    'CONTRACTS_NOT_A_BROKER',
    `What answers at ${connection.base.href} does not speak the API of a Pact broker.`,
    'Check the address; a broker behind a proxy often has a base path, such as /pacts.',
  );
}

function missingRelation(connection: CheckedConnection, name: string): ContractsError {
  return new ContractsError(
    'CONTRACTS_NOT_A_BROKER',
    `The broker at ${connection.base.href} does not offer ${name}.`,
    'The broker is too old for this: update it (any Pact Broker since 2.100 will do).',
  );
}
