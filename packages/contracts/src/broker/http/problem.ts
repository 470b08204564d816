import type { Answer } from './dispatch.ts';
import type { ErrorList } from './reply.ts';
import { HAL } from './resource.ts';

/** Validation errors as problem details (RFC 9457), for clients that ask for them. */
export function problemDetails(
  errors: ErrorList | readonly string[],
  status: number,
  base: string,
): object {
  const entries: [string, readonly string[]][] = isList(errors)
    ? [['', errors]]
    : Object.entries(errors);
  return {
    title: 'Validation errors',
    type: `${base}/problems/validation-error`,
    status,
    instance: '/',
    errors: entries.flatMap(([field, details]) =>
      details.map((detail) => one(field, detail, base)),
    ),
  };
}

/** Names with line breaks or tabs are refused before anything looks at them. */
export function unusablePath(path: string): Answer | undefined {
  const found = /%0a/i.test(path) ? 'new line' : /%09/.test(path) ? 'tab' : undefined;
  if (found === undefined) return undefined;
  const type = '/problem/invalid-request-parameter-value';
  const detail = `URL path cannot contain a ${found} character.`;
  return {
    status: 422,
    body: { title: 'Unprocessable', type, detail, status: 422 },
    headers: { 'content-type': 'application/problem+json' },
    negotiated: HAL,
  };
}

/** Something that is not there, as problem details. */
export function missingDetails(body: unknown): object {
  const detail = (body as { readonly error?: unknown } | undefined)?.error;
  return { type: '/problem/not-found', title: '404 Not Found', status: 404, detail };
}

function one(field: string, detail: string, base: string): object {
  const kind = detail === 'is missing' ? 'missing-body-property' : 'invalid-body-property-value';
  return {
    type: `${base}/problems/${kind}`,
    title: 'Invalid body parameter',
    detail,
    ...(field === '' ? {} : { pointer: `/${field.replaceAll('.', '/')}` }),
  };
}

function isList(errors: ErrorList | readonly string[]): errors is readonly string[] {
  return Array.isArray(errors);
}
