import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseDocument } from 'yaml';
import type {
  ApiKey,
  AuthenticationSettings,
  AuthenticatorSettings,
  BearerSettings,
  DownstreamTokenSettings,
} from '../model/duties.ts';
import { ProxyError } from '../model/error.ts';
import type { WrittenRoute, WrittenRouteTable } from '../model/written.ts';
import type {
  WrittenApiKey,
  WrittenAuthentication,
  WrittenAuthenticator,
  WrittenBearer,
  WrittenDownstreamToken,
} from '../model/written-duties.ts';
import { definitionProblems } from './schema.ts';

const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'];

/** @throws ProxyError PROXY_KEYS_INVALID for files that cannot be used */
export function resolveAuthenticators(
  written: Readonly<Record<string, WrittenAuthenticator>>,
  source: string | undefined,
): Record<string, AuthenticatorSettings> {
  return Object.fromEntries(
    Object.entries(written).map(([name, one]) => [name, resolveAuthenticator(name, one, source)]),
  );
}

function resolveAuthenticator(
  name: string,
  written: WrittenAuthenticator,
  source: string | undefined,
): AuthenticatorSettings {
  if ('bearer' in written) return resolveBearer(name, written.bearer, source);
  if ('apiKey' in written) {
    const { header, keys } = written.apiKey;
    return {
      kind: 'apiKey',
      name,
      header: (header ?? 'X-Api-Key').toLowerCase(),
      keys: resolveKeys(name, keys, source),
    };
  }
  if ('certificate' in written) {
    const identities = written.certificate.identities.map(({ id, match, scopes, claims }) => ({
      id,
      match,
      scopes: scopes ?? [],
      claims: claims ?? {},
    }));
    return { kind: 'certificate', name, identities };
  }
  const { cookie, introspect, authorizationEnv, ...own } = written.session;
  return {
    kind: 'session',
    name,
    cookie,
    introspect,
    authorizationEnv,
    timeoutMs: own.timeoutMs ?? 1000,
    cacheSeconds: own.cacheSeconds ?? 30,
    remembered: own.remembered ?? 5000,
  };
}

function resolveBearer(
  name: string,
  written: WrittenBearer,
  source: string | undefined,
): BearerSettings {
  const { jwks } = written;
  return {
    kind: 'bearer',
    name,
    issuer: [written.issuer].flat(),
    audience: [written.audience].flat(),
    algorithms: written.algorithms ?? ALGORITHMS,
    jwks: /^https?:\/\//.test(jwks) ? jwks : readKeySet(beside(source, jwks)),
    type: written.type,
    leewaySeconds: written.leewaySeconds ?? 5,
    maxAgeSeconds: written.maxAgeSeconds ?? 0,
    maxTokenBytes: written.maxTokenBytes ?? 8192,
    oneTime: written.oneTime ?? false,
    refreshSeconds: written.refreshSeconds ?? 600,
    cooldownSeconds: written.cooldownSeconds ?? 30,
    timeoutMs: written.timeoutMs ?? 3000,
    remembered: written.remembered ?? 5000,
  };
}

function resolveKeys(
  name: string,
  written: string | readonly WrittenApiKey[],
  source: string | undefined,
): ApiKey[] {
  const file = typeof written === 'string' ? beside(source, written) : undefined;
  const keys = file === undefined ? (written as readonly WrittenApiKey[]) : readApiKeys(file);
  const seen = new Set<string>();
  return keys.map(({ id, sha256, scopes, claims, expires }) => {
    const hash = sha256.toLowerCase();
    const end = expires === undefined ? undefined : Date.parse(expires);
    const where = file ?? `authenticators.${name}.apiKey.keys`;
    if (Number.isNaN(end)) throw unusable(where, 'API keys', `"${id}" expires at no real time`);
    if (seen.has(hash)) throw unusable(where, 'API keys', `the key of "${id}" stands there twice`);
    seen.add(hash);
    return { id, sha256: hash, scopes: scopes ?? [], claims: claims ?? {}, expires: end };
  });
}

export function resolveDownstreamToken(
  written: WrittenDownstreamToken | undefined,
  source: string | undefined,
): DownstreamTokenSettings | undefined {
  if (written === undefined) return undefined;
  const rotateSeconds = written.rotateSeconds ?? 86_400;
  return {
    issuer: written.issuer,
    algorithm: written.algorithm ?? 'EdDSA',
    header: written.header ?? 'Ashlar-Identity',
    lifetimeSeconds: written.lifetimeSeconds ?? 60,
    rotateSeconds,
    // Those who verify fetch keys now and then; a quarter of a key's life is the most that is sensible.
    announceSeconds: Math.min(written.announceSeconds ?? 600, Math.floor(rotateSeconds / 4)),
    claims: written.claims ?? [],
    keyFile: written.keyFile === undefined ? undefined : beside(source, written.keyFile),
  };
}

/** A route's own over the table's defaults. */
export function resolveAuthentication(
  route: false | WrittenAuthentication | undefined,
  table: false | WrittenAuthentication | undefined,
): AuthenticationSettings | undefined {
  if (route === false || (route === undefined && (table === undefined || table === false))) {
    return undefined;
  }
  const written = { ...(table === false ? {} : table), ...route };
  return {
    by: [written.by ?? []].flat(),
    optional: written.optional ?? false,
    scopes: written.scopes ?? [],
    claims: Object.fromEntries(
      Object.entries(written.claims ?? {}).map(([name, value]) => [name, [value].flat()]),
    ),
    otherwise: written.otherwise ?? 'allow',
    anyone: written.anyone ?? false,
    headers: written.headers ?? {},
    strip: (written.strip ?? []).map((name) => name.toLowerCase()),
    hideCredential: written.hideCredential ?? false,
  };
}

/** What a schema cannot see: names that must be defined elsewhere. */
export function authenticationProblems(
  route: WrittenRoute,
  place: string,
  table: WrittenRouteTable,
): string[] {
  const settings = resolveAuthentication(route.authentication, table.defaults?.authentication);
  if (settings === undefined) return [];
  const known = Object.keys(table.authenticators ?? {});
  if (settings.by.length === 0) {
    return [`${place}.authentication names no authenticator in "by"`];
  }
  const problems = settings.by
    .filter((name) => !known.includes(name))
    .map((name) => `${place}.authentication.by "${name}" is not among the authenticators`);
  if (
    settings.optional &&
    (settings.scopes.length > 0 || Object.keys(settings.claims).length > 0)
  ) {
    problems.push(`${place}.authentication is optional, so its scopes and claims keep nobody out`);
  }
  return problems;
}

/** Paths are meant from the folder of the table. */
function beside(source: string | undefined, path: string): string {
  return resolve(source === undefined ? '.' : dirname(source), path);
}

function readApiKeys(file: string): WrittenApiKey[] {
  const value = readDocument(file, 'API keys');
  const keys = (value as { keys?: unknown } | null)?.keys ?? value;
  const list = Array.isArray(keys) ? (keys as unknown[]) : undefined;
  const problems =
    list === undefined
      ? ['it holds no list of keys']
      : list.flatMap((key, index) => definitionProblems('apiKey', key, `keys[${index}]`));
  if (problems.length === 0) return list as WrittenApiKey[];
  throw unusable(file, 'API keys', problems.join('; '));
}

function readKeySet(file: string): { keys: Record<string, unknown>[] } {
  const value = readDocument(file, 'public keys');
  const { keys } = (value ?? {}) as { keys?: unknown };
  const isKey = (key: unknown): boolean =>
    typeof (key as { kty?: unknown } | null)?.kty === 'string';
  if (Array.isArray(keys) && keys.length > 0 && keys.every(isKey)) {
    return { keys: keys as Record<string, unknown>[] };
  }
  throw unusable(file, 'public keys', 'it is no JSON Web Key Set');
}

function readDocument(file: string, what: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw unusable(file, what, 'it cannot be read', cause);
  }
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error !== undefined) throw unusable(file, what, error.message.trim(), error);
  return document.toJS({ maxAliasCount: 100 }) as unknown;
}

function unusable(file: string, what: string, why: string, cause?: unknown): ProxyError {
  return new ProxyError(
    'PROXY_KEYS_INVALID',
    `The ${what} in ${file} cannot be used: ${why}.`,
    'Correct the file, or the path in the route table, which is meant from the table’s folder; docs/gateway.md shows both forms.',
    { cause },
  );
}
