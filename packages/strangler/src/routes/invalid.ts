import { ProxyError } from '../model/error.ts';

/** All that is wrong with a table, in one error. */
export function invalidTable(where: string, problems: readonly string[]): ProxyError {
  return new ProxyError(
    'PROXY_ROUTES_INVALID',
    `${where}: ${problems.join('; ')}.`,
    'Correct the places named; docs/proxy.md lists every key, and the JSON Schema in @ashlar/strangler gives completion in editors.',
  );
}
