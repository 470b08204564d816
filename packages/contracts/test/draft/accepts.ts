import type { Exchange } from '../../src/recording/model.ts';

/**
 * A judge of its own for the matchers that drafts use, written from the Pact specification and not
 * from the code that draws them up. Undefined when the exchange fits the interaction.
 */
export function mismatch(interaction: unknown, exchange: Exchange): string | undefined {
  const { request, response } = plain(interaction);
  const path = request.matchingRules?.path?.matchers[0]?.regex;
  if (
    path === undefined
      ? request.path !== exchange.request.path
      : !new RegExp(path).test(exchange.request.path)
  ) {
    return `path ${exchange.request.path}`;
  }
  if (request.method !== exchange.request.method) return 'method';
  if (response.status !== exchange.response.status) return 'status';
  for (const [name, [expected]] of Object.entries<string[]>(response.headers ?? {})) {
    const actual = exchange.response.headers.find(([key]) => key === name)?.[1];
    const regex = response.matchingRules?.header?.[name]?.matchers[0]?.regex;
    if (actual === undefined) return `header ${name}`;
    if (regex === undefined ? actual !== expected : !new RegExp(regex).test(actual))
      return `header ${name}`;
  }
  if (response.body === undefined) return undefined;
  const { body } = exchange.response;
  if (body?.kind !== 'json') return 'no JSON body';
  const rules = Object.entries(response.matchingRules?.body ?? {});
  return unlike(response.body.content, plain(body.value), '$', new Map(rules));
}

// biome-ignore lint/suspicious/noExplicitAny: a pact is read here as whoever gets the file reads it
type Json = any;

function plain(value: unknown): Json {
  return JSON.parse(JSON.stringify(value));
}

function unlike(
  expected: Json,
  actual: Json,
  at: string,
  rules: ReadonlyMap<string, Json>,
): string | undefined {
  const matcher = rules.get(at)?.matchers[0];
  if (matcher === undefined && (expected === null || typeof expected !== 'object')) {
    return expected === actual
      ? undefined
      : `${at}: ${JSON.stringify(actual)} is not ${JSON.stringify(expected)}`;
  }
  if (matcher !== undefined) {
    const wrong = refused(matcher, expected, actual);
    if (wrong !== undefined) return `${at}: ${wrong}`;
  }
  if (Array.isArray(expected)) {
    if (expected.length === 0) return undefined;
    for (const element of actual) {
      const wrong = unlike(expected[0], element, `${at}[*]`, rules);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  }
  if (expected === null || typeof expected !== 'object') return undefined;
  if (kind(actual) !== 'object') return `${at}: no object`;
  if (matcher?.match === 'values') {
    const [example] = Object.values(expected);
    if (example === undefined) return undefined;
    for (const value of Object.values(actual)) {
      const wrong = unlike(example, value, `${at}.*`, rules);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  }
  for (const [name, value] of Object.entries(expected)) {
    if (!Object.hasOwn(actual, name)) return `${at}: ${name} is missing`;
    const place = /^[A-Za-z_]\w*$/.test(name)
      ? `${at}.${name}`
      : `${at}['${name.replace(/['\\]/g, '\\$&')}']`;
    const wrong = unlike(value, actual[name], place, rules);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function refused(matcher: Json, expected: Json, actual: Json): string | undefined {
  switch (matcher.match) {
    case 'integer':
      return Number.isInteger(actual) ? undefined : 'no integer';
    case 'decimal':
      return typeof actual === 'number' && !Number.isInteger(actual) ? undefined : 'no decimal';
    case 'number':
      return typeof actual === 'number' ? undefined : 'no number';
    case 'regex':
      return typeof actual === 'string' && new RegExp(matcher.regex).test(actual)
        ? undefined
        : 'other text';
    case 'null':
      return actual === null ? undefined : 'not null';
    case 'values':
      return kind(actual) === 'object' ? undefined : 'no object';
    case 'type':
      if (kind(actual) !== kind(expected)) return `${kind(actual)} in place of ${kind(expected)}`;
      return Array.isArray(actual) && actual.length < (matcher.min ?? 0) ? 'too short' : undefined;
    default:
      return `unknown matcher ${matcher.match}`;
  }
}

function kind(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
