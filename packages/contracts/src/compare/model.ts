import type { DocumentLocation } from '../openapi/node.ts';
import type { ComparisonCode, Severity } from './codes.ts';

/** One thing that a consumer expects and the provider's description does not promise. */
export interface ComparisonFinding {
  readonly code: ComparisonCode;
  readonly severity: Severity;
  readonly message: string;
  readonly pact: PactLocation;
  /** The schema, parameter or operation that it was held against. */
  readonly document: DocumentLocation;
  /** What to do about it. */
  readonly suggestion: string;
}

export interface PactLocation {
  readonly file: string;
  /** JSON Pointer (RFC 6901) into the pact. */
  readonly pointer: string;
  readonly consumer: string;
  readonly provider: string;
  readonly interaction: string;
  readonly providerStates: readonly string[];
}

export interface ComparisonStats {
  readonly pacts: number;
  readonly interactions: number;
  /** Interactions that the document has nothing to say about, such as messages beside OpenAPI. */
  readonly skipped: number;
  readonly errors: number;
  readonly warnings: number;
}

export interface Comparison {
  readonly schemaVersion: 1;
  readonly compatible: boolean;
  readonly document: string;
  readonly findings: readonly ComparisonFinding[];
  readonly stats: ComparisonStats;
}

/** A parsed pact and what messages call it. */
export interface PactDocument {
  readonly source: string;
  readonly value: unknown;
}

export interface CompareOptions {
  /** What the description allows but does not guarantee counts as an error. */
  readonly strict?: boolean;
  /** In front of every path, in place of what the description says. */
  readonly basePath?: string;
  readonly caseInsensitive?: boolean;
}
