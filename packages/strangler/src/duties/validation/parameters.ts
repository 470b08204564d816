import type { ValidateFunction } from 'ajv/dist/2020.js';
import { cookieValue } from '../../decide/sticky.ts';
import type { Visit } from '../duty.ts';
import { follow, isObject } from './normalise.ts';
import { firstProblem } from './problem.ts';

type Json = Record<string, unknown>;

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly required: boolean;
  /** Undefined where it is only wanted, or has a form that is not looked into. */
  readonly validate: ValidateFunction | undefined;
  readonly list: 'no' | 'repeated' | 'commas';
}

/** Header fields that other parts of HTTP describe (OpenAPI 3.1, Parameter Object). */
const NOT_PARAMETERS = new Set(['accept', 'content-type', 'authorization']);

/** An operation's own parameters stand instead of its path's of the same name. */
export function compileParameters(
  document: Json,
  lists: readonly { readonly list: unknown; readonly at: string }[],
  compileAt: (pointer: string) => ValidateFunction,
): Parameter[] {
  const found = new Map<string, Parameter>();
  for (const { list, at } of lists) {
    for (const [index, written] of (Array.isArray(list) ? (list as unknown[]) : []).entries()) {
      const parameter = follow(document, written);
      if (parameter === undefined) throw new Error(`the parameter at ${at}/${index} leads nowhere`);
      const ref = (written as { $ref?: unknown }).$ref;
      const place = typeof ref === 'string' ? ref : `${at}/${index}`;
      const one = compileParameter(document, parameter, place, compileAt);
      if (one !== undefined) found.set(`${one.in} ${one.name}`, one);
    }
  }
  return [...found.values()];
}

function compileParameter(
  document: Json,
  parameter: Json,
  at: string,
  compileAt: (pointer: string) => ValidateFunction,
): Parameter | undefined {
  const { name, style, explode } = parameter;
  const place = parameter.in as Parameter['in'];
  if (typeof name !== 'string' || !['path', 'query', 'header', 'cookie'].includes(place)) {
    return undefined;
  }
  if (place === 'header' && NOT_PARAMETERS.has(name.toLowerCase())) return undefined;
  const schema = follow(document, parameter.schema);
  const types = [schema?.type].flat();
  const plain = place === 'query' || place === 'cookie' ? 'form' : 'simple';
  const readable = schema !== undefined && (style ?? plain) === plain && !types.includes('object');
  const exploded = explode ?? plain === 'form';
  return {
    name: place === 'header' ? name.toLowerCase() : name,
    in: place,
    required: place === 'path' || parameter.required === true,
    validate: readable && isObject(parameter.schema) ? compileAt(`${at}/schema`) : undefined,
    list: !types.includes('array') ? 'no' : exploded && place === 'query' ? 'repeated' : 'commas',
  };
}

export interface ParameterProblem {
  readonly parameter: string;
  readonly in: Parameter['in'];
  readonly detail: string;
}

/** What is wrong with the parameters of a request; the first of each. `path` values are decoded. */
export function parameterProblems(
  parameters: readonly Parameter[],
  visit: Visit,
  path: Readonly<Record<string, string>>,
): ParameterProblem[] {
  const problems: ParameterProblem[] = [];
  let query: URLSearchParams | undefined;
  for (const one of parameters) {
    const say = (detail: string): void => {
      problems.push({ parameter: one.name, in: one.in, detail });
    };
    query ??= one.in === 'query' ? queryOf(visit.request.target) : undefined;
    const values = valuesOf(one, visit, path, query);
    if (values.length === 0) {
      if (one.required) say('is missing');
    } else if (values.length > 1 && one.list !== 'repeated') {
      // Of two values servers take the first, the last or both.
      say('stands there more than once');
    } else {
      const problem = valueProblem(one, values);
      if (problem !== undefined) say(problem);
    }
  }
  return problems;
}

function valuesOf(
  { name, in: place }: Parameter,
  visit: Visit,
  path: Readonly<Record<string, string>>,
  query: URLSearchParams | undefined,
): readonly string[] {
  if (place === 'query') return query?.getAll(name) ?? [];
  if (place === 'header') {
    return visit.request.names.flatMap((own, i) =>
      own === name ? [visit.request.fields[i * 2 + 1] as string] : [],
    );
  }
  const value = place === 'path' ? path[name] : cookieValue(visit.header('cookie'), name);
  return value === undefined ? [] : [value];
}

function valueProblem(
  { validate, list }: Parameter,
  values: readonly string[],
): string | undefined {
  if (validate === undefined) return undefined;
  const [value = ''] = values;
  const texts = list === 'commas' ? value.split(',') : values;
  const readings =
    list === 'no' ? [value, literal(value)] : [texts, texts.map((text) => literal(text))];
  if (readings.some((reading) => validate(reading))) return undefined;
  // What stands there as text, unless the schema wanted a number or a truth value.
  validate(readings.at(-1));
  return firstProblem(validate.errors).detail;
}

/** `7` and `true` mean a number and a truth value where the schema wants one. */
function literal(text: string): unknown {
  return /^(?:true|false|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/.test(text)
    ? (JSON.parse(text) as unknown)
    : text;
}

function queryOf(target: string): URLSearchParams {
  const mark = target.indexOf('?');
  return new URLSearchParams(mark === -1 ? '' : target.slice(mark + 1));
}
