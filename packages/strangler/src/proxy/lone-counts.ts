import type { RouteTable } from '../model/routes.ts';

/**
 * What each of several processes would count alone, and by how much more would pass then; undefined
 * where nothing would.
 */
export function loneCounts({
  quotaStore,
  routes,
  authenticators,
}: Pick<RouteTable, 'quotaStore' | 'routes' | 'authenticators'>): string | undefined {
  if (quotaStore !== undefined) return undefined;
  const once = Object.values(authenticators).some((one) => one.kind === 'bearer' && one.oneTime);
  const counted = [
    ...(routes.some(({ rateLimits }) => rateLimits.length > 0) ? ['rates'] : []),
    ...(routes.some(({ concurrency }) => concurrency.length > 0) ? ['running requests'] : []),
    ...(once ? ['one-time tokens'] : []),
  ];
  if (counted.length === 0) return undefined;
  return `each process counts ${counted.join(', ')} alone: name a quotaStore in the table, and they count together`;
}
