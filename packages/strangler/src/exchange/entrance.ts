import { claimsOf } from '../decide/claims.ts';
import type { Credentials, Recognition } from '../duties/authentication/authenticator.ts';
import { identityAmong, recogniseAll } from '../duties/authentication/recognise.ts';
import type { Admission, Denial } from '../duties/duty.ts';
import type { RouteDuties } from '../duties/route-duties.ts';
import { RunningVisit } from '../duties/visit.ts';
import type { RequestHead } from '../http/request.ts';
import type { ClientCertificate } from '../model/client-certificate.ts';
import type { Claims } from '../model/identity.ts';
import type { Route } from '../model/routes.ts';
import type { Subject } from '../routes/match.ts';
import { BODY_TOO_LARGE, refusedBy } from './admission.ts';
import type { ProxyCore } from './core.ts';
import type { Generation } from './generation.ts';
import type { HeldBody } from './held-body.ts';

const NO_BODY = Buffer.alloc(0);

/** The exchange, as far as a request has to do with it that is not yet let in. */
export interface Door {
  readonly request: RequestHead;
  readonly address: string;
  readonly certificate: ClientCertificate | undefined;
  readonly finished: boolean;
  header(name: string): string | undefined;
  matched(route: Route): void;
  /** May go upstream now. */
  admitted(route: Route): void;
  refuse(
    status: number,
    detail: string | undefined,
    more?: Pick<Denial, 'fields' | 'members'>,
  ): void;
  /** The client's body is kept from now on, until somebody takes it. */
  hold(): HeldBody;
  /** All of it is wanted before anything goes upstream. */
  gathering(): void;
}

/** From the head of a request to its admission: which route is it, and what do its duties say? */
export class Entrance implements Subject {
  /** Undefined on a route without duties. */
  visit: RunningVisit | undefined;
  /** The whole request body, where a duty had to see it. */
  body: Buffer | undefined;
  readonly #core: ProxyCore;
  readonly #generation: Generation;
  readonly #door: Door;
  #recognised: ReadonlyMap<string, Recognition> | undefined;

  constructor(core: ProxyCore, generation: Generation, door: Door) {
    this.#core = core;
    this.#generation = generation;
    this.#door = door;
  }

  get method(): string {
    return this.#door.request.method;
  }

  get target(): string {
    return this.#door.request.target;
  }

  /** Who was authenticated; undefined where the route asks nobody. */
  get verified(): { readonly claims: Claims | undefined } | undefined {
    const { visit } = this;
    if (visit?.route.authentication === undefined) return undefined;
    return { claims: visit.identity?.claims };
  }

  header(name: string): string | undefined {
    return this.#door.header(name);
  }

  /** What a route may be chosen by: where it authenticates, only what has been verified. */
  claims(route: Route): Claims | undefined {
    return route.authentication === undefined
      ? claimsOf(this.header('authorization'))
      : identityAmong(this.#recognised, route.authentication.by)?.claims;
  }

  enter(): void {
    const { beforehand } = this.#generation;
    if (beforehand.length === 0) this.#find();
    else {
      this.#once(undefined, recogniseAll(beforehand, credentialsOf(this.#door)), (recognised) => {
        this.#recognised = recognised;
        this.#find();
      });
    }
  }

  #find(): void {
    const match = this.#generation.matcher.match(this);
    if (match.kind === 'route') this.#serve(match.route);
    else if (match.kind === 'refused') this.#door.refuse(400, `Refused: ${match.why}.`);
    else {
      this.#core.unmatched(match.path);
      this.#door.refuse(404, 'No route of this proxy matches.');
    }
  }

  #serve(route: Route): void {
    const refusal = refusedBy(route.limits, this.#generation.table.limits, this.#door.request);
    if (refusal !== undefined) {
      this.#door.refuse(...refusal);
      return;
    }
    this.#door.matched(route);
    const duties = this.#generation.duties.get(route);
    if (duties === undefined) this.#door.admitted(route);
    else this.#admit(route, duties);
  }

  /** Asks the duties first. */
  #admit(route: Route, duties: RouteDuties): void {
    const door = this.#door;
    const { request, address } = door;
    const visit = new RunningVisit(duties, route, {
      request,
      address,
      certificate: () => door.certificate,
      recognised: this.#recognised,
    });
    this.visit = visit;
    this.#once(route, duties.admit(visit), (denial) => {
      if (this.#denied(denial)) return;
      const cap = duties.wholeBody(visit);
      if (cap === undefined) this.#door.admitted(route);
      else this.#gather(cap, (body) => this.#inspect(route, duties, visit, body));
    });
  }

  #inspect(route: Route, duties: RouteDuties, visit: RunningVisit, body: Buffer): void {
    if (this.#denied(duties.inspect(visit, body))) return;
    this.body = body;
    this.#door.admitted(route);
  }

  #denied(denial: Admission): boolean {
    if (denial !== undefined) this.#door.refuse(denial.status, denial.detail, denial);
    return denial !== undefined;
  }

  /** Goes on at once, or when the promise is kept; the client's body waits meanwhile. */
  #once<Value>(
    route: Route | undefined,
    value: Value | Promise<Value>,
    next: (value: Value) => void,
  ): void {
    if (!(value instanceof Promise)) {
      next(value);
      return;
    }
    this.#door.hold();
    value
      .then((late) => {
        if (!this.#door.finished) next(late);
      })
      .catch((error: unknown) => {
        this.#core.undecided(route, error);
        this.#door.refuse(500, 'The proxy could not decide about this request.');
      });
  }

  /** Waits for the whole body. */
  #gather(cap: number, next: (body: Buffer) => void): void {
    const { framing } = this.#door.request;
    if (framing.kind === 'none') {
      next(NO_BODY);
      return;
    }
    if (framing.kind === 'length' && framing.length > cap) {
      this.#door.refuse(...BODY_TOO_LARGE);
      return;
    }
    const held = this.#door.hold();
    this.#door.gathering();
    held.gather(cap, (body) => {
      if (body === undefined) this.#door.refuse(...BODY_TOO_LARGE);
      else next(body);
    });
  }
}

function credentialsOf({ request: { fields, names }, certificate }: Door): Credentials {
  return { fields, names, certificate };
}
