import { refusalOf } from '../matching/refusal.ts';
import { bestMediaType, essenceOf, isJson } from '../openapi/media-type.ts';
import { type DocumentNode, memberOf } from '../openapi/node.ts';
import { type Response, responseFor } from '../openapi/operation.ts';
import { RESPONSE } from '../openapi/schema/model.ts';
import { leavesOf } from '../openapi/schema/shape.ts';
import { check, type HttpContext, reportProblems } from './context.ts';
import { STANDARD_RESPONSE_HEADERS } from './header-names.ts';
import { compareOfferedValues, refusedSamples } from './offered-values.ts';
import { textProblems } from './request-parameters.ts';
import { samplingOf } from './sampling.ts';
import { offerOf } from './schema-samples.ts';
import { compareItems } from './sequential-bodies.ts';

/** What the consumer expects against what the operation answers. */
export function compareResponse(context: HttpContext): void {
  const { operation, interaction } = context;
  const { status } = interaction.response;
  const found = responseFor(operation, status) ?? permittedBy(context);
  const path = ['response', 'status'];
  if (found === undefined) {
    // A broken reference is the reason, and reported as such.
    const broken = operation.unresolved.some(({ key }) => key === String(status));
    if (broken) return;
    context.report(
      'response.status.unknown',
      path,
      operation.responsesNode,
      `The document declares no response with status ${status}.`,
    );
    return;
  }
  if (found.byDefault) {
    context.report(
      'response.status.default',
      path,
      found.response.node,
      `Status ${status} is only covered by the default response.`,
    );
  }
  compareContentType(context, found.response);
  compareHeaders(context, found.response);
  compareBody(context, found.response);
}

/** A rule about the status, such as "any success": one that the document declares is enough. */
function permittedBy({ operation, interaction }: HttpContext): ReturnType<typeof responseFor> {
  const { rules, status } = interaction.response;
  if (rules.status.length === 0) return undefined;
  const response = operation.responses.find(({ status: declared }) =>
    statusesOf(declared).some((one) =>
      rules.status.every((matcher) => refusalOf(matcher, status, one) === undefined),
    ),
  );
  return response === undefined ? undefined : { response, byDefault: false };
}

/** `404` is one status, `4xx` a hundred. */
function statusesOf(declared: string): readonly number[] {
  if (/^\d{3}$/.test(declared)) return [Number(declared)];
  if (!/^\dxx$/.test(declared)) return [];
  return Array.from({ length: 100 }, (_, index) => Number(declared[0]) * 100 + index);
}

function compareContentType(context: HttpContext, { types, node }: Response): void {
  const contentType = context.interaction.response.headers.get('content-type');
  if (contentType === undefined || contentType === '') return;
  const path = ['response', 'headers', 'content-type'];
  // An answer to HEAD has the headers of GET and no content of its own (RFC 9110, 9.3.2).
  if (types.length === 0 && context.operation.method === 'head') return;
  if (types.length === 0) {
    context.report(
      'response.content-type.unknown',
      path,
      node,
      `The consumer expects ${contentType}, and the document names no media type.`,
    );
  } else if (bestMediaType(contentType, types) === undefined) {
    context.report(
      'response.content-type.incompatible',
      path,
      node,
      `The consumer expects ${contentType}, and the document offers ${types.join(', ')}.`,
    );
  }
}

function compareHeaders(context: HttpContext, response: Response): void {
  for (const [name, text] of context.interaction.response.headers) {
    if (name === 'content-type') continue;
    const path = ['response', 'headers', name];
    const declared = response.headers.find((header) => header.name.toLowerCase() === name);
    if (declared === undefined) {
      const standard = STANDARD_RESPONSE_HEADERS.has(name);
      context.report(
        standard ? 'response.header.undefined' : 'response.header.unknown',
        path,
        response.node,
        `The document does not declare the response header "${name}"${standard ? ', which HTTP defines' : ''}.`,
      );
      continue;
    }
    const problems = textProblems(context, declared, text);
    if (problems === 'unreadable') {
      context.report(
        'response.header.incompatible',
        path,
        declared.node,
        `The header "${name}" is no ${declared.contentType}.`,
      );
    } else {
      reportProblems(
        context,
        'response.header.incompatible',
        path,
        `response header "${name}"`,
        problems,
      );
      if (problems.length === 0) compareOfferedHeader(context, declared, name, text);
    }
  }
}

/** Headers are text: only texts that the document describes by an enum, pattern or format count. */
function compareOfferedHeader(
  context: HttpContext,
  { schema, node }: Response['headers'][number],
  name: string,
  text: string,
): void {
  const matchers = context.interaction.response.rules.header(name);
  if (schema === undefined || matchers.length === 0) return;
  const samples = offerOf(context, [{ node: schema, scope: undefined }])
    .samples.filter(({ value }) => value !== null && typeof value !== 'object')
    .map((sample) => ({ ...sample, value: String(sample.value) }));
  for (const { severity, message } of refusedSamples(matchers, text, samples, 'text')) {
    const path = ['response', 'headers', name];
    context.report(`response.header.${severity}`, path, node, `The header "${name}" ${message}.`);
  }
}

function compareBody(context: HttpContext, response: Response): void {
  const { interaction } = context;
  const { body, headers, rules } = interaction.response;
  if (body === undefined) return;
  // Writers of Pact 1 and 2 say null where nothing is expected of the body.
  if (body.value === null && interaction.specification < 3) return;
  const path = ['response', 'body'];
  const declared = response.content.map(({ type }) => type);
  const wanted =
    headers.get('content-type') ?? body.contentType ?? interaction.request.headers.get('accept');
  const type =
    (wanted === undefined ? undefined : bestMediaType(wanted, declared)) ??
    bestMediaType('application/json', declared) ??
    declared[0];
  const content = response.content.find((candidate) => candidate.type === type);
  const schema = content?.schema;
  const actual = headers.get('content-type') ?? body.contentType ?? type ?? 'application/json';
  const items = { code: 'response.body.incompatible', path, mode: RESPONSE } as const;
  if (content !== undefined && compareItems(context, content, actual, body.value, items)) return;
  const isText = schema !== undefined && isDescribedText(context, actual, schema, body.value);
  if (content !== undefined && !isText && !(isJson(actual) && isJson(content.type))) {
    if (schema === undefined && memberOf(content.node.value, 'itemSchema') === undefined) return;
    context.report(
      'response.body.unvalidatable',
      path,
      content.node,
      `A body of type ${actual} cannot be compared.`,
    );
    return;
  }
  if (schema === undefined) {
    if (body.value !== null && body.value !== '') {
      context.report(
        'response.body.unknown',
        path,
        content?.node ?? response.node,
        'The document describes no schema for this response body.',
      );
    }
    return;
  }
  const result = check(context, schema, body.value, RESPONSE, samplingOf(rules.body, 'response'));
  reportProblems(context, 'response.body.incompatible', path, 'response body', result.problems);
  if (result.problems.length > 0) return;
  compareOfferedValues(context, 'response.body', path, rules.body, result.accepted);
}

/** Text is compared like JSON where the document says more about it than that it is text. */
function isDescribedText(
  { document }: HttpContext,
  contentType: string,
  schema: DocumentNode,
  value: unknown,
): boolean {
  if (!essenceOf(contentType).startsWith('text/') || typeof value !== 'string') return false;
  return leavesOf([{ node: schema, scope: undefined }], document).some(({ node }) =>
    TEXT_KEYWORDS.some((keyword) => memberOf(node.value, keyword) !== undefined),
  );
}

const TEXT_KEYWORDS = ['enum', 'const', 'pattern', 'format', 'minLength', 'maxLength'];
