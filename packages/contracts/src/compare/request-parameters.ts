import { isJson } from '../openapi/media-type.ts';
import { type DocumentNode, memberOf } from '../openapi/node.ts';
import type { Parameter, ParameterPlace, Serialization } from '../openapi/operation.ts';
import { type Problem, REQUEST } from '../openapi/schema/model.ts';
import { type Shape, shapeOf } from '../openapi/schema/shape.ts';
import type { QueryPair } from '../pact/query-string.ts';
import { type Context, check, type HttpContext } from './context.ts';
import { decodedList, eitherComma } from './encoded-commas.ts';
import { valuesOfText } from './parameter-text.ts';
import { queryValues } from './query-values.ts';

/** How reading a parameter went: what is wrong with it, or that it cannot be read. */
export type ParameterProblems = readonly Problem[] | 'unreadable';

interface Described {
  readonly name: string;
  readonly node: DocumentNode;
  readonly schema: DocumentNode | undefined;
  readonly contentType: string | undefined;
  readonly serialization: Serialization;
}

/** A text against what its parameter or header declares. */
export function textProblems(
  context: Context,
  described: Described,
  text: string,
): ParameterProblems {
  const { schema, contentType, serialization } = described;
  if (schema === undefined) return [];
  if (contentType !== undefined) return contentProblems(context, schema, contentType, text);
  const form = shape(context, schema);
  const lacking = lackingMark(text, described, form);
  if (lacking !== undefined) {
    return [{ keyword: 'style', message: lacking, path: [], value: text, node: described.node }];
  }
  const values = eitherComma(text, (one) => valuesOfText(one, serialization, form));
  return bestProblems(context, schema, values);
}

/** `label` values begin with a dot, `matrix` values with the name (OpenAPI 3, Style Examples). */
function lackingMark(
  text: string,
  { name, serialization: { style, explode } }: Described,
  { types }: Shape,
): string | undefined {
  if (style === 'label') return text.startsWith('.') ? undefined : 'must begin with a dot';
  if (style !== 'matrix' || (explode && types?.has('object') === true)) return undefined;
  // Some leave the names out, although the style has them.
  const names = text.split(';').flatMap((part) => (part.includes('=') ? part.split('=')[0] : []));
  const fits = text.startsWith(';') && names.every((other) => other === name);
  return fits ? undefined : `must begin with ";${name}="`;
}

function contentProblems(
  context: Context,
  schema: DocumentNode,
  contentType: string,
  text: string,
): ParameterProblems {
  if (!isJson(contentType)) return [];
  try {
    return check(context, schema, JSON.parse(text), REQUEST).problems;
  } catch {
    return 'unreadable';
  }
}

function bestProblems(
  context: Context,
  schema: DocumentNode,
  values: readonly unknown[],
): readonly Problem[] {
  let first: readonly Problem[] | undefined;
  for (const value of values) {
    const { problems } = check(context, schema, value, REQUEST);
    if (problems.length === 0) return [];
    first ??= problems;
  }
  return first ?? [];
}

export function shape({ document }: Context, schema: DocumentNode): Shape {
  return shapeOf([{ node: schema, scope: undefined }], document);
}

/** Whether the values in the path are those that the template's parameters allow. */
export function pathFits(context: HttpContext): boolean {
  return context.operation.parameters
    .filter((parameter) => parameter.in === 'path')
    .every((parameter) => {
      const text = context.pathParameters.get(parameter.name);
      if (text === undefined) return true;
      const problems = textProblems(context, parameter, decodedList(text));
      return problems === 'unreadable' || problems.every(({ keyword }) => keyword === '$ref');
    });
}

/** One parameter of the query; undefined if it is not there. */
export function queryProblems(
  context: HttpContext,
  parameter: Parameter,
): PairProblems | undefined {
  return pairProblems(context, parameter, context.interaction.request.query);
}

interface PairProblems {
  readonly problems: ParameterProblems;
  /** The names that belong to the parameter. */
  readonly names: ReadonlySet<string>;
}

/** One parameter among names with their texts, of a query or of cookies; undefined if it is not there. */
export function pairProblems(
  context: HttpContext,
  parameter: Parameter,
  query: readonly QueryPair[],
): PairProblems | undefined {
  const { schema, contentType } = parameter;
  if (schema === undefined || contentType !== undefined) {
    const text = query.find(([name]) => name === parameter.name)?.[1];
    if (text === undefined) return undefined;
    return { problems: textProblems(context, parameter, text), names: new Set([parameter.name]) };
  }
  const claimed = namesOf(context, parameter.in);
  const read = queryValues(query, parameter, shape(context, schema), claimed);
  if (read === undefined) return undefined;
  const mayBeEmpty = memberOf(parameter.node.value, 'allowEmptyValue') === true;
  if (mayBeEmpty && query.every(([name, text]) => !read.names.has(name) || text === '')) {
    return { problems: [], names: read.names };
  }
  if (read.repeated) {
    const message = 'must be one text with all values, as its style says, not repeated';
    const node = parameter.node;
    return {
      problems: [{ keyword: 'style', message, path: [], value: query, node }],
      names: read.names,
    };
  }
  return { problems: bestProblems(context, schema, read.values), names: read.names };
}

function namesOf(
  { operation, fixedQuery }: HttpContext,
  place: ParameterPlace,
): ReadonlySet<string> {
  const named = operation.parameters.filter((parameter) => parameter.in === place);
  return new Set([...named.map(({ name }) => name), ...fixedQuery.map(([name]) => name)]);
}

export function reportMissing(
  context: HttpContext,
  code:
    | 'request.query.incompatible'
    | 'request.header.incompatible'
    | 'request.cookie.incompatible',
  path: readonly string[],
  parameter: Parameter,
): void {
  context.report(
    code,
    path,
    parameter.node,
    `The document requires the ${parameter.in} parameter "${parameter.name}", and the consumer does not send it.`,
  );
}
