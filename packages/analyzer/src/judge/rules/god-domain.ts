import type { Rule } from '../context.ts';

/** A domain that holds more than this share of all domain files is probably several. */
const TOO_LARGE = 0.4;
const FEWEST_FILES = 20;

export const godDomain: Rule = {
  name: 'god-domain',
  judge: (context) => {
    const placed = context.files.filter((file) => file.domain !== null);
    if (context.domains.length < 3) return [];
    return context.domains.flatMap((domain) => {
      const files = placed.filter((file) => file.domain === domain);
      const share = files.length / placed.length;
      if (share <= TOO_LARGE || files.length < FEWEST_FILES) return [];
      return [
        {
          kind: 'god-domain' as const,
          id: `god-domain:${domain}`,
          severity: 'medium' as const,
          domains: [domain],
          sites: files.slice(0, 5).map((file) => ({ file: file.path, line: 1 })),
          domain,
          share: Math.round(share * 1000) / 1000,
        },
      ];
    });
  },
};
