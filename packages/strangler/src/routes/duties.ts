import type { Route, RouteTable } from '../model/routes.ts';
import type { WrittenRoute, WrittenRouteTable } from '../model/written.ts';
import {
  authenticationProblems,
  resolveAuthentication,
  resolveAuthenticators,
  resolveDownstreamToken,
} from './authentication.ts';
import {
  observeProblems,
  resolveObservability,
  resolveObserve,
  resolveSlo,
  sloProblems,
} from './observability.ts';
import {
  quotaProblems,
  quotaStoreProblems,
  resolveConcurrency,
  resolveQuotaStore,
  resolveRateLimits,
} from './quotas.ts';
import { resolveCors, resolveRewrite, resolveTransforms, transformProblems } from './transform.ts';
import { readApis, resolveValidation } from './validation.ts';

type RouteDutySettings = Pick<
  Route,
  | 'authentication'
  | 'rateLimits'
  | 'concurrency'
  | 'validation'
  | 'transform'
  | 'rewrite'
  | 'cors'
  | 'observe'
  | 'slo'
>;
type TableDutySettings = Pick<
  RouteTable,
  'authenticators' | 'downstreamToken' | 'quotaStore' | 'apis' | 'observability'
>;

/** A route's duties: its own over the table's defaults; none by default. */
export function resolveDuties(route: WrittenRoute, table: WrittenRouteTable): RouteDutySettings {
  const defaults = table.defaults ?? {};
  return {
    authentication: resolveAuthentication(route.authentication, defaults.authentication),
    rateLimits: resolveRateLimits(route, defaults),
    concurrency: resolveConcurrency(route, defaults),
    validation: resolveValidation(route.validation, defaults.validation),
    transform: resolveTransforms(route, defaults),
    rewrite: resolveRewrite(route, defaults),
    cors: resolveCors(route, defaults),
    slo: resolveSlo(route.slo ?? defaults.slo ?? false),
    observe: resolveObserve({ ...defaults.observe, ...route.observe }),
  };
}

/** @throws ProxyError PROXY_KEYS_INVALID, PROXY_API_INVALID for files that cannot be used */
export function resolveTableDuties(
  table: WrittenRouteTable,
  source: string | undefined,
): TableDutySettings {
  return {
    authenticators: resolveAuthenticators(table.authenticators ?? {}, source),
    downstreamToken: resolveDownstreamToken(table.downstreamToken, source),
    quotaStore: resolveQuotaStore(table.quotaStore, process.env),
    apis: readApis(table, source),
    observability: resolveObservability(table.observability, source),
  };
}

/** What a schema cannot see in a route's duties. */
export function dutyProblems(
  route: WrittenRoute,
  place: string,
  table: WrittenRouteTable,
): string[] {
  return [
    ...authenticationProblems(route, place, table),
    ...transformProblems(route, place, table),
    ...observeProblems(route, place, table),
    ...sloProblems(route.slo ?? table.defaults?.slo ?? false, place),
    ...quotaProblems(route, place, table, resolveDuties(route, table).authentication !== undefined),
  ];
}

export function tableDutyProblems(table: WrittenRouteTable): string[] {
  return quotaStoreProblems(table.quotaStore, process.env);
}
