import type { SourceFile } from '../../model/analysis.ts';
import { FRONT_END_REASON } from '../../model/roles.ts';
import type { Rule } from '../context.ts';

/** In a year. */
const FEWEST_COMMITS = 10;
const MOST_SHARE = 0.02;
const MOST_FILES = 10;

/**
 * Files that are large and keep changing: the first by commits of the last year times lines (Tornhill, "Your
 * Code as a Crime Scene", 2015), at most one in fifty. What changed long ago is at rest, and a front end
 * does not move with a service.
 */
export const hotspot: Rule = {
  name: 'hotspot',
  judge: ({ facts: { history }, files }) => {
    const lines = new Map(files.map((file) => [file.path, file]));
    const ranked = (history?.files ?? [])
      .flatMap(({ path, recent }) => {
        const file = lines.get(path);
        if (file === undefined || recent < FEWEST_COMMITS || isFrontEnd(file)) return [];
        return [{ file, commits: recent }];
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

const isFrontEnd = ({ because }: SourceFile): boolean =>
  because.some(({ text }) => text === FRONT_END_REASON);
