import type { StateName } from './routes.ts';
import type {
  WrittenAuthentication,
  WrittenAuthenticator,
  WrittenConcurrencyLimit,
  WrittenCors,
  WrittenDownstreamToken,
  WrittenObservability,
  WrittenObserve,
  WrittenQuotaStore,
  WrittenRateLimit,
  WrittenRewrite,
  WrittenSlo,
  WrittenTransform,
  WrittenValidation,
} from './written-duties.ts';

/** `routes.yaml` as a person writes it; schemas/routes.schema.json describes the same shape. */
export interface WrittenRouteTable {
  schemaVersion: 1;
  salt?: string;
  trustForwarded?: boolean;
  limits?: {
    headBytes?: number;
    headerCount?: number;
    bodyBytes?: number;
    headMs?: number;
    keepAliveMs?: number;
  };
  upstreams: { monolith: string | WrittenUpstream; [name: string]: string | WrittenUpstream };
  authenticators?: Record<string, WrittenAuthenticator>;
  downstreamToken?: WrittenDownstreamToken;
  quotaStore?: WrittenQuotaStore;
  observability?: WrittenObservability;
  /** Settings that every route starts from. */
  defaults?: WrittenSettings;
  routes: WrittenRoute[];
}

export interface WrittenUpstream {
  url: string;
  health?: string;
  version?: string;
  preserveHost?: boolean;
  http2?: boolean;
  breaker?: { failures?: number; openMs?: number };
  maxConnections?: number;
  keepAliveMs?: number;
  audience?: string;
  /** Paths of PEM files beside the table. */
  tls?: { ca?: string; cert?: string; key?: string; serverName?: string };
}

export interface WrittenSettings {
  /** Who may pass; `false` on a route takes back what the defaults ask. */
  authentication?: false | WrittenAuthentication;
  rateLimits?: WrittenRateLimit[];
  concurrency?: WrittenConcurrencyLimit[];
  validation?: false | WrittenValidation;
  transform?: WrittenTransform[];
  rewrite?: false | WrittenRewrite;
  cors?: false | WrittenCors;
  observe?: WrittenObserve;
  slo?: false | WrittenSlo;
  sticky?: { header?: string; claim?: string; cookie?: string };
  fallback?: boolean | string[];
  steps?: number[];
  plan?: number[];
  compare?: {
    ignore?: string[];
    unordered?: boolean | string[];
    unorderedBy?: Record<string, string>;
    typeOnly?: string[];
    patterns?: Record<string, string>;
    tolerance?: number | Record<string, number>;
    mask?: string[];
    redact?: string[];
    headers?: string[];
  };
  budget?: {
    errors?: number;
    /** `false`: how fast the service is does not count. */
    latency?: number | false;
    latencySlackMs?: number;
    mismatches?: number;
    parity?: number;
    minimum?: number;
    windowSeconds?: number;
  };
  shadow?: {
    methods?: string[];
    sample?: number;
    sandbox?: true | string;
    idempotencyKeyHeader?: string;
    timeoutMs?: number;
    maxBodyBytes?: number;
    queue?: number;
    concurrency?: number;
    noise?: number;
    duringCanary?: boolean;
  };
  /** Keep a sample of the exchanges, redacted, for `ashlar draft`; `true` takes the defaults. */
  record?:
    | boolean
    | {
        sample?: number;
        maxBodyBytes?: number;
        maxFileBytes?: number;
        maxFiles?: number;
        redact?: string[];
      };
  gate?: WrittenGate;
  timeouts?: {
    connectMs?: number;
    firstByteMs?: number;
    idleMs?: number;
    bodyMs?: number;
    totalMs?: number;
  };
  limits?: {
    headBytes?: number;
    headerCount?: number;
    bodyBytes?: number;
  };
}

export interface WrittenGate {
  pacticipant?: string;
  environment?: string;
  openapi?: string;
  pacts?: string[];
  telemetry?:
    | boolean
    | {
        metrics?: false | string | { prometheus: string; query: string };
        traces?: false | string;
        probe?: string;
      };
  owner?: boolean;
  rehearsal?: boolean;
  atOnce?: number;
  onIncompatible?: 'rollback' | 'hold';
}

export interface WrittenRoute extends WrittenSettings {
  match: string;
  state: StateName;
  percent?: number;
  id?: string;
  name?: string;
  service?: string;
  methods?: string[];
  host?: string;
  headers?: Record<string, string>;
  query?: Record<string, string>;
  cookies?: Record<string, string>;
  claims?: Record<string, string>;
  allow?: string[];
  deny?: string[];
  owner?: string;
}
