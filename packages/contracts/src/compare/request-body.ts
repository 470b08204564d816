import { bestMediaType, essenceOf, isJson } from '../openapi/media-type.ts';
import type { DocumentNode } from '../openapi/node.ts';
import { REQUEST } from '../openapi/schema/model.ts';
import { readForm } from './body-forms.ts';
import { check, type HttpContext, reportProblems } from './context.ts';
import { samplingOf } from './sampling.ts';
import { compareSentValues } from './sent-values.ts';
import { compareItems } from './sequential-bodies.ts';

const FORMS = ['application/x-www-form-urlencoded', 'multipart/form-data'];

export function compareRequestBody(context: HttpContext): void {
  const { operation, interaction } = context;
  const { body, headers } = interaction.request;
  const declared = operation.requestBody;
  const path = ['request', 'body'];
  if (body === undefined) {
    if (declared?.required === true && declared.content.length > 0) {
      context.report(
        'request.body.incompatible',
        path,
        declared.node,
        'The document requires a request body, and the consumer sends none.',
      );
    }
    return;
  }
  const types = declared?.content.map(({ type }) => type) ?? [];
  const contentType = headers.get('content-type') ?? body.contentType ?? defaultType(types);
  const matched = bestMediaType(contentType, types);
  const content = declared?.content.find(({ type }) => type === matched);
  const items = { code: 'request.body.incompatible', path, mode: REQUEST } as const;
  if (content !== undefined && compareItems(context, content, contentType, body.value, items))
    return;
  if (content?.schema === undefined) {
    if (matched === undefined && types.length > 0 && headers.has('content-type')) return;
    if (body.value !== null && body.value !== '') {
      context.report(
        'request.body.unknown',
        path,
        declared?.node ?? operation.node,
        'The document describes no schema for the request body.',
      );
    }
    return;
  }
  const form = FORMS.includes(essenceOf(contentType));
  if (!isJson(contentType) && !form) {
    context.report(
      'request.body.unvalidatable',
      path,
      content.node,
      `A body of type ${contentType} cannot be compared.`,
    );
    return;
  }
  const { schema, encoding } = content;
  const value = form
    ? readForm(context, { schema, encoding }, contentType, body.value)
    : body.value;
  compareValue(context, schema, value, path);
}

/** JSON unless the document accepts nothing of the kind. */
function defaultType(types: readonly string[]): string {
  return bestMediaType('application/json', types) ?? types[0] ?? 'application/json';
}

function compareValue(
  context: HttpContext,
  schema: DocumentNode,
  value: unknown,
  path: readonly string[],
): void {
  const { rules } = context.interaction.request;
  const result = check(context, schema, value, REQUEST, samplingOf(rules.body, 'request'));
  reportProblems(context, 'request.body.incompatible', path, 'request body', result.problems);
  if (result.problems.length > 0) return;
  compareSentValues(context, 'request.body', path, rules.body, result.accepted);
}
