/** HAL (draft-kelly-json-hal): resources with `_links` and `_embedded`. */
export interface HalLink {
  readonly href: string;
  readonly name?: string;
  readonly title?: string;
  readonly templated?: boolean;
}

/** Anything a broker answers: read with the functions here, never trusted blindly. */
export type HalResource = Readonly<Record<string, unknown>>;

export type TemplateValues = Readonly<Record<string, string>>;

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function linksOf(resource: HalResource, relation: string): readonly HalLink[] {
  const links = resource._links;
  if (!isRecord(links)) return [];
  const found = links[relation];
  const list = Array.isArray(found) ? found : [found];
  return list.filter(isLink);
}

export function linkOf(resource: HalResource, relation: string): HalLink | undefined {
  return linksOf(resource, relation)[0];
}

export function embedded(resource: unknown, name: string): unknown {
  if (!isRecord(resource)) return undefined;
  const all = resource._embedded;
  return isRecord(all) ? all[name] : undefined;
}

export function embeddedList(resource: unknown, name: string): readonly HalResource[] {
  const found = embedded(resource, name);
  return Array.isArray(found) ? found.filter(isRecord) : [];
}

export function text(value: unknown, ...path: readonly string[]): string | undefined {
  let at: unknown = value;
  for (const key of path) at = isRecord(at) ? at[key] : undefined;
  return typeof at === 'string' ? at : undefined;
}

/**
 * Fills `{name}` placeholders (RFC 6570 level 1, the only level brokers use), percent-encoded.
 * Brokers forget the `templated` flag on some links, so braces decide and not the flag. A value
 * that is not given leaves its placeholder, which the broker then answers with 404.
 */
export function expand(href: string, values: TemplateValues): string {
  return href.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = values[name];
    return value === undefined ? placeholder : encodeURIComponent(value);
  });
}

function isLink(value: unknown): value is HalLink {
  return isRecord(value) && typeof value.href === 'string';
}
