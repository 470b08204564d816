import type { DocumentNode } from '../node.ts';

/** A schema and, for `$dynamicRef`, the schema resources that led to it. */
export interface Schema {
  readonly node: DocumentNode;
  readonly scope: Scope | undefined;
  /** The schema that brought this one in for the same value: `allOf`, `$ref`, a chosen branch. */
  readonly via?: Schema;
}

/** JSON Schema 2020-12, 7.1: the dynamic scope, innermost resource first. */
export interface Scope {
  readonly resource: DocumentNode;
  readonly outer: Scope | undefined;
}

export type ValuePath = readonly (string | number)[];

export interface Mode {
  /**
   * `whole`: the value is complete, every keyword counts (what a consumer sends).
   * `part`: the value names a part of what will be there, so nothing can be missing, and one of
   * several alternatives is enough (what a consumer expects).
   */
  readonly value: 'whole' | 'part';
  /** Members that no schema declares are an error, since nobody promises them. */
  readonly closed: boolean;
  /** Whose members are out of place: `readOnly` in requests, `writeOnly` in responses. */
  readonly direction: 'request' | 'response';
}

export const REQUEST: Mode = { value: 'whole', closed: false, direction: 'request' };
export const RESPONSE: Mode = { value: 'part', closed: true, direction: 'response' };

/** A keyword of a schema that a value does not satisfy. */
export interface Problem {
  readonly keyword: string;
  /** Begins with "must" or "is". */
  readonly message: string;
  readonly path: ValuePath;
  readonly value: unknown;
  /** The schema, and its keyword where that exists in the document. */
  readonly node: DocumentNode;
}

/** A value that was found to fit, with the flat schemas that all had to hold for it. */
export interface Accepted {
  readonly path: ValuePath;
  readonly value: unknown;
  readonly schemas: readonly Schema[];
  readonly leaves: readonly Schema[];
}

/** What matching rules say about the example: which parts of it are only samples. */
export interface Sampling {
  /** The array stands for arrays of other lengths too. */
  lengthIsFree(path: ValuePath): boolean;
  /** The members of the object stand for members of other names too. */
  keysAreFree(path: ValuePath): boolean;
}

export const NO_SAMPLING: Sampling = { lengthIsFree: () => false, keysAreFree: () => false };
