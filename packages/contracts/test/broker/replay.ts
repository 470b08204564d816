import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** Replays recorded exchanges with the reference broker, and tells where this one answers otherwise. */

const ROOT = resolve(import.meta.dirname, '../../../..');
const SHARED = process.env.ASHLAR_SHARED ?? resolve(ROOT, '../shared');
const RECORDINGS: string = resolve(SHARED, 'broker/recordings');
export const OFFICIAL_PACTS: string = resolve(SHARED, 'broker/official-pacts');
export const recordingsPresent: boolean = existsSync(RECORDINGS);

interface RecordedStep {
  readonly name: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers?: Record<string, string>;
    readonly body?: unknown;
    readonly rawBody?: string;
  };
  readonly capture?: Record<string, string>;
  readonly response: {
    readonly status: number;
    readonly headers: Record<string, string>;
    readonly body: unknown;
  };
}

export interface StepResult {
  readonly index: number;
  readonly name: string;
  readonly differences: readonly string[];
}

/** Steps of a recording; `from` and `to` replace an address that the recorder used. */
export function readRecording(name: string, from = '', to = ''): RecordedStep[] {
  const text = readFileSync(resolve(RECORDINGS, `${name}.json`), 'utf8');
  const moved = from === '' ? text : text.replaceAll(from, to);
  return (JSON.parse(moved) as { steps: RecordedStep[] }).steps;
}

export async function replay(
  steps: readonly RecordedStep[],
  base: string,
  beforeStep: (step: RecordedStep) => Promise<void> = async () => undefined,
): Promise<StepResult[]> {
  const known = new Map<string, string>([['base', base]]);
  const results: StepResult[] = [];
  for (const [index, step] of steps.entries()) {
    await beforeStep(step);
    const differences = await replayStep(step, known);
    results.push({ index, name: step.name, differences });
  }
  return results;
}

async function replayStep(step: RecordedStep, known: Map<string, string>): Promise<string[]> {
  const { request, response } = step;
  const body =
    request.rawBody ?? (request.body === undefined ? undefined : JSON.stringify(request.body));
  const answer = await fetch(`${known.get('base')}${fill(request.path, known)}`, {
    method: request.method,
    headers: request.headers ?? {},
    redirect: 'manual',
    ...(body === undefined || request.method === 'GET' ? {} : { body: fill(body, known) }),
  });
  const text = await answer.text();
  const actual = parse(text, answer.headers.get('content-type'));
  for (const [name, how] of Object.entries(step.capture ?? {})) {
    const value = capture(actual, how);
    if (value !== undefined) known.set(name, value);
  }
  const differences: string[] = [];
  if (answer.status !== response.status) {
    differences.push(
      `status: ${response.status} expected, got ${answer.status} ${text.slice(0, 300)}`,
    );
    return differences;
  }
  for (const [name, expected] of Object.entries(response.headers)) {
    compare(expected, answer.headers.get(name), `header ${name}`, known, differences);
  }
  if (!response.headers['content-type']?.startsWith('text/html')) {
    compare(response.body ?? null, actual, 'body', known, differences);
  }
  return differences;
}

function parse(text: string, type: string | null): unknown {
  if (text === '') return null;
  return type?.includes('json') ? JSON.parse(text) : text;
}

/** The few ways in which recordings take a value out of an answer. */
function capture(body: unknown, how: string): string | undefined {
  if (how === 'uuid') return at(body, 'uuid');
  if (how.includes("['pb:pact-version'].name"))
    return at(body, '_links', 'pb:pact-version', 'name');
  if (how.includes("self.href.split('/').pop()")) {
    return at(body, '_links', 'self', 'href')?.split('/').pop();
  }
  const logs = at(body, '_embedded', 'triggeredWebhooks', '0', '_links', 'pb:logs', 'href');
  return logs === undefined ? undefined : new URL(logs).pathname;
}

function at(value: unknown, ...path: readonly string[]): string | undefined {
  const found = path.reduce<unknown>(
    (inner, key) => (inner as Record<string, unknown> | null | undefined)?.[key],
    value,
  );
  return typeof found === 'string' ? found : undefined;
}

function fill(text: string, known: ReadonlyMap<string, string>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => known.get(name) ?? whole);
}

function compare(
  expected: unknown,
  actual: unknown,
  path: string,
  known: Map<string, string>,
  differences: string[],
): void {
  if (typeof expected === 'string' && typeof actual === 'string') {
    if (!matches(withoutRunDetails(expected), withoutRunDetails(actual), known)) {
      differences.push(
        `${path}: expected ${JSON.stringify(fill(expected, known))}, got ${JSON.stringify(actual)}`,
      );
    }
    return;
  }
  if (Array.isArray(expected) && Array.isArray(actual)) {
    if (expected.length !== actual.length) {
      differences.push(`${path}: expected ${expected.length} items, got ${actual.length}`);
    }
    for (const [index, item] of expected.entries()) {
      if (index < actual.length)
        compare(item, actual[index], `${path}[${index}]`, known, differences);
    }
    return;
  }
  if (isObject(expected) && isObject(actual)) {
    for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
      if (!(key in actual)) differences.push(`${path}.${key}: missing`);
      else if (!(key in expected))
        differences.push(`${path}.${key}: not expected: ${JSON.stringify(actual[key])}`);
      else compare(expected[key], actual[key], `${path}.${key}`, known, differences);
    }
    return;
  }
  if (expected !== actual) {
    differences.push(
      `${path}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`,
    );
  }
}

/** Times and sizes in HTTP messages differ from run to run. */
function withoutRunDetails(text: string): string {
  return text
    .replace(/\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT/g, 'DATE')
    .replace(/content-length: \d+/g, 'content-length: SIZE');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Placeholders not seen before take the value found in their place. */
function matches(expected: string, actual: string, known: Map<string, string>): boolean {
  const names: string[] = [];
  const pattern = expected
    .split(/(\{\{\w+\}\})/)
    .map((part) => {
      const name = /^\{\{(\w+)\}\}$/.exec(part)?.[1];
      if (name === undefined) return literal(part);
      if (name === 'ts') return '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\+00:00|Z)';
      const value = known.get(name);
      if (value !== undefined) return literal(value);
      names.push(name);
      return '([^\\s]+?)';
    })
    .join('');
  const found = new RegExp(`^${pattern}$`, 's').exec(actual);
  if (found === null) return false;
  for (const [index, name] of names.entries()) known.set(name, found[index + 1] ?? '');
  return true;
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
