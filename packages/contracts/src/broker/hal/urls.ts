/** Builds every address the broker gives out, from its public base URL (no trailing slash). */
export class Urls {
  readonly base: string;

  constructor(base: string) {
    this.base = base;
  }

  /** Joins path segments, each percent-encoded: names may hold slashes, spaces and any letter. */
  at(...segments: readonly (string | number)[]): string {
    return [this.base, ...segments.map((segment) => encode(String(segment)))].join('/');
  }

  pacticipant(name: string): string {
    return this.at('pacticipants', name);
  }

  version(name: string, number: string): string {
    return this.at('pacticipants', name, 'versions', number);
  }

  tag(name: string, number: string, tag: string): string {
    return this.at('pacticipants', name, 'versions', number, 'tags', tag);
  }

  branch(name: string, branch: string): string {
    return this.at('pacticipants', name, 'branches', branch);
  }

  branchVersion(name: string, branch: string, number: string): string {
    return this.at('pacticipants', name, 'branches', branch, 'versions', number);
  }

  integration(pair: Pair, ...rest: readonly (string | number)[]): string {
    return this.at('pacts', 'provider', pair.provider, 'consumer', pair.consumer, ...rest);
  }

  pact(pact: Pair & { readonly version: string }, ...rest: readonly string[]): string {
    return this.integration(pact, 'version', pact.version, ...rest);
  }

  content(pact: Pair & { readonly sha: string }, ...rest: readonly (string | number)[]): string {
    return this.integration(pact, 'pact-version', pact.sha, ...rest);
  }

  /** Content with the circumstances in which it was handed out. */
  contentWith(pact: Pair & { readonly sha: string }, metadata: Metadata): string {
    return this.content(pact, 'metadata', encodeMetadata(metadata));
  }

  verification(result: Pair & { readonly sha: string; readonly number: number }): string {
    return this.content(result, 'verification-results', result.number);
  }

  environment(uuid: string, ...rest: readonly string[]): string {
    return this.at('environments', uuid, ...rest);
  }

  webhook(uuid: string): string {
    return this.at('webhooks', uuid);
  }
}

interface Pair {
  readonly consumer: string;
  readonly provider: string;
}

export type Metadata = { readonly [key: string]: MetadataValue };
export type MetadataValue =
  | string
  | number
  | boolean
  | readonly MetadataValue[]
  | { readonly [key: string]: MetadataValue };

const encoded = new Map<string, string>();
const ENCODED_LIMIT = 20_000;

/** `encodeURIComponent` plus the few characters that it leaves alone (RFC 3986, section 2.2). */
export function encode(text: string): string {
  // A listing names the same applications in thousands of links.
  const known = encoded.get(text);
  if (known !== undefined) return known;
  const result = encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  if (encoded.size >= ENCODED_LIMIT) encoded.clear();
  encoded.set(text, result);
  return result;
}

/** Base64url of a nested query string. */
export function encodeMetadata(metadata: Metadata): string {
  return Buffer.from(nestedQuery(metadata)).toString('base64url');
}

/** A nested query string: `a[][b]=1&a[][c]=2`, with `+` for spaces. */
export function nestedQuery(values: Metadata): string {
  return Object.entries(values)
    .flatMap(([key, value]) => pairs(formEncode(key), value))
    .join('&');
}

function pairs(prefix: string, value: MetadataValue): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => pairs(`${prefix}%5B%5D`, item));
  if (typeof value === 'object') {
    return Object.entries(value).flatMap(([key, item]) =>
      pairs(`${prefix}%5B${formEncode(key)}%5D`, item),
    );
  }
  return [`${prefix}=${formEncode(String(value))}`];
}

function formEncode(text: string): string {
  return encode(text).replaceAll('%20', '+').replaceAll('%2A', '*').replaceAll('~', '%7E');
}

/** Metadata text as found in a link, decoded; undefined where it is not base64 of text. */
export function decodeMetadata(text: string): string | undefined {
  if (!/^[A-Za-z0-9_\-=]*$/.test(text)) return undefined;
  return Buffer.from(text, 'base64url').toString('utf8');
}
