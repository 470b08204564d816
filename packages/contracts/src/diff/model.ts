import type { ComparisonFinding } from '../compare/model.ts';
import type { DocumentLocation } from '../openapi/node.ts';

/** What a change does to consumers that use what changed. */
export type Impact = 'breaking' | 'risky' | 'harmless';

export type Direction = 'request' | 'response' | 'none';

export interface Change {
  /** Named as oasdiff names its rules. */
  readonly rule: string;
  readonly impact: Impact;
  readonly direction: Direction;
  readonly message: string;
  /** Lower case, in AsyncAPI the action; undefined for what belongs to no operation. */
  readonly method: string | undefined;
  /** Of a webhook its name, in AsyncAPI the key of the operation. */
  readonly path: string | undefined;
  /** Names from the top of the body, `*` for the elements of an array; empty outside of bodies. */
  readonly member: readonly string[];
  readonly old: DocumentLocation | undefined;
  readonly new: DocumentLocation | undefined;
  /** Consumers whose pacts use the place; undefined if no pacts were given. */
  readonly usedBy: readonly string[] | undefined;
}

/** An operation without a single interaction in the pacts. */
export interface UnusedOperation {
  readonly method: string;
  readonly path: string;
}

/** A member of an answer that is read by somebody, but not this of it. */
export interface UnusedMember {
  readonly method: string;
  readonly path: string;
  /** `200`, `2xx` or `default`. */
  readonly status: string;
  /** Names from the top of the body, `*` for the elements of an array. */
  readonly member: readonly string[];
}

export interface DocumentDiff {
  readonly schemaVersion: 1;
  readonly old: string;
  readonly new: string;
  /**
   * With pacts: no consumer breaks. Without: no change is breaking.
   */
  readonly compatible: boolean;
  readonly changes: readonly Change[];
  /** What the old document allowed and the new one does not, by the consumers' own pacts. */
  readonly broken: readonly ComparisonFinding[];
  /** Empty if no pacts were given. */
  readonly unused: readonly UnusedOperation[];
  /** Of the old document; empty if no pacts were given. */
  readonly unusedMembers: readonly UnusedMember[];
  readonly stats: { readonly breaking: number; readonly risky: number; readonly harmless: number };
}
