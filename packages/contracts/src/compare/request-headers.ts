import { type HttpContext, reportProblems } from './context.ts';
import { STANDARD_REQUEST_HEADERS } from './header-names.ts';
import { reportMissing, textProblems } from './request-parameters.ts';
import { securityNames } from './request-security.ts';
import { compareSentParameter } from './sent-parameters.ts';

export function compareHeaders(context: HttpContext): void {
  const { operation, interaction } = context;
  const known = new Set(securityNames(context, 'header').map((name) => name.toLowerCase()));
  for (const parameter of operation.parameters) {
    if (parameter.in !== 'header') continue;
    const name = parameter.name.toLowerCase();
    const path = ['request', 'headers', parameter.name];
    known.add(name);
    const text = interaction.request.headers.get(name);
    if (text === undefined) {
      if (parameter.required && !isAsked(name)) {
        reportMissing(context, 'request.header.incompatible', path, parameter);
      }
      continue;
    }
    const problems = textProblems(context, parameter, text);
    if (problems === 'unreadable') {
      context.report(
        'request.header.incompatible',
        path,
        parameter.node,
        `The header "${parameter.name}" is no ${parameter.contentType}.`,
      );
    } else {
      reportProblems(
        context,
        'request.header.incompatible',
        path,
        `header "${parameter.name}"`,
        problems,
      );
      if (problems.length > 0) continue;
      const matchers = interaction.request.rules.header(parameter.name);
      const other = (sample: string) => textProblems(context, parameter, sample);
      compareSentParameter(context, 'request.header', path, parameter, text, matchers, other);
    }
  }
  for (const name of interaction.request.headers.keys()) {
    if (known.has(name) || STANDARD_REQUEST_HEADERS.has(name)) continue;
    context.report(
      'request.header.unknown',
      ['request', 'headers', name],
      operation.node,
      `The document does not declare the header "${name}".`,
    );
  }
}

/** OpenAPI 3, Parameter Object: these three are described elsewhere and not as parameters. */
function isAsked(name: string): boolean {
  return name === 'accept' || name === 'content-type' || name === 'authorization';
}
