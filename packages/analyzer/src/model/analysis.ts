/**
 * The document `analysis.json`: what was read from a codebase (facts), and what is concluded from
 * it (boundaries and findings). Paths are relative to the analysed root with `/`; lines count from
 * one; every array is sorted, so the same input gives the same bytes.
 */

import type { Continuity } from './continuity.ts';
import type { Advice, Finding } from './finding.ts';
import type { History } from './history.ts';
import type { Practice } from './practices.ts';
import type { ProcessState } from './process-state.ts';
import type { Reason } from './reason.ts';
import type { Site } from './site.ts';
import type { StoreUse } from './store-use.ts';
import type { Table } from './table.ts';
import type { TwoPhaseCommit } from './two-phase-commit.ts';

export const ANALYSIS_SCHEMA_VERSION = 1;

export type FileRole = 'domain' | 'library' | 'shell';

/** Where a file belongs: in a domain exactly when that is its role. */
export type Place =
  | { role: 'domain' /** Name of the domain. */; domain: string }
  | { role: Exclude<FileRole, 'domain'>; domain: null };

export type SourceFile = Place & {
  path: string;
  /** Lines of source, blank and comment lines included. */
  loc: number;
  /** There is JSX in it, or a class that Angular draws. */
  draws?: true;
  /**
   * 0..1. In a domain: the share of files placed as clearly that maintainers of real codebases hold together with
   * most of the others of theirs; 1 where a person says so. A library or shell: the margin of the vote on that.
   */
  confidence: number;
  /** The strongest reasons for the assignment, best first. */
  because: Reason[];
};

export type ImportKind =
  | 'import'
  | 'side-effect'
  | 'reexport'
  | 'dynamic'
  | 'require'
  | 'require-resolve'
  | 'import-equals';

/** One edge of the import graph between two files of the codebase. */
export interface ImportEdge {
  from: string;
  to: string;
  kind: ImportKind;
  /** It says so itself: `import type`. */
  typeOnly: boolean;
  /** It does not say so, but TypeScript leaves it out, since no name of it is used as a value (import elision). */
  elided?: true;
  /** Imported names, `*` for a namespace; empty for side effects. */
  symbols: string[];
  line: number;
  /** Present on resolved edges that pass through barrels: the barrel files, nearest first. */
  via?: string[];
}

/** Whether an import is only there for the compiler: nothing of it is left when the program runs. */
export const isForTypes = ({ typeOnly, elided }: ImportEdge): boolean =>
  typeOnly || elided === true;

export type UnresolvedKind =
  | 'import'
  | 'access'
  | 'table'
  | 'trigger'
  | 'injection'
  | 'file'
  | 'config'
  | 'environment'
  | 'route'
  | 'event'
  | 'store'
  | 'call';

/** Something the analyzer saw and could not understand. Counted and listed, never dropped. */
export interface Unresolved extends Site {
  kind: UnresolvedKind;
  text: string;
  reason: string;
  /**
   * For `access`, a store that no detector reads: the calls on it in this file that could be told. For `call`: how
   * often the file calls it.
   */
  calls?: number;
}

export type AccessOperation = 'read' | 'write' | 'ddl' | 'unknown';

/** One use of one table at one place. */
export interface TableAccess extends Site {
  table: string;
  operation: AccessOperation;
  /** Name of the enclosing function, as calls have it; left out at top level. */
  caller?: string;
  /** The detector that saw it: `drizzle`, `prisma`, `sql`, … */
  via: string;
  /** Identity of the transaction scope (`file:line` of its start), when the access runs in one. */
  transaction?: string;
  /** The transaction inside that one, begun on its handle (a savepoint), in which the access runs. */
  inner?: string;
  /** Identity of the statement (`file:line`, `file:line#2` for the second on a line), equal for all tables of one query: a join or include. */
  statement: string;
  confidence: number;
}

/** The function that a way in leads to, with the name of its method or function when it has one. */
export interface Handler {
  file: string;
  symbol?: string;
}

export interface Route extends Site {
  method: string;
  path: string;
  /** Absent where it could not be followed, and for fields of a GraphQL schema that nothing resolves. */
  handler?: Handler;
  via: string;
  domain: string | null;
}

/** An event, queue message or topic that is emitted or listened to. */
export interface EventUse extends Site {
  name: string;
  role: 'emit' | 'listen';
  /** For `listen`: what is called, when it could be followed. */
  handler?: Handler;
  /** For `emit`: name of the enclosing function, as calls have it; left out at top level. */
  caller?: string;
  via: string;
}

/** Work that starts by the clock, or by hand from a command line. */
export interface Job extends Site {
  name: string;
  /** Absent for what a schedule starts. */
  kind?: 'command';
  schedule?: string;
  /** What is called, when it could be followed. */
  handler?: Handler;
  /** Of the last call in what runs, where that is written in the registration itself. */
  lastLine?: number;
  via: string;
}

/** A class, token or name that a file receives from a container instead of importing it. */
export interface Injection extends Site {
  token: string;
  to?: string;
  via: string;
}

/** A call from one file's function into another file's function. */
export interface Call extends Site {
  /** Name of the enclosing function, `<module>` at top level. */
  caller: string;
  to: string;
  callee: string;
  awaited: boolean;
  inLoop: boolean;
  resultUsed: boolean;
  /** The called function says that its callers have to wait; left out where it does not. */
  async?: true;
  /** It runs while the program starts, before anything is asked of it; as far as calls tell. */
  atStart?: true;
}

/** A call within a file, to a function that leads to one in another file. */
export interface InnerCall {
  file: string;
  caller: string;
  callee: string;
}

export interface EnvironmentUse extends Site {
  key: string;
}

export interface OutboundCall extends Site {
  target: string;
  /** In capitals; absent when only running tells, and in documents of versions that did not look. */
  method?: string;
  via: string;
}

export interface Stats {
  files: number;
  excluded: { path: string; reason: string }[];
  loc: number;
  specifiers: {
    total: number;
    internal: number;
    external: number;
    builtin: number;
    unresolved: number;
  };
  /** `total` counts those to unknown tables too; each is also in `unresolved`. */
  accesses: { total: number; unknownTable: number };
  detectors: Record<string, number>;
  /**
   * Stores that are used and that no detector reads, by package: files that use one, and calls on it that
   * could be told. Not part of `accesses`; absent without any.
   */
  unread?: { package: string; files: number; calls: number }[];
  /**
   * What imports lead to that is no file of this document, with how many lead there: JSON, assets, and what is left out on
   * purpose. Part of `specifiers.internal`; paths above the analysed folder begin with `..`.
   */
  notRead?: { path: string; reason: string; imports: number }[];
  /** Files above the analysed folder that say what its tables are: Prisma schemas of the same repository. */
  readAbove?: string[];
  /** What the type checker added, when it was asked for. */
  types?: TypeStats;
}

export interface TypeStats {
  /** Places the fast path could not follow. */
  asked: number;
  /** Those of them whose receiver or target the checker knows. */
  answered: number;
  /** Facts more than without the checker. */
  calls: number;
  accesses: number;
  injections: number;
}

/** What was read: no opinion in it. */
export interface Facts {
  /** Name of the analysed folder, not its path: the document is the same on every machine. */
  root: string;
  files: Pick<SourceFile, 'path' | 'loc' | 'draws'>[];
  imports: ImportEdge[];
  unresolved: Unresolved[];
  tables: Omit<Table, 'domain' | 'because'>[];
  accesses: TableAccess[];
  routes: Omit<Route, 'domain'>[];
  events: EventUse[];
  jobs: Job[];
  injections: Injection[];
  calls: Call[];
  /** Absent in documents of versions that did not look. */
  innerCalls?: InnerCall[];
  state: ProcessState[];
  environment: EnvironmentUse[];
  outbound: OutboundCall[];
  /** Absent in documents of versions that did not look. */
  stores?: StoreUse[];
  /** Absent in documents of versions that did not look. */
  twoPhaseCommits?: TwoPhaseCommit[];
  stats: Stats;
  /** Absent when nobody asked for it. */
  history?: History;
  /** Tests, delivery and observation as the repository shows them; absent when nobody looked. */
  practices?: Practice[];
}

export interface DomainMetrics {
  files: number;
  loc: number;
  tables: number;
  routes: number;
  /** Share of the import and call weight of the domain that stays inside it, 0..1. */
  cohesion: number;
  /** Weight of edges leaving the domain over the smaller side's total weight, 0..1. */
  conductance: number;
  /** Share of the accesses by this domain's files that go to its own tables, 0..1; null without any. */
  dataAutonomy: number | null;
}

export interface Domain {
  name: string;
  /** What `rename` and `merge` of ashlar.yaml made it of; absent where it goes by the name it was found as. */
  foundAs?: string[];
  files: string[];
  tables: string[];
  routes: string[];
  events: string[];
  metrics: DomainMetrics;
  because: Reason[];
}

export interface Alternative {
  name: 'coarse' | 'suggested' | 'fine';
  resolution: number;
  /** How much seeds and neighbouring resolutions agree with it (mean adjusted Rand index), 0..1. */
  stability: number;
  domains: { name: string; files: string[]; tables: string[] }[];
}

/** What another method, which knows only who uses tables together, makes of them. */
export interface SecondOpinion {
  method: 'average-linkage';
  /** Tables that are used together with others at all. */
  tables: number;
  /** Adjusted Rand index with the domains of these tables: 1 the same, about 0 by chance. */
  agreement: number;
  /** Tables that it would put with another domain. */
  differences: { table: string; domain: string; with: string }[];
}

export type { Continuity } from './continuity.ts';
export type { Advice, Finding, FindingKind, Severity } from './finding.ts';
export type { FileHistory, History } from './history.ts';
export type { Practice, PracticeName } from './practices.ts';
export type { ProcessState } from './process-state.ts';
export type { Reason } from './reason.ts';
export type { Site } from './site.ts';
export type { StoreUse } from './store-use.ts';
export type { Column, ForeignKey, ReferentialAction, Table, TableTrigger } from './table.ts';
export type { TwoPhaseCommit } from './two-phase-commit.ts';

/** One number the verdict rests on. */
export interface Signal {
  name: string;
  /** Null when nothing could be learnt; that never speaks for a split. */
  value: number | null;
  /** What it would have to be for a split, in words. */
  wanted: string;
  speaks: 'for' | 'against' | 'unknown';
  /** It alone would have been enough for the answer. */
  decides?: true;
  /** What shows it, where files do. */
  because?: Reason[];
}

export interface Verdict {
  answer: 'extract' | 'modularize-first' | 'stay-a-monolith';
  /** Domains that could go first; present for `extract`, where there is at least one. */
  ready?: string[];
  /** Those that decided first, and marked so. */
  reasons: (Reason & { decides?: true })[];
  signals: Signal[];
}

/** The whole of `analysis.json`. */
export interface Analysis extends Omit<Facts, 'files' | 'tables' | 'routes'> {
  schemaVersion: typeof ANALYSIS_SCHEMA_VERSION;
  ashlarVersion: string;
  files: SourceFile[];
  tables: Table[];
  routes: Route[];
  domains: Domain[];
  alternatives: Alternative[];
  /** Absent where too few tables are used together. */
  secondOpinion?: SecondOpinion;
  /** Present where the search was given an earlier answer to follow. */
  continuity?: Continuity;
  findings: Finding[];
  /** What to do about each kind of finding that there is; absent in documents of older versions. */
  advice?: Advice[];
  verdict: Verdict;
}
