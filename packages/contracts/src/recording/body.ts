import { parseJson } from '../pact/lossless-json.ts';
import type { NamedValue, RecordedBody } from './model.ts';

export function isJsonType(type: string): boolean {
  return /^(?:application\/json|text\/json|[\w.+-]+\/[\w.+-]+\+json)\s*(?:;|$)/i.test(type);
}

export function isFormType(type: string): boolean {
  return /^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(type);
}

/** What a draft can use of a body; anything but JSON and forms may hold whatever it likes and is not kept. */
export function decodedBody(text: string, type: string): RecordedBody {
  if (isFormType(type)) return { kind: 'form', fields: readFormText(text) };
  if (!isJsonType(type)) return { kind: 'omitted', why: 'not-json' };
  try {
    return { kind: 'json', value: parseJson(text) };
  } catch {
    return { kind: 'omitted', why: 'malformed' };
  }
}

export function readFormText(text: string): readonly NamedValue[] {
  return [...new URLSearchParams(text)].map(([name, value]) => [name, value]);
}
