import { childOf } from '../openapi/node.ts';
import type { Routes } from '../openapi/routes.ts';
import type { HttpInteraction } from '../pact/interactions.ts';
import type { Context, HttpContext } from './context.ts';
import { compareRequest } from './request.ts';
import { pathFits } from './request-parameters.ts';
import { compareResponse } from './response.ts';
import { ruleSamples } from './rule-samples.ts';

/** One interaction over HTTP against the operation it belongs to. */
export function compareHttp(context: Context, interaction: HttpInteraction, routes: Routes): void {
  const { method, path } = interaction.request;
  const { fitting, near } = operationAt(context, interaction, routes, path);
  if (fitting !== undefined) {
    reportUnresolved(fitting);
    comparePathRules(fitting, routes);
    compareRequest(fitting);
    compareResponse(fitting);
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

interface Found {
  readonly fitting: HttpContext | undefined;
  /** Has that path and method, and does not accept the values in it. */
  readonly near: HttpContext | undefined;
}

function operationAt(
  context: Context,
  interaction: HttpInteraction,
  routes: Routes,
  path: string,
): Found {
  const { method, query } = interaction.request;
  const [route] = path.split('?');
  let near: HttpContext | undefined;
  for (const found of routes.find(method, route ?? path)) {
    const asked = found.fixedQuery.every(([name, value]) =>
      query.some(([key, text]) => key === name && (value === '' || text === value)),
    );
    if (!asked) continue;
    const candidate: HttpContext = { ...context, interaction, ...found };
    near ??= candidate;
    if (pathFits(candidate)) return { fitting: candidate, near };
  }
  return { fitting: undefined, near };
}

/** The consumer may ask for every path that its matching rules allow. */
function comparePathRules(context: HttpContext, routes: Routes): void {
  const { interaction } = context;
  const { method, path, rules } = interaction.request;
  if (interaction.response.status >= 400) return;
  for (const sample of ruleSamples(rules.path, path, 'text')) {
    const other = String(sample);
    const { fitting, near } = operationAt(context, interaction, routes, other);
    if (fitting !== undefined) continue;
    const why = near === undefined ? 'has no such operation' : 'does not accept the values in it';
    context.report(
      'request.path-or-method.unknown',
      ['request', 'path'],
      context.operation.node,
      `By its matching rule the path may also be ${other}, and the document ${why} (${method.toUpperCase()}).`,
    );
    return;
  }
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
