import type { Target } from '../decide/choose.ts';
import type { Fields } from '../http/fields.ts';
import type { RequestHead } from '../http/request.ts';
import type { ClientCertificate } from '../model/client-certificate.ts';
import type { Identity } from '../model/identity.ts';
import type { Route } from '../model/routes.ts';
import type { ResponseSink } from '../upstream/call.ts';
import type { Recognition } from './authentication/authenticator.ts';

/** One request on a route with duties, as they see it. */
export interface Visit {
  readonly route: Route;
  readonly request: RequestHead;
  readonly address: string;
  /** Of the client's connection. */
  certificate(): ClientCertificate | undefined;
  /** What was found out before the route was known, by authenticator. */
  readonly recognised: ReadonlyMap<string, Recognition> | undefined;
  /** Who it is; undefined for nobody, or before anybody has looked. */
  identity: Identity | undefined;
  /** Fields of whatever answer the client gets; they replace an upstream's of the same name. */
  readonly answerFields: string[];
  /** First value of a field of the request, by lower-case name. */
  header(name: string): string | undefined;
  /** Called once, when the exchange is over, however it ends. */
  onLeave(act: () => void): void;
}

/** An answer of the proxy itself instead of an upstream's. */
export interface Denial {
  readonly status: number;
  /** For people, as problem details (RFC 9457); undefined: an answer without a body. */
  readonly detail: string | undefined;
  readonly fields?: Fields;
  /** Further members of the problem details. */
  readonly members?: Readonly<Record<string, unknown>>;
}

export type Admission = Denial | undefined;

/** What one upstream is about to get. Duties change it in place. */
export interface Outgoing {
  readonly target: Target;
  /** Name of the upstream. */
  readonly upstream: string;
  head: RequestHead;
  /** The whole body; undefined while it is passed on as it comes. */
  body: Buffer | undefined;
  /** Field lines of ours, after those of the client. */
  readonly extra: string[];
}

/**
 * One duty of the gateway on one route, compiled when the table is loaded. Every part is optional;
 * an exchange calls them in the order of the route's list, and not at all on a route without.
 */
export interface Duty {
  readonly name: string;
  /** Before anything goes upstream; no answer may be worth waiting for. */
  admit?(visit: Visit): Admission | Promise<Admission>;
  /**
   * Most bytes of this request's body that it has to see as a whole; larger ones are refused.
   * Undefined: the body may pass as it comes.
   */
  wholeBody?(visit: Visit): number | undefined;
  /** Once the body is here, whoever wanted it. */
  inspect?(visit: Visit, body: Buffer): Admission;
  /** For each upstream that the request is sent to, copies in shadow included. */
  send?(visit: Visit, outgoing: Outgoing): void;
  /** Fields that no client may write, not even behind a body; by lower-case name. */
  forbids?(name: string): boolean;
  /** Reads and changes the answer of one upstream on its way to `sink`. */
  receive?(visit: Visit, target: Target, sink: ResponseSink): ResponseSink;
}
