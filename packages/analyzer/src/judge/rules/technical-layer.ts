import { isLayerWord, splitWords } from '../../model/words.ts';
import type { Rule } from '../context.ts';

const MOST = 0.9;
const FEWEST_FILES = 5;

/** A domain nearly all of whose files lie in one layer folder, such as `controllers/`. */
export const technicalLayer: Rule = {
  name: 'technical-layer',
  judge: (context) =>
    context.domains.flatMap((domain) => {
      const files = context.files.filter((file) => file.domain === domain);
      if (files.length < FEWEST_FILES || context.tables.some((table) => table.domain === domain))
        return [];
      const counts = new Map<string, number>();
      for (const file of files) {
        const folder = file.path.split('/').slice(-2, -1)[0] ?? '';
        if (folder !== '' && splitWords(folder).every((word) => isLayerWord(word)))
          counts.set(folder, (counts.get(folder) ?? 0) + 1);
      }
      const [top] = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
      if (top === undefined || top[1] / files.length < MOST) return [];
      return [
        {
          kind: 'technical-layer' as const,
          id: `technical-layer:${domain}`,
          severity: 'medium' as const,
          domains: [domain],
          sites: files.slice(0, 5).map((file) => ({ file: file.path, line: 1 })),
          domain,
          folder: top[0],
          share: Math.round((top[1] / files.length) * 1000) / 1000,
        },
      ];
    }),
};
