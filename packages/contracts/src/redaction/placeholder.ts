import { MASK, standInForEmail } from './value-rules.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/;

/** What stands for a text that is kept back: nothing of the value is left, its form is, as evidence for a matcher. */
export function placeholderFor(text: string): string {
  if (text === '') return text;
  if (UUID.test(text)) return '00000000-0000-4000-8000-000000000000';
  if (DATE.test(text)) return '1970-01-01';
  if (DATE_TIME.test(text)) return '1970-01-01T00:00:00.000Z';
  if (/^\d+$/.test(text)) return text.replace(/\d/g, '0');
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) return standInForEmail(text);
  return MASK;
}
