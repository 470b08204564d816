import { ContractsError } from '../model/error.ts';
import { majorVersion } from './interactions.ts';
import {
  byCodeUnit,
  canonicalJson,
  isArray,
  isObject,
  type JsonObject,
  type JsonValue,
  prettyJson,
} from './lossless-json.ts';
import { interactionsKey, interactionsOf, type Pact, parsePact } from './pact-file.ts';

/** Keys a tool adds to an interaction that say nothing about what is expected. */
const NOT_CONTENT = new Set(['_id', 'key', 'pending', 'comments', 'interactionMarkup']);

/**
 * One pact per consumer and provider. Interactions are told apart by type, description and provider
 * states; the same ones with the same content count once, the same ones with different content are a
 * conflict, because a verifier could only satisfy one of them. A pair with a single file is left as
 * it is, byte for byte.
 * @throws ContractsError CONTRACTS_PACT_CONFLICT, CONTRACTS_PACT_VERSIONS_MIXED
 */
export function mergePacts(pacts: readonly Pact[]): readonly Pact[] {
  const pairs = new Map<string, [Pact, ...Pact[]]>();
  for (const pact of pacts) {
    const pair = canonicalJson([pact.consumer, pact.provider]);
    const known = pairs.get(pair);
    if (known === undefined) pairs.set(pair, [pact]);
    else known.push(pact);
  }
  return [...pairs.entries()]
    .sort(([a], [b]) => byCodeUnit(a, b))
    .map(([, group]) => (group.length === 1 ? group[0] : mergePair(group)));
}

/** Merges pacts of one pair, sorts the interactions and formats: the same input, the same bytes. */
export function mergePair(group: readonly [Pact, ...Pact[]]): Pact {
  const [first] = group;
  assertOneVersion(group);
  const kept = new Map<string, { readonly interaction: JsonObject; readonly source: string }>();
  for (const { document, source } of group) {
    for (const interaction of interactionsOf(document)) {
      const identity = interactionIdentity(interaction);
      const known = kept.get(identity);
      if (known === undefined) kept.set(identity, { interaction, source });
      else assertSame(known.interaction, interaction, [known.source, source], first);
    }
  }
  const interactions = [...kept.entries()]
    .sort(([a], [b]) => byCodeUnit(a, b))
    .map(([, { interaction }]) => interaction);
  const document = {
    ...first.document,
    [interactionsKey(first.document)]: interactions,
    metadata: mergedMetadata(group),
  };
  return parsePact(prettyJson(document), group.map(({ source }) => source).join(', '));
}

/** Sorts first by description, since people read the file. */
export function interactionIdentity(interaction: JsonObject): string {
  const { description, type, providerStates, providerState, provider_state: old } = interaction;
  const states = isArray(providerStates)
    ? providerStates
    : [providerState ?? old ?? null].filter((name) => name !== null).map((name) => ({ name }));
  return canonicalJson([description ?? '', states.map(withoutEmptyParams), type ?? '']);
}

function interactionContent(interaction: JsonObject): string {
  return canonicalJson(
    Object.fromEntries(Object.entries(interaction).filter(([key]) => !NOT_CONTENT.has(key))),
  );
}

function withoutEmptyParams(state: JsonValue): JsonValue {
  if (!isObject(state)) return state;
  const { params, ...rest } = state;
  return isObject(params) && Object.keys(params).length > 0 ? { ...rest, params } : rest;
}

function assertSame(
  known: JsonObject,
  other: JsonObject,
  sources: readonly [string, string],
  pair: Pact,
): void {
  if (interactionContent(known) === interactionContent(other)) return;
  const states = isArray(known.providerStates)
    ? known.providerStates.map((state) => (isObject(state) ? state.name : state)).join(', ')
    : (known.providerState ?? '');
  throw new ContractsError(
    'CONTRACTS_PACT_CONFLICT',
    `Two different expectations of ${pair.consumer} towards ${pair.provider} are both called ` +
      `"${known.description}"${states === '' ? '' : ` in the state "${states}"`} (${sources[0]} and ${sources[1]}).`,
    'Give each its own description, or its own provider state.',
  );
}

/** The versions of the tools may differ between files: the highest text wins, in any order of files. */
/** Rules, bodies and types of interactions are written in another way in each; 1 and 2 are alike. */
function assertOneVersion(group: readonly [Pact, ...Pact[]]): void {
  const [first] = group;
  const versionOf = ({ document }: Pact): number => Math.max(2, majorVersion(document));
  const other = group.find((one) => versionOf(one) !== versionOf(first));
  if (other === undefined) return;
  throw new ContractsError(
    'CONTRACTS_PACT_VERSIONS_MIXED',
    `The pacts of ${first.consumer} with ${first.provider} are of different versions of the specification (${first.source} and ${other.source}): ${versionOf(first)} and ${versionOf(other)}.`,
    'Let the tests write version 4, which is that of createPact and of accepted drafts.',
  );
}

function mergedMetadata(group: readonly Pact[]): JsonValue {
  const all = group
    .map(({ document }) => document.metadata)
    .filter((metadata) => isObject(metadata));
  return all.sort((a, b) => byCodeUnit(canonicalJson(a), canonicalJson(b))).at(-1) ?? {};
}
