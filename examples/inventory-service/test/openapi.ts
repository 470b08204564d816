import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import type { Answer } from './start.ts';

const document = parse(readFileSync(new URL('../openapi.yaml', import.meta.url), 'utf8'));
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(document, 'openapi');

/** What the document says is wrong with this answer; empty when it is as documented. */
export function deviations(path: string, method: string, answer: Answer): string[] {
  const responses = document.paths[path]?.[method.toLowerCase()]?.responses;
  const response = responses?.[String(answer.status)];
  if (response === undefined) return [`${method} ${path} documents no ${answer.status}`];
  const pointer = `openapi#/paths/${pointerSegment(path)}/${method.toLowerCase()}/responses/${answer.status}`;
  const at = response.$ref === undefined ? pointer : `openapi${response.$ref}`;
  const resolved =
    response.$ref === undefined
      ? response
      : document.components.responses[response.$ref.split('/').pop()];
  const mediaTypes = Object.keys(resolved.content ?? {});
  const [mediaType] = mediaTypes;
  if (mediaType === undefined) return answer.body === undefined ? [] : ['an undocumented body'];
  if (!answer.headers.get('content-type')?.startsWith(mediaType)) return [`is no ${mediaType}`];
  const validate = ajv.getSchema(`${at}/content/${pointerSegment(mediaType)}/schema`);
  if (validate === undefined) return [`no schema at ${at}`];
  return validate(answer.body)
    ? []
    : (validate.errors ?? []).map((e) => `${e.instancePath} ${e.message}`);
}

/** JSON Pointer (RFC 6901) inside a URI fragment. */
function pointerSegment(segment: string): string {
  return encodeURIComponent(segment.replaceAll('~', '~0').replaceAll('/', '~1'));
}

export const documentedOperations: readonly string[] = Object.entries(document.paths).flatMap(
  ([path, item]) => Object.keys(item as object).map((method) => `${method.toUpperCase()} ${path}`),
);
