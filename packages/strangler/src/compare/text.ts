import type { Difference } from './json.ts';
import { redactedText } from './redact.ts';

const MAX_LINE = 120;
const BEFORE = 20;

/**
 * The first line in which two texts differ; line ends may be CRLF or LF. What a mask matches
 * counts as equal, whatever it is.
 */
export function diffText(
  monolith: string,
  service: string,
  masks: readonly RegExp[],
): Difference[] {
  const a = comparable(monolith, masks);
  const b = comparable(service, masks);
  if (a === b) return [];
  const [left, right] = [a.split('\n'), b.split('\n')];
  const at = left.findIndex((line, index) => line !== right[index]);
  const line = at === -1 ? left.length : at;
  const [x, y] = [left[line], right[line]];
  const change =
    left.length === right.length ? undefined : `${left.length} → ${right.length} lines`;
  return [
    {
      path: 'body',
      kind: 'text',
      monolith: shown(line, x, y),
      service: shown(line, y, x),
      ...(change === undefined || Math.abs(left.length - right.length) > 3 ? {} : { change }),
    },
  ];
}

function comparable(text: string, masks: readonly RegExp[]): string {
  return masks.reduce((left, mask) => left.replace(mask, '…'), text.replaceAll('\r\n', '\n'));
}

/** The line from a little before the place where the two part. */
function shown(index: number, line: string | undefined, other: string | undefined): string {
  if (line === undefined) return `line ${index + 1}: (absent)`;
  let parts = 0;
  while (parts < line.length && line[parts] === other?.[parts]) parts++;
  const from = parts <= MAX_LINE - BEFORE ? 0 : parts - BEFORE;
  // Masked before it is cut, so that no half of a secret is left to see.
  const safe = redactedText(line.slice(from, from + 4 * MAX_LINE));
  const cut = safe.length > MAX_LINE ? `${safe.slice(0, MAX_LINE)}…` : safe;
  return `line ${index + 1}: ${from > 0 ? '…' : ''}${cut}`;
}
