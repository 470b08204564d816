import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Site, Violation } from '@ashlar/analyzer';
import type { Config } from '../config/config.ts';
import { ownerOfUpstream } from '../config/owner.ts';

/**
 * Routes that have a service and nobody who answers for them: neither in the table, nor for the service
 * or its domain in ashlar.yaml.
 *
 * @param file the route table
 * @param folder paths in violations are from there
 * @throws ProxyError PROXY_TABLE_INVALID and others of a table that cannot be read
 */
export async function routeOwnerViolations(
  config: Config,
  file: string,
  folder: string,
): Promise<Violation[]> {
  const { loadRoutes } = await import('@ashlar/strangler');
  const text = readFileSync(file, 'utf8');
  const shown = relative(folder, file).replaceAll('\\', '/');
  return loadRoutes(file)
    .routes.filter(({ owner, service }) => service !== undefined && owner === undefined)
    .filter(({ service }) => ownerOfUpstream(config, service ?? '') === null)
    .map(({ id, match, service }) => ({
      rule: 'route-owner' as const,
      id: `route-owner:${id}`,
      message: `route ${id} (${match} -> ${service}) has no owner, neither in ${shown} nor for ${service} in ashlar.yaml`,
      sites: [siteOf(text, shown, id, match)],
    }));
}

function siteOf(text: string, file: string, id: string, match: string): Site {
  const lines = text.split('\n');
  const wanted = (what: string): number => lines.findIndex((line) => line.includes(what));
  const at = [`id: ${id}`, `"${id}"`, match].map(wanted).find((line) => line >= 0) ?? 0;
  return { file, line: at + 1 };
}
