import { byCodeUnit, type JsonObject, type JsonValue } from '../pact/lossless-json.ts';
import type { Exchange, NamedValue } from '../recording/model.ts';
import { jsonOf } from './body-groups.ts';
import type { ObservedOperation } from './model.ts';
import { valuesRegex } from './request-rules.ts';
import { schemaOf } from './schema.ts';
import type { SegmentForm } from './segments.ts';
import { newShape, observe, type Shape } from './shape.ts';

/**
 * An OpenAPI 3.1 document of what was seen. `x-samples` beside everything says on how many samples it
 * rests.
 */
export function draftDocument(
  operations: readonly ObservedOperation[],
  provider: string,
): JsonObject {
  const schemes = new Map<string, JsonObject>();
  const paths = Map.groupBy(operations, ({ template }) => template.path);
  const items = [...paths]
    .sort(([a], [b]) => byCodeUnit(a, b))
    .map(([path, some]): [string, JsonObject] => [
      path,
      Object.fromEntries(
        some
          .toSorted((a, b) => byCodeUnit(a.method, b.method))
          .map((one) => [one.method.toLowerCase(), operationOf(one, schemes)]),
      ),
    ]);
  return {
    openapi: '3.1.0',
    info: {
      title: provider,
      version: '0.0.0-draft',
      description:
        'A draft from recorded traffic. It says what was seen, not what is promised: x-samples counts what each line rests on.',
    },
    paths: Object.fromEntries(items),
    ...(schemes.size === 0
      ? {}
      : {
          components: {
            securitySchemes: Object.fromEntries([...schemes].sort(([a], [b]) => byCodeUnit(a, b))),
          },
        }),
  };
}

function operationOf(operation: ObservedOperation, schemes: Map<string, JsonObject>): JsonObject {
  const { exchanges } = operation;
  const accepted = exchanges.filter(({ response }) => response.status < 400);
  const parameters = [...pathParameters(operation), ...queryParameters(exchanges, accepted)];
  const body = requestBody(accepted.length > 0 ? accepted : exchanges, accepted.length > 0);
  const security = securityOf(accepted, schemes);
  const statuses = Map.groupBy(exchanges, ({ response }) => response.status);
  return {
    operationId: operationId(operation),
    'x-samples': exchanges.length,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: body }),
    ...(security === undefined ? {} : { security: [security] }),
    responses: Object.fromEntries(
      [...statuses]
        .sort(([a], [b]) => a - b)
        .map(([status, some]) => [String(status), responseOf(some)]),
    ),
  };
}

function pathParameters({ template, exchanges }: ObservedOperation): readonly JsonObject[] {
  return template.parameters.map(({ name, form, because }) => ({
    name,
    in: 'path',
    required: true,
    description: `Taken for a parameter ${because}.`,
    schema: schemaOfSegment(form),
    'x-samples': exchanges.length,
  }));
}

function schemaOfSegment(form: SegmentForm | 'slug'): JsonObject {
  if (form === 'integer') return { type: 'integer' };
  return form === 'uuid' ? { type: 'string', format: 'uuid' } : { type: 'string' };
}

function queryParameters(
  all: readonly Exchange[],
  accepted: readonly Exchange[],
): readonly JsonObject[] {
  const names = new Set(all.flatMap(({ request }) => request.query.map(([name]) => name)));
  return [...names].sort(byCodeUnit).map((name) => {
    const sent = all
      .map(({ request }) => valuesOf(request.query, name))
      .filter(({ length }) => length > 0);
    const required =
      accepted.length > 0 &&
      accepted.every(({ request }) => valuesOf(request.query, name).length > 0);
    const single = schemaOfValues(sent.flat());
    const repeated = sent.some(({ length }) => length > 1);
    return {
      name,
      in: 'query',
      required,
      ...(repeated ? { style: 'form', explode: true } : {}),
      schema: repeated ? { type: 'array', items: single } : single,
      'x-samples': sent.length,
    };
  });
}

function schemaOfValues(values: readonly string[]): JsonObject {
  const { words } = valuesRegex(values);
  if (words === 'integer') return { type: 'integer' };
  if (words === 'true or false') return { type: 'boolean' };
  return ['uuid', 'date-time', 'date', 'email', 'uri'].includes(words)
    ? { type: 'string', format: words }
    : { type: 'string' };
}

function requestBody(exchanges: readonly Exchange[], believed: boolean): JsonObject | undefined {
  const content: Record<string, JsonValue> = {};
  const sending = exchanges.filter(({ request }) => request.body !== undefined);
  if (sending.length === 0) return undefined;
  for (const [type, some] of byMediaType(sending, 'request')) {
    const json = shapeOf(some, 'request');
    const form = some.flatMap(({ request }) =>
      request.body?.kind === 'form' ? [request.body.fields] : [],
    );
    if (json.samples > 0) content[type] = { schema: schemaOf(json, { believed }) };
    else content[type] = { schema: form.length > 0 ? formSchema(form) : {} };
  }
  const known = sending.filter(({ request }) => request.body?.kind !== 'omitted');
  return { required: known.length === exchanges.length, content, 'x-samples': sending.length };
}

function formSchema(forms: readonly (readonly NamedValue[])[]): JsonObject {
  const names = [...new Set(forms.flatMap((fields) => fields.map(([name]) => name)))].sort(
    byCodeUnit,
  );
  const properties = names.map((name) => [
    name,
    forms.some((fields) => valuesOf(fields, name).length > 1)
      ? { type: 'array', items: { type: 'string' } }
      : { type: 'string' },
  ]);
  const required = names.filter((name) =>
    forms.every((fields) => valuesOf(fields, name).length > 0),
  );
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length === 0 ? {} : { required }),
    'x-samples': forms.length,
  };
}

function responseOf(exchanges: readonly Exchange[]): JsonObject {
  const content: Record<string, JsonValue> = {};
  const answering = exchanges.filter(({ response }) => response.body !== undefined);
  for (const [type, some] of byMediaType(answering, 'response')) {
    const json = shapeOf(some, 'response');
    content[type] = json.samples > 0 ? { schema: schemaOf(json, { believed: true }) } : {};
  }
  const located = exchanges.filter(({ response }) =>
    response.headers.some(([name]) => name === 'location'),
  );
  return {
    description: `Seen ${exchanges.length} ${exchanges.length === 1 ? 'time' : 'times'}.`,
    ...(located.length === 0
      ? {}
      : {
          headers: {
            location: {
              required: located.length === exchanges.length,
              schema: { type: 'string' },
              'x-samples': located.length,
            },
          },
        }),
    ...(Object.keys(content).length === 0 ? {} : { content }),
    'x-samples': exchanges.length,
  };
}

function byMediaType(
  exchanges: readonly Exchange[],
  side: 'request' | 'response',
): readonly (readonly [string, readonly Exchange[]])[] {
  const groups = Map.groupBy(exchanges, (exchange) => {
    const { headers, body } = exchange[side];
    const type = headers
      .find(([name]) => name === 'content-type')?.[1]
      .split(';', 1)[0]
      ?.trim();
    if (type !== undefined && type !== '') return type.toLowerCase();
    return body?.kind === 'form' ? 'application/x-www-form-urlencoded' : 'application/json';
  });
  return [...groups].sort(([a], [b]) => byCodeUnit(a, b));
}

function shapeOf(exchanges: readonly Exchange[], side: 'request' | 'response'): Shape {
  const shape = newShape();
  for (const exchange of exchanges) {
    for (const value of jsonOf(exchange[side].body) ?? []) observe(shape, value);
  }
  return shape;
}

/** What every accepted request proved itself with; one that did without shows that nothing is needed. */
function securityOf(
  accepted: readonly Exchange[],
  schemes: Map<string, JsonObject>,
): JsonObject | undefined {
  const used = new Set(
    accepted.map(({ request }) =>
      request.headers
        .find(([name]) => name === 'authorization')?.[1]
        .split(' ', 1)[0]
        ?.toLowerCase(),
    ),
  );
  const [scheme, ...others] = used;
  if (scheme === undefined || others.length > 0 || !/^[a-z][\w-]*$/.test(scheme)) return undefined;
  schemes.set(scheme, { type: 'http', scheme });
  return { [scheme]: [] };
}

function operationId({ method, template }: ObservedOperation): string {
  const words = template.path
    .split('/')
    .filter((segment) => segment !== '')
    .map((segment) => (segment.startsWith('{') ? `By ${segment.slice(1, -1)}` : segment))
    .flatMap((text) => text.split(/[^A-Za-z0-9]+/))
    .filter((word) => word !== '')
    .map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`);
  return `${method.toLowerCase()}${words.join('')}`;
}

function valuesOf(pairs: readonly NamedValue[], name: string): readonly string[] {
  return pairs.filter(([key]) => key === name).map(([, value]) => value);
}
