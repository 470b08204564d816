/** What a browser says about the page that a request comes from. */
export interface RequestOrigin {
  readonly secFetchSite: string | undefined;
  readonly origin: string | undefined;
  readonly host: string | undefined;
}

/**
 * True for a request that another site made a browser send, with the credentials the browser holds
 * for this broker (CSRF). Browsers say so in `Sec-Fetch-Site` (Fetch Metadata), older ones in
 * `Origin`; clients that are no browsers send neither.
 */
export function fromAnotherSite({ secFetchSite, origin, host }: RequestOrigin): boolean {
  if (secFetchSite !== undefined) return secFetchSite !== 'same-origin' && secFetchSite !== 'none';
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}
