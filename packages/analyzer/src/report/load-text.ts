import type { Load, LoadShare } from '../model/load.ts';
import { percent } from './words.ts';

const MOST_DOMAINS = 5;
const MOST_UNKNOWN = 2;

/** The measured load under a ranking: a line for all sources together, then how well each was understood. */
export function loadLines({ domains, sources }: Load): string[] {
  const shown = domains
    .slice(0, MOST_DOMAINS)
    .map(({ domain, share }) => `${domain} ${percent(share)}`);
  return [
    `  Load: ${shown.join(', ') || 'none that fits a domain'}`,
    ...sources.map((source) => `    ${sourceText(source)}`),
  ];
}

function sourceText({ name, kind, unit, understood, unknown }: LoadShare): string {
  const what = unit === 'ms' ? `the time of its ${kind}s` : `its ${kind}s`;
  const missed = unknown
    .slice(0, MOST_UNKNOWN)
    .map((one) => `${one.what} (${percent(one.share)})`)
    .join(', ');
  const rest = missed === '' ? '' : `; not, among others: ${missed}`;
  return `${name}: ${percent(understood)} of ${what} fit a domain${rest}`;
}
