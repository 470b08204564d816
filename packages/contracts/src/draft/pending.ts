import { isObject, type JsonObject, type JsonValue } from '../pact/lossless-json.ts';

/**
 * What makes an interaction a draft: `comments.ashlar.draft`, where Pact keeps room for tools. The flag
 * `pending` beside it is Pact's own: a verifier reports such an interaction and does not fail on it.
 */
export function isDraft(interaction: JsonObject): boolean {
  return isObject(markOf(interaction)?.draft);
}

function markOf({ comments }: JsonObject): JsonObject | undefined {
  const mark = isObject(comments) ? comments.ashlar : undefined;
  return isObject(mark) ? mark : undefined;
}

/** A pact of specification 4 that says of itself that it is a draft. */
export function draftPact(
  consumer: string,
  provider: string,
  interactions: readonly JsonObject[],
): JsonObject {
  return {
    consumer: { name: consumer },
    provider: { name: provider },
    interactions,
    metadata: { pactSpecification: { version: '4.0' } },
  };
}

export interface Acceptance {
  /** Who takes responsibility for it. */
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
}

/** The same expectation as a contract: no longer pending, with who accepted it and when. */
export function accepted(interaction: JsonObject, { by, at }: Acceptance): JsonObject {
  const { pending: _pending, comments, ...rest } = interaction;
  const draft = markOf(interaction)?.draft;
  const said = isObject(comments) && Array.isArray(comments.text) ? comments.text : [];
  const kept: Record<string, JsonValue> = {
    ...(isObject(comments) ? comments : {}),
    text: [`Accepted by ${by} on ${at.slice(0, 10)}.`, ...said],
    ashlar: { accepted: { by, at }, ...(draft === undefined ? {} : { was: draft }) },
  };
  return { ...rest, comments: kept };
}
