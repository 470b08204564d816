import type { ConcurrencyLimit, QuotaKey, QuotaStoreSettings, RateLimit } from '../model/duties.ts';
import type { WrittenRoute, WrittenRouteTable, WrittenSettings } from '../model/written.ts';
import type { WrittenQuotaStore } from '../model/written-duties.ts';

/** A route's own limits instead of the defaults'; an empty list takes them away. */
export function resolveRateLimits(route: WrittenSettings, table: WrittenSettings): RateLimit[] {
  return (route.rateLimits ?? table.rateLimits ?? []).map((written, index) => ({
    name: written.name ?? (index === 0 ? 'default' : `limit-${index + 1}`),
    limit: written.limit,
    seconds: written.seconds,
    burst: written.burst ?? written.limit,
    by: keysOf(written.by ?? 'address'),
  }));
}

export function resolveConcurrency(
  route: WrittenSettings,
  table: WrittenSettings,
): ConcurrencyLimit[] {
  return (route.concurrency ?? table.concurrency ?? []).map(({ limit, by }) => ({
    limit,
    by: keysOf(by ?? 'route'),
  }));
}

export function resolveQuotaStore(
  written: WrittenQuotaStore | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): QuotaStoreSettings | undefined {
  if (written === undefined) return undefined;
  const { url, urlEnv } = written;
  return {
    url: url ?? environment[urlEnv ?? ''] ?? '',
    prefix: written.prefix ?? 'ashlar',
    timeoutMs: written.timeoutMs ?? 50,
    whenDown: written.whenDown ?? 'local',
  };
}

/** What a schema cannot see: identities that nobody finds out, and an address that is not there. */
export function quotaProblems(
  route: WrittenRoute,
  place: string,
  table: WrittenRouteTable,
  authenticated: boolean,
): string[] {
  const defaults = table.defaults ?? {};
  const limits = [
    ...(route.rateLimits ?? defaults.rateLimits ?? []),
    ...(route.concurrency ?? defaults.concurrency ?? []),
  ];
  const names = resolveRateLimits(route, defaults).map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return [
    ...(twice === undefined ? [] : [`${place}.rateLimits has two limits named "${twice}"`]),
    ...limits
      .flatMap(({ by }) => [by ?? []].flat())
      .filter((key) => !authenticated && needsIdentityText(key))
      .map(
        (key) => `${place} counts by "${key}" and authenticates nobody, so all would count as one`,
      ),
  ];
}

export function quotaStoreProblems(
  written: WrittenQuotaStore | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): string[] {
  if (written === undefined) return [];
  const { url } = resolveQuotaStore(written, environment) ?? { url: '' };
  if (/^rediss?:\/\/[^/]/.test(url)) return [];
  const what =
    written.urlEnv === undefined ? 'quotaStore.url' : `quotaStore.urlEnv "${written.urlEnv}"`;
  return [`${what} is no redis:// address`];
}

function keysOf(by: string | readonly string[]): QuotaKey[] {
  return [by].flat().map((text) => parseKey(text as string));
}

/** `subject`, `claim:tenant`; the schema has seen to it that nothing else stands there. */
function parseKey(text: string): QuotaKey {
  const colon = text.indexOf(':');
  if (colon === -1) return { from: text as 'route' | 'address' | 'subject' | 'method' };
  const from = text.slice(0, colon) as 'claim' | 'header' | 'cookie';
  const name = text.slice(colon + 1);
  return { from, name: from === 'header' ? name.toLowerCase() : name };
}

function needsIdentityText(text: string): boolean {
  return text === 'subject' || text.startsWith('claim:');
}
