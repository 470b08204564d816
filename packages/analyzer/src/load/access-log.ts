import type { LoadEntry, LoadSource } from '../model/load.ts';

/** Common and Combined Log Format: the request line is the first thing in quotes. */
const REQUEST = /^[^"]*"([A-Z]+) (\S+)(?: HTTP\/[\d.]+)?" \d{3} /;

/**
 * Requests of an access log: JSON lines with `method`, `path` and `ms`, as the proxy writes them, or
 * Common Log Format and what extends it, which knows no duration: there every request counts alike.
 * Undefined where the first line is neither.
 */
export function accessLogLoad(name: string, text: string): LoadSource[] | undefined {
  const first = text.slice(0, Math.max(0, text.indexOf('\n')) || text.length);
  const timed = jsonEntry(first) !== undefined;
  if (!timed && lineEntry(first) === undefined) return undefined;
  const read = timed ? jsonEntry : lineEntry;
  const entries = text.split('\n').flatMap((line) => read(line) ?? []);
  return [{ name, kind: 'request', unit: timed ? 'ms' : 'count', entries }];
}

function jsonEntry(line: string): LoadEntry | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const { method, path, ms } = JSON.parse(line);
    if (typeof method !== 'string' || typeof path !== 'string' || typeof ms !== 'number')
      return undefined;
    return { kind: 'request', method, paths: [path], weight: ms };
  } catch {
    return undefined;
  }
}

function lineEntry(line: string): LoadEntry | undefined {
  const [, method, target] = REQUEST.exec(line) ?? [];
  if (method === undefined || target === undefined) return undefined;
  return { kind: 'request', method, paths: [target], weight: 1 };
}
