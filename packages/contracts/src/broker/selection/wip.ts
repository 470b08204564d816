import { findBranch } from '../store/branches.ts';
import type { Pacticipant } from '../store/pacticipants.ts';
import { PACT_COLUMNS, PACT_TABLES, type Pact } from '../store/pacts.ts';
import type { Session } from '../store/session.ts';
import { firstTagged } from '../store/tags.ts';
import type { VerificationRequest } from './request.ts';
import { comparePacts, newest, type SelectedPact } from './select.ts';
import type { ResolvedSelector } from './selector.ts';

/** Content that somebody works on: heads of branches and tags that never succeeded here. */
export interface WipPact extends SelectedPact {
  readonly pendingTags: readonly string[];
}

interface Head {
  readonly pact: Pact;
  readonly selector: ResolvedSelector;
}

const DAY_MS = 86_400_000;

export async function selectWip(
  s: Session,
  provider: Pacticipant,
  request: VerificationRequest,
  explicit: readonly SelectedPact[],
  lookBackDays: number,
): Promise<WipPact[]> {
  const { wipSince, branch, tags } = request;
  if (wipSince === undefined || (branch === undefined && tags.length === 0)) return [];
  const chosen = new Set(explicit.map(({ pact }) => pact.contentId));
  const heads = await headsSince(s, provider, wipSince);
  const open = ({ pact }: Head) => !chosen.has(pact.contentId);
  const [onBranches, withTags] = [heads.branches.filter(open), heads.tags.filter(open)];
  const cutOff = new Date(Date.parse(s.now()) - lookBackDays * DAY_MS).toISOString();
  if (branch !== undefined) {
    const candidates = [...onBranches, ...withTags].map(({ pact }) => pact.contentId);
    const settled = await settledForBranch(s, provider.id, branch, cutOff, candidates);
    return merge(
      [...onBranches, ...withTags]
        .filter(({ pact }) => !settled.has(pact.contentId))
        .map((head) => ({ ...head, tags: [] })),
    );
  }
  const perTag: (Head & { tags: string[] })[] = [];
  const settledBy = new Map<string, Set<number>>();
  for (const tag of tags) settledBy.set(tag, await settledForTag(s, provider.id, tag));
  for (const candidates of [withTags, onBranches]) {
    for (const [tag, settled] of settledBy) {
      const unsettled = candidates.filter(({ pact }) => !settled.has(pact.contentId));
      perTag.push(...unsettled.map((head) => ({ ...head, tags: [tag] })));
    }
  }
  return merge(perTag);
}

/** Pacts of branch heads and of newest tagged versions, published after a time. */
async function headsSince(
  s: Session,
  provider: Pacticipant,
  since: string,
): Promise<{ readonly branches: Head[]; readonly tags: Head[] }> {
  // From the consumers to their heads to the pacts, an order that CROSS JOIN keeps SQLite to: the
  // history may be long. A pact belongs to one version, and a version to one consumer.
  const pacts = `CROSS JOIN ${PACT_TABLES} WHERE p.version_id = hd.version_id
    AND p.provider_id = ? AND p.superseded = 0 AND p.created_at > ?`;
  const branches = await s.db.all<Pact & { name: string }>(
    `SELECT ${PACT_COLUMNS}, hd.name AS name FROM (SELECT b.id, b.name,
       (SELECT h.version_id FROM branch_versions h WHERE h.branch_id = b.id
         ORDER BY h.id DESC LIMIT 1) AS version_id
       FROM integrations i JOIN branches b ON b.pacticipant_id = i.consumer_id
       WHERE i.provider_id = ?) hd
     ${pacts} ORDER BY p.version_id, hd.id`,
    [provider.id, provider.id, since],
  );
  const tags = await s.db.all<Pact & { name: string }>(
    `SELECT ${PACT_COLUMNS}, hd.name AS name FROM (SELECT t.name, MAX(t.version_id) AS version_id
       FROM integrations i JOIN tags t ON t.pacticipant_id = i.consumer_id
       WHERE i.provider_id = ? GROUP BY t.pacticipant_id, t.name) hd
     ${pacts} ORDER BY hd.name, p.version_id`,
    [provider.id, provider.id, since],
  );
  const head = (pact: Pact, by: { branch: string } | { tag: string }): Head => ({
    pact,
    selector: { ...by, latest: true, versionId: pact.versionId, version: pact.version },
  });
  return {
    branches: branches.map((row) => head(row, { branch: row.name })),
    tags: tags.map((row) => head(row, { tag: row.name })),
  };
}

/** Those of the candidates with a real success on this branch, or on another one before this branch began. */
async function settledForBranch(
  s: Session,
  providerId: number,
  name: string,
  cutOff: string,
  candidates: readonly number[],
): Promise<Set<number>> {
  const contents = s.db.anyOf('r.content_id', [...new Set(candidates)]);
  const branch = await findBranch(s, providerId, name);
  const first =
    branch === undefined
      ? undefined
      : await s.db.get<{ since: string | null }>(
          `SELECT MIN(v.created_at) AS since FROM versions v
           JOIN branch_versions bv ON bv.version_id = v.id WHERE bv.branch_id = ?`,
          [branch.id],
        );
  const since = first?.since ?? undefined;
  const rows = await s.db.all<{ contentId: number }>(
    `SELECT DISTINCT r.content_id AS "contentId" FROM verifications r
     JOIN branch_versions bv ON bv.version_id = r.provider_version_id
     JOIN branches b ON b.id = bv.branch_id
     WHERE ${contents.sql} AND r.success = 1 AND r.wip = 0 AND r.created_at >= ?
       AND (b.name = ? OR ${since === undefined ? '1 = 1' : 'r.created_at < ?'})`,
    [...contents.params, cutOff, name, ...(since === undefined ? [] : [since])],
  );
  return new Set(rows.map(({ contentId }) => contentId));
}

async function settledForTag(s: Session, providerId: number, tag: string): Promise<Set<number>> {
  const since = await firstTagged(s, providerId, tag);
  const rows = await s.db.all<{ contentId: number }>(
    `SELECT DISTINCT r.content_id AS "contentId" FROM verifications r
     JOIN tags t ON t.version_id = r.provider_version_id
     WHERE r.provider_id = ? AND r.success = 1 AND r.wip = 0
       AND (t.name = ? OR ${since === undefined ? '1 = 1' : 'r.created_at < ?'})`,
    [providerId, tag, ...(since === undefined ? [] : [since])],
  );
  return new Set(rows.map(({ contentId }) => contentId));
}

function merge(heads: readonly (Head & { readonly tags: readonly string[] })[]): WipPact[] {
  const groups = Map.groupBy(heads, ({ pact }) => pact.contentId);
  const merged = [...groups.values()].map((group) => ({
    pact: newest(group.map(({ pact }) => pact)),
    selectors: group.map(({ selector }) => selector),
    // A tag comes once for each head it is open for: that is how the notices list them.
    pendingTags: group.flatMap(({ tags }) => tags),
  }));
  return merged.sort((a, b) => comparePacts(a.pact, b.pact));
}
