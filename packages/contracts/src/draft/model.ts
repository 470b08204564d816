import type { JsonObject } from '../pact/lossless-json.ts';
import type { Exchange } from '../recording/model.ts';
import type { PathTemplate } from './path-templates.ts';

/** All exchanges of one method and path template. */
export interface ObservedOperation {
  readonly method: string;
  readonly template: PathTemplate;
  readonly exchanges: readonly Exchange[];
}

/** What one expectation of a draft rests on. */
export interface Evidence {
  /** `response $.items[*].id`, `request path`, `request query page`. */
  readonly place: string;
  /** The matcher in words: `integer`, `uuid`, `any text`. */
  readonly expects: string;
  /** How many values were seen. */
  readonly samples: number;
}

export interface DraftInteraction {
  readonly description: string;
  readonly operation: string;
  readonly status: number;
  /** Exchanges it was drawn from. */
  readonly samples: number;
  readonly evidence: readonly Evidence[];
  /** What the traffic showed and the interaction does not say: optional fields, values of two kinds. */
  readonly notes: readonly string[];
  /** As it stands in the pact, version 4. */
  readonly interaction: JsonObject;
}

export interface DraftOperation {
  /** `GET /orders/{orderId}`. */
  readonly name: string;
  readonly samples: number;
  /** Why each `{parameter}` is one. */
  readonly parameters: readonly string[];
  readonly statuses: readonly { readonly status: number; readonly samples: number }[];
  readonly interactions: readonly DraftInteraction[];
  readonly notes: readonly string[];
}
