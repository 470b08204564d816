import { essenceOf } from '../openapi/media-type.ts';
import { childOf, type DocumentNode } from '../openapi/node.ts';
import type { MediaContent } from '../openapi/operation.ts';
import type { Mode } from '../openapi/schema/model.ts';
import type { ComparisonCode } from './codes.ts';
import { check, type HttpContext, reportProblems } from './context.ts';

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
 * Compares the items of a body with the `itemSchema` of its media type. False where that is not how the
 * body is described.
 */
export function compareItems(
  context: HttpContext,
  content: MediaContent,
  actualType: string,
  body: unknown,
  { code, path, mode }: { code: ComparisonCode; path: readonly string[]; mode: Mode },
): boolean {
  const items = childOf(content.node, 'itemSchema');
  const read = READERS[essenceOf(actualType)];
  if (items.value === undefined || read === undefined || typeof body !== 'string') return false;
  try {
    for (const [index, item] of read(body).entries()) {
      const { problems } = check(context, items, item, mode);
      const at = problems.map((problem) => ({ ...problem, path: [index, ...problem.path] }));
      reportProblems(context, code, path, 'body', at);
    }
  } catch {
    context.report(code, path, items as DocumentNode, `The body is no ${essenceOf(actualType)}.`);
  }
  return true;
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
