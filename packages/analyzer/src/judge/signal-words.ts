import type { Signal } from '../model/analysis.ts';

const SHARES: ReadonlySet<string> = new Set([
  'boundary-stability',
  'entangled-accesses',
  'tangled-domains',
  'unresolved-accesses',
]);

export const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** The number of a signal as people read it; with a decimal where 40.4 % would read as the 40 % that are wanted. */
export function signalValue({
  name,
  value,
  wanted,
}: Pick<Signal, 'name' | 'value' | 'wanted'>): string {
  if (value === null) return 'unknown';
  if (!SHARES.has(name)) return value.toLocaleString('en');
  const words = percent(value);
  return wanted.endsWith(` ${words}`) ? `${Math.round(value * 1000) / 10} %` : words;
}

/** Names of signals in words. */
export const SIGNAL_WORDS: Readonly<Record<string, string>> = {
  'domain-files': 'files that belong to a domain',
  lines: 'lines of source',
  domains: 'domains found',
  'ways-in': 'routes, messages and scheduled jobs by which it is asked from outside',
  'boundary-stability': 'agreement between runs on the boundaries',
  'entangled-accesses': 'share of table accesses that go to another domain’s table',
  'independent-domains': 'domains that use mostly their own tables',
  'ready-domains': 'domains that could leave with little to do first',
  'cross-domain-transactions': 'transactions that write tables of several domains',
  'shared-tables': 'tables that several domains write',
  'domain-cycles': 'cycles or knots of domains',
  'tangled-domains': 'share of the domains that import each other in circles',
  'imports-in-circles': 'imports to turn round before no circle is left',
  'unresolved-accesses': 'share of accesses whose table could not be read',
  'team-size': 'people with a change a month or more in its last year',
  'safety-net': 'tests, and something that runs them',
  delivery: 'signs of how it is built and delivered',
  observability: 'signs of how it is watched in production',
};
