import { bestMediaType } from '../openapi/media-type.ts';
import { type Parameter, responseFor, type SecurityScheme } from '../openapi/operation.ts';
import { type HttpContext, reportProblems } from './context.ts';
import { readCookies } from './cookies.ts';
import { STANDARD_REQUEST_HEADERS } from './header-names.ts';
import { compareRequestBody } from './request-body.ts';
import { queryProblems, textProblems } from './request-parameters.ts';
import { compareSecurity } from './request-security.ts';

/** What the consumer sends against what the operation accepts. */
export function compareRequest(context: HttpContext): void {
  compareMediaTypes(context);
  // A consumer that expects to be refused may send what it likes.
  if (context.interaction.response.status >= 400) return;
  compareQuery(context);
  compareHeaders(context);
  compareCookies(context);
  compareSecurity(context);
  compareRequestBody(context);
}

function compareMediaTypes(context: HttpContext): void {
  const { operation, interaction } = context;
  const { headers, body } = interaction.request;
  const accept = headers.get('accept');
  const produced = operation.responses.flatMap(({ types }) => types);
  if (accept !== undefined && accept !== '') {
    const path = ['request', 'headers', 'accept'];
    const declared = responseFor(operation, interaction.response.status)?.response.types ?? [];
    if (produced.length === 0) {
      context.report(
        'request.accept.unknown',
        path,
        operation.node,
        `The consumer accepts ${accept}, and the document names no media type of any response.`,
      );
    } else if (declared.length > 0 && bestMediaType(accept, produced) === undefined) {
      context.report(
        'request.accept.incompatible',
        path,
        operation.responsesNode,
        `The consumer accepts ${accept}, and the responses are ${[...new Set(produced)].join(', ')}.`,
      );
    }
  }
  const consumed = operation.requestBody?.types ?? [];
  const contentType = headers.get('content-type') ?? body?.contentType;
  const path = ['request', 'headers', 'content-type'];
  const node = operation.requestBody?.node ?? operation.node;
  if (contentType === undefined || contentType === '') {
    if (consumed.length > 0 && body !== undefined && body.value) {
      context.report(
        'request.content-type.missing',
        path,
        node,
        `The consumer does not say what its body is; the document accepts ${consumed.join(', ')}.`,
      );
    }
  } else if (consumed.length === 0) {
    context.report(
      'request.content-type.unknown',
      path,
      node,
      `The consumer sends ${contentType}, and the document names no media type of a request.`,
    );
  } else if (bestMediaType(contentType, consumed) === undefined) {
    context.report(
      'request.content-type.incompatible',
      path,
      node,
      `The consumer sends ${contentType}, and the document accepts ${consumed.join(', ')}.`,
    );
  }
}

function compareQuery(context: HttpContext): void {
  const { operation, interaction } = context;
  const known = new Set(keysIn(context, 'query'));
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

function reportMissing(
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

function compareHeaders(context: HttpContext): void {
  const { operation, interaction } = context;
  const known = new Set(keysIn(context, 'header').map((name) => name.toLowerCase()));
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

function compareCookies(context: HttpContext): void {
  const cookies = readCookies(context.interaction.request.headers.get('cookie') ?? '');
  for (const parameter of context.operation.parameters) {
    if (parameter.in !== 'cookie') continue;
    const path = ['request', 'headers', 'cookie'];
    const text = cookies.get(parameter.name);
    if (text === undefined) {
      if (parameter.required)
        reportMissing(context, 'request.cookie.incompatible', path, parameter);
      continue;
    }
    const problems = textProblems(context, parameter, text);
    if (problems === 'unreadable') continue;
    reportProblems(
      context,
      'request.cookie.incompatible',
      path,
      `cookie "${parameter.name}"`,
      problems,
    );
  }
}

/** Names that a security scheme uses there, whether or not it is the one that is met. */
function keysIn({ operation }: HttpContext, place: 'query' | 'header'): readonly string[] {
  return operation.security
    .flatMap(({ schemes }) => schemes)
    .flatMap((scheme: SecurityScheme) =>
      scheme.kind === 'key' && scheme.in === place ? scheme.name : [],
    );
}
