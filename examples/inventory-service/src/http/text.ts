/**
 * Non-empty text that PostgreSQL can store: everything but U+0000. A JSON Schema, for request
 * validation.
 */
export const TEXT = { type: 'string', pattern: '^[^\\u0000]+$' } as const;

export function isText(text: string): boolean {
  return text !== '' && !text.includes('\0');
}
