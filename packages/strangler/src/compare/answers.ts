import { type Body, readBody, unpacked } from './body.ts';
import { type Difference, diffDocuments } from './json.ts';
import { fieldValues, type KeptAnswer } from './kept-answer.ts';
import { redacted, redactedTarget } from './redact.ts';
import type { ReadyRules } from './rules.ts';
import { diffText } from './text.ts';

/**
 * What two answers to the same request differ in: status, chosen header fields, and the body by
 * its content type. Bytes are compared first, since equal ones need no reading.
 */
export async function compareAnswers(
  monolith: KeptAnswer,
  service: KeptAnswer,
  rules: ReadyRules,
): Promise<Difference[]> {
  if (monolith.status !== service.status) {
    // The bodies of two different outcomes differ in everything, which explains nothing.
    const [a, b] = [String(monolith.status), String(service.status)];
    return [{ path: 'status', kind: 'status', change: `${a} → ${b}`, monolith: a, service: b }];
  }
  return [
    ...compareHeaders(monolith, service, rules.headers),
    ...(await compareBodies(monolith, service, rules)),
  ];
}

function compareHeaders(
  monolith: KeptAnswer,
  service: KeptAnswer,
  names: readonly string[],
): Difference[] {
  const found: Difference[] = [];
  for (const name of names) {
    const a = canonicalField(name, fieldValues(monolith.fields, name));
    const b = canonicalField(name, fieldValues(service.fields, name));
    if (a === b) continue;
    const [x, y] = [shownField(name, a), shownField(name, b)];
    // Types are few, and each change of type is a cause of its own.
    const change = name === 'content-type' ? { change: `${a ?? 'none'} → ${b ?? 'none'}` } : {};
    found.push({ path: `header:${name}`, kind: 'header', ...change, monolith: x, service: y });
  }
  return found;
}

/**
 * Case and spacing of a media type's parameters carry no meaning (RFC 9110 8.3.1), UTF-8 is what
 * is taken where no charset is named, and JSON has no charset at all (RFC 8259 11).
 */
function canonicalField(name: string, values: readonly string[]): string | undefined {
  if (values.length === 0) return undefined;
  if (name === 'set-cookie') return [...values].sort().join(', ');
  if (name !== 'content-type') return values.join(', ');
  const [type = '', ...parameters] = values.join(', ').toLowerCase().replaceAll(' ', '').split(';');
  const json = /[/+]json$/.test(type);
  const kept = parameters.filter(
    (parameter) =>
      parameter !== '' &&
      !(json && parameter.startsWith('charset=')) &&
      !/^charset="?utf-?8"?$/.test(parameter),
  );
  return [type, ...kept.sort()].join(';');
}

function shownField(name: string, value: string | undefined): string {
  if (value === undefined) return '(absent)';
  return name === 'location' ? redactedTarget(value) : redacted(name, value);
}

async function compareBodies(
  monolith: KeptAnswer,
  service: KeptAnswer,
  rules: ReadyRules,
): Promise<Difference[]> {
  const [a, b] = await Promise.all([unpacked(monolith), unpacked(service)]);
  if (a === undefined || b === undefined || a.equals(b)) return [];
  const left = readBody(monolith, a);
  const right = readBody(service, b);
  if (left.kind === 'json' && right.kind === 'json') {
    return diffDocuments(left.document, right.document, rules);
  }
  if (rules.ignore.some((rule) => rule.length === 1 && rule[0] === 'body')) return [];
  if (left.kind === 'text' && right.kind === 'text') {
    return diffText(left.text, right.text, rules.mask);
  }
  if (left.kind !== right.kind) return [otherKind(left, right)];
  return [otherBytes(a, b)];
}

function otherKind(left: Body, right: Body): Difference {
  const [a, b] = [left.kind, right.kind];
  return { path: 'body', kind: 'type', change: `${a} → ${b}`, monolith: a, service: b };
}

function otherBytes(a: Buffer, b: Buffer): Difference {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const shown = (bytes: Buffer): string =>
    `${bytes.length} bytes, from ${at}: ${bytes.subarray(at, at + 16).toString('hex')}`;
  const kind = a.length === b.length ? 'bytes' : 'length';
  return { path: 'body', kind, monolith: shown(a), service: shown(b) };
}
