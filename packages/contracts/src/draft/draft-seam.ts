import type { JsonObject, JsonValue } from '../pact/lossless-json.ts';
import { draftPact } from './pending.ts';
import { exampleOf } from './schema-example.ts';
import type { Schema, SeamDocument, SeamDocumentOperation } from './seam.ts';
import { answersOf, type SeamAnswer } from './seam-answers.ts';

/** Contracts as the types of a monolith suggest them. */
export interface SeamDraft {
  readonly domain: string;
  readonly consumer: string;
  readonly pact: JsonObject;
  readonly openapi: JsonObject;
  readonly schema: JsonObject;
  /** Those that can become requests, by path. */
  readonly crossing: readonly {
    readonly path: string;
    readonly operation: SeamDocumentOperation;
  }[];
  readonly staying: readonly SeamDocumentOperation[];
}

/**
 * Draws up an HTTP interface for the operations of a seam that can cross a network: one POST each, with
 * its parameters by name. Those that cannot are named and get no contract.
 */
export function draftFromSeam(seam: SeamDocument, consumer: string): SeamDraft {
  const staying = seam.operations.filter(({ verdict }) => verdict === 'cannot');
  const paths = new Set<string>();
  const crossing = seam.operations
    .filter(({ verdict }) => verdict !== 'cannot')
    .map((operation) => ({ path: freePath(operation.name, paths), operation }));
  return {
    domain: seam.domain,
    consumer,
    crossing,
    staying,
    pact: draftPact(
      consumer,
      seam.domain,
      crossing.flatMap(({ path, operation }) =>
        answersOf(operation, seam.$defs).map((answer) =>
          interactionOf(path, operation, answer, seam),
        ),
      ),
    ),
    openapi: documentOf(crossing, seam),
    schema: {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: `Types of the seam of ${seam.domain}`,
      $defs: seam.$defs as JsonObject,
    },
  };
}

/** `InventoryGateway.stockOf` as `/inventory-gateway/stock-of`. */
function freePath(name: string, taken: Set<string>): string {
  const base = `/${name
    .split('.')
    .map((word) => word.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase())
    .join('/')}`;
  let path = base;
  for (let n = 2; taken.has(path); n++) path = `${base}-${n}`;
  taken.add(path);
  return path;
}

function requestSchema({ parameters }: SeamDocumentOperation): Schema | undefined {
  if (parameters.length === 0) return undefined;
  const required = parameters.filter((one) => one.required).map(({ name }) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema])),
    ...(required.length === 0 ? {} : { required }),
  };
}

function interactionOf(
  path: string,
  operation: SeamDocumentOperation,
  { status, variant, schema }: SeamAnswer,
  seam: SeamDocument,
): JsonObject {
  const asked = requestSchema(operation);
  const request = asked && exampleOf(asked, seam.$defs);
  const response = schema && exampleOf(schema, seam.$defs);
  const description = `POST ${path} answers ${status}${variant === '' ? '' : ` ${variant}`}`;
  return {
    type: 'Synchronous/HTTP',
    description,
    pending: true,
    providerStates: [{ name: `data for "${description}"` }],
    comments: {
      text: [
        `A draft from the types of ${operation.name} (${operation.file}:${operation.line}): ${operation.verdict}.`,
        ...operation.reasons.map(({ where, text }) => (where === '' ? text : `${where}: ${text}`)),
      ],
      ashlar: {
        draft: { from: `${operation.file}:${operation.line}`, verdict: operation.verdict },
      },
    },
    request: {
      method: 'POST',
      path,
      ...(request === undefined ? {} : jsonPart(request.example, request.rules)),
    },
    response:
      response === undefined
        ? { status }
        : { status, ...jsonPart(response.example, response.rules) },
  };
}

function jsonPart(content: JsonValue, rules: Readonly<Record<string, JsonObject>>): JsonObject {
  return {
    headers: { 'content-type': ['application/json'] },
    body: { content, contentType: 'application/json', encoded: false },
    ...(Object.keys(rules).length === 0 ? {} : { matchingRules: { body: rules } }),
  };
}

function documentOf(crossing: SeamDraft['crossing'], seam: SeamDocument): JsonObject {
  const paths = crossing.map(({ path, operation }): [string, JsonValue] => {
    const asked = requestSchema(operation);
    const { result, verdict, reasons } = operation;
    return [
      path,
      {
        post: {
          operationId: operation.name.replaceAll('.', '_'),
          'x-source': `${operation.file}:${operation.line}`,
          'x-verdict': verdict,
          ...(reasons.length === 0
            ? {}
            : {
                description: reasons
                  .map(({ where, text }) => (where === '' ? text : `${where}: ${text}`))
                  .join('\n'),
              }),
          ...(asked === undefined
            ? {}
            : { requestBody: { required: true, content: content(asked) } }),
          responses: {
            ...(result === null
              ? { 204: { description: 'Done; there is no answer.' } }
              : { 200: { description: 'The result.', content: content(result) } }),
            ...(reasons.some(({ kind }) => kind === 'maybe-absent')
              ? { 404: { description: 'There is none.' } }
              : {}),
          },
        },
      },
    ];
  });
  return {
    openapi: '3.1.0',
    info: {
      title: seam.domain,
      version: '0.0.0-draft',
      description:
        'A draft from the types of the monolith. x-verdict says what is still to be done.',
    },
    paths: Object.fromEntries(paths),
    components: { schemas: componentsOf(seam.$defs) },
  };
}

function content(schema: Schema): JsonObject {
  return { 'application/json': { schema: relocated(schema) } };
}

function componentsOf(definitions: Readonly<Record<string, Schema>>): JsonObject {
  return Object.fromEntries(
    Object.entries(definitions).map(([name, schema]) => [name, relocated(schema)]),
  );
}

/** JSON Schema keeps definitions under $defs, OpenAPI under components. */
function relocated(schema: Schema): JsonValue {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/'));
}
