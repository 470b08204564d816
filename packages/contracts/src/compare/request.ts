import { bestMediaType } from '../openapi/media-type.ts';
import { responseFor } from '../openapi/operation.ts';
import type { HttpContext } from './context.ts';
import { compareRequestBody } from './request-body.ts';
import { compareCookies } from './request-cookies.ts';
import { compareHeaders } from './request-headers.ts';
import { compareQuery } from './request-query.ts';
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
