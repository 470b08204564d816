import type { ZodType } from 'zod';
import { HttpError } from './errors.ts';

/** @throws HttpError 400 `INVALID_REQUEST` with every issue and its path. */
export function parse<T>(schema: ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => ({
    path: issue.path.join('.'),
    message: issue.message,
  }));
  const first = issues[0];
  const where = first === undefined || first.path === '' ? 'request' : first.path;
  throw new HttpError(400, 'INVALID_REQUEST', `${where}: ${first?.message ?? 'invalid'}`, {
    issues,
  });
}
