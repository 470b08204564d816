import type { DifferenceCause } from '../model/status.ts';

type Seen = Pick<DifferenceCause, 'path' | 'kind' | 'examples'>;

const DATE = /^"\d{4}-\d\d-\d\d[T ]\d\d:\d\d/;
const UUID = /^"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"$/i;

/** The rule that would settle a difference, if a person finds that it does not matter. */
export function suggestionFor({ path, kind, examples }: Seen): string | undefined {
  if (kind === 'order') return `unordered: ['${path}']`;
  if (kind === 'text') return "mask: ['<what may differ, as a regular expression>']";
  if (kind !== 'value' || examples.length === 0) return undefined;
  const values = examples.flatMap(({ monolith, service }) => [monolith, service]);
  if (values.every((value) => DATE.test(value)) || values.every((value) => UUID.test(value))) {
    return `typeOnly: ['${path}']`;
  }
  const gaps = examples.map(({ monolith, service }) => [Number(monolith), Number(service)]);
  const close = gaps.every(
    ([a = NaN, b = NaN]) => a !== b && Math.abs(a - b) <= 1e-6 * Math.abs(a),
  );
  return close ? `tolerance: { '${path}': ${roundUp(gaps)} }` : undefined;
}

/** A power of ten that covers every gap. */
function roundUp(pairs: readonly (readonly number[])[]): number {
  const widest = Math.max(...pairs.map(([a = 0, b = 0]) => Math.abs(a - b)));
  return 10 ** Math.ceil(Math.log10(widest || 1e-12));
}
