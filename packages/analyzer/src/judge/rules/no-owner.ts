import type { Rule } from '../context.ts';

const MOST_OWNED = 0.5;

/** A domain most of whose files nobody answers for, where others have owners. */
export const noOwner: Rule = {
  name: 'no-owner',
  judge: ({ facts: { history }, domains, domainOf, namedOwners }) => {
    const owned = new Set(
      (history?.files ?? []).filter(({ owners }) => owners.length > 0).map(({ path }) => path),
    );
    // Where no domain has an owner, a finding for every domain would only repeat that.
    const known = [...owned].some((path) => domainOf(path) !== null);
    if (!known && namedOwners.size === 0) return [];
    return domains.flatMap((domain) => {
      if (namedOwners.has(domain)) return [];
      const files = (history?.files ?? []).filter(({ path }) => domainOf(path) === domain);
      const without = files.filter(({ path }) => !owned.has(path));
      if (files.length === 0 || without.length / files.length <= MOST_OWNED) return [];
      return [
        {
          kind: 'no-owner' as const,
          id: `no-owner:${domain}`,
          severity: 'low' as const,
          domains: [domain],
          sites: without.slice(0, 5).map(({ path }) => ({ file: path, line: 1 })),
          domain,
          files: without.length,
        },
      ];
    });
  },
};
