/** What running systems say about how much is asked of which part. */

/** Time or number of requests to an address, or of a statement. */
export type LoadEntry =
  | {
      kind: 'request';
      method: string /** Best first: the route, else the path. */;
      paths: string[];
      weight: number;
    }
  | { kind: 'statement'; sql: string; weight: number };

/** One measurement: shares are worked out within it, so units do not mix. */
export interface LoadSource {
  /** As a person calls it: the name of the file. */
  name: string;
  kind: LoadEntry['kind'];
  unit: 'ms' | 'count';
  entries: LoadEntry[];
}

/** How the load is spread over the domains. */
export interface Load {
  sources: LoadShare[];
  /** Mean over the sources, 0..1; domains without any load are left out. Largest first. */
  domains: { domain: string; share: number }[];
}

/** One source, spread over the domains. */
export interface LoadShare {
  name: string;
  kind: LoadEntry['kind'];
  unit: LoadSource['unit'];
  /** Share of what was measured that fits a route or table of a domain, 0..1. */
  understood: number;
  /** Share of what was understood, 0..1. */
  domains: { domain: string; share: number }[];
  /** What fits nothing, largest first. */
  unknown: { what: string; share: number }[];
}
