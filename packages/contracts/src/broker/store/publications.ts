import type { Pact } from './pacts.ts';
import { findPactById } from './pacts.ts';
import type { Session } from './session.ts';

/** Content to be stored: once per consumer, provider and sha. */
export interface NewContent {
  readonly sha: string;
  readonly body: string;
  readonly interactions: number;
  readonly messages: number;
}

export async function contentBody(s: Session, contentId: number): Promise<string> {
  const row = await s.db.get<{ body: string }>('SELECT body FROM contents WHERE id = ?', [
    contentId,
  ]);
  if (row === undefined) throw new Error(`content ${contentId} does not exist`);
  return row.body;
}

export async function contentBodies(
  s: Session,
  contentIds: readonly number[],
): Promise<Map<number, string>> {
  const chosen = s.db.anyOf('id', contentIds);
  const rows = await s.db.all<{ id: number; body: string }>(
    `SELECT id, body FROM contents WHERE ${chosen.sql}`,
    chosen.params,
  );
  return new Map(rows.map(({ id, body }) => [id, body]));
}

/** Content that is already there keeps the bytes of its first publisher. */
async function ensureContent(
  s: Session,
  consumerId: number,
  providerId: number,
  content: NewContent,
): Promise<number> {
  const inserted = await s.db.get<{ id: number }>(
    `INSERT INTO contents (consumer_id, provider_id, sha, body, interactions_count, messages_count,
       created_at) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (consumer_id, provider_id, sha) DO NOTHING RETURNING id`,
    [
      consumerId,
      providerId,
      content.sha,
      content.body,
      content.interactions,
      content.messages,
      s.now(),
    ],
  );
  if (inserted !== undefined) return inserted.id;
  const existing = await s.db.get<{ id: number }>(
    'SELECT id FROM contents WHERE consumer_id = ? AND provider_id = ? AND sha = ?',
    [consumerId, providerId, content.sha],
  );
  if (existing === undefined) throw new Error('content vanished within its transaction');
  return existing.id;
}

/** Publishes content for a consumer version, as its first or its next revision. */
export async function addPublication(
  s: Session,
  target: { readonly consumerId: number; readonly providerId: number; readonly versionId: number },
  content: NewContent,
  replaced: Pact | undefined,
): Promise<Pact> {
  const { consumerId, providerId, versionId } = target;
  const contentId = await ensureContent(s, consumerId, providerId, content);
  if (replaced?.contentId === contentId) return replaced;
  if (replaced !== undefined) {
    await s.db.run('UPDATE publications SET superseded = 1 WHERE id = ?', [replaced.id]);
  }
  const row = await s.db.get<{ id: number }>(
    `INSERT INTO publications (consumer_id, provider_id, version_id, content_id, revision, created_at)
     VALUES (?, ?, ?, ?, ?, ?) RETURNING id`,
    [consumerId, providerId, versionId, contentId, (replaced?.revision ?? 0) + 1, s.now()],
  );
  const pact = row === undefined ? undefined : await findPactById(s, row.id);
  if (pact === undefined) throw new Error('publication vanished within its transaction');
  return pact;
}
