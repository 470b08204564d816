import type { Route, RouteTable } from '../model/routes.ts';
import { authentication } from './authentication/authentication.ts';
import type { Authenticator } from './authentication/authenticator.ts';
import { identityFields, neverFromClients } from './authentication/identity-fields.ts';
import { cors } from './cors/cors.ts';
import type { Duty } from './duty.ts';
import { concurrencyLimit } from './limits/concurrency.ts';
import { rateLimits } from './limits/rate-limit.ts';
import { RouteDuties } from './route-duties.ts';
import type { DutyServices } from './services.ts';
import { downstreamToken } from './tokens/downstream-token.ts';
import { rewriteAddresses } from './transform/rewrite.ts';
import { transform } from './transform/transform.ts';
import { responseValidation } from './validation/response-validation.ts';
import { requestValidation, type Violation } from './validation/validation.ts';

/** The duties of every route that has any, in the order in which they act. */
export function compileDuties(
  table: RouteTable,
  services: DutyServices,
): ReadonlyMap<Route, RouteDuties> {
  const compiled = new Map<Route, RouteDuties>();
  const told = identityNames(table);
  for (const route of table.routes) {
    const limits = limitDuties(route, table, services);
    const duties = [
      ...(route.cors === undefined ? [] : [cors(route.cors)]),
      ...limits.before,
      ...identityDuties(route, table, services, told),
      ...limits.after,
      ...validationDuties(route, table, services),
      ...shapeDuties(route, table),
    ];
    if (duties.length > 0) compiled.set(route, new RouteDuties(duties));
  }
  return compiled;
}

/** Those whose claims decide which route it is. */
export function authenticatorsForMatching(
  table: RouteTable,
  services: DutyServices,
): readonly Authenticator[] {
  const asking = table.routes.filter(({ claims }) => Object.keys(claims).length > 0);
  return [...new Set(asking.flatMap((route) => authenticatorsOf(route, table, services)))];
}

function authenticatorsOf(
  route: Route,
  table: RouteTable,
  services: DutyServices,
): readonly Authenticator[] {
  return (route.authentication?.by ?? []).flatMap((name) => {
    const settings = table.authenticators[name];
    return settings === undefined ? [] : [services.authenticator(settings, table.quotaStore)];
  });
}

function limitDuties(
  { id, rateLimits: rates, concurrency }: Route,
  { quotaStore, trustForwarded }: RouteTable,
  services: DutyServices,
): { readonly before: readonly Duty[]; readonly after: readonly Duty[] } {
  const { before, after } =
    rates.length === 0
      ? { before: [], after: [] }
      : rateLimits(rates, services.quotas(quotaStore), trustForwarded);
  if (concurrency.length === 0) return { before, after };
  const places = services.places(id, quotaStore);
  return { before, after: [...after, concurrencyLimit(concurrency, places, trustForwarded)] };
}

/** The last to change what goes upstream, and the first to see what comes back. */
function shapeDuties({ transform: settings, rewrite }: Route, { upstreams }: RouteTable): Duty[] {
  const origins = Object.values(upstreams).map(({ url }) => url);
  return [
    ...settings.map(transform),
    ...(rewrite === undefined ? [] : [rewriteAddresses(rewrite, origins)]),
  ];
}

function validationDuties(route: Route, { apis }: RouteTable, services: DutyServices): Duty[] {
  const { validation: settings } = route;
  const api = settings === undefined ? undefined : apis[settings.openapi];
  if (settings === undefined || api === undefined) return [];
  const violated = (violation: Violation): void => services.violated(violation);
  return [
    ...(settings.requests === 'off' ? [] : [requestValidation(settings, api, violated)]),
    ...(settings.responses === 0 ? [] : [responseValidation(settings, api, violated)]),
  ];
}

/** Where some route tells who somebody is: upstreams believe these fields, whichever route a request takes. */
function identityNames({ routes }: RouteTable): readonly string[] {
  const all = routes.flatMap(({ authentication: asked }) => Object.keys(asked?.headers ?? {}));
  return [...new Set(all)];
}

function identityDuties(
  route: Route,
  table: RouteTable,
  services: DutyServices,
  told: readonly string[],
): Duty[] {
  const mint =
    table.downstreamToken === undefined ? undefined : services.mint(table.downstreamToken);
  // A client's Authorization may be meant for the upstream, and the token in it is signed anyway.
  const reserved = [...(mint === undefined ? [] : [mint.settings.header]), ...told].filter(
    (name) => name.toLowerCase() !== 'authorization',
  );
  const { authentication: settings } = route;
  if (settings === undefined) return reserved.length === 0 ? [] : [neverFromClients(reserved)];
  const authenticators = authenticatorsOf(route, table, services);
  const duties = [
    authentication(settings, authenticators),
    identityFields(settings, authenticators, reserved),
  ];
  if (mint === undefined) return duties;
  const audiences = Object.fromEntries(
    Object.values(table.upstreams).map(({ name, audience }) => [name, audience]),
  );
  return [...duties, downstreamToken(mint, audiences)];
}
