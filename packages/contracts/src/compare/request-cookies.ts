import type { Parameter } from '../openapi/operation.ts';
import { decoded } from '../openapi/path-template.ts';
import { type HttpContext, reportProblems } from './context.ts';
import { readCookies } from './cookies.ts';
import { type ParameterProblems, pairProblems, reportMissing } from './request-parameters.ts';

export function compareCookies(context: HttpContext): void {
  for (const parameter of context.operation.parameters) {
    if (parameter.in !== 'cookie') continue;
    const path = ['request', 'headers', 'cookie'];
    const code = 'request.cookie.incompatible';
    const problems = problemsOf(context, parameter);
    if (problems === undefined) {
      if (parameter.required) reportMissing(context, code, path, parameter);
    } else if (problems === 'unreadable') {
      const message = `The cookie "${parameter.name}" is no ${parameter.contentType}.`;
      context.report(code, path, parameter.node, message);
    } else {
      reportProblems(context, code, path, `cookie "${parameter.name}"`, problems);
    }
  }
}

/** The style form encodes values, the style cookie leaves them as they are: whichever fits is meant. */
function problemsOf(context: HttpContext, parameter: Parameter): ParameterProblems | undefined {
  const written = readCookies(context.interaction.request.headers.get('cookie') ?? '');
  const plain = written.map(([name, text]) => [name, decoded(text)] as const);
  const found = pairProblems(context, parameter, plain)?.problems;
  if (found === undefined || found.length === 0) return found;
  const asWritten = pairProblems(context, parameter, written)?.problems;
  return asWritten?.length === 0 ? asWritten : found;
}
