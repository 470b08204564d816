import { type Fields, isFields, Problems, textField } from '../http/validate.ts';
import { findPacticipant } from '../store/pacticipants.ts';
import type { Session } from '../store/session.ts';
import type { Webhook, WebhookFields } from '../store/webhooks.ts';
import { hostAllowed } from './hosts.ts';
import { isRedacted } from './secrets.ts';
import type { WebhookSettings } from './settings.ts';
import { withPlaceholder } from './template.ts';
import { WEBHOOK_EVENTS } from './trigger.ts';

const HTTP_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'];
const UUID = /^[A-Za-z0-9_-]{16,}$/;
const MORE = 'See /doc/webhooks#whitelist for more information.';

/** Reads a webhook from a body. Secrets shown as stars keep the value they had before. */
export async function readWebhook(
  s: Session,
  body: unknown,
  settings: WebhookSettings,
  existing: Webhook | undefined,
  uuid: string | undefined,
): Promise<WebhookFields> {
  const fields: Fields = isFields(body) ? body : {};
  const problems = new Problems();
  const consumer = await readSide(s, fields, 'consumer', problems);
  const provider = await readSide(s, fields, 'provider', problems);
  const request = fields.request;
  if (request === undefined) problems.add('request', 'is missing');
  else if (!isFields(request)) problems.add('request', 'must be a hash');
  else if (Object.keys(request).length === 0) problems.add('request', 'must be filled');
  else checkRequest(request, settings, problems);
  const events = readEvents(fields, problems);
  const { enabled, description } = fields;
  if (enabled !== undefined && typeof enabled !== 'boolean') {
    problems.add('enabled', 'must be boolean');
  }
  if (uuid !== undefined && !UUID.test(uuid)) {
    problems.add(
      'uuid',
      'The UUID can only contain the characters A-Z, a-z, 0-9, _ and -, and must be 16 or more characters.',
    );
  }
  problems.raise();
  const given = isFields(request) ? request : {};
  return {
    description: readDescription(description),
    consumerId: consumer.id,
    consumerLabel: consumer.label,
    providerId: provider.id,
    providerLabel: provider.label,
    enabled: enabled !== false,
    events,
    method: String(given.method),
    url: String(given.url),
    headers: readHeaders(given.headers, existing),
    body: given.body ?? undefined,
    username: typeof given.username === 'string' ? given.username : null,
    password: readPassword(given.password, existing),
  };
}

function readDescription(given: unknown): string | null {
  if (typeof given === 'string') return given;
  return typeof given === 'number' ? String(given) : null;
}

interface Side {
  readonly id: number | null;
  readonly label: string | null;
}

async function readSide(
  s: Session,
  fields: Fields,
  role: 'consumer' | 'provider',
  problems: Problems,
): Promise<Side> {
  const side = fields[role];
  if (side === undefined || side === null) return { id: null, label: null };
  if (!isFields(side)) {
    problems.add(role, 'must be a hash');
    return { id: null, label: null };
  }
  const text = (key: string) =>
    textField(side, key, { nullable: true }, (message) => problems.add(`${role}.${key}`, message));
  const name = text('name');
  const label = text('label');
  if (!name?.trim() && !label?.trim()) problems.add(`${role}.name`, 'cannot be blank');
  if (name && label) {
    problems.add(`${role}.label`, 'name and label cannot be provided at the same time');
  }
  if (!name) return { id: null, label: label ?? null };
  const pacticipant = await findPacticipant(s, name);
  if (pacticipant === undefined) {
    problems.add(`${role}.name`, 'does not match an existing pacticipant');
  }
  return { id: pacticipant?.id ?? null, label: null };
}

function checkRequest(request: Fields, settings: WebhookSettings, problems: Problems): void {
  const text = (key: string) =>
    textField(request, key, { required: true }, (message) =>
      problems.add(`request.${key}`, message),
    );
  const method = text('method');
  const url = text('url');
  if (method !== undefined) {
    const problem = methodProblem(method, settings);
    if (problem !== undefined) problems.add('request.method', problem);
  }
  if (url !== undefined) {
    const problem = urlProblem(url, settings);
    if (problem !== undefined) problems.add('request.url', problem);
  }
  const { headers } = request;
  if (headers !== undefined && headers !== null && !isFields(headers)) {
    problems.add('request.headers', 'must be a hash');
  }
}

function methodProblem(method: string, { methods }: WebhookSettings): string | undefined {
  if (!HTTP_METHODS.includes(method.toUpperCase())) return 'is not a recognised HTTP method';
  if (methods.some((allowed) => allowed.toUpperCase() === method.toUpperCase())) return undefined;
  return methods.length === 1
    ? `must be ${methods[0]}. ${MORE}`
    : `must be one of ${methods.join(', ')}. ${MORE}`;
}

function urlProblem(url: string, settings: WebhookSettings): string | undefined {
  const parsed = parse(withPlaceholder(url, 'placeholder'));
  if (parsed === undefined) return 'is not a valid URL eg. http://example.org';
  const other = parse(withPlaceholder(url, 'differentplaceholder'));
  if (parsed.host !== other?.host) return 'cannot have a template parameter in the host';
  if (!settings.schemes.includes(parsed.protocol.slice(0, -1))) {
    return `scheme must be ${settings.schemes.join(', ')}. ${MORE}`;
  }
  if (!hostAllowed(parsed.hostname, settings.hosts)) {
    const hosts = settings.hosts.map((host) => JSON.stringify(host)).join(', ');
    return `host must be in the whitelist ${hosts}. ${MORE}`;
  }
  return undefined;
}

function parse(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url === undefined || url.hostname === '' ? undefined : url;
}

function readEvents(fields: Fields, problems: Problems): string[] {
  const { events } = fields;
  if (events === undefined || events === null) return ['contract_content_changed'];
  if (!Array.isArray(events)) {
    problems.add('events', 'must be an array');
    return [];
  }
  if (events.length === 0) problems.add('events', 'size cannot be less than 1');
  return events.map((event: unknown, index) => {
    const name = isFields(event) ? event.name : undefined;
    if (name === undefined) problems.add('events', `name is missing (at index ${index})`);
    else if (!WEBHOOK_EVENTS.some((known) => known === name)) {
      problems.add(
        'events',
        `name must be one of: ${WEBHOOK_EVENTS.join(', ')} (at index ${index})`,
      );
    }
    return String(name);
  });
}

function readHeaders(given: unknown, existing: Webhook | undefined): Record<string, string> {
  if (!isFields(given)) return {};
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    const key = name.toLowerCase();
    const text = String(value);
    headers[key] = isRedacted(text) ? (existing?.headers[key] ?? text) : text;
  }
  return headers;
}

function readPassword(given: unknown, existing: Webhook | undefined): string | null {
  if (typeof given === 'string' && !isRedacted(given)) return given;
  return existing?.password ?? null;
}
