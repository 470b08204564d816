import type { RouteState, StickyKey, Timeouts } from '../model/routes.ts';
import type { PathPattern } from '../routes/pattern.ts';

/** Something of the table that a target cannot say. Refused: what comes out would be another thing. */
export interface ExportProblem {
  /** What it is about, as the table calls it: `authentication`, `claims`, `mirror`, … */
  readonly feature: string;
  /** Route id; absent for what concerns the whole table. */
  readonly route?: string;
  readonly severity: 'refused' | 'warned';
  readonly text: string;
}

export interface ExportedFile {
  readonly name: string;
  readonly content: string;
}

export interface Exported {
  readonly target: string;
  /** Empty when something is refused. */
  readonly files: readonly ExportedFile[];
  readonly problems: readonly ExportProblem[];
}

/** How a route splits its users, when it does. */
export interface Split {
  /** Share of users on the service, in percent; two decimals count. */
  readonly percent: number;
  readonly service: string;
}

/** A route as any router may understand it. */
export interface ExportRoute {
  readonly id: string;
  readonly path: PathPattern;
  readonly methods: readonly string[] | undefined;
  /** Lower case; `*.x` for every host under x. */
  readonly host: string | undefined;
  /** Names and values wanted; `*` is present. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly cookies: readonly (readonly [name: string, value: string])[];
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly state: RouteState;
  /** Upstream of who is on no list and in no share. */
  readonly otherwise: string;
  readonly split: Split | undefined;
  /** Who is always, or never, on the service, by the sticky key. */
  readonly allow: readonly string[];
  readonly deny: readonly string[];
  readonly service: string | undefined;
  readonly sticky: StickyKey;
  readonly mirror: Mirroring | undefined;
  readonly timeouts: Timeouts;
  /** In bytes; 0 is no limit. */
  readonly bodyBytes: number;
}

export interface Mirroring {
  readonly upstream: string;
  readonly methods: readonly string[];
  /** Share of the requests, 0–1. */
  readonly sample: number;
}

export interface ExportUpstream {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly http2: boolean;
  readonly preserveHost: boolean;
  readonly health: string | undefined;
}

export interface ExportTable {
  readonly salt: string;
  /** Whether the client's X-Forwarded-* are believed. */
  readonly trustForwarded: boolean;
  readonly upstreams: readonly ExportUpstream[];
  readonly routes: readonly ExportRoute[];
}

/** What a router can say; everything else is refused or warned about by name. */
export interface Abilities {
  /** Users keep their side: by the route's key, or not at all. */
  readonly sticky: 'key' | 'none';
  /** Copies of requests go to the service as well. */
  readonly mirror: boolean;
  /** Also only of what a canary leaves on the monolith. */
  readonly canaryMirror: boolean;
  /** Who is on a list goes where the list says: by header, cookie, address. */
  readonly lists: readonly ('header' | 'cookie' | 'address')[];
  readonly http2: boolean;
  /** Conditions on cookies and query parameters. */
  readonly cookies: boolean;
  readonly query: boolean;
  /** A limit for bodies. */
  readonly bodyBytes: boolean;
  /** What the client says about itself in X-Forwarded-* is replaced where the table does not trust it. */
  readonly ownForwarded: boolean;
  /** Which of the times of a route it keeps. */
  readonly timeouts: readonly (keyof Timeouts)[];
}

/** One router's configuration language. */
export interface ExportTarget {
  readonly name: string;
  readonly title: string;
  readonly abilities: Abilities;
  render(table: ExportTable): readonly ExportedFile[];
  /** What only this router cannot say. */
  problems?(table: ExportTable): readonly ExportProblem[];
}
