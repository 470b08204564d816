import type { JsonValue } from '../pact/lossless-json.ts';

/** Names of header fields are lower case. */
export type NamedValue = readonly [name: string, value: string];

/** Why a body was not kept: there is nothing in it that a draft could use, or it may not be kept. */
export type OmissionReason = 'too-large' | 'not-json' | 'malformed' | 'encoded' | 'unknown';

export type RecordedBody =
  | { readonly kind: 'json'; readonly value: JsonValue }
  | { readonly kind: 'form'; readonly fields: readonly NamedValue[] }
  | { readonly kind: 'omitted'; readonly why: OmissionReason };

export interface RecordedRequest {
  /** Upper case. */
  readonly method: string;
  /** As it was sent, percent-encoded, without query. */
  readonly path: string;
  /** Decoded, in the order sent. */
  readonly query: readonly NamedValue[];
  readonly headers: readonly NamedValue[];
  readonly body?: RecordedBody | undefined;
}

export interface RecordedResponse {
  readonly status: number;
  readonly headers: readonly NamedValue[];
  readonly body?: RecordedBody | undefined;
}

/** One request and its answer. */
export interface Exchange {
  /** Where it stands, for messages: `shop.har#12`. */
  readonly source: string;
  readonly request: RecordedRequest;
  readonly response: RecordedResponse;
}
