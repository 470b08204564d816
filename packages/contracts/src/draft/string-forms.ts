/**
 * Forms of text that are evidence enough for a regular expression. Every expression is written so that
 * JavaScript and the Rust of Pact's verifier read it the same.
 */
export interface StringForm {
  readonly name: 'uuid' | 'date-time' | 'date' | 'email' | 'uri' | 'ulid' | 'object-id';
  /** `format` in a JSON Schema, where there is one. */
  readonly format: string | undefined;
  readonly regex: string;
  /** Whether `format` takes everything that the expression takes: no 30th of February, no port 99999. */
  readonly exact: boolean;
}

export const UUID = '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}';

/** From the narrow to the wide; a text has the first that fits. */
const STRING_FORMS: readonly StringForm[] = [
  {
    name: 'uuid',
    format: 'uuid',
    regex: `^${UUID}$`,
    exact: true,
  },
  {
    // RFC 3339, 5.6.
    name: 'date-time',
    format: 'date-time',
    regex: '^\\d{4}-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?([Zz]|[+-]\\d{2}:\\d{2})$',
    exact: false,
  },
  {
    name: 'date',
    format: 'date',
    regex: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$',
    exact: false,
  },
  {
    // RFC 5322, 3.4.1: dot-atom on both sides.
    name: 'email',
    format: 'email',
    regex:
      "^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+$",
    exact: false,
  },
  { name: 'uri', format: 'uri', regex: '^https?://[^\\s]+$', exact: false },
  { name: 'ulid', format: undefined, regex: '^[0-7][0-9A-HJKMNP-TV-Z]{25}$', exact: true },
  { name: 'object-id', format: undefined, regex: '^[0-9a-f]{24}$', exact: true },
];

const COMPILED = STRING_FORMS.map((form) => ({ form, pattern: new RegExp(form.regex) }));

export function formOf(text: string): StringForm | undefined {
  return COMPILED.find(({ pattern }) => pattern.test(text))?.form;
}
