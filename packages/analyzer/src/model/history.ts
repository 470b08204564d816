/** What version control knows about the files of a codebase. Days are `YYYY-MM-DD`. */
export interface History {
  /** Commits that were read; merges do not count. */
  commits: number;
  /** Of those, commits of so many files that they say nothing about what belongs together. */
  massCommits: number;
  from: string;
  until: string;
  /** People by number of commits, most first; the last year before `until` counts as recent. */
  authors: { name: string; commits: number; recent: number }[];
  /** Files that exist today, by path. */
  files: FileHistory[];
  /** Files changed together, one entry per commit that is no mass commit, as indices into `files`. */
  changes: number[][];
  /** What could not be known, and why. */
  lacks: string[];
}

export interface FileHistory {
  path: string;
  commits: number;
  /** First and last change. */
  from: string;
  until: string;
  /** Commits by author, as indices into `authors`, most first. */
  authors: [author: number, commits: number][];
  /** Owners by CODEOWNERS. */
  owners: string[];
}
