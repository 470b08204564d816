import { type ErrorList, invalid } from './reply.ts';

/** Collects what is wrong with a request, by field, in the words the protocol uses. */
export class Problems {
  readonly #errors = new Map<string, string[]>();

  add(field: string, text: string): void {
    const list = this.#errors.get(field) ?? [];
    if (!list.includes(text)) list.push(text);
    this.#errors.set(field, list);
  }

  has(field?: string): boolean {
    return field === undefined ? this.#errors.size > 0 : this.#errors.has(field);
  }

  get errors(): ErrorList {
    return Object.fromEntries(this.#errors);
  }

  /** Ends the request with a 400 when anything was found. */
  raise(): void {
    if (this.has()) throw invalid(this.errors);
  }
}

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isBlank(text: string): boolean {
  return text.trim() === '';
}

interface TextRules {
  readonly required?: boolean;
  /** null and absent are the same thing. */
  readonly nullable?: boolean;
  readonly singleLine?: boolean;
  readonly noSpaces?: boolean;
  readonly notBlank?: boolean;
}

/** A text field that keeps its rules, or undefined. Problems go under the field's own name. */
export function textField(
  fields: Fields,
  name: string,
  rules: TextRules,
  report: (text: string) => void,
): string | undefined {
  const value = fields[name];
  if (value === undefined) {
    if (rules.required === true) report('is missing');
    return undefined;
  }
  if (value === null) {
    if (rules.nullable !== true) report('must be filled');
    return undefined;
  }
  if (typeof value !== 'string') return void report('must be a string');
  if (value === '' && rules.nullable !== true) return void report('must be filled');
  if (rules.singleLine === true && value.includes('\n')) report('cannot contain multiple lines');
  if (rules.noSpaces === true && value.includes(' ')) report('cannot contain spaces');
  if (rules.notBlank === true && isBlank(value)) report('cannot be blank');
  return value;
}

/** True for anything that parses as a URI reference without spaces or control characters. */
export function isUrl(text: string): boolean {
  return /^[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]*$/.test(text);
}
