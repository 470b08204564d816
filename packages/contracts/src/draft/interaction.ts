import { isArray, isObject, type JsonObject, type JsonValue } from '../pact/lossless-json.ts';
import type { Exchange, NamedValue, RecordedBody } from '../recording/model.ts';
import { type BodyGroup, jsonOf, mediaTypeOf } from './body-groups.ts';
import { expectationOf, type Side } from './expectation.ts';
import type { DraftInteraction, Evidence, ObservedOperation } from './model.ts';
import { pathRegex, valuesRegex } from './request-rules.ts';
import { newShape, observe, type Shape } from './shape.ts';

/** Part of a pact with what it rests on. */
interface Part {
  readonly part: JsonObject;
  readonly evidence: readonly Evidence[];
  readonly notes: readonly string[];
}

/**
 * One interaction of a pact (specification 4), marked pending, for one shape of one status.
 * @param wide of all JSON answers with this status
 */
export function draftInteraction(
  operation: ObservedOperation,
  status: number,
  group: BodyGroup,
  wide: Shape,
): DraftInteraction {
  const name = `${operation.method} ${operation.template.path}`;
  const description = `${name} answers ${status}${group.variant === '' ? '' : ` ${group.variant}`}`;
  const example = representative(group.exchanges);
  const request = requestPart(operation, group.exchanges, example);
  const response = responsePart(status, group.exchanges, example, wide);
  const samples = group.exchanges.length;
  const evidence = [...request.evidence, ...response.evidence];
  const notes = [...request.notes, ...response.notes];
  return {
    description,
    operation: name,
    status,
    samples,
    evidence,
    notes,
    interaction: {
      type: 'Synchronous/HTTP',
      description,
      pending: true,
      providerStates: [{ name: `data for "${description}"`, ...stateParams(operation, example) }],
      comments: {
        text: [restsOn(samples), ...notes],
        ashlar: {
          draft: { samples, evidence: evidence.map((one) => ({ ...one })), from: example.source },
        },
      },
      request: request.part,
      response: response.part,
    },
  };
}

function restsOn(samples: number): string {
  return `A draft from traffic: it rests on ${samples} ${samples === 1 ? 'sample' : 'samples'}.`;
}

/** The values of the path: what a provider state has to have ready. */
function stateParams({ template }: ObservedOperation, { request }: Exchange): JsonObject {
  if (template.parameters.length === 0) return {};
  const segments = request.path.split('/').slice(1);
  const params = template.parameters.map(({ name, at }) => [
    name,
    decodeURIComponentSafely(segments[at] ?? ''),
  ]);
  return { params: Object.fromEntries(params) };
}

/** The one that shows most: lists with something in them, then the most fields, then the first. */
function representative(exchanges: readonly Exchange[]): Exchange {
  let best = exchanges[0];
  let most = -1;
  for (const exchange of exchanges) {
    const [value] = jsonOf(exchange.response.body) ?? [];
    const score = value === undefined ? 0 : fullness(value);
    if (score > most) {
      most = score;
      best = exchange;
    }
  }
  if (best === undefined) throw new TypeError('a group without exchanges');
  return best;
}

/** Elements beyond the first say nothing new. */
function fullness(value: JsonValue): number {
  if (isArray(value)) return value[0] === undefined ? 0 : 100 + fullness(value[0]);
  if (!isObject(value)) return value === null ? 0 : 1;
  return Object.values(value).reduce<number>((sum, member) => sum + 1 + fullness(member), 0);
}

function requestPart(
  { method, template }: ObservedOperation,
  exchanges: readonly Exchange[],
  { request, response }: Exchange,
): Part {
  const evidence: Evidence[] = [];
  const notes: string[] = [];
  const rules: Record<string, JsonValue> = {};
  if (template.parameters.length > 0) {
    rules.path = { combine: 'AND', matchers: [{ match: 'regex', regex: pathRegex(template) }] };
    evidence.push({ place: 'request path', expects: template.path, samples: exchanges.length });
  }
  const query = Map.groupBy(request.query, ([name]) => name);
  if (query.size > 0) {
    const queryRules: Record<string, JsonObject> = {};
    for (const name of query.keys()) {
      const seen = exchanges.flatMap((one) => valuesOf(one.request.query, name));
      const { regex, words } = valuesRegex(seen);
      if (regex !== undefined) queryRules[name] = regexRule(regex);
      else if (words === 'any text') queryRules[name] = typeRule;
      evidence.push({ place: `request query ${name}`, expects: words, samples: seen.length });
    }
    if (Object.keys(queryRules).length > 0) rules.query = queryRules;
  }
  notes.push(...queryNotes(exchanges, query));
  const headers = requestHeaders(request.headers, request.body, response);
  const authorization = headers.authorization?.[0];
  if (authorization !== undefined) {
    const scheme = authorization.split(' ', 1)[0] ?? '';
    rules.header = {
      authorization: { combine: 'AND', matchers: [{ match: 'regex', regex: `^${scheme} .+` }] },
    };
    notes.push(
      'request header authorization was redacted: give the verifier a token of a test user',
    );
  }
  notes.push(...headerNotes(exchanges));
  const body = bodyPart('request', request.body, exchanges, evidence, notes);
  if (Object.keys(body.rules).length > 0) rules.body = body.rules;
  return {
    part: {
      method,
      path: request.path,
      ...(query.size === 0
        ? {}
        : {
            query: Object.fromEntries(
              [...query].map(([name, all]) => [name, all.map(([, value]) => value)]),
            ),
          }),
      ...(Object.keys(headers).length === 0 ? {} : { headers }),
      ...body.part,
      ...(Object.keys(rules).length === 0 ? {} : { matchingRules: rules }),
    },
    evidence,
    notes,
  };
}

function responsePart(
  status: number,
  exchanges: readonly Exchange[],
  { response }: Exchange,
  wide: Shape,
): Part {
  const evidence: Evidence[] = [];
  const notes: string[] = [];
  const rules: Record<string, JsonValue> = {};
  const headers: Record<string, readonly string[]> = {};
  const headerRules: Record<string, JsonObject> = {};
  const type = headerOf(response.headers, 'content-type');
  const essence = mediaTypeOf(response.headers);
  const typed = exchanges.every((one) => mediaTypeOf(one.response.headers) === essence);
  if (type !== undefined && essence !== undefined && typed && response.body !== undefined) {
    headers['content-type'] = [type];
    headerRules['content-type'] = regexRule(`^${escaped(essence)}\\s*(;.*)?$`);
    evidence.push({
      place: 'response header content-type',
      expects: essence,
      samples: exchanges.length,
    });
  }
  const location = headerOf(response.headers, 'location');
  if (
    location !== undefined &&
    exchanges.every((one) => headerOf(one.response.headers, 'location') !== undefined)
  ) {
    headers.location = [location];
    headerRules.location = regexRule('^.+$');
    evidence.push({
      place: 'response header location',
      expects: 'any address',
      samples: exchanges.length,
    });
  }
  if (Object.keys(headerRules).length > 0) rules.header = headerRules;
  const body = bodyPart('response', response.body, exchanges, evidence, notes, wide);
  if (Object.keys(body.rules).length > 0) rules.body = body.rules;
  return {
    part: {
      status,
      ...(Object.keys(headers).length === 0 ? {} : { headers }),
      ...body.part,
      ...(Object.keys(rules).length === 0 ? {} : { matchingRules: rules }),
    },
    evidence,
    notes,
  };
}

function bodyPart(
  side: Side,
  body: RecordedBody | undefined,
  exchanges: readonly Exchange[],
  evidence: Evidence[],
  notes: string[],
  wide?: Shape,
): { readonly part: JsonObject; readonly rules: Readonly<Record<string, JsonObject>> } {
  if (body === undefined) return { part: {}, rules: {} };
  if (body.kind === 'omitted') {
    notes.push(`${side} body was not kept (${body.why}): nothing is expected of it`);
    return { part: {}, rules: {} };
  }
  if (body.kind === 'form') {
    const content = formText(body.fields);
    const contentType = 'application/x-www-form-urlencoded';
    return { part: { body: { content, contentType, encoded: false } }, rules: {} };
  }
  const shape = shapeOfBodies(side, exchanges);
  if (side === 'response' && shape.samples < exchanges.length) {
    notes.push(`response had a body in ${shape.samples} of ${exchanges.length} samples: optional`);
    return { part: {}, rules: {} };
  }
  const expectation = expectationOf(body.value, shape, side, wide);
  evidence.push(...expectation.evidence);
  notes.push(...expectation.notes);
  if (expectation.example === undefined) return { part: {}, rules: {} };
  return {
    part: {
      body: { content: expectation.example, contentType: 'application/json', encoded: false },
    },
    rules: expectation.rules,
  };
}

function formText(fields: readonly NamedValue[]): string {
  return new URLSearchParams(
    fields.map(([name, value]): [string, string] => [name, value]),
  ).toString();
}

function shapeOfBodies(side: Side, exchanges: readonly Exchange[]): Shape {
  const shape = newShape();
  for (const exchange of exchanges) {
    for (const value of jsonOf(exchange[side].body) ?? []) observe(shape, value);
  }
  return shape;
}

/** Only what a contract is about: what a browser or a client library adds by itself is not. */
function requestHeaders(
  fields: readonly NamedValue[],
  body: RecordedBody | undefined,
  response: Exchange['response'],
): Readonly<Record<string, readonly string[]>> {
  const accept = headerOf(fields, 'accept') ?? '';
  const answered = mediaTypeOf(response.headers);
  const contentType = headerOf(fields, 'content-type');
  const authorization = headerOf(fields, 'authorization');
  return {
    // A wish that was not met belongs to the client, not to the contract.
    ...(answered !== undefined && accept.includes(answered) ? { accept: [accept] } : {}),
    ...(body === undefined || body.kind === 'omitted' || contentType === undefined
      ? {}
      : { 'content-type': [contentType] }),
    ...(authorization === undefined || authorization === ''
      ? {}
      : { authorization: [authorization] }),
  };
}

const BY_ITSELF =
  /^(?:accept(?:-.*)?|authorization|content-(?:type|length|encoding)|connection|keep-alive|host|origin|referer|user-agent|cookie|cache-control|pragma|dnt|priority|te|upgrade-insecure-requests|sec-.*|if-(?:none-match|modified-since)|x-forwarded-.*|forwarded|via|x-real-ip|x-request-id|x-correlation-id|traceparent|tracestate|baggage|transfer-encoding|proxy-.*|cf-.*)$/;

/** Fields of the application's own that every request had: the provider may insist on them. */
function headerNotes(exchanges: readonly Exchange[]): readonly string[] {
  const [first, ...others] = exchanges;
  const cookies = exchanges.filter(
    ({ request }) => headerOf(request.headers, 'cookie') !== undefined,
  );
  const own = (first?.request.headers ?? [])
    .map(([name]) => name)
    .filter((name) => !BY_ITSELF.test(name))
    .filter((name) => others.every(({ request }) => headerOf(request.headers, name) !== undefined));
  return [
    ...[...new Set(own)]
      .sort()
      .map((name) => `request header ${name} was in every sample; its value is not kept`),
    ...(cookies.length === 0
      ? []
      : [`request header cookie was in ${cookies.length} of ${exchanges.length} samples`]),
  ];
}

function queryNotes(
  exchanges: readonly Exchange[],
  sent: ReadonlyMap<string, unknown>,
): readonly string[] {
  const names = new Set(exchanges.flatMap(({ request }) => request.query.map(([name]) => name)));
  return [...names].sort().flatMap((name) => {
    const count = exchanges.filter(
      ({ request }) => valuesOf(request.query, name).length > 0,
    ).length;
    if (count === exchanges.length) return [];
    const shown = sent.has(name) ? '' : ', not shown here';
    return [
      `request query ${name} was there in ${count} of ${exchanges.length} samples: optional${shown}`,
    ];
  });
}

function valuesOf(pairs: readonly NamedValue[], name: string): readonly string[] {
  return pairs.filter(([key]) => key === name).map(([, value]) => value);
}

function headerOf(fields: readonly NamedValue[], name: string): string | undefined {
  return fields.find(([key]) => key === name)?.[1];
}

const typeRule: JsonObject = { combine: 'AND', matchers: [{ match: 'type' }] };

function regexRule(regex: string): JsonObject {
  return { combine: 'AND', matchers: [{ match: 'regex', regex }] };
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
