import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseDocument } from 'yaml';
import { compileApi } from '../duties/validation/api.ts';
import { isObject } from '../duties/validation/normalise.ts';
import type { ApiDocument, ValidationSettings } from '../model/duties.ts';
import { ProxyError } from '../model/error.ts';
import type { WrittenRouteTable } from '../model/written.ts';
import type { WrittenValidation } from '../model/written-duties.ts';

/** A route's own over the table's defaults; `false` takes them back. */
export function resolveValidation(
  route: false | WrittenValidation | undefined,
  table: false | WrittenValidation | undefined,
): ValidationSettings | undefined {
  const written = route ?? table ?? false;
  if (written === false) return undefined;
  return {
    openapi: written.openapi,
    requests: written.requests ?? 'refuse',
    unknown: written.unknown ?? 'refuse',
    forms: written.forms ?? true,
    maxBodyBytes: written.maxBodyBytes ?? 1_048_576,
    responses: written.responses ?? 0,
  };
}

/**
 * The documents that the table names, read and compiled once to see that they can be.
 *
 * @throws ProxyError PROXY_API_INVALID
 */
export function readApis(
  table: WrittenRouteTable,
  source: string | undefined,
): Record<string, ApiDocument> {
  const settings = [
    table.defaults?.validation,
    ...table.routes.map(({ validation }) => validation),
  ];
  const names = new Set(settings.flatMap((one) => (one ? [one.openapi] : [])));
  return Object.fromEntries([...names].sort().map((name) => [name, readApi(name, source)]));
}

function readApi(name: string, source: string | undefined): ApiDocument {
  const file = resolve(source === undefined ? '.' : dirname(source), name);
  try {
    const document = parseDocument(readFileSync(file, 'utf8'));
    const [error] = document.errors;
    if (error !== undefined) throw new Error(error.message.trim());
    const value = document.toJS({ maxAliasCount: 1000 }) as unknown;
    if (!isObject(value)) throw new Error('it is no object');
    const api = { file, document: value };
    compileApi(api);
    return api;
  } catch (cause) {
    throw new ProxyError(
      'PROXY_API_INVALID',
      `The OpenAPI document ${file} cannot be used: ${(cause as Error).message}.`,
      'Correct the document, or validation.openapi, which is meant from the table’s folder. References into other files have to be bundled first.',
      { cause },
    );
  }
}
