/** The shop's OpenAPI document as a check on every answer that a test sees. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as formats from 'ajv-formats';
import { parse } from 'yaml';

interface Operation {
  responses: Record<string, unknown>;
}

export interface Document {
  paths: Record<string, Record<string, Operation>>;
}

const FILE = new URL('../../openapi.yaml', import.meta.url);
const METHODS = new Set(['get', 'put', 'post', 'delete', 'patch']);

const document = parse(readFileSync(FILE, 'utf8')) as Document;

const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default.default(ajv);
ajv.addSchema(document, 'openapi.yaml');

/** `GET /orders/{orderId}` for every operation. */
export function documentedOperations(): string[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.keys(item)
      .filter((method) => METHODS.has(method))
      .map((method) => `${method.toUpperCase()} ${path}`),
  );
}

/** Fixed paths win over templates, as in the OpenAPI specification (section 4.8.8.2). */
function templateOf(path: string): string | undefined {
  if (document.paths[path] !== undefined) return path;
  return Object.keys(document.paths).find((template) =>
    new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(path),
  );
}

const pointer = (...parts: string[]) =>
  parts.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1')).join('/');

function resolved(response: unknown): { at: string; value: Record<string, unknown> } | undefined {
  const reference = (response as { $ref?: string }).$ref;
  if (reference === undefined) return undefined;
  const parts = reference.slice(2).split('/');
  const value = parts.reduce<unknown>(
    (node, part) => (node as Record<string, unknown>)[part],
    document,
  );
  return { at: reference, value: value as Record<string, unknown> };
}

/** What is wrong with an answer according to the document; empty when nothing is. */
export function complaintsAbout(
  method: string,
  path: string,
  answer: { status: number; type: string; body: unknown },
): string[] {
  const template = templateOf(path);
  const operation = template && document.paths[template]?.[method.toLowerCase()];
  // An undocumented path is what a test of a 404 asks for.
  if (!template || !operation)
    return answer.status === 404 ? [] : [`${method} ${path} undocumented`];
  const response = operation.responses[answer.status];
  if (response === undefined)
    return [`${method} ${template} answers ${answer.status} undocumented`];
  if (answer.type !== 'application/json') return [];
  const target = resolved(response);
  const content = ((target?.value ?? response) as { content?: unknown }).content;
  if (content === undefined) return [`${method} ${template} ${answer.status} has a body`];
  const own = pointer(
    '#',
    'paths',
    template,
    method.toLowerCase(),
    'responses',
    `${answer.status}`,
  );
  const schema = `openapi.yaml${target?.at ?? own}/${pointer('content', 'application/json', 'schema')}`;
  const validate = ajv.getSchema(schema);
  if (validate === undefined) return [`no schema at ${schema}`];
  if (validate(answer.body)) return [];
  return (validate.errors ?? []).map((e) => `${method} ${template} ${e.instancePath} ${e.message}`);
}
