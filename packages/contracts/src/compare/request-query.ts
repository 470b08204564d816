import { isJson } from '../openapi/media-type.ts';
import type { Parameter } from '../openapi/operation.ts';
import { REQUEST } from '../openapi/schema/model.ts';
import type { QueryPair } from '../pact/query-string.ts';
import { formValue } from './body-forms.ts';
import { check, type HttpContext, reportProblems } from './context.ts';
import { type ParameterProblems, queryProblems, reportMissing } from './request-parameters.ts';
import { securityNames } from './request-security.ts';
import { compareSentParameter } from './sent-parameters.ts';

export function compareQuery(context: HttpContext): void {
  const { operation, interaction } = context;
  const known = new Set([
    ...securityNames(context, 'query'),
    ...context.fixedQuery.map(([name]) => name),
  ]);
  for (const parameter of operation.parameters) {
    if (parameter.in === 'querystring') {
      compareWholeQuery(context, parameter);
      return;
    }
    if (parameter.in !== 'query') continue;
    const path = ['request', 'query', parameter.name];
    const found = queryProblems(context, parameter);
    if (found === undefined) {
      if (parameter.required) reportMissing(context, 'request.query.incompatible', path, parameter);
      continue;
    }
    for (const name of found.names) known.add(name);
    if (found.problems === 'unreadable') {
      context.report(
        'request.query.unvalidatable',
        path,
        parameter.node,
        `The query parameter "${parameter.name}" is no ${parameter.contentType}.`,
      );
    } else {
      reportProblems(
        context,
        'request.query.incompatible',
        path,
        `query parameter "${parameter.name}"`,
        found.problems,
      );
      const example = interaction.request.query.find(([name]) => name === parameter.name)?.[1];
      if (found.problems.length > 0 || example === undefined) continue;
      const matchers = interaction.request.rules.query(parameter.name);
      const other = (text: string) => problemsInstead(context, parameter, text);
      compareSentParameter(context, 'request.query', path, parameter, example, matchers, other);
    }
  }
  for (const name of new Set(interaction.request.query.map(([key]) => key))) {
    if (known.has(name)) continue;
    context.report(
      'request.query.unknown',
      ['request', 'query', name],
      operation.node,
      `The document does not declare the query parameter "${name}".`,
    );
  }
}

/** OpenAPI 3.2: one parameter is the whole query, in its media type. */
function compareWholeQuery(context: HttpContext, parameter: Parameter): void {
  const { query } = context.interaction.request;
  const { schema, contentType = '', name } = parameter;
  const path = ['request', 'query'];
  if (query.length === 0) {
    if (parameter.required) reportMissing(context, 'request.query.incompatible', path, parameter);
    return;
  }
  if (schema === undefined) return;
  const value = isJson(contentType) ? jsonOf(query) : formValue(context, { schema }, query);
  if (value === undefined) {
    const message = `The query is no ${contentType}.`;
    context.report('request.query.unvalidatable', path, parameter.node, message);
    return;
  }
  const { problems } = check(context, schema, value, REQUEST);
  reportProblems(context, 'request.query.incompatible', path, `query "${name}"`, problems);
}

/** A query that is one JSON text has been taken for a name without a value. */
function jsonOf(query: readonly QueryPair[]): unknown {
  try {
    return JSON.parse(
      query.map(([name, value]) => (value === '' ? name : `${name}=${value}`)).join('&'),
    );
  } catch {
    return undefined;
  }
}

/** What is wrong with the parameter if it has another value. */
function problemsInstead(
  context: HttpContext,
  parameter: Parameter,
  text: string,
): ParameterProblems {
  const { interaction } = context;
  const { request } = interaction;
  const query = request.query.map(
    ([name, value]): QueryPair => (name === parameter.name ? [name, text] : [name, value]),
  );
  const changed = { ...context, interaction: { ...interaction, request: { ...request, query } } };
  return queryProblems(changed, parameter)?.problems ?? [];
}
