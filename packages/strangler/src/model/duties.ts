import type { Claims } from './identity.ts';

/** Tokens signed by somebody whose public keys we have (RFC 7519, RFC 7517). */
export interface BearerSettings {
  readonly kind: 'bearer';
  readonly name: string;
  readonly issuer: readonly string[];
  /** One of these has to be among the token's audiences. */
  readonly audience: readonly string[];
  /** Signature algorithms that are taken; none of them with a shared secret. */
  readonly algorithms: readonly string[];
  /** Where the issuer publishes its keys, or the keys themselves. */
  readonly jwks: string | { readonly keys: readonly Readonly<Record<string, unknown>>[] };
  /** `typ` that the token's header must have, such as `at+jwt` (RFC 9068). */
  readonly type: string | undefined;
  /** How far clocks may be apart. */
  readonly leewaySeconds: number;
  /** Tokens older than this are refused although they have not expired; 0 asks for nothing. */
  readonly maxAgeSeconds: number;
  readonly maxTokenBytes: number;
  /** A token is good for one request: its `jti` must not have been seen. */
  readonly oneTime: boolean;
  /** How long fetched keys are used before they are fetched again. */
  readonly refreshSeconds: number;
  /** Keys are never fetched more often than this, whatever tokens ask for. */
  readonly cooldownSeconds: number;
  readonly timeoutMs: number;
  /** Verified tokens that are remembered. */
  readonly remembered: number;
}

export interface ApiKey {
  readonly id: string;
  /** SHA-256 of the key, hexadecimal, lower case. */
  readonly sha256: string;
  readonly scopes: readonly string[];
  readonly claims: Claims;
  /** Time in ms since 1970 from which on it is refused. */
  readonly expires: number | undefined;
}

export interface ApiKeySettings {
  readonly kind: 'apiKey';
  readonly name: string;
  /** Header field that carries it, lower case. */
  readonly header: string;
  readonly keys: readonly ApiKey[];
}

/** A session that somebody else keeps, asked about by its cookie (RFC 7662). */
export interface SessionSettings {
  readonly kind: 'session';
  readonly name: string;
  readonly cookie: string;
  readonly introspect: string;
  /** Environment variable with the value of the Authorization field for the question. */
  readonly authorizationEnv: string | undefined;
  readonly timeoutMs: number;
  /** How long an answer is believed. */
  readonly cacheSeconds: number;
  readonly remembered: number;
}

export interface CertificateIdentity {
  readonly id: string;
  /** `DNS:…`, `URI:…`, `email:…` or `IP Address:…` of the alternative names, or `CN:…`. */
  readonly match: string;
  readonly scopes: readonly string[];
  readonly claims: Claims;
}

/** Clients known by their certificate (mutual TLS). */
export interface CertificateSettings {
  readonly kind: 'certificate';
  readonly name: string;
  readonly identities: readonly CertificateIdentity[];
}

export type AuthenticatorSettings =
  | BearerSettings
  | ApiKeySettings
  | SessionSettings
  | CertificateSettings;

/** What a route asks of whoever sends a request. */
export interface AuthenticationSettings {
  /** Names of authenticators; the first whose credential the request carries decides. */
  readonly by: readonly string[];
  /** Requests without any credential pass, as nobody. */
  readonly optional: boolean;
  /** All of these are needed. */
  readonly scopes: readonly string[];
  /** Claims wanted: one of the values; `*` is any. */
  readonly claims: Readonly<Record<string, readonly string[]>>;
  /** `deny`: without scopes, claims or `anyone`, nobody passes. */
  readonly otherwise: 'allow' | 'deny';
  /** Whoever is authenticated passes, also where the rest of the table denies. */
  readonly anyone: boolean;
  /** Header fields set from claims, the client's own always removed. By name as written. */
  readonly headers: Readonly<Record<string, string>>;
  /** Further header fields that are never taken from a client, lower case. */
  readonly strip: readonly string[];
  /** Take the credential itself away before the request goes on. */
  readonly hideCredential: boolean;
}

/** A token of our own that says to one upstream who the request comes from. */
export interface DownstreamTokenSettings {
  readonly issuer: string;
  readonly algorithm: 'EdDSA' | 'ES256';
  /** Header field that carries it; in `Authorization` it follows `Bearer`. */
  readonly header: string;
  readonly lifetimeSeconds: number;
  /** Age at which a signing key is replaced. */
  readonly rotateSeconds: number;
  /** How long a new key is published before it signs. */
  readonly announceSeconds: number;
  /** Claims passed on beside `sub`, `scope` and `amr`. */
  readonly claims: readonly string[];
  /** Where the private keys are kept, for several processes and over restarts. */
  readonly keyFile: string | undefined;
}

/** What a limit counts by: one of these, or several together. */
export type QuotaKey =
  | { readonly from: 'route' | 'address' | 'subject' | 'method' }
  | { readonly from: 'claim' | 'header' | 'cookie'; readonly name: string };

export interface RateLimit {
  readonly name: string;
  /** So many requests in the time, evenly spread; `burst` of them may come at once. */
  readonly limit: number;
  readonly seconds: number;
  readonly burst: number;
  readonly by: readonly QuotaKey[];
}

export interface ConcurrencyLimit {
  readonly limit: number;
  readonly by: readonly QuotaKey[];
}

/** Where rates are counted for several proxies together. */
export interface QuotaStoreSettings {
  /** `redis://` or `rediss://`. */
  readonly url: string;
  readonly prefix: string;
  /** Longest wait for an answer, which is added to a request at worst. */
  readonly timeoutMs: number;
  /** Without an answer: count alone, let all pass, or let nobody pass. */
  readonly whenDown: 'local' | 'open' | 'closed';
}

/** An OpenAPI 3.0 or 3.1 document as JSON. */
export interface ApiDocument {
  /** Where it was read, for messages. */
  readonly file: string;
  readonly document: Readonly<Record<string, unknown>>;
}

export interface ValidationSettings {
  /** Path of the document, as in `RouteTable.apis`. */
  readonly openapi: string;
  /** `report`: what does not fit passes, and is counted and logged. */
  readonly requests: 'refuse' | 'report' | 'off';
  /** Paths and methods that the document does not have. */
  readonly unknown: 'refuse' | 'allow';
  /** Forms and multipart bodies are looked into. */
  readonly forms: boolean;
  /** Larger request bodies are refused, and larger answers not looked at. */
  readonly maxBodyBytes: number;
  /** Share of the answers that are looked at, after the client has them. */
  readonly responses: number;
}

/** Changes of header fields, in this order: rename, remove, set, add. Names as they are to be written. */
export interface FieldChanges {
  readonly rename: Readonly<Record<string, string>>;
  readonly remove: readonly string[];
  /** Instead of whatever stands there. */
  readonly set: Readonly<Record<string, string>>;
  /** Beside whatever stands there. */
  readonly add: Readonly<Record<string, string>>;
}

/** Changes of a JSON body by paths, in this order: rename, move, map, remove, set, add. */
export interface BodyChanges {
  /** Path of a key to its new name in the same object. */
  readonly rename: Readonly<Record<string, string>>;
  /** Path to path, both without wildcards. */
  readonly move: Readonly<Record<string, string>>;
  /** Path to what becomes of each value; others stay. */
  readonly map: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly remove: readonly string[];
  readonly set: Readonly<Record<string, unknown>>;
  /** Where nothing stands yet. */
  readonly add: Readonly<Record<string, unknown>>;
}

export interface MessageChanges {
  readonly headers: FieldChanges;
  /** Undefined: bodies pass as they come. */
  readonly body: BodyChanges | undefined;
}

/** The shape that one side speaks, made from the one that clients speak, and back. */
export interface TransformSettings {
  readonly for: 'service' | 'monolith' | 'both';
  readonly request: MessageChanges;
  readonly response: MessageChanges;
  /** Larger JSON bodies are refused: a request with 413, an answer with 502. */
  readonly maxBodyBytes: number;
}

/** Traces of the upstream's own address in its answers. */
export interface RewriteSettings {
  /** `Location` and `Content-Location` that name an upstream lose its origin. */
  readonly location: boolean;
  /** `Domain` of cookies: another, none (false), or as it is. */
  readonly cookieDomain: string | false | undefined;
  /** Add `Secure`. */
  readonly cookieSecure: boolean;
  readonly cookieSameSite: 'Strict' | 'Lax' | 'None' | undefined;
}

/** Pages of which origins may read the answers (Fetch standard, CORS protocol). */
export interface CorsSettings {
  /** `*`, origins, or `https://*.example.com`. */
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  /** Request header fields; `*` is any that is asked for. */
  readonly headers: readonly string[];
  readonly expose: readonly string[];
  readonly credentials: boolean;
  readonly maxAgeSeconds: number;
}

/** Where traces go: an OpenTelemetry collector, over OTLP/HTTP with JSON. */
export interface TraceExportSettings {
  readonly endpoint: string;
  /** `service.name` of the proxy's spans. */
  readonly service: string;
  /** Environment variable with further header fields, `name=value,name=value` as OTEL_EXPORTER_OTLP_HEADERS. */
  readonly headersEnv: string | undefined;
  readonly timeoutMs: number;
}

export interface AccessLogSettings {
  /** A file, or `-` for standard output. */
  readonly file: string;
}

/** What users may expect of a route, over a rolling window. */
export interface SloSettings {
  /** Share of requests (0–1) that get an answer below 500. */
  readonly availability: number | undefined;
  /** Share of requests (0–1) whose answer begins within `ms`. */
  readonly latency: { readonly ms: number; readonly share: number } | undefined;
  readonly windowDays: number;
}
