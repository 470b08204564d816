import { ContractsError } from '../model/error.ts';
import { type ApiDocument, parseSchemaDocument, readSchemaDocument } from '../openapi/document.ts';
import { childOf, type DocumentNode, locationOf, membersOf } from '../openapi/node.ts';
import { exclusions } from './inclusion.ts';
import type { Evolution, EvolutionBreak, EvolutionMode } from './model.ts';

/**
 * Can versions of an event's schema live side by side? The versions are files, oldest first: JSON Schemas,
 * or AsyncAPI documents whose messages are compared by their names.
 * @throws ContractsError CONTRACTS_DOCUMENT_UNREADABLE, CONTRACTS_DOCUMENT_INVALID, CONTRACTS_OPTION_INVALID
 */
export function checkEvolution(paths: readonly string[], mode: EvolutionMode): Evolution {
  return evolutionOf(paths.map(readSchemaDocument), mode);
}

/** The same for schemas that are already parsed, oldest first. */
export function checkSchemaEvolution(schemas: readonly unknown[], mode: EvolutionMode): Evolution {
  return evolutionOf(
    schemas.map((schema, index) => parseSchemaDocument(schema, `version ${index + 1}`)),
    mode,
  );
}

function evolutionOf(versions: readonly ApiDocument[], mode: EvolutionMode): Evolution {
  const newest = versions.at(-1);
  const earlier = versions.slice(0, -1);
  if (newest === undefined || earlier.length === 0) {
    throw new ContractsError(
      'CONTRACTS_OPTION_INVALID',
      'There are not two versions to compare.',
      'Name the versions of a schema from the oldest to the newest.',
    );
  }
  const [kind] = mode.split('-');
  const compared = mode.endsWith('transitive') ? earlier : earlier.slice(-1);
  const breaks = compared.flatMap((old) => [
    ...(kind === 'forward' ? [] : breaksOf('backward', old, newest)),
    ...(kind === 'backward' ? [] : breaksOf('forward', newest, old)),
  ]);
  return {
    schemaVersion: 1,
    mode,
    compatible: breaks.length === 0,
    versions: versions.map(({ source }) => source),
    breaks,
  };
}

function breaksOf(
  direction: EvolutionBreak['direction'],
  writer: ApiDocument,
  reader: ApiDocument,
): readonly EvolutionBreak[] {
  const read = eventsOf(reader);
  return [...eventsOf(writer)].flatMap(([event, node]) => {
    const twin = read.get(event);
    // An event that only one version knows is read by nobody, or written by nobody.
    if (twin === undefined) return [];
    return exclusions(sideOf(writer, node), sideOf(reader, twin)).map((one) => ({
      direction,
      event,
      member: one.member,
      message: one.message,
      writer: locationOf(one.writer),
      reader: locationOf(one.reader),
    }));
  });
}

function sideOf({ kind, references }: ApiDocument, node: DocumentNode) {
  return { kind, references, node };
}

/** Messages of an AsyncAPI document by name; the whole of any other file under no name. */
function eventsOf({
  kind,
  root,
  references,
}: ApiDocument): ReadonlyMap<string | undefined, DocumentNode> {
  if (kind !== 'asyncapi-3') return new Map([[undefined, root]]);
  const channels = membersOf(childOf(root, 'channels')).flatMap((channel) =>
    membersOf(childOf(references.follow(channel) ?? channel, 'messages')),
  );
  const messages = [...membersOf(childOf(childOf(root, 'components'), 'messages')), ...channels];
  return new Map(
    messages.flatMap((message) => {
      const payload = childOf(references.follow(message) ?? message, 'payload');
      const schema = childOf(payload, 'schema');
      const node =
        schema.value !== undefined && 'schemaFormat' in Object(payload.value) ? schema : payload;
      return node.value === undefined ? [] : [[message.key, node] as const];
    }),
  );
}
