import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { ApiDocument } from '../../model/duties.ts';
import { type BodyCheck, bodyCheck } from './body-check.ts';
import { type Direction, follow, isObject, normalised } from './normalise.ts';
import { compileParameters, type Parameter } from './parameters.ts';
import { compilePath, type PathTemplate } from './paths.ts';

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** Checks of bodies by media type; `undefined` where the document says nothing about them. */
export type BodyChecks = ReadonlyMap<string, BodyCheck | undefined>;

export interface Operation {
  /** `POST /orders/{id}` as in the document. */
  readonly name: string;
  readonly method: string;
  readonly path: PathTemplate;
  readonly parameters: readonly Parameter[];
  readonly body: { readonly required: boolean; readonly media: BodyChecks } | undefined;
  /** By status, `2XX` or `default`. */
  readonly responses: ReadonlyMap<string, BodyChecks>;
}

export interface Api {
  readonly operations: readonly Operation[];
  /** Path prefixes of its servers; `''` when they have none. */
  readonly prefixes: readonly string[];
}

const compiled = new WeakMap<object, Api>();

/**
 * Compiles every operation of a document.
 *
 * @throws Error in words that fit behind the file's name, for what cannot be compiled
 */
export function compileApi({ document }: ApiDocument): Api {
  const known = compiled.get(document);
  if (known !== undefined) return known;
  const api = compile(document);
  compiled.set(document, api);
  return api;
}

type Json = Record<string, unknown>;

/** Compiles the schema at a place of the document, given as a JSON pointer. */
type CompileAt = (pointer: string) => ValidateFunction;

function compile(document: Json): Api {
  if (!/^3\.[01]\./.test(String(document.openapi))) {
    throw new Error('it is no OpenAPI document of version 3.0 or 3.1');
  }
  const forRequests = compiler(document, 'request');
  const forResponses = compiler(document, 'response');
  const operations: Operation[] = [];
  for (const [path, item] of Object.entries(isObject(document.paths) ? document.paths : {})) {
    const found = follow(document, item);
    if (found === undefined) continue;
    // A path item behind a reference has its schemas where the reference leads.
    const place = placeOf(item, `#/paths/${escaped(path)}`);
    for (const method of METHODS) {
      const operation = found[method];
      if (!isObject(operation)) continue;
      const at = `${place}/${method}`;
      operations.push({
        name: `${method.toUpperCase()} ${path}`,
        method: method.toUpperCase(),
        path: compilePath(path),
        parameters: compileParameters(
          document,
          [
            { list: found.parameters, at: `${place}/parameters` },
            { list: operation.parameters, at: `${at}/parameters` },
          ],
          forRequests,
        ),
        body: compileBody(document, operation.requestBody, `${at}/requestBody`, forRequests),
        responses: compileResponses(document, operation.responses, `${at}/responses`, forResponses),
      });
    }
  }
  if (operations.length === 0) throw new Error('it has no operation');
  return { operations, prefixes: prefixesOf(document.servers) };
}

function compiler(document: Json, direction: Direction): CompileAt {
  const ajv = new Ajv2020({
    strict: false,
    allErrors: false,
    logger: false,
    validateSchema: false,
  });
  addFormats.default(ajv);
  // Names of OpenAPI's own for what JSON Schema has no word for.
  for (const format of ['password', 'binary', 'byte']) ajv.addFormat(format, true);
  ajv.addSchema(normalised(document, direction), 'api');
  return (pointer) => {
    try {
      return ajv.compile({ $ref: `api${pointer}` });
    } catch (error) {
      throw new Error(`the schema at ${pointer} cannot be used: ${(error as Error).message}`);
    }
  };
}

function compileBody(
  document: Json,
  written: unknown,
  at: string,
  compileAt: CompileAt,
): Operation['body'] {
  const body = follow(document, written);
  if (body === undefined) return undefined;
  const media = compileMedia(document, body.content, `${placeOf(written, at)}/content`, compileAt);
  return { required: body.required === true, media };
}

function compileResponses(
  document: Json,
  written: unknown,
  at: string,
  compileAt: CompileAt,
): ReadonlyMap<string, BodyChecks> {
  const responses = new Map<string, BodyChecks>();
  for (const [status, one] of Object.entries(isObject(written) ? written : {})) {
    const response = follow(document, one);
    const place = placeOf(one, `${at}/${status}`);
    const media = compileMedia(document, response?.content, `${place}/content`, compileAt);
    responses.set(status.toUpperCase(), media);
  }
  return responses;
}

function compileMedia(
  document: Json,
  content: unknown,
  at: string,
  compileAt: CompileAt,
): BodyChecks {
  const media = new Map<string, BodyCheck | undefined>();
  for (const [type, one] of Object.entries(isObject(content) ? content : {})) {
    const compile = (): ValidateFunction => compileAt(`${at}/${escaped(type)}/schema`);
    media.set(
      type.toLowerCase().split(';', 1)[0]?.trim() ?? '',
      bodyCheck(document, type, one, compile),
    );
  }
  return media;
}

function placeOf(written: unknown, otherwise: string): string {
  const { $ref } = (written ?? {}) as { $ref?: unknown };
  return typeof $ref === 'string' && $ref.startsWith('#/') ? $ref : otherwise;
}

/** RFC 6901 inside a URI fragment. */
function escaped(step: string): string {
  return encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'));
}

function prefixesOf(servers: unknown): readonly string[] {
  const paths = (Array.isArray(servers) ? (servers as unknown[]) : []).flatMap((server) => {
    const { url } = (server ?? {}) as { url?: unknown };
    if (typeof url !== 'string' || url.includes('{')) return [];
    const path = URL.parse(url, 'http://server/')?.pathname ?? '/';
    return [path.replace(/\/+$/, '')];
  });
  return paths.length === 0 ? [''] : [...new Set(paths)];
}
