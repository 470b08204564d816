/** What version control knows about the files of a codebase. Days are `YYYY-MM-DD`. */
export interface History {
  /** Commits that were read; merges do not count. */
  commits: number;
  /** Of those, commits of so many files that they say nothing about what belongs together. */
  massCommits: number;
  from: string;
  until: string;
  /** Who committed, by number of commits, most first; the last year before `until` counts as recent; `until` is the day of their last. */
  authors: { name: string; commits: number; recent: number; until: string }[];
  /** Files that exist today, by path. */
  files: FileHistory[];
  /** Files changed together, one entry per commit that is no mass commit, as indices into `files`. */
  changes: number[][];
  /** What could not be known, and why. */
  lacks: string[];
}

export interface FileHistory {
  path: string;
  /** Commits that changed it; mass commits do not count, neither here nor among its authors. */
  commits: number;
  /** Of those, in the last year before the history ends. */
  recent: number;
  /** First and last change, mass commits included. */
  from: string;
  until: string;
  /** Commits by author, as indices into `authors`, most first. */
  authors: [author: number, commits: number][];
  /** Owners by CODEOWNERS. */
  owners: string[];
}
