import type { DocumentNode } from './node.ts';

/**
 * One operation in a form that does not depend on the version of the description: Swagger 2 and
 * OpenAPI 3 are both read into this.
 */
export interface Operation {
  /** Lower case. */
  readonly method: string;
  /** The template as the description writes it. */
  readonly path: string;
  readonly node: DocumentNode;
  readonly parameters: readonly Parameter[];
  readonly requestBody: RequestBody | undefined;
  readonly responses: readonly Response[];
  readonly responsesNode: DocumentNode;
  /** Alternatives of schemes that are needed together; empty if nothing is needed. */
  readonly security: readonly SecurityRequirement[];
  /** References on the way to all this that name nothing. */
  readonly unresolved: readonly DocumentNode[];
}

export type ParameterPlace = 'path' | 'query' | 'header' | 'cookie' | 'querystring';

export interface Parameter {
  readonly name: string;
  readonly in: ParameterPlace;
  readonly required: boolean;
  readonly node: DocumentNode;
  readonly schema: DocumentNode | undefined;
  /** Set where the value is a document of its own, such as JSON in a query. */
  readonly contentType: string | undefined;
  readonly serialization: Serialization;
}

/** How arrays and objects are written into text (OpenAPI 3, Style Values). */
export interface Serialization {
  readonly style:
    | 'simple'
    | 'label'
    | 'matrix'
    | 'form'
    | 'spaceDelimited'
    | 'pipeDelimited'
    | 'tabDelimited'
    | 'deepObject';
  readonly explode: boolean;
}

export interface MediaContent {
  /** A media type or range. */
  readonly type: string;
  readonly node: DocumentNode;
  readonly schema: DocumentNode | undefined;
  /** How members of a form are written, where the description says so (Encoding Object). */
  readonly encoding: ReadonlyMap<string, MemberEncoding>;
}

export interface MemberEncoding {
  readonly contentType: string | undefined;
  readonly serialization: Serialization | undefined;
}

export interface RequestBody {
  readonly required: boolean;
  readonly node: DocumentNode;
  /** The types the description names; may be empty in Swagger 2 although there is a schema. */
  readonly types: readonly string[];
  readonly content: readonly MediaContent[];
}

export interface Response {
  /** `200`, `2xx` or `default`. */
  readonly status: string;
  readonly node: DocumentNode;
  readonly types: readonly string[];
  readonly content: readonly MediaContent[];
  readonly headers: readonly ResponseHeader[];
}

export interface ResponseHeader {
  readonly name: string;
  readonly node: DocumentNode;
  readonly schema: DocumentNode | undefined;
  readonly contentType: string | undefined;
  readonly serialization: Serialization;
}

export interface SecurityRequirement {
  readonly schemes: readonly SecurityScheme[];
}

export type SecurityScheme =
  | { readonly kind: 'key'; readonly in: 'header' | 'query' | 'cookie'; readonly name: string }
  | { readonly kind: 'authorization'; readonly scheme: string }
  /** OAuth 2, OpenID Connect, mutual TLS: nothing in a pact could show that it is met. */
  | { readonly kind: 'elsewhere' };

/** What a status is declared as: exactly, by its class (`2XX`), or by `default`. */
export function responseFor(
  operation: Operation,
  status: number,
): { readonly response: Response; readonly byDefault: boolean } | undefined {
  const find = (wanted: string) =>
    operation.responses.find((response) => response.status === wanted);
  const named = find(String(status)) ?? find(`${Math.floor(status / 100)}xx`);
  if (named !== undefined) return { response: named, byDefault: false };
  const fallback = find('default');
  return fallback === undefined ? undefined : { response: fallback, byDefault: true };
}
