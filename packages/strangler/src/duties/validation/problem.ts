import type { ErrorObject } from 'ajv/dist/2020.js';

/** The first thing wrong, in words for whoever sent the message. */
export function firstProblem(errors: readonly ErrorObject[] | null | undefined): {
  readonly pointer: string;
  readonly detail: string;
} {
  const error = errors?.[0];
  const extra = (error?.params as { additionalProperty?: unknown } | undefined)?.additionalProperty;
  const detail = error?.message ?? 'is not valid';
  return {
    pointer: error?.instancePath ?? '',
    detail: typeof extra === 'string' ? `${detail}: ${extra.slice(0, 100)}` : detail,
  };
}
