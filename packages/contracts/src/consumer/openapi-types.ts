/**
 * Reads the `paths` type that openapi-typescript 7 writes for a document. Everything here is for the
 * compiler; nothing exists when the tests run.
 */

/** Stands for `paths` where there is no document: then nothing is said about bodies. */
export type AnyApi = Readonly<Record<string, unknown>>;

type HttpMethod = 'get' | 'put' | 'post' | 'delete' | 'options' | 'head' | 'patch' | 'trace';

/** Paths as the document writes them, `/stock/{sku}`. */
export type PathOf<Api> = string extends keyof Api ? string : keyof Api & string;

/** Methods that the document has at a path, in capitals; the others are there as `never`. */
export type MethodOf<Api, Path> = string extends keyof Api
  ? string
  : Path extends keyof Api
    ? {
        [M in keyof Api[Path] & HttpMethod]-?: [NonNullable<Api[Path][M]>] extends [never]
          ? never
          : Uppercase<M>;
      }[keyof Api[Path] & HttpMethod]
    : never;

type OperationOf<Api, Path, Method> = Path extends keyof Api
  ? Lowercase<Method & string> extends infer M extends keyof Api[Path]
    ? NonNullable<Api[Path][M]>
    : never
  : never;

type JsonIn<Content> = {
  [Type in keyof Content]: Type extends `application/json${string}` | `application/${string}+json`
    ? Content[Type]
    : never;
}[keyof Content];

/** JSON type of the request body; undefined where the operation takes none. */
export type RequestBodyOf<Api, Path, Method> = string extends keyof Api
  ? unknown
  : OperationOf<Api, Path, Method> extends { requestBody?: infer Body }
    ? NonNullable<Body> extends { content: infer Content }
      ? JsonIn<Content>
      : undefined
    : undefined;

/** `'required'`, `'optional'` or `'none'`. */
export type RequestBodyNeed<Api, Path, Method> = string extends keyof Api
  ? 'optional'
  : OperationOf<Api, Path, Method> extends { requestBody: { content: unknown } }
    ? 'required'
    : OperationOf<Api, Path, Method> extends { requestBody?: infer Body }
      ? NonNullable<Body> extends { content: unknown }
        ? 'optional'
        : 'none'
      : 'none';

type ResponsesOf<Api, Path, Method> =
  OperationOf<Api, Path, Method> extends { responses: infer Responses } ? Responses : never;

/** Statuses that the document declares; any, where it has a `default` or a class. */
export type StatusOf<Api, Path, Method> = string extends keyof Api
  ? number
  : ResponsesOf<Api, Path, Method> extends infer Responses
    ? // For each by itself: where the method is wrong, that is the one error.
      Responses extends unknown
      ? 'default' extends keyof Responses
        ? number
        : keyof Responses extends number
          ? keyof Responses
          : number
      : never
    : never;

type ResponseOf<Responses, Status> = Status extends keyof Responses
  ? Responses[Status]
  : `${Status & number}` extends `${infer Class}${number}`
    ? `${Class}XX` extends infer Range extends keyof Responses
      ? Responses[Range]
      : 'default' extends keyof Responses
        ? Responses['default']
        : never
    : never;

/** JSON type of the answer with that status; undefined where it has no body. */
export type ResponseBodyOf<Api, Path, Method, Status> = string extends keyof Api
  ? unknown
  : ResponseOf<ResponsesOf<Api, Path, Method>, Status> extends { content: infer Content }
    ? [JsonIn<Content>] extends [never]
      ? unknown
      : JsonIn<Content>
    : undefined;

type ParametersOf<Api, Path, Method> =
  OperationOf<Api, Path, Method> extends { parameters: infer Parameters } ? Parameters : never;

/** Query parameters of the operation, by name. */
export type QueryOf<Api, Path, Method> = string extends keyof Api
  ? Readonly<Record<string, unknown>>
  : ParametersOf<Api, Path, Method> extends { query?: infer Query }
    ? NonNullable<Query> extends never
      ? Readonly<Record<never, never>>
      : NonNullable<Query>
    : Readonly<Record<never, never>>;

/** Names in braces. */
export type PathParameterOf<Path extends string> =
  Path extends `${string}{${infer Name}}${infer Rest}` ? Name | PathParameterOf<Rest> : never;
