import type { PathTemplate } from './path-templates.ts';
import { formOf, UUID } from './string-forms.ts';

/** As narrow as the schema that the draft of the document gives such a parameter. */
const SEGMENTS: Readonly<Partial<Record<PathTemplate['parameters'][number]['form'], string>>> = {
  integer: '\\d+',
  uuid: UUID,
};

/** Which paths a consumer may send, as a regular expression for JavaScript and Rust alike. */
export function pathRegex({ path, parameters }: PathTemplate): string {
  const parts = path
    .split('/')
    .slice(1)
    .map((segment, at) => {
      const parameter = parameters.find((one) => one.at === at);
      if (parameter === undefined) return segment.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
      return SEGMENTS[parameter.form] ?? '[^/]+';
    });
  return `^/${parts.join('/')}$`;
}

/**
 * The form that all values of a query parameter have.
 * `regex` is undefined for any text, and where a schema of that form takes less than an expression can say.
 */
export function valuesRegex(values: readonly string[]): {
  regex: string | undefined;
  words: string;
} {
  if (values.every((value) => /^-?\d+$/.test(value)))
    return { regex: '^-?\\d+$', words: 'integer' };
  if (values.every((value) => value === 'true' || value === 'false')) {
    return { regex: '^(true|false)$', words: 'true or false' };
  }
  const [form, ...others] = new Set(values.map(formOf));
  if (form !== undefined && others.length === 0)
    return { regex: form.exact ? form.regex : undefined, words: form.name };
  return { regex: undefined, words: 'any text' };
}
