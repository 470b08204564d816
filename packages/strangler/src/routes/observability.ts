import { dirname, resolve } from 'node:path';
import type { Route, RouteTable } from '../model/routes.ts';
import type { WrittenRoute, WrittenRouteTable } from '../model/written.ts';
import type { WrittenObservability, WrittenObserve } from '../model/written-duties.ts';

export function resolveObserve(written: WrittenObserve): Route['observe'] {
  return { traces: written.traces ?? 0, accessLog: written.accessLog ?? 0 };
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
