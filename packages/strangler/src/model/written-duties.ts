/** Authenticators as a person writes them: exactly one kind each. */
export type WrittenAuthenticator =
  | { bearer: WrittenBearer }
  | { apiKey: WrittenApiKeys }
  | { session: WrittenSession }
  | { certificate: WrittenCertificates };

export interface WrittenCertificates {
  identities: { id: string; match: string; scopes?: string[]; claims?: Record<string, unknown> }[];
}

export interface WrittenBearer {
  issuer: string | string[];
  audience: string | string[];
  /** URL of a JSON Web Key Set, or the path of a file beside the table. */
  jwks: string;
  algorithms?: string[];
  type?: string;
  leewaySeconds?: number;
  maxAgeSeconds?: number;
  maxTokenBytes?: number;
  oneTime?: boolean;
  refreshSeconds?: number;
  cooldownSeconds?: number;
  timeoutMs?: number;
  remembered?: number;
}

export interface WrittenApiKey {
  id: string;
  sha256: string;
  scopes?: string[];
  claims?: Record<string, unknown>;
  /** ISO 8601. */
  expires?: string;
}

export interface WrittenApiKeys {
  header?: string;
  /** The keys, or the path of a YAML or JSON file beside the table that holds them under `keys`. */
  keys: string | WrittenApiKey[];
}

export interface WrittenSession {
  cookie: string;
  introspect: string;
  authorizationEnv?: string;
  timeoutMs?: number;
  cacheSeconds?: number;
  remembered?: number;
}

export interface WrittenAuthentication {
  by?: string | string[];
  optional?: boolean;
  scopes?: string[];
  claims?: Record<string, string | string[]>;
  otherwise?: 'allow' | 'deny';
  anyone?: boolean;
  headers?: Record<string, string>;
  strip?: string[];
  hideCredential?: boolean;
}

export interface WrittenDownstreamToken {
  issuer: string;
  algorithm?: 'EdDSA' | 'ES256';
  header?: string;
  lifetimeSeconds?: number;
  rotateSeconds?: number;
  announceSeconds?: number;
  claims?: string[];
  keyFile?: string;
}

export interface WrittenRateLimit {
  limit: number;
  seconds: number;
  burst?: number;
  by?: string | string[];
  name?: string;
}

export interface WrittenConcurrencyLimit {
  limit: number;
  by?: string | string[];
}

export interface WrittenQuotaStore {
  /** `redis://…`, or the environment variable in `urlEnv` that holds it. */
  url?: string;
  urlEnv?: string;
  prefix?: string;
  timeoutMs?: number;
  whenDown?: 'local' | 'open' | 'closed';
}

export interface WrittenValidation {
  /** OpenAPI 3.0 or 3.1 document, a path beside the table. */
  openapi: string;
  requests?: 'refuse' | 'report' | 'off';
  unknown?: 'refuse' | 'allow';
  /** Look into forms and multipart bodies, which are held whole then. */
  forms?: boolean;
  maxBodyBytes?: number;
  responses?: number;
}

export interface WrittenFieldChanges {
  rename?: Record<string, string>;
  remove?: string[];
  set?: Record<string, string>;
  add?: Record<string, string>;
}

export interface WrittenBodyChanges {
  rename?: Record<string, string>;
  move?: Record<string, string>;
  map?: Record<string, Record<string, unknown>>;
  remove?: string[];
  set?: Record<string, unknown>;
  add?: Record<string, unknown>;
}

export interface WrittenMessageChanges {
  headers?: WrittenFieldChanges;
  body?: WrittenBodyChanges;
}

export interface WrittenTransform {
  for?: 'service' | 'monolith' | 'both';
  request?: WrittenMessageChanges;
  response?: WrittenMessageChanges;
  maxBodyBytes?: number;
}

export interface WrittenRewrite {
  location?: boolean;
  cookieDomain?: string | false;
  cookieSecure?: boolean;
  cookieSameSite?: 'Strict' | 'Lax' | 'None';
}

export interface WrittenCors {
  origins: string | string[];
  methods?: string[];
  headers?: string[];
  expose?: string[];
  credentials?: boolean;
  maxAgeSeconds?: number;
}

export interface WrittenObservability {
  traces?: { endpoint: string; service?: string; headersEnv?: string; timeoutMs?: number };
  /** A file, or `-` for standard output. */
  accessLog?: string;
}

/** Shares of the requests, 0 to 1. */
export interface WrittenObserve {
  traces?: number;
  accessLog?: number;
}

export interface WrittenSlo {
  availability?: number;
  latency?: { ms: number; share: number };
  windowDays?: number;
}
