import type { Rule } from '../context.ts';

/** A domain smaller than this costs more as a service than it can ever give back. */
const TOO_SMALL = 3;

export const nanoDomain: Rule = {
  name: 'nano-domain',
  judge: (context) =>
    context.domains.flatMap((domain) => {
      const files = context.files.filter((file) => file.domain === domain);
      if (files.length >= TOO_SMALL) return [];
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
        },
      ];
    }),
};
