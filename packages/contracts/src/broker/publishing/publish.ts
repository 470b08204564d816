import type { JsonObject } from '../json/lossless.ts';
import { branchVersionsOf } from '../store/branches.ts';
import type { Pacticipant } from '../store/pacticipants.ts';
import { type Pact, type PactFilter, previousPact } from '../store/pacts.ts';
import { addPublication, type NewContent } from '../store/publications.ts';
import type { Session } from '../store/session.ts';
import { tagsOf } from '../store/tags.ts';
import type { Version } from '../store/versions.ts';
import { contentSha, listAt, storedText } from './content.ts';

/** What publishing a contract means to those who listen. */
export interface DetectedEvent {
  readonly name: 'contract_published' | 'contract_content_changed' | 'contract_content_unchanged';
  readonly comment: string | undefined;
}

export interface Publication {
  readonly pact: Pact;
  readonly replaced: Pact | undefined;
  readonly events: readonly DetectedEvent[];
}

export function newContent(pact: JsonObject, sha: string = contentSha(pact)): NewContent {
  return {
    sha,
    body: storedText(pact),
    interactions: listAt(pact, 'interactions')?.length ?? 0,
    messages: listAt(pact, 'messages')?.length ?? 0,
  };
}

/** Stores a pact for a consumer version and says what that changed. */
export async function publishPact(
  s: Session,
  version: Version,
  provider: Pacticipant,
  content: NewContent,
  replaced: Pact | undefined,
  compat: boolean,
): Promise<Publication> {
  const target = {
    consumerId: version.pacticipantId,
    providerId: provider.id,
    versionId: version.id,
  };
  const pact = await addPublication(s, target, content, replaced);
  const events =
    replaced === undefined ? await firstEvents(s, pact, compat) : revisionEvents(pact, replaced);
  return { pact, replaced, events };
}

function revisionEvents(pact: Pact, replaced: Pact): DetectedEvent[] {
  const published: DetectedEvent = { name: 'contract_published', comment: undefined };
  if (pact.sha === replaced.sha) return [published];
  const comment = `pact content modified since previous publication for ${pact.consumer} version ${pact.version}`;
  return [published, { name: 'contract_content_changed', comment }];
}

/** For a version's first publication, "changed" is judged against each line it continues. */
async function firstEvents(s: Session, pact: Pact, compat: boolean): Promise<DetectedEvent[]> {
  const tags = ((await tagsOf(s, [pact.versionId])).get(pact.versionId) ?? []).map(
    ({ name }) => name,
  );
  const changes = await contentChanges(s, pact, tags, compat);
  if (changes.length === 0) {
    return [{ name: 'contract_published', comment: unchangedComment(tags) }];
  }
  return [
    { name: 'contract_published', comment: undefined },
    { name: 'contract_content_changed', comment: changes.join(', ') },
  ];
}

function unchangedComment(tags: readonly string[]): string {
  const [versions, tagged] = tags.length === 1 ? ['version', 'tag'] : ['versions', 'tags'];
  return `pact content is the same as previous ${versions} with ${tagged} ${tags.join(', ')} and no new tags were applied`;
}

async function contentChanges(
  s: Session,
  pact: Pact,
  tags: readonly string[],
  compat: boolean,
): Promise<string[]> {
  const lines: { filter: PactFilter; first: string; changed: string }[] = tags.map((tag) => ({
    filter: { by: 'tag', tag },
    first: `first time any pact published for this consumer with consumer version tagged ${tag}`,
    changed: `pact content has changed since the last consumer version tagged with ${tag}`,
  }));
  if (tags.length === 0) {
    lines.push({
      filter: { by: 'untagged' },
      first: 'first time untagged pact published',
      changed: 'pact content has changed since previous untagged version',
    });
  }
  const texts: string[] = [];
  for (const { filter, first, changed } of lines) {
    const previous = await previousPact(s, pact, filter);
    if (previous === undefined) texts.push(first);
    else if (previous.sha !== pact.sha) texts.push(changed);
  }
  return texts.length > 0 || compat ? texts : await branchChanges(s, pact);
}

/**
 * The reference broker compares with the newest untagged version of any branch, so that a change
 * on one branch can be hidden by a publication on another. Branches are lines of their own.
 */
async function branchChanges(s: Session, pact: Pact): Promise<string[]> {
  const branches = (await branchVersionsOf(s, [pact.versionId])).get(pact.versionId) ?? [];
  const texts: string[] = [];
  for (const { branch } of branches) {
    const previous = await previousPact(s, pact, { by: 'branch', branch });
    if (previous !== undefined && previous.sha !== pact.sha) {
      texts.push(`pact content has changed since the last consumer version from branch ${branch}`);
    }
  }
  return texts;
}
