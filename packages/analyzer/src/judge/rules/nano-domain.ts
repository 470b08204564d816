import type { Rule } from '../context.ts';
import { busyDomains, leanedOn } from '../leaned-on.ts';

/** A domain smaller than this costs more as a service than it can ever give back. */
const TOO_SMALL = 3;
/** So does one that is hardly larger, keeps nothing and answers nobody. */
const SMALL = 5;

export const nanoDomain: Rule = {
  name: 'nano-domain',
  judge: (context) => {
    const busy = busyDomains(context);
    const libraries = new Set(leanedOn(context).map(({ domain }) => domain));
    return context.domains.flatMap((domain) => {
      const files = context.files.filter((file) => file.domain === domain);
      const idle = !busy.has(domain) && !libraries.has(domain);
      if (files.length >= TOO_SMALL && (files.length > SMALL || !idle)) return [];
      const sites = files.map((file) => ({ file: file.path, line: 1 }));
      return [
        {
          kind: 'nano-domain' as const,
          id: `nano-domain:${domain}`,
          severity: 'low' as const,
          domains: [domain],
          sites,
          domain,
          files: files.length,
          ...(idle ? { idle } : {}),
        },
      ];
    });
  },
};
