import { type HttpContext, reportProblems } from './context.ts';
import { queryProblems, reportMissing } from './request-parameters.ts';
import { securityNames } from './request-security.ts';
import { compareSentParameter } from './sent-values.ts';

export function compareQuery(context: HttpContext): void {
  const { operation, interaction } = context;
  const known = new Set(securityNames(context, 'query'));
  for (const parameter of operation.parameters) {
    if (parameter.in === 'querystring') return;
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
      if (found.problems.length === 0 && parameter.schema !== undefined) {
        const matchers = interaction.request.rules.query(parameter.name);
        compareSentParameter(context, 'request.query.wider', path, parameter.schema, matchers);
      }
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
