import type { ErrorList } from './reply.ts';

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
