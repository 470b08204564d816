import { isRecord } from './hal.ts';

/** What a broker gives as the reason in a body of an error, in any of the shapes in use. */
export function refusalText(body: unknown): string | undefined {
  const texts = [...errorTexts(body), ...noticeTexts(body)];
  const unique = [...new Set(texts.map((text) => text.trim()).filter((text) => text !== ''))];
  return unique.length > 0 ? unique.join('; ') : undefined;
}

function errorTexts(body: unknown): string[] {
  if (!isRecord(body)) return [];
  const { error, errors, title, detail } = body;
  const found = [...leaves(error), ...leaves(errors)];
  if (found.length > 0) return found;
  // RFC 9457 problem details, which PactFlow sends for some resources.
  return typeof title === 'string' ? [typeof detail === 'string' ? detail : title] : [];
}

function leaves(value: unknown, field = ''): string[] {
  if (typeof value === 'string') return [field === '' ? value : named(field, value)];
  if (Array.isArray(value)) return value.flatMap((entry) => leaves(entry, field));
  if (!isRecord(value)) return [];
  if (typeof value.detail === 'string') return [value.detail];
  if (typeof value.message === 'string') return [value.message];
  return Object.entries(value).flatMap(([key, entry]) => leaves(entry, key));
}

function named(field: string, sentence: string): string {
  return sentence.toLowerCase().includes(field.toLowerCase()) ? sentence : `${field}: ${sentence}`;
}

function noticeTexts(body: unknown): string[] {
  if (!isRecord(body) || !Array.isArray(body.notices)) return [];
  return body.notices.flatMap((notice) =>
    isRecord(notice) && notice.type === 'error' && typeof notice.text === 'string'
      ? [notice.text]
      : [],
  );
}
