import type { RecordSettings } from '../model/recorder.ts';
import type {
  Budget,
  CompareRules,
  Limits,
  Route,
  RouteGate,
  RouteLimits,
  ShadowSettings,
  Timeouts,
} from '../model/routes.ts';
import type { WrittenSettings } from '../model/written.ts';

type Settings = Pick<
  Route,
  | 'sticky'
  | 'fallback'
  | 'steps'
  | 'plan'
  | 'compare'
  | 'budget'
  | 'shadow'
  | 'record'
  | 'gate'
  | 'timeouts'
>;

/** A route's own settings over the table's defaults over ours. */
export function resolveSettings(
  route: WrittenSettings,
  table: WrittenSettings,
  service: string | undefined,
): Settings {
  const sticky = route.sticky ?? table.sticky ?? {};
  return {
    sticky: {
      header: sticky.header?.toLowerCase(),
      claim: sticky.claim,
      cookie: sticky.cookie,
    },
    fallback: resolveFallback(route.fallback ?? table.fallback ?? true),
    steps: [...(route.steps ?? table.steps ?? [5, 25, 50])].sort((a, b) => a - b),
    plan: [...(route.plan ?? table.plan ?? [])].sort((a, b) => a - b),
    compare: resolveCompare({ ...table.compare, ...route.compare }),
    budget: resolveBudget({ ...table.budget, ...route.budget }),
    shadow: resolveShadow({ ...table.shadow, ...route.shadow }, service),
    record: resolveRecord(route.record ?? table.record ?? false),
    gate: resolveGate({ ...table.gate, ...route.gate }),
    timeouts: resolveTimeouts({ ...table.timeouts, ...route.timeouts }),
  };
}

function resolveFallback(written: boolean | readonly string[]): readonly string[] {
  if (typeof written === 'boolean') return written ? ['GET', 'HEAD'] : [];
  return written.map((method) => method.toUpperCase());
}

export function resolveCompare(written: NonNullable<WrittenSettings['compare']>): CompareRules {
  return {
    ignore: written.ignore ?? [],
    unordered: written.unordered ?? false,
    unorderedBy: written.unorderedBy ?? {},
    typeOnly: written.typeOnly ?? [],
    patterns: written.patterns ?? {},
    tolerance: written.tolerance ?? 0,
    mask: written.mask ?? [],
    redact: written.redact ?? [],
    headers: (written.headers ?? ['content-type', 'location']).map((name) => name.toLowerCase()),
  };
}

function resolveBudget(written: NonNullable<WrittenSettings['budget']>): Budget {
  return {
    errors: written.errors ?? 0.01,
    latency: written.latency === false ? Number.POSITIVE_INFINITY : (written.latency ?? 3),
    latencySlackMs: written.latencySlackMs ?? 50,
    mismatches: written.mismatches ?? 0.02,
    parity: written.parity ?? 0.9,
    minimum: written.minimum ?? 10,
    windowSeconds: written.windowSeconds ?? 300,
  };
}

function resolveShadow(
  written: NonNullable<WrittenSettings['shadow']>,
  service: string | undefined,
): ShadowSettings {
  return {
    methods: (written.methods ?? ['GET', 'HEAD']).map((method) => method.toUpperCase()),
    sample: written.sample ?? 1,
    sandbox: written.sandbox === true ? service : written.sandbox,
    idempotencyKeyHeader: written.idempotencyKeyHeader?.toLowerCase(),
    timeoutMs: written.timeoutMs ?? 5000,
    maxBodyBytes: written.maxBodyBytes ?? 1_048_576,
    queue: written.queue ?? 100,
    concurrency: written.concurrency ?? 4,
    noise: written.noise ?? 0.1,
    duringCanary: written.duringCanary ?? true,
  };
}

function resolveRecord(
  written: NonNullable<WrittenSettings['record']>,
): RecordSettings | undefined {
  if (written === false) return undefined;
  const own = written === true ? {} : written;
  return {
    sample: own.sample ?? 0.05,
    maxBodyBytes: own.maxBodyBytes ?? 65_536,
    maxFileBytes: own.maxFileBytes ?? 10_485_760,
    maxFiles: own.maxFiles ?? 5,
    redact: own.redact ?? [],
  };
}

function resolveGate(written: NonNullable<WrittenSettings['gate']>): RouteGate {
  const { telemetry = true } = written;
  const seen = typeof telemetry === 'boolean' ? {} : telemetry;
  return {
    pacticipant: written.pacticipant,
    environment: written.environment,
    openapi: written.openapi,
    pacts: written.pacts ?? [],
    telemetry:
      telemetry === false
        ? false
        : {
            metrics: seen.metrics ?? '/metrics',
            traces: seen.traces ?? false,
            probe: seen.probe,
          },
    owner: written.owner ?? true,
    rehearsal: written.rehearsal ?? true,
    atOnce: written.atOnce,
    onIncompatible: written.onIncompatible ?? 'rollback',
  };
}

function resolveTimeouts(written: NonNullable<WrittenSettings['timeouts']>): Timeouts {
  return {
    connectMs: written.connectMs ?? 2000,
    firstByteMs: written.firstByteMs ?? 30_000,
    idleMs: written.idleMs ?? 60_000,
    bodyMs: written.bodyMs ?? 60_000,
    totalMs: written.totalMs ?? 0,
  };
}

/** Nothing at the table's door knows the route, so a route's head limits can only be tighter. */
export function resolveRouteLimits(
  route: NonNullable<WrittenSettings['limits']>,
  table: Limits,
): RouteLimits {
  return {
    headBytes: Math.min(route.headBytes ?? table.headBytes, table.headBytes),
    headerCount: Math.min(route.headerCount ?? table.headerCount, table.headerCount),
    bodyBytes: route.bodyBytes ?? table.bodyBytes,
  };
}
