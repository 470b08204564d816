import type { Rule } from '../context.ts';

/** A domain that holds more than this share of all domain files, or of all tables, is probably several. */
const TOO_LARGE = 0.4;
const FEWEST_FILES = 20;
const FEWEST_TABLES = 10;

/**
 * The fitness functions for the size of components in Ford, Richards, Sadalage and Dehghani, "Software
 * Architecture: The Hard Parts" (chapter 5): a share of the whole, or three standard deviations above the mean.
 * Domains are larger than components, so that an outlier needs a share as well.
 */
const DEVIATIONS = 3;
const MUCH = 0.2;

export const godDomain: Rule = {
  name: 'god-domain',
  judge: (context) => {
    const { domains, tables } = context;
    if (domains.length < 3) return [];
    const placed = context.files.filter((file) => file.domain !== null);
    const owned = tables.filter((table) => table.domain !== null);
    const sizes = domains.map(
      (domain) => placed.filter((file) => file.domain === domain).length / placed.length,
    );
    const usual = mean(sizes) + DEVIATIONS * deviation(sizes);
    return domains.flatMap((domain, i) => {
      const files = placed.filter((file) => file.domain === domain);
      const own = owned.filter((table) => table.domain === domain);
      const ofFiles = sizes[i] ?? 0;
      const ofTables = own.length / Math.max(1, owned.length);
      const manyFiles =
        files.length >= FEWEST_FILES &&
        (ofFiles > TOO_LARGE || (ofFiles > MUCH && ofFiles > usual));
      const manyTables = own.length >= FEWEST_TABLES && ofTables > TOO_LARGE;
      if (!manyFiles && !manyTables) return [];
      return [
        {
          kind: 'god-domain' as const,
          id: `god-domain:${domain}`,
          severity: 'medium' as const,
          domains: [domain],
          sites: files.slice(0, 5).map((file) => ({ file: file.path, line: 1 })),
          domain,
          share: round(manyFiles ? ofFiles : ofTables),
          ...(manyFiles ? {} : { of: 'tables' as const }),
        },
      ];
    });
  },
};

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
}

const round = (share: number): number => Math.round(share * 1000) / 1000;
