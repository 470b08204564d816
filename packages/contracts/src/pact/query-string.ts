import { isRecord } from '../openapi/node.ts';

/** `encoded` is the value as it stood in the text it was read from, if there was one. */
export type QueryPair = readonly [name: string, value: string, encoded?: string];

/** The query of a request: text in Pact 1 and 2, names with their values since 3. */
export function readQuery(query: unknown): readonly QueryPair[] {
  if (typeof query === 'string') return parseQueryString(query);
  if (!isRecord(query)) return [];
  return Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one): QueryPair => [name, String(one)]),
  );
}

/** `application/x-www-form-urlencoded`; what is encoded wrongly is taken as it stands. */
export function parseQueryString(text: string): readonly QueryPair[] {
  return text
    .replace(/^\?/, '')
    .split('&')
    .filter((part) => part !== '')
    .map((part): QueryPair => {
      const [name = '', ...value] = part.split('=');
      const encoded = value.join('=');
      const text = unescapePlus(encoded);
      return text === encoded
        ? [unescapePlus(name), text]
        : [unescapePlus(name), text, encoded.replaceAll('+', ' ')];
    });
}

function unescapePlus(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}
