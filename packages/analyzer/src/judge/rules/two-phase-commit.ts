import { sortSites } from '../../model/sites.ts';
import { distinct, type Rule } from '../context.ts';

/** Statements that commit several databases together, one finding per file. */
export const twoPhaseCommit: Rule = {
  name: 'two-phase-commit',
  judge: ({ facts: { twoPhaseCommits = [] }, domainOf }) =>
    distinct(twoPhaseCommits.map(({ file }) => file)).map((file) => {
      const own = twoPhaseCommits.filter((use) => use.file === file);
      return {
        kind: 'two-phase-commit',
        id: `two-phase-commit:${file}`,
        severity: 'high',
        domains: distinct([domainOf(file)]),
        sites: sortSites(own.map(({ line }) => ({ file, line }))),
        file,
        statement: own[0]?.statement ?? '',
      };
    }),
};
