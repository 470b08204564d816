import { essenceOf } from '../openapi/media-type.ts';
import { childOf, type DocumentNode } from '../openapi/node.ts';
import type { MediaContent } from '../openapi/operation.ts';
import type { Mode } from '../openapi/schema/model.ts';
import type { ComparisonCode } from './codes.ts';
import { check, type HttpContext, reportProblems } from './context.ts';
import { shape } from './request-parameters.ts';

/** OpenAPI 3.2, "Sequential Media Types": a body that is one item after the other. */
const READERS: Readonly<Record<string, (text: string) => readonly unknown[]>> = {
  'application/jsonl': jsonLines,
  'application/x-ndjson': jsonLines,
  'application/x-jsonlines': jsonLines,
  // RFC 7464: every text begins with a record separator.
  'application/json-seq': (text) => jsonTexts(text.split('\u001e')),
  'text/event-stream': serverSentEvents,
};

/**
 * Compares the items of a body with the `itemSchema` of its media type, and all of them with a `schema`
 * that is a list. False where that is not how the body is described.
 */
export function compareItems(
  context: HttpContext,
  content: MediaContent,
  actualType: string,
  body: unknown,
  { code, path, mode }: { code: ComparisonCode; path: readonly string[]; mode: Mode },
): boolean {
  const items = childOf(content.node, 'itemSchema');
  const list = listSchema(context, content);
  const read = READERS[essenceOf(actualType)];
  const isDescribed = items.value !== undefined || list !== undefined;
  if (!isDescribed || read === undefined || typeof body !== 'string') return false;
  const found = itemsOf(read, body);
  if (found === undefined) {
    context.report(code, path, content.node, `The body is no ${essenceOf(actualType)}.`);
    return true;
  }
  for (const [index, item] of found.entries()) {
    const { problems } = check(context, items, item, mode);
    const at = problems.map((problem) => ({ ...problem, path: [index, ...problem.path] }));
    reportProblems(context, code, path, 'body', at);
  }
  if (list === undefined) return true;
  reportProblems(context, code, path, 'body', check(context, list, found, mode).problems);
  return true;
}

/** Before OpenAPI 3.2 people described one item, or plain text, in its place. */
function listSchema(context: HttpContext, { schema }: MediaContent): DocumentNode | undefined {
  if (schema === undefined) return undefined;
  return shape(context, schema).types?.has('array') === true ? schema : undefined;
}

function itemsOf(
  read: (text: string) => readonly unknown[],
  body: string,
): readonly unknown[] | undefined {
  try {
    return read(body);
  } catch {
    return undefined;
  }
}

function jsonLines(text: string): readonly unknown[] {
  return jsonTexts(text.split(/\r?\n/));
}

function jsonTexts(texts: readonly string[]): readonly unknown[] {
  return texts.filter((text) => text.trim() !== '').map((text): unknown => JSON.parse(text));
}

/** HTML, 9.2.6: fields of an event by name; several lines of data are one text. */
function serverSentEvents(text: string): readonly unknown[] {
  return text
    .split(/(?:\r?\n){2,}/)
    .map((block) => {
      const event: Record<string, string | number> = {};
      for (const line of block.split(/\r?\n/)) {
        const [, name = '', value = ''] = /^([^:]+):? ?(.*)$/.exec(line) ?? [];
        if (name === 'data')
          event.data = event.data === undefined ? value : `${event.data}\n${value}`;
        else if (name === 'retry' && /^\d+$/.test(value)) event.retry = Number(value);
        else if (name === 'event' || name === 'id') event[name] = value;
      }
      return event;
    })
    .filter((event) => Object.keys(event).length > 0);
}
