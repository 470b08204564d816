import { childOf } from '../openapi/node.ts';
import type { Routes } from '../openapi/routes.ts';
import type { Context, HttpContext } from './context.ts';
import type { HttpInteraction } from './interactions.ts';
import { compareRequest } from './request.ts';
import { pathFits } from './request-parameters.ts';
import { compareResponse } from './response.ts';

/** One interaction over HTTP against the operation it belongs to. */
export function compareHttp(context: Context, interaction: HttpInteraction, routes: Routes): void {
  const { method, path } = interaction.request;
  const [route] = path.split('?');
  let near: HttpContext | undefined;
  for (const { operation, pathParameters } of routes.find(method, route ?? path)) {
    const candidate: HttpContext = { ...context, interaction, operation, pathParameters };
    near ??= candidate;
    if (!pathFits(candidate)) continue;
    reportUnresolved(candidate);
    compareRequest(candidate);
    compareResponse(candidate);
    return;
  }
  const why =
    near === undefined
      ? 'the document has no such operation'
      : `${near.operation.path} does not accept the values in it`;
  context.report(
    'request.path-or-method.unknown',
    ['request', 'path'],
    near?.operation.node ?? childOf(context.document.root, 'paths'),
    `${method.toUpperCase()} ${path}: ${why}.`,
  );
}

function reportUnresolved(context: HttpContext): void {
  for (const node of context.operation.unresolved) {
    context.report(
      'document.reference.unresolved',
      [],
      node,
      'The document refers to something that is nowhere.',
    );
  }
}
