import type { Urls } from '../hal/urls.ts';

/** Where the forms of webhooks live: apart from the API, which has its own rules for bodies. */
export function webhookPath(urls: Urls, ...rest: readonly string[]): string {
  return urls.at('ui', 'webhooks', ...rest);
}

export function webhookAction(
  urls: Urls,
  uuid: string,
  action: 'edit' | 'test' | 'enabled' | 'delete',
): string {
  return webhookPath(urls, 'of', uuid, action);
}
