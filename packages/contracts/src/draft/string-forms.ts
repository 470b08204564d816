/**
 * Forms of text that are evidence enough for a regular expression. Every expression is written so that
 * JavaScript and the Rust of Pact's verifier read it the same.
 */
export interface StringForm {
  readonly name: 'uuid' | 'date-time' | 'date' | 'time' | 'email' | 'uri' | 'ulid' | 'object-id';
  /** `format` in a JSON Schema, where there is one. */
  readonly format: string | undefined;
  readonly regex: string;
}

/** From the narrow to the wide; a text has the first that fits. */
const STRING_FORMS: readonly StringForm[] = [
  {
    name: 'uuid',
    format: 'uuid',
    regex: '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$',
  },
  {
    // RFC 3339, 5.6.
    name: 'date-time',
    format: 'date-time',
    regex: '^\\d{4}-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?([Zz]|[+-]\\d{2}:\\d{2})$',
  },
  { name: 'date', format: 'date', regex: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$' },
  { name: 'email', format: 'email', regex: '^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$' },
  { name: 'uri', format: 'uri', regex: '^https?://[^\\s]+$' },
  { name: 'ulid', format: undefined, regex: '^[0-7][0-9A-HJKMNP-TV-Z]{25}$' },
  { name: 'object-id', format: undefined, regex: '^[0-9a-f]{24}$' },
];

const COMPILED = STRING_FORMS.map((form) => ({ form, pattern: new RegExp(form.regex) }));

export function formOf(text: string): StringForm | undefined {
  return COMPILED.find(({ pattern }) => pattern.test(text))?.form;
}
