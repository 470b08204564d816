import type {
  AccessLogSettings,
  ApiDocument,
  AuthenticationSettings,
  AuthenticatorSettings,
  ConcurrencyLimit,
  CorsSettings,
  DownstreamTokenSettings,
  QuotaStoreSettings,
  RateLimit,
  RewriteSettings,
  SloSettings,
  TraceExportSettings,
  TransformSettings,
  ValidationSettings,
} from './duties.ts';
import type { RecordSettings } from './recorder.ts';

/** The route table as the proxy uses it: parsed once, every default filled in. */

export type StateName = 'monolith' | 'shadow' | 'canary' | 'service' | 'dark';

/** Where a route stands. `percent` (0–100) is present for `canary` only. */
export interface RouteState {
  readonly state: StateName;
  readonly percent?: number;
}

export interface Upstream {
  readonly name: string;
  /** Origin only: `http://host:port` or `https://host:port`. */
  readonly url: string;
  readonly tls: boolean;
  readonly host: string;
  readonly port: number;
  /** Path asked for health, and for the version that is running. */
  readonly health: string | undefined;
  /** Where the health answer carries the version: `header:X-Version` or a JSON path such as `version`. */
  readonly version: string;
  /** Send the client's Host (true) or the upstream's own (false). */
  readonly preserveHost: boolean;
  readonly maxConnections: number;
  /** How long an unused connection is kept, in ms; a shorter `Keep-Alive: timeout` wins. */
  readonly keepAliveMs: number;
  /** Spoken to in HTTP/2, without TLS by prior knowledge; needed for gRPC. */
  readonly http2: boolean;
  /** After `failures` in a row nothing is sent for `openMs`; 0 failures switches it off. */
  readonly breaker: { readonly failures: number; readonly openMs: number };
  /** PEM: who vouches for it, and how we show ourselves (mutual TLS). */
  readonly tlsFiles: {
    readonly ca: string | undefined;
    readonly cert: string | undefined;
    readonly key: string | undefined;
    readonly serverName: string | undefined;
  };
  /** For whom tokens are that the proxy signs for it. */
  readonly audience: string;
}

export interface CompareRules {
  /** JSON paths whose differences do not matter: `$.at`, `items[*].id`, `**.updatedAt`. */
  readonly ignore: readonly string[];
  /** Arrays compared as multisets: all of them, or those at these JSON paths. */
  readonly unordered: boolean | readonly string[];
  /** Arrays at these JSON paths: their elements are matched by the value of the key named. */
  readonly unorderedBy: Readonly<Record<string, string>>;
  /** JSON paths where only the type has to be the same. */
  readonly typeOnly: readonly string[];
  /** Regular expressions that both strings at these JSON paths have to match, instead of being equal. */
  readonly patterns: Readonly<Record<string, string>>;
  /** Numbers this close (absolute) count as equal: everywhere, or by JSON path. */
  readonly tolerance: number | Readonly<Record<string, number>>;
  /** Regular expressions; what they match in text bodies counts as equal. */
  readonly mask: readonly string[];
  /** JSON paths whose values are never shown, beside those that look secret. */
  readonly redact: readonly string[];
  /** Response header fields compared beside status and body, lower case. */
  readonly headers: readonly string[];
}

export interface Budget {
  /** Share of errors (0–1) that the service may have above the monolith's, measured at the same time. */
  readonly errors: number;
  /** How many times the monolith's p95 the service's p95 may be; Infinity switches the test off. */
  readonly latency: number;
  /** Milliseconds added to the latency bound, so that 1 ms against 0.4 ms is no breach. */
  readonly latencySlackMs: number;
  /** Share of compared answers (0–1) that may differ while real users are on the service. */
  readonly mismatches: number;
  /** Lower Wilson bound of parity (0–1) needed before the route may leave shadow; 0 asks for nothing. */
  readonly parity: number;
  /** No verdict before this many observations. */
  readonly minimum: number;
  /** Length of the window over which the monolith is measured, in seconds. */
  readonly windowSeconds: number;
}

export interface ShadowSettings {
  readonly methods: readonly string[];
  /** Share of eligible requests mirrored, 0–1. */
  readonly sample: number;
  /** Upstream that takes mirrored writes; undefined while only safe methods are mirrored. */
  readonly sandbox: string | undefined;
  readonly idempotencyKeyHeader: string | undefined;
  readonly timeoutMs: number;
  readonly maxBodyBytes: number;
  readonly queue: number;
  readonly concurrency: number;
  /** Share of mirrored reads for which the monolith is asked a second time, 0–1. */
  readonly noise: number;
  /** Keep mirroring the requests that stay on the monolith during a canary. */
  readonly duringCanary: boolean;
}

export interface StickyKey {
  readonly header: string | undefined;
  /** Such as `sub`: verified where the route authenticates, else as the bearer token has it. */
  readonly claim: string | undefined;
  readonly cookie: string | undefined;
}

/** All in milliseconds; 0 means no limit. */
export interface Timeouts {
  readonly connectMs: number;
  readonly firstByteMs: number;
  readonly idleMs: number;
  readonly bodyMs: number;
  readonly totalMs: number;
}

/** What is asked before a route advances; the gates that read it are handed to the proxy. */
export interface RouteGate {
  readonly pacticipant: string | undefined;
  readonly environment: string | undefined;
  /** OpenAPI or AsyncAPI document of the service, a file beside the table or an address. */
  readonly openapi: string | undefined;
  /** Pact files or folders held against it; none: those the broker has for the pacticipant. */
  readonly pacts: readonly string[];
  /** False: the route may go on without anybody being able to see the service. */
  readonly telemetry: TelemetrySettings | false;
  /** Whether somebody has to answer for the route. */
  readonly owner: boolean;
  /** Whether the way back has to have been gone once. */
  readonly rehearsal: boolean;
  /** So many services may be under way at once; undefined: a second one is only warned about. */
  readonly atOnce: number | undefined;
  /** What a contract that breaks later does to a route that users are on. */
  readonly onIncompatible: 'rollback' | 'hold';
}

/** How the service can be seen from outside. */
export interface TelemetrySettings {
  /** A path on the service, or the address of its metrics, in Prometheus' text format. */
  readonly metrics: string | { readonly prometheus: string; readonly query: string } | false;
  /** `echo`, or an address with `{traceId}` where a trace shows once it has been collected. */
  readonly traces: string | false;
  /** Path on the service that is asked for the trace; its health address unless stated. */
  readonly probe: string | undefined;
}

export interface Route {
  readonly id: string;
  readonly name: string;
  /** Path pattern: literal segments, `*` or `:name` for one segment, a last `**` for the rest. */
  readonly match: string;
  readonly methods: readonly string[] | undefined;
  readonly host: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** Query parameters wanted, decoded; `*` means present. */
  readonly query: Readonly<Record<string, string>>;
  /** Cookies wanted; `*` means present. */
  readonly cookies: Readonly<Record<string, string>>;
  /** Claims wanted, `*` means present: verified where the route authenticates, else as the bearer token has them. */
  readonly claims: Readonly<Record<string, string>>;
  readonly declared: RouteState;
  readonly service: string | undefined;
  /** Percentages that `promote` walks through on the way from shadow to service. */
  readonly steps: readonly number[];
  /** Percentages that a canary walks through by itself; empty: only people move it. */
  readonly plan: readonly number[];
  readonly sticky: StickyKey;
  readonly allow: readonly string[];
  readonly deny: readonly string[];
  /** Methods answered by the monolith when the service fails on them. */
  readonly fallback: readonly string[];
  readonly compare: CompareRules;
  readonly budget: Budget;
  readonly shadow: ShadowSettings;
  /** Undefined: nothing of the route is recorded. */
  readonly record: RecordSettings | undefined;
  readonly timeouts: Timeouts;
  readonly limits: RouteLimits;
  readonly gate: RouteGate;
  readonly owner: string | undefined;
  /** Undefined: whoever comes may pass, and nobody is told who it is. */
  readonly authentication: AuthenticationSettings | undefined;
  readonly rateLimits: readonly RateLimit[];
  readonly concurrency: readonly ConcurrencyLimit[];
  readonly validation: ValidationSettings | undefined;
  readonly transform: readonly TransformSettings[];
  readonly rewrite: RewriteSettings | undefined;
  readonly cors: CorsSettings | undefined;
  /** Undefined: nothing is promised. */
  readonly slo: SloSettings | undefined;
  /** Shares of the requests that are traced and logged, 0–1; undefined: none. */
  readonly observe: { readonly traces: number; readonly accessLog: number } | undefined;
}

/** What a route takes of a request; checked once the route is known. */
export interface RouteLimits {
  /** Request line and header section, in bytes. */
  readonly headBytes: number;
  readonly headerCount: number;
  /** Request body, in bytes; 0 means no limit. */
  readonly bodyBytes: number;
}

export interface Limits {
  /** Largest request line and header section, in bytes. */
  readonly headBytes: number;
  readonly headerCount: number;
  /** Largest request body, in bytes; 0 means no limit. */
  readonly bodyBytes: number;
  /** Longest wait for a request head once its first byte is here, in ms. */
  readonly headMs: number;
  /** How long an idle client connection is kept, in ms. */
  readonly keepAliveMs: number;
}

export interface RouteTable {
  readonly schemaVersion: 1;
  /** The file it was read from, when it was. */
  readonly source: string | undefined;
  /** Mixed into the cohort hash, so that two tables do not pick the same users. */
  readonly salt: string;
  /** Whether the Forwarded and X-Forwarded-* fields of the client are believed. */
  readonly trustForwarded: boolean;
  readonly limits: Limits;
  readonly upstreams: Readonly<Record<string, Upstream>>;
  /** Ways of telling who sends a request, by name. */
  readonly authenticators: Readonly<Record<string, AuthenticatorSettings>>;
  /** Undefined: upstreams get no token of ours. */
  readonly downstreamToken: DownstreamTokenSettings | undefined;
  /** OpenAPI documents by the path that routes name. */
  readonly apis: Readonly<Record<string, ApiDocument>>;
  readonly observability: {
    readonly traces: TraceExportSettings | undefined;
    readonly accessLog: AccessLogSettings | undefined;
  };
  /** Undefined: every process counts for itself. */
  readonly quotaStore: QuotaStoreSettings | undefined;
  readonly routes: readonly Route[];
}
