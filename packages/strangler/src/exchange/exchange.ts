import type { Socket } from 'node:net';
import { chooseTarget, type Target } from '../decide/choose.ts';
import type { Denial } from '../duties/duty.ts';
import type { Fields } from '../http/fields.ts';
import { NOT_FORWARDED } from '../http/forwarding.ts';
import { answerHead, downstreamFields, forwardableTrailers } from '../http/relay.ts';
import type { RequestHead } from '../http/request.ts';
import type { ResponseHead } from '../http/response.ts';
import { requestId } from '../http/trace.ts';
import type { ClientCertificate } from '../model/client-certificate.ts';
import type { Claims } from '../model/identity.ts';
import type { Route } from '../model/routes.ts';
import type { Breaker } from '../upstream/breaker.ts';
import type { Call, ResponseSink, UpstreamFault } from '../upstream/call.ts';
import type { Account } from './account.ts';
import { BODY_TOO_LARGE } from './admission.ts';
import { answerOfLast, problem } from './answers.ts';
import { Copies } from './copies.ts';
import type { ProxyCore, RunningExchange } from './core.ts';
import { Deadline } from './deadline.ts';
import type { Downstream } from './downstream.ts';
import { type Door, Entrance } from './entrance.ts';
import { Expectation } from './expectation.ts';
import type { Generation } from './generation.ts';
import { HeldBody } from './held-body.ts';
import { FAULT_ANSWER, type FailureKind } from './rules.ts';
import { type Admitted, destinationOf, send } from './send.ts';
import { countTunnel, switchedTo, switchingHead } from './switching.ts';

/** Answers that come sooner after the client's last byte need no probe before them. */
const PROBE_AFTER_MS = 250;

/**
 * One request, from its head to the last byte of its answer, whichever lane it came in by. It
 * goes to one upstream; to the monolith after the service only when the service failed before
 * the client saw a byte and the request may be sent twice.
 */
export class Exchange implements ResponseSink, RunningExchange, Door {
  readonly request: RequestHead;
  place = -1;
  readonly #core: ProxyCore;
  readonly #generation: Generation;
  readonly #downstream: Downstream;
  readonly #requestId: string;
  readonly #deadline: Deadline;
  #route: Route | undefined;
  #target: Target = 'monolith';
  #breaker: Breaker | undefined;
  #call: Call | undefined;
  #startedAt = 0;
  #bodyDone: boolean;
  #bodyBytes = 0;
  #headSent = false;
  /** Whether the present call has a connection. */
  #sent = false;
  /** Whether the client's body is held back. */
  #paused = false;
  #finished = false;
  #halfClosed = false;
  #probeAt = Infinity;
  #expectation: Expectation | undefined;
  #copies: Copies | undefined;
  /** Undefined: nobody wants to know. */
  #account: Account | undefined;
  readonly #entrance: Entrance;

  constructor(core: ProxyCore, request: RequestHead, downstream: Downstream) {
    this.#core = core;
    this.#generation = core.generation();
    this.request = request;
    this.#downstream = downstream;
    this.#bodyDone = request.framing.kind === 'none';
    this.#requestId = requestId(request.requestId);
    this.#deadline = new Deadline(core);
    this.#entrance = new Entrance(core, this.#generation, this);
  }

  get finished(): boolean {
    return this.#finished;
  }

  get method(): string {
    return this.request.method;
  }

  get target(): string {
    return this.request.target;
  }

  get certificate(): ClientCertificate | undefined {
    return this.#downstream.peer.certificate();
  }

  get address(): string {
    return this.#downstream.peer.address;
  }

  header(name: string): string | undefined {
    const at = this.request.names.indexOf(name);
    return at === -1 ? undefined : this.request.fields[at * 2 + 1];
  }

  /** Who was authenticated, for the choice of the route's side. */
  get verified(): { readonly claims: Claims | undefined } | undefined {
    return this.#entrance.verified;
  }

  get closing(): boolean {
    return !this.request.keepAlive || !this.#bodyDone || this.#core.draining;
  }

  /** The head of a request whose body is still to come may wait for `bodyFlush`. */
  start(): void {
    this.#core.active.add(this);
    // RFC 9110 7.6.2: whoever may not hand it on answers it.
    if (this.request.forwardsLeft === 0) this.refuse(...answerOfLast(this.request.method));
    else this.#entrance.enter();
  }

  matched(route: Route): void {
    this.#route = route;
    this.#account = this.#core.account(this.#generation, route, this.request);
    this.#deadline.begin(route.timeouts);
  }

  hold(): HeldBody {
    const held = this.#call instanceof HeldBody ? this.#call : new HeldBody();
    this.#call = held;
    return held;
  }

  gathering(): void {
    if (this.request.expectsContinue) this.#downstream.inform(100, 'Continue', []);
    this.#deadline.enter('request-body');
    this.drain();
  }

  bodyData(chunk: Buffer): void {
    if (this.#finished) return;
    this.#bodyBytes += chunk.length;
    this.#expectation = undefined;
    const limit = this.#route?.limits.bodyBytes ?? 0;
    if (limit > 0 && this.#bodyBytes > limit) {
      this.refuse(...BODY_TOO_LARGE);
      return;
    }
    this.#copies?.requestData(chunk);
    if (!this.#headSent) this.#deadline.enter('request-body');
    this.#call?.write(chunk);
  }

  /** Nothing more of the body is at hand. */
  bodyFlush(): void {
    if (this.#finished || this.#call?.flush() !== false) return;
    this.#paused = true;
    this.#downstream.pauseBody();
  }

  /** Whether memory of body chunks is still needed after `bodyFlush` or `bodyEnd`. */
  get holdsBody(): boolean {
    return this.#call?.holdsBody !== false;
  }

  bodyEnd(trailers: Fields): void {
    this.#bodyDone = true;
    if (this.#finished) return;
    if (!this.#headSent) this.#deadline.enter('first-byte');
    this.#call?.end(this.#clean(forwardableTrailers(trailers, NOT_FORWARDED)));
  }

  /** The client's body breaks the rules; nothing more can be read from this connection. */
  bodyFault(why: string): void {
    this.refuse(400, `The request body is malformed: ${why}.`);
  }

  /** The client has gone; what runs for it stops. */
  gone(): void {
    if (this.#finished) return;
    this.#call?.abort();
    this.#finish();
  }

  /**
   * The client sends no more. One that has left looks like that, and also one that waits for its
   * answer (RFC 9112 9.6). Only writing tells them apart, so something harmless is written soon.
   */
  halfClosed(): void {
    this.#halfClosed = true;
    this.#probeAt = this.#core.now() + PROBE_AFTER_MS;
    // Whoever leaves after that is not heard of: no answer may stand still for ever.
    if (this.#headSent) this.#deadline.enter('idle');
  }

  drained(): void {
    this.#call?.resume();
  }

  /** Called now and then; acts when the time for the present phase is up. */
  tick(now: number): void {
    if (!this.#headSent && !this.#finished && this.#expectation?.due(now) === true) {
      this.#downstream.inform(100, 'Continue', []);
    }
    if (now >= this.#probeAt && !this.#finished) this.#downstream.probe();
    const late = this.#deadline.late(now);
    if (late === undefined || this.#finished) return;
    this.#call?.abort();
    if (late === 'request-body' && !this.#paused) {
      this.refuse(408, 'The request body did not arrive in time.');
    } else this.#failed('timeout', `no ${late} in time`);
  }

  /** Proxy's own answer instead of an upstream's, or a cut when the answer has begun. */
  refuse(
    status: number,
    detail: string | undefined,
    { fields, members }: Pick<Denial, 'fields' | 'members'> = {},
  ): void {
    if (this.#finished) return;
    this.#call?.abort();
    if (this.#headSent) {
      this.#downstream.cut();
      this.#finish();
      return;
    }
    this.#core.refused(status);
    this.#account?.answered(status);
    this.#account?.complete();
    const { date } = this.#core;
    const close = this.closing || status === 408;
    const requestId = this.#requestId;
    const answer = problem(status, detail, { date, close, requestId, fields, members });
    const head = this.#entrance.visit?.dress(answer.head) ?? answer.head;
    this.#headSent = true;
    this.#finish();
    this.#downstream.head(head);
    if (this.request.method !== 'HEAD' && answer.body.length > 0)
      this.#downstream.write(answer.body);
    this.#downstream.end([]);
  }

  sent(): void {
    if (this.request.expectsContinue && !this.#bodyDone)
      this.#expectation = new Expectation(this.#core.now());
    this.#deadline.enter(this.#bodyDone ? 'first-byte' : 'request-body');
    this.#sent = true;
    this.drain();
  }

  inform(head: ResponseHead): void {
    if (this.request.minor === 0 || this.#finished) return;
    if (head.status === 100 && this.#expectation?.meet() === false) return;
    const fields = head.status === 100 ? [] : downstreamFields(head, 'none', this.#core.date);
    this.#downstream.inform(head.status, head.reason, fields);
  }

  head(head: ResponseHead): void {
    const route = this.#route;
    if (route === undefined || this.#finished) return;
    this.#breaker?.succeeded();
    this.#account?.callAnswered(head.status);
    this.#observe(route, head.status >= 500);
    if (head.status >= 500 && this.#mayFallBack(route)) {
      this.#fallBack(route);
      return;
    }
    this.#headSent = true;
    this.#account?.answered(head.status);
    this.#copies?.answer(head);
    const quiet = !this.#halfClosed && (head.eventStream || !this.#bodyDone);
    this.#deadline.enter(quiet ? 'streaming' : 'idle');
    const hop = { minor: this.request.minor, close: this.closing };
    const answer = answerHead(head, hop, this.#core.date);
    this.#downstream.head(this.#entrance.visit?.dress(answer) ?? answer);
  }

  data(chunk: Buffer): void {
    if (this.#finished) return;
    this.#deadline.touch();
    this.#copies?.answerData(chunk);
    this.#downstream.write(chunk);
  }

  flush(): void {
    if (!this.#finished && !this.#downstream.flush()) this.#call?.pause();
  }

  get holds(): boolean {
    return this.#downstream.holds;
  }

  end(trailers: Fields): void {
    if (this.#finished) return;
    this.#account?.complete();
    this.#finish();
    this.#downstream.end(forwardableTrailers(trailers));
    const route = this.#route;
    if (this.#copies === undefined || route === undefined) return;
    const { peer } = this.#downstream;
    this.#copies.hand(this.#core, {
      generation: this.#generation,
      route,
      target: this.#target,
      request: this.request,
      peer,
      requestId: this.#requestId,
      visit: this.#entrance.visit,
    });
  }

  upgraded(head: ResponseHead, socket: Socket, rest: Buffer): void {
    const route = this.#route;
    const protocol = switchedTo(this.request, head);
    if (protocol === undefined || route === undefined || this.#finished) {
      socket.destroy();
      this.#failed('protocol', 'switched protocols unasked');
      return;
    }
    this.#observe(route, false);
    this.#account?.callAnswered(head.status);
    this.#account?.answered(head.status);
    this.#account?.complete();
    this.#finish();
    countTunnel(this.#core.tunnels, socket);
    this.#downstream.tunnel(switchingHead(head, protocol, this.#core.date), socket, rest);
  }

  fault(fault: UpstreamFault): void {
    this.#failed(fault.kind, fault.message);
  }

  drain(): void {
    if (!this.#paused) return;
    this.#paused = false;
    if (!this.#bodyDone) this.#downstream.resumeBody();
  }

  /** Trailer fields without those that only the proxy may write. */
  #clean(trailers: Fields): Fields {
    return this.#entrance.visit?.trailers(trailers) ?? trailers;
  }

  admitted(route: Route): void {
    const { salt } = this.#generation.table;
    const { target } = chooseTarget(route, this.#core.state(route), salt, this);
    this.#copies = Copies.wanted(this.#core, route, target, this);
    this.#dispatch(route, target);
  }

  #dispatch(route: Route, target: Target): void {
    const to = destinationOf(this.#generation, route, target);
    this.#target = target;
    this.#startedAt = this.#core.now();
    this.#breaker = to.pool.breaker;
    if (!this.#breaker.admits(this.#startedAt)) {
      this.#failed('open', `the circuit to ${to.name} is open`);
      return;
    }
    this.#deadline.enter('connect');
    const held = this.#call;
    this.#sent = false;
    const call = send(to, this.#admitted(), this);
    this.#call = call;
    if (held instanceof HeldBody && this.#entrance.body === undefined)
      held.replay(call, (trailers) => this.#clean(trailers));
    // Body bytes wait at the client until there is a connection to send them on.
    if (this.#sent || this.#bodyDone || this.#paused) return;
    this.#paused = true;
    this.#downstream.pauseBody();
  }

  #admitted(): Admitted {
    return {
      request: this.request,
      peer: this.#downstream.peer,
      requestId: this.#requestId,
      entrance: this.#entrance,
      account: this.#account,
    };
  }

  #failed(kind: FailureKind, message: string): void {
    const route = this.#route;
    if (this.#finished || route === undefined) return;
    this.#core.failed(route, this.#target, `${kind}: ${message}`);
    this.#account?.callFailed(kind);
    if (kind !== 'open' && kind !== 'busy') this.#breaker?.failed(this.#core.now());
    if (this.#headSent) {
      this.#core.broken(route, this.#target);
      this.#finish();
      this.#downstream.cut();
      return;
    }
    this.#observe(route, true);
    if (this.#mayFallBack(route)) {
      this.#fallBack(route);
      return;
    }
    this.refuse(...FAULT_ANSWER[kind]);
  }

  #mayFallBack(route: Route): boolean {
    return (
      this.#target === 'service' &&
      this.request.framing.kind === 'none' &&
      this.request.upgrade === undefined &&
      route.fallback.includes(this.request.method)
    );
  }

  #fallBack(route: Route): void {
    this.#call?.abort();
    this.#core.fellBack(route);
    this.#copies = this.#copies?.again();
    this.#dispatch(route, 'monolith');
  }

  #observe(route: Route, failed: boolean): void {
    const ms = this.#core.now() - this.#startedAt;
    const { request } = this;
    const traceId = this.#account?.trace?.traceId;
    this.#core.observe(route, { target: this.#target, failed, ms, request, traceId });
  }

  #finish(): void {
    this.#finished = true;
    this.#core.active.remove(this);
    this.#account?.close(this.address, this.#requestId, this.#entrance.visit?.identity?.subject);
    this.#entrance.visit?.leave();
  }
}
