import type { Rule } from '../context.ts';

const FEWEST_COMMITS = 20;
const MOST_SHARE = 0.02;
const MOST_FILES = 10;

/**
 * Files that are large and keep changing: the first by commits times lines (Tornhill, "Your Code as
 * a Crime Scene", 2015), at most one in fifty.
 */
export const hotspot: Rule = {
  name: 'hotspot',
  judge: ({ facts: { history }, files }) => {
    const lines = new Map(files.map((file) => [file.path, file]));
    const ranked = (history?.files ?? [])
      .flatMap(({ path, commits }) => {
        const file = lines.get(path);
        return file === undefined || commits < FEWEST_COMMITS ? [] : [{ file, commits }];
      })
      .sort((a, b) => b.commits * b.file.loc - a.commits * a.file.loc);
    const most = Math.min(MOST_FILES, Math.ceil(files.length * MOST_SHARE));
    return ranked.slice(0, most).map(({ file, commits }) => ({
      kind: 'hotspot' as const,
      id: `hotspot:${file.path}`,
      severity: 'low' as const,
      domains: file.domain === null ? [] : [file.domain],
      sites: [{ file: file.path, line: 1 }],
      file: file.path,
      commits,
      loc: file.loc,
    }));
  },
};
