import type { ExchangeResult } from './request.ts';
import { redactHeaders } from './secrets.ts';
import type { WebhookSettings } from './settings.ts';
import type { EventContext } from './trigger.ts';

/** Told in place of a response, since a log that anybody may read could hold its secrets. */
export function hiddenResponse(base: string): string {
  return `For security purposes, the response details are not logged. To enable response logging, configure the webhook_host_whitelist property. See ${base}/doc/webhooks#whitelist for more information.`;
}

/** Responses are shown only where the operator has named the hosts that webhooks may reach. */
export function showsResponse(settings: WebhookSettings): boolean {
  return settings.hosts.length > 0;
}

/** One attempt, line by line, without secrets. */
export function attemptLog(
  result: ExchangeResult,
  context: EventContext,
  settings: WebhookSettings,
  time: string,
  conclusion: string | undefined,
): string {
  const { request, response, error } = result;
  const lines: string[] = [];
  const log = (level: string, text: string) =>
    lines.push(`[${time.slice(0, 19)}Z] ${level}: ${text}\n`);
  log('DEBUG', `Webhook context ${JSON.stringify(context)}`);
  log('INFO', `HTTP/1.1 ${request.method} ${request.url}`);
  for (const [name, value] of redactHeaders(request.headers)) log('INFO', `${name}: ${value}`);
  if (request.body !== undefined) log('INFO', request.body);
  const shows = showsResponse(settings);
  if (response !== undefined && shows) {
    log('INFO', `HTTP/1.1 ${response.status} ${response.statusText}`);
    for (const [name, value] of response.headers) log('INFO', `${name}: ${value}`);
    if (response.body !== '') log('INFO', response.body);
  } else if (response !== undefined) {
    log('INFO', hiddenResponse(context.base_url));
  }
  if (error !== undefined) {
    log('ERROR', `Error executing webhook. ${shows ? error : hiddenResponse(context.base_url)}`);
  }
  if (conclusion !== undefined) log('INFO', conclusion);
  return lines.join('');
}
