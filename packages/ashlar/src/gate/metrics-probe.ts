import type { TelemetrySettings } from '@ashlar/strangler';

const PATIENCE_MS = 4000;
const MAX_TEXT = 8 * 1024 * 1024;
/** What a runtime counts by itself says nothing about whether requests are counted. */
const RUNTIME = /^(process|nodejs|go|python|jvm|dotnet|ruby|promhttp|scrape|up$)/;

export interface Sighting {
  readonly seen: boolean;
  readonly reason: string;
}

/**
 * Are requests of the service counted where somebody looks? Either the service shows metrics in
 * Prometheus' text format with a counter above zero that is not the runtime's own, or a query to
 * Prometheus gives a value above zero, which also shows that they are collected.
 */
export async function seeMetrics(
  metrics: Exclude<TelemetrySettings['metrics'], false>,
  service: string,
): Promise<Sighting> {
  return typeof metrics === 'string'
    ? seeExposed(new URL(metrics, service))
    : seeCollected(metrics.prometheus, metrics.query);
}

async function seeExposed(url: URL): Promise<Sighting> {
  const answer = await get(url, 'text/plain');
  if ('reason' in answer) return answer;
  const counter = answer.text
    .slice(0, MAX_TEXT)
    .split('\n')
    .map(sampleOf)
    .find((sample) => sample !== undefined && sample.value > 0 && countsRequests(sample.name));
  return counter === undefined
    ? { seen: false, reason: `${url} shows no counter above zero beside those of the runtime` }
    : { seen: true, reason: `${url} counts ${counter.name}` };
}

/** One line of the text format: `name{labels} value [time]`; undefined for comments and the rest. */
export function sampleOf(line: string): { name: string; value: number } | undefined {
  const found = /^([A-Za-z_:][\w:]*)(?:\{.*\})?\s+(\S+)(?:\s+-?\d+)?\s*$/.exec(line);
  if (found === null) return undefined;
  const [, name = '', text = ''] = found;
  const value = Number(text);
  return Number.isNaN(value) ? undefined : { name, value };
}

function countsRequests(name: string): boolean {
  return /_(total|count)$/.test(name) && !RUNTIME.test(name);
}

/** `GET /api/v1/query` of Prometheus' HTTP API. */
async function seeCollected(prometheus: string, query: string): Promise<Sighting> {
  const url = new URL(`${prometheus.replace(/\/$/, '')}/api/v1/query`);
  url.searchParams.set('query', query);
  const answer = await get(url, 'application/json');
  if ('reason' in answer) return answer;
  const value = largestValue(answer.text);
  if (value === undefined)
    return { seen: false, reason: `${prometheus} has no sample for ${query}` };
  return { seen: value > 0, reason: `${prometheus} has ${value} for ${query}` };
}

function largestValue(text: string): number | undefined {
  try {
    const { data } = JSON.parse(text) as { data?: { resultType?: string; result?: unknown } };
    const samples = data?.resultType === 'scalar' ? [{ value: data.result }] : data?.result;
    const values = (Array.isArray(samples) ? samples : []).map((sample: unknown) =>
      Number((sample as { value?: [number, string] }).value?.[1] ?? 'NaN'),
    );
    const numbers = values.filter((value) => !Number.isNaN(value));
    return numbers.length === 0 ? undefined : Math.max(...numbers);
  } catch {
    return undefined;
  }
}

/** The text of a good answer, or what went wrong. */
export async function get(
  url: URL,
  accept: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly text: string; readonly headers: Headers } | Sighting> {
  try {
    const response = await fetch(url, {
      headers: { accept, ...headers },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const text = await response.text();
    if (response.ok) return { text, headers: response.headers };
    return { seen: false, reason: `${url} answered ${response.status}` };
  } catch (cause) {
    const why = cause instanceof Error && cause.name === 'TimeoutError' ? 'in time' : 'at all';
    return { seen: false, reason: `${url} did not answer ${why}` };
  }
}
