import type { ProcessState } from './process-state.ts';
import type { Site } from './site.ts';
import type { StoreUse } from './store-use.ts';

export type Severity = 'high' | 'medium' | 'low';

interface FindingBase {
  /** Stable identity over unrelated changes: kind plus subject. */
  id: string;
  severity: Severity;
  domains: string[];
  sites: Site[];
}

/** Findings are data; the words about them live in the report. */
export type Finding = FindingBase &
  (
    | { kind: 'shared-table'; table: string; writers: { domain: string; sites: Site[] }[] }
    | { kind: 'cross-domain-write'; table: string; writer: string; owner: string }
    | { kind: 'cross-domain-read'; table: string; reader: string; owner: string }
    | {
        kind: 'cross-domain-transaction';
        tables: string[];
        transaction: string;
        /** Domains whose part of it is a transaction of their own already, begun inside: a step that can run alone. */
        steps?: string[];
      }
    | { kind: 'cross-domain-join'; tables: string[]; statement: string }
    | {
        kind: 'cross-domain-foreign-key';
        from: string;
        to: string;
        /** Of the table that references; absent where they are not known. */
        columns?: string[];
        onDelete?: string;
        onUpdate?: string;
      }
    | {
        kind: 'trigger-across-domains';
        table: string;
        trigger: string;
        writes: string[];
        reads: string[];
      }
    | { kind: 'view-across-domains'; view: string; tables: string[] }
    | { kind: 'domain-cycle'; cycle: string[]; cut: { from: string; to: string; line: number }[] }
    | { kind: 'synchronous-chain'; calls: string[]; depth: number; availability: number }
    | { kind: 'event-across-domains'; event: string; emitter: string; listeners: string[] }
    | { kind: 'shared-state'; name: string; file: string; state: ProcessState['kind'] }
    | { kind: 'job-across-domains'; job: string; tables: string[]; startedBy: 'clock' | 'message' }
    | { kind: 'two-phase-commit'; file: string; statement: string }
    | {
        kind: 'shared-store';
        store: StoreUse['store'];
        name: string;
        writers: string[];
        readers: string[];
      }
    | { kind: 'library-as-domain'; domain: string; usedBy: number; uses: number }
    | { kind: 'shared-library'; file: string; usedBy: number }
    | { kind: 'call-in-loop'; caller: string; callee: string }
    | { kind: 'event-candidate'; callers: string[]; callee: string }
    | {
        kind: 'god-domain';
        domain: string;
        share: number;
        /** What the share is of; files where it is left out. */
        of?: 'tables';
      }
    | {
        kind: 'nano-domain';
        domain: string;
        files: number;
        /** Keeps no table, answers nobody, and few others lean on it. */
        idle?: true;
      }
    | {
        kind: 'technical-layer';
        domain: string;
        /** The one folder, or that with most files. */
        folder: string;
        share: number;
        /** Tables that it owns; left out where it owns none. */
        ownTables?: number;
        /** The share is of files in which nothing runs: shapes of data, constants, types. */
        describes?: true;
      }
    | {
        kind: 'table-without-writer';
        table: string;
        /** Places that read it in code that runs; absent in documents of versions that did not count. */
        reads?: number;
      }
    | {
        kind: 'lockstep';
        together: number;
        /** The domain with fewer commits, and how many it has. */
        quieter: string;
        commits: number;
      }
    | { kind: 'hotspot'; file: string; commits: number; loc: number }
    | {
        kind: 'one-person-knowledge';
        person: string;
        /** The smallest of the shares of these domains. */
        share: number;
        /** Day of the last commit of somebody who made none in the last year; left out otherwise. */
        gone?: string;
      }
    | { kind: 'no-owner'; domain: string; files: number }
    | { kind: 'unparsed-file'; file: string; reason: string }
  );

export type FindingKind = Finding['kind'];

/** What is the same for all findings of a kind. */
export interface Advice {
  kind: FindingKind;
  title: string;
  /** What to do about it. */
  advice: string;
  /** The section about it in the documentation of ashlar. */
  docs: string;
}

/** The members of {@link Finding} of one kind. */
export type FindingOf<K extends FindingKind> = Extract<Finding, { kind: K }>;
