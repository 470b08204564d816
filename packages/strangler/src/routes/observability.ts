import { dirname, resolve } from 'node:path';
import type { SloSettings } from '../model/duties.ts';
import type { Route, RouteTable } from '../model/routes.ts';
import type { WrittenRoute, WrittenRouteTable } from '../model/written.ts';
import type { WrittenObservability, WrittenObserve, WrittenSlo } from '../model/written-duties.ts';
import { EDGES_MS } from '../observe/histogram.ts';

export function resolveObserve(written: WrittenObserve): Route['observe'] {
  const { traces = 0, accessLog = 0 } = written;
  return traces > 0 || accessLog > 0 ? { traces, accessLog } : undefined;
}

export function resolveObservability(
  { traces, accessLog }: WrittenObservability = {},
  source: string | undefined,
): RouteTable['observability'] {
  const folder = source === undefined ? '.' : dirname(source);
  return {
    traces: traces && {
      endpoint: traces.endpoint,
      service: traces.service ?? 'ashlar-proxy',
      headersEnv: traces.headersEnv,
      timeoutMs: traces.timeoutMs ?? 10_000,
    },
    accessLog: accessLog === undefined ? undefined : { file: fileOf(accessLog, folder) },
  };
}

export function resolveSlo(written: false | WrittenSlo): SloSettings | undefined {
  if (written === false) return undefined;
  const { availability, latency, windowDays } = written;
  return { availability, latency, windowDays: windowDays ?? 30 };
}

/** The histogram knows nothing between its edges. */
export function sloProblems(written: false | WrittenSlo, place: string): string[] {
  const ms = written === false ? undefined : written.latency?.ms;
  if (ms === undefined || EDGES_MS.includes(ms)) return [];
  return [`${place}.slo.latency.ms has to be one of ${EDGES_MS.join(', ')}`];
}

/** What a schema cannot see: shares of something that goes nowhere. */
export function observeProblems(
  route: WrittenRoute,
  place: string,
  table: WrittenRouteTable,
): string[] {
  const { traces = 0, accessLog = 0 } = { ...table.defaults?.observe, ...route.observe };
  const { observability = {} } = table;
  return [
    ...(traces > 0 && observability.traces === undefined
      ? [`${place}.observe.traces has no collector; name one in observability.traces.endpoint`]
      : []),
    ...(accessLog > 0 && observability.accessLog === undefined
      ? [`${place}.observe.accessLog has no file; name one in observability.accessLog`]
      : []),
  ];
}

function fileOf(written: string, folder: string): string {
  return written === '-' ? '-' : resolve(folder, written);
}
