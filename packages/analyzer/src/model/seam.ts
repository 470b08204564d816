import type { Site } from './site.ts';

/** The document `seam.json`: what others ask of a domain, and whether each question can cross a network. */

export const SEAM_SCHEMA_VERSION = 1;

/** From harmless to impossible; an operation has the worst of its reasons. */
export const SEAM_VERDICTS = ['safe', 'needs-codec', 'needs-decision', 'cannot'] as const;
export type SeamVerdict = (typeof SEAM_VERDICTS)[number];

export type SeamReasonKind =
  | 'maybe-absent'
  | 'date'
  | 'bigint'
  | 'map'
  | 'set'
  | 'bytes'
  | 'url'
  | 'class-instance'
  | 'orm-entity'
  | 'generic'
  | 'unknown-type'
  | 'becomes-asynchronous'
  | 'callback'
  | 'stream'
  | 'transaction'
  | 'mutated-argument'
  | 'synchronous-caller'
  | 'symbol';

export interface SeamReason {
  kind: SeamReasonKind;
  verdict: SeamVerdict;
  /** `request.order.placedAt`, `result[].items`; empty for the operation as a whole. */
  where: string;
  text: string;
  sites: Site[];
}

/** JSON Schema 2020-12; what needs a codec says so in `x-codec`. */
export type JsonSchema = Record<string, unknown>;

export interface SeamParameter {
  name: string;
  required: boolean;
  schema: JsonSchema;
}

export interface SeamOperation {
  /** `src/stock.ts#Stock.available`. */
  id: string;
  /** `Stock.available`. */
  name: string;
  file: string;
  line: number;
  /** The domains that call it, with where. */
  callers: { domain: string; sites: Site[] }[];
  asynchronous: boolean;
  verdict: SeamVerdict;
  reasons: SeamReason[];
  parameters: SeamParameter[];
  /** Null when it answers nothing. */
  result: JsonSchema | null;
  /** How another file gets at it, or at its class or interface. */
  exported: 'by-name' | 'as-default' | 'not';
}

export interface Seam {
  schemaVersion: typeof SEAM_SCHEMA_VERSION;
  ashlarVersion: string;
  domain: string;
  operations: SeamOperation[];
  /** By name, for `#/$defs/…`. */
  $defs: Record<string, JsonSchema>;
  /** Inbound calls that are no operations, and why. */
  leftOut: { what: string; why: string; sites: Site[] }[];
}
