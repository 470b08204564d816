import { randomUUID } from 'node:crypto';
import type { Session } from './session.ts';

/** A request to be made when something happens to a contract. */
export interface Webhook {
  readonly id: number;
  readonly uuid: string;
  readonly description: string | null;
  readonly consumerId: number | null;
  readonly consumer: string | null;
  readonly consumerLabel: string | null;
  readonly providerId: number | null;
  readonly provider: string | null;
  readonly providerLabel: string | null;
  readonly enabled: boolean;
  readonly events: readonly string[];
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** As given: text, or a JSON document. */
  readonly body: unknown;
  readonly username: string | null;
  readonly password: string | null;
  readonly createdAt: string;
  readonly updatedAt: string | null;
}

export type WebhookFields = Omit<
  Webhook,
  'id' | 'uuid' | 'createdAt' | 'updatedAt' | 'consumer' | 'provider'
>;

/** One firing of a webhook, from the event to the last attempt. */
export interface TriggeredWebhook {
  readonly id: number;
  readonly uuid: string;
  readonly webhookId: number;
  readonly publicationId: number;
  readonly verificationId: number | null;
  readonly eventName: string;
  /** JSON text of the event's circumstances. */
  readonly context: string;
  readonly status: 'not_run' | 'retrying' | 'success' | 'failure';
  readonly attempts: number;
  readonly dueAt: string | null;
  readonly logs: string;
  readonly createdAt: string;
}

interface WebhookRow {
  readonly [column: string]: string | number | null;
}

const SELECT = `SELECT w.id, w.uuid, w.description, w.consumer_id AS "consumerId",
  c.name AS consumer, w.consumer_label AS "consumerLabel", w.provider_id AS "providerId",
  p.name AS provider, w.provider_label AS "providerLabel", w.enabled, w.events, w.method, w.url,
  w.headers, w.body, w.username, w.password, w.created_at AS "createdAt", w.updated_at AS "updatedAt"
  FROM webhooks w LEFT JOIN pacticipants c ON c.id = w.consumer_id
  LEFT JOIN pacticipants p ON p.id = w.provider_id`;

function fromRow(row: WebhookRow): Webhook {
  return {
    ...row,
    enabled: row.enabled === 1,
    events: JSON.parse(String(row.events)),
    headers: JSON.parse(String(row.headers)),
    body: row.body === null ? undefined : JSON.parse(String(row.body)),
  } as unknown as Webhook;
}

export async function findWebhook(s: Session, uuid: string): Promise<Webhook | undefined> {
  const row = await s.db.get<WebhookRow>(`${SELECT} WHERE w.uuid = ?`, [uuid]);
  return row === undefined ? undefined : fromRow(row);
}

export async function findWebhookById(s: Session, id: number): Promise<Webhook | undefined> {
  const row = await s.db.get<WebhookRow>(`${SELECT} WHERE w.id = ?`, [id]);
  return row === undefined ? undefined : fromRow(row);
}

export async function listWebhooks(s: Session): Promise<Webhook[]> {
  return (await s.db.all<WebhookRow>(`${SELECT} ORDER BY w.id`)).map(fromRow);
}

export async function addWebhook(
  s: Session,
  uuid: string,
  fields: WebhookFields,
): Promise<Webhook> {
  await s.db.run(
    `INSERT INTO webhooks (uuid, description, consumer_id, consumer_label, provider_id,
       provider_label, enabled, events, method, url, headers, body, username, password, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [uuid, ...values(fields), s.now()],
  );
  return present(await findWebhook(s, uuid));
}

export async function replaceWebhook(
  s: Session,
  uuid: string,
  fields: WebhookFields,
): Promise<Webhook> {
  await s.db.run(
    `UPDATE webhooks SET description = ?, consumer_id = ?, consumer_label = ?, provider_id = ?,
       provider_label = ?, enabled = ?, events = ?, method = ?, url = ?, headers = ?, body = ?,
       username = ?, password = ?, updated_at = ? WHERE uuid = ?`,
    [...values(fields), s.now(), uuid],
  );
  return present(await findWebhook(s, uuid));
}

export async function deleteWebhook(s: Session, id: number): Promise<void> {
  await s.db.run('DELETE FROM webhooks WHERE id = ?', [id]);
}

function values(fields: WebhookFields): (string | number | null)[] {
  return [
    fields.description,
    fields.consumerId,
    fields.consumerLabel,
    fields.providerId,
    fields.providerLabel,
    fields.enabled ? 1 : 0,
    JSON.stringify(fields.events),
    fields.method,
    fields.url,
    JSON.stringify(fields.headers),
    fields.body === undefined ? null : JSON.stringify(fields.body),
    fields.username,
    fields.password,
  ];
}

const TRIGGERED = `SELECT t.id, t.uuid, t.webhook_id AS "webhookId",
  t.publication_id AS "publicationId", t.verification_id AS "verificationId",
  t.event_name AS "eventName", t.context, t.status, t.attempts, t.due_at AS "dueAt", t.logs,
  t.created_at AS "createdAt" FROM triggered_webhooks t`;

export interface NewTrigger {
  readonly webhook: Webhook;
  readonly pact: { readonly id: number; readonly consumerId: number; readonly providerId: number };
  readonly verificationId: number | null;
  readonly eventName: string;
  readonly context: object;
  readonly dueAt: string;
}

export async function addTriggeredWebhook(
  s: Session,
  trigger: NewTrigger,
): Promise<TriggeredWebhook> {
  const uuid = randomUUID();
  await s.db.run(
    `INSERT INTO triggered_webhooks (uuid, webhook_id, publication_id, verification_id, consumer_id,
       provider_id, event_name, context, status, due_at, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'not_run', ?, ?)`,
    [
      uuid,
      trigger.webhook.id,
      trigger.pact.id,
      trigger.verificationId,
      trigger.pact.consumerId,
      trigger.pact.providerId,
      trigger.eventName,
      JSON.stringify(trigger.context),
      trigger.dueAt,
      s.now(),
    ],
  );
  return present(await findTriggeredWebhook(s, uuid));
}

export function findTriggeredWebhook(
  s: Session,
  uuid: string,
): Promise<TriggeredWebhook | undefined> {
  return s.db.get<TriggeredWebhook>(`${TRIGGERED} WHERE t.uuid = ?`, [uuid]);
}

/** Newest first. */
export function triggeredByPublication(
  s: Session,
  publicationId: number,
): Promise<TriggeredWebhook[]> {
  return s.db.all<TriggeredWebhook>(`${TRIGGERED} WHERE t.publication_id = ? ORDER BY t.id DESC`, [
    publicationId,
  ]);
}

export function triggeredByVerification(
  s: Session,
  verificationId: number,
): Promise<TriggeredWebhook[]> {
  return s.db.all<TriggeredWebhook>(`${TRIGGERED} WHERE t.verification_id = ? ORDER BY t.id DESC`, [
    verificationId,
  ]);
}

/** The latest firing of each webhook and event of an integration. */
export function latestTriggered(
  s: Session,
  consumerId: number,
  providerId: number,
): Promise<TriggeredWebhook[]> {
  return s.db.all<TriggeredWebhook>(
    `${TRIGGERED} WHERE t.id IN (SELECT MAX(n.id) FROM triggered_webhooks n
       WHERE n.consumer_id = ? AND n.provider_id = ? GROUP BY n.webhook_id, n.event_name)
     ORDER BY t.id`,
    [consumerId, providerId],
  );
}

/** Newest first. */
export function triggeredByWebhook(
  s: Session,
  webhookId: number,
  limit: number,
): Promise<TriggeredWebhook[]> {
  return s.db.all<TriggeredWebhook>(
    `${TRIGGERED} WHERE t.webhook_id = ? ORDER BY t.id DESC LIMIT ${limit}`,
    [webhookId],
  );
}

/** The latest firing of every webhook that has fired, by the webhook's id. */
export async function latestFirings(s: Session): Promise<Map<number, TriggeredWebhook>> {
  const rows = await s.db.all<TriggeredWebhook>(
    `${TRIGGERED} WHERE t.id IN (SELECT (SELECT MAX(n.id) FROM triggered_webhooks n
       WHERE n.webhook_id = w.id) FROM webhooks w)`,
  );
  return new Map(rows.map((row) => [row.webhookId, row]));
}

export function dueTriggers(s: Session, before: string): Promise<TriggeredWebhook[]> {
  return s.db.all<TriggeredWebhook>(
    `${TRIGGERED} WHERE t.due_at IS NOT NULL AND t.due_at <= ? ORDER BY t.due_at, t.id LIMIT 20`,
    [before],
  );
}

/** Claims a firing, so that of several brokers on one store only one makes the request. */
export async function claimTrigger(
  s: Session,
  trigger: TriggeredWebhook,
  until: string,
): Promise<boolean> {
  const changed = await s.db.run(
    'UPDATE triggered_webhooks SET due_at = ? WHERE id = ? AND due_at = ?',
    [until, trigger.id, trigger.dueAt],
  );
  return changed === 1;
}

export async function recordAttempt(
  s: Session,
  id: number,
  outcome: {
    readonly status: TriggeredWebhook['status'];
    readonly dueAt: string | null;
    readonly logs: string;
  },
): Promise<void> {
  await s.db.run(
    `UPDATE triggered_webhooks SET status = ?, attempts = attempts + 1, due_at = ?,
       logs = CASE WHEN logs = '' THEN ? ELSE logs || ? END WHERE id = ?`,
    [outcome.status, outcome.dueAt, outcome.logs, `\n${outcome.logs}`, id],
  );
}

function present<T>(row: T | undefined): T {
  if (row === undefined) throw new Error('webhook vanished within its transaction');
  return row;
}
