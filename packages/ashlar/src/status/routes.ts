import type { Route, RouteStatus } from '@ashlar/strangler';
import type { Config } from '../config/config.ts';
import { ownerOfUpstream } from '../config/owner.ts';
import type { RouteLine } from './model.ts';
import type { StatusParts } from './parts.ts';

/** Routes of services: as the running proxy has them, else as the table declares them. */
export function routeLines(config: Config, { proxy, table }: StatusParts): RouteLine[] {
  if (proxy.known) {
    return proxy.value.routes.flatMap((route) =>
      route.service === undefined ? [] : [liveLine(config, route, route.service)],
    );
  }
  if (!table.known) return [];
  return table.value.routes.flatMap((route) =>
    route.service === undefined ? [] : [declaredLine(config, route, route.service)],
  );
}

function liveLine(config: Config, route: RouteStatus, service: string): RouteLine {
  const { compared, different, failed, lower } = route.parity;
  const { override } = route;
  return {
    id: route.id,
    match: route.match,
    service,
    owner: route.owner ?? ownerOfUpstream(config, service),
    state: route.state,
    percent: route.percent ?? null,
    live: true,
    held: route.held,
    armed: route.armed,
    rehearsed: route.rehearsed !== undefined,
    parity: compared + failed === 0 ? null : { compared, different, failed, lower },
    override:
      override === undefined
        ? null
        : { by: override.by, until: override.until, gates: [...override.gates] },
  };
}

function declaredLine(config: Config, route: Route, service: string): RouteLine {
  return {
    id: route.id,
    match: route.match,
    service,
    owner: route.owner ?? ownerOfUpstream(config, service),
    state: route.declared.state,
    percent: route.declared.percent ?? null,
    live: false,
    held: false,
    armed: true,
    rehearsed: false,
    parity: null,
    override: null,
  };
}
