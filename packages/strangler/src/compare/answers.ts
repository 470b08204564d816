import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { fieldValue } from '../http/fields.ts';
import { type Difference, diffJson } from './json.ts';
import type { KeptAnswer } from './kept-answer.ts';
import type { ReadyRules } from './rules.ts';

/** A body that unpacks to more than this is not compared. */
const MAX_UNPACKED = 16 * 1024 * 1024;

const UNPACK: Readonly<Record<string, (body: Buffer) => Promise<Buffer>>> = {
  gzip: (body) => promisify(gunzip)(body, { maxOutputLength: MAX_UNPACKED }),
  'x-gzip': (body) => promisify(gunzip)(body, { maxOutputLength: MAX_UNPACKED }),
  deflate: (body) => promisify(inflate)(body, { maxOutputLength: MAX_UNPACKED }),
  br: (body) => promisify(brotliDecompress)(body, { maxOutputLength: MAX_UNPACKED }),
};

/**
 * What two answers to the same request differ in: status, chosen header fields, and the body by
 * its content type. Bytes are compared first, since equal ones need no parsing.
 */
export async function compareAnswers(
  monolith: KeptAnswer,
  service: KeptAnswer,
  rules: ReadyRules,
): Promise<Difference[]> {
  if (monolith.status !== service.status) {
    // The bodies of two different outcomes differ in everything, which explains nothing.
    return [{ path: 'status', kind: 'status', monolith: monolith.status, service: service.status }];
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
    const a = canonicalField(name, fieldValue(monolith.fields, name));
    const b = canonicalField(name, fieldValue(service.fields, name));
    if (a !== b) found.push({ path: `header:${name}`, kind: 'header', monolith: a, service: b });
  }
  return found;
}

/** Case and spacing of a media type's parameters carry no meaning (RFC 9110 8.3.1). */
function canonicalField(name: string, value: string | undefined): string | undefined {
  return name === 'content-type' ? value?.toLowerCase().replace(/\s*;\s*/g, ';') : value;
}

async function compareBodies(
  monolith: KeptAnswer,
  service: KeptAnswer,
  rules: ReadyRules,
): Promise<Difference[]> {
  const a = await unpacked(monolith);
  const b = await unpacked(service);
  if (a === undefined || b === undefined || a.equals(b)) return [];
  const left = asJson(monolith, a);
  const right = asJson(service, b);
  if (left !== undefined && right !== undefined) return diffJson(left.json, right.json, rules);
  if (rules.ignore.some((rule) => rule.length === 1 && rule[0] === 'body')) return [];
  const kind = a.length === b.length ? 'bytes' : 'length';
  const [x, y] = [a.toString('utf8', 0, 200), b.toString('utf8', 0, 200)];
  return [{ path: 'body', kind, monolith: x, service: y }];
}

async function unpacked(answer: KeptAnswer): Promise<Buffer | undefined> {
  const { body } = answer;
  const coding = fieldValue(answer.fields, 'content-encoding')?.toLowerCase();
  if (body === undefined || coding === undefined || body.length === 0) return body;
  return (await UNPACK[coding]?.(body).catch(() => undefined)) ?? body;
}

function asJson(answer: KeptAnswer, body: Buffer): { readonly json: unknown } | undefined {
  const type = fieldValue(answer.fields, 'content-type') ?? '';
  if (!/^application\/(?:[\w.+-]+\+)?json\b/i.test(type)) return undefined;
  try {
    return { json: JSON.parse(body.toString('utf8')) as unknown };
  } catch {
    return undefined;
  }
}
