import { hasParameter } from './template.ts';

/** Shown in place of a secret; sent back by clients that change something else. */
const REDACTED = '**********';

const SECRET_HEADER = /authorization|token/i;

export function isRedacted(value: string): boolean {
  return /^\*+$/.test(value);
}

/** Headers as they may be shown. A secret that is a template parameter is none. */
export function redactTemplates(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      SECRET_HEADER.test(name) && !hasParameter(value) ? REDACTED : value,
    ]),
  );
}

/** Headers of a request that was made: their parameters have become secrets. */
export function redactHeaders(headers: ReadonlyMap<string, string>): Map<string, string> {
  return new Map(
    [...headers].map(([name, value]) => [name, SECRET_HEADER.test(name) ? REDACTED : value]),
  );
}

export function redactPassword(password: string): string {
  return hasParameter(password) ? password : REDACTED;
}
