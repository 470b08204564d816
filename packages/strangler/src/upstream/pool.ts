import { connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Fields } from '../http/fields.ts';
import type { Upstream } from '../model/routes.ts';
import { Breaker } from './breaker.ts';
import type {
  Call,
  CallOnConnection,
  Pool,
  ResponseSink,
  UpstreamFault,
  UpstreamRequest,
} from './call.ts';
import { type ConnectionOwner, type SocketOpener, UpstreamConnection } from './connection.ts';
import { readingInto } from './reading.ts';
import { RetryBudget } from './retry-budget.ts';
import { tlsIdentity } from './tls-identity.ts';

const MAX_WAITING = 1024;

/** A request on its way; what the exchange holds of it. */
export class UpstreamCall implements Call, CallOnConnection {
  readonly request: UpstreamRequest;
  readonly sink: ResponseSink;
  readonly #pool: UpstreamPool;
  #connection: UpstreamConnection | undefined;
  #done = false;
  #retried = false;
  #bodySent = false;
  /** Body that came before there was a connection to send it on. */
  #held: Buffer[] = [];
  #heldEnd: Fields | undefined;

  constructor(pool: UpstreamPool, request: UpstreamRequest, sink: ResponseSink) {
    this.#pool = pool;
    this.request = request;
    this.sink = sink;
  }

  get done(): boolean {
    return this.#done;
  }

  /** The head leaves with the next `flush` or `end`, so that body at hand can go with it. */
  attach(connection: UpstreamConnection): void {
    this.#connection = connection;
    connection.begin(this);
  }

  /** The same, with the body that has come meanwhile. */
  attachLate(connection: UpstreamConnection): void {
    this.attach(connection);
    for (const chunk of this.#held.splice(0)) this.write(chunk);
    if (this.#heldEnd !== undefined) this.end(this.#heldEnd);
    else this.flush();
  }

  write(chunk: Buffer): void {
    if (this.#done || this.request.body === 'none') return;
    if (this.#connection === undefined) {
      this.#held.push(chunk);
      return;
    }
    this.#bodySent = true;
    this.#connection.writeBody(chunk, this.request.body);
  }

  flush(): boolean {
    if (this.#done || this.request.body === 'none') return true;
    return this.#connection?.flushBody() ?? false;
  }

  end(trailers: Fields): void {
    if (this.#done || this.request.body === 'none') return;
    if (this.#connection === undefined) {
      this.#heldEnd = trailers;
      return;
    }
    this.#bodySent = true;
    this.#connection.endBody(trailers, this.request.body);
  }

  /** Once it is done, nobody knows what the connection still writes. */
  get holdsBody(): boolean {
    return this.#connection?.holdsBody ?? true;
  }

  pause(): void {
    this.#connection?.socket.pause();
  }

  resume(): void {
    this.#connection?.socket.resume();
  }

  abort(): void {
    if (this.#done) return;
    this.#done = true;
    this.#pool.forget(this);
    this.#connection?.abandon();
  }

  finished(): void {
    this.#done = true;
    this.#connection = undefined;
  }

  failed(fault: UpstreamFault, stale: boolean): void {
    if (this.#done) return;
    if (stale && this.request.idempotent && !this.#retried && !this.#bodySent) {
      this.#retried = true;
      this.#connection = undefined;
      if (this.#pool.retry(this)) return;
    }
    this.#done = true;
    this.#connection = undefined;
    this.sink.fault(fault);
  }
}

/** Kept connections to one upstream, most recently used first, bounded in number. */
export class UpstreamPool implements Pool, ConnectionOwner {
  readonly upstream: Upstream;
  readonly breaker: Breaker;
  readonly #retries = new RetryBudget();
  readonly #now: () => number;
  readonly #all = new Set<UpstreamConnection>();
  readonly #idle: UpstreamConnection[] = [];
  readonly #waiting = new Set<UpstreamCall>();
  readonly #assigned = new Map<UpstreamConnection, UpstreamCall>();
  #closed = false;

  constructor(upstream: Upstream, now: () => number) {
    this.upstream = upstream;
    this.breaker = new Breaker(upstream.breaker);
    this.#now = now;
  }

  get open(): number {
    return this.#all.size;
  }

  get unused(): number {
    return this.#idle.length;
  }

  dispatch(request: UpstreamRequest, sink: ResponseSink): UpstreamCall {
    const call = new UpstreamCall(this, request, sink);
    this.#retries.earn();
    const kept = request.upgrade ? undefined : this.#takeIdle();
    if (kept !== undefined) call.attach(kept);
    else this.#openFor(call);
    return call;
  }

  /** A second time, on a connection of its own: kept ones may be as dead as the first. False: not now. */
  retry(call: UpstreamCall): boolean {
    if (!this.#retries.spend()) return false;
    this.#openFor(call);
    return true;
  }

  forget(call: UpstreamCall): void {
    this.#waiting.delete(call);
    for (const [connection, assigned] of this.#assigned) {
      if (assigned !== call) continue;
      this.#assigned.delete(connection);
      connection.socket.destroy();
    }
  }

  connected(connection: UpstreamConnection): void {
    const call = this.#assigned.get(connection);
    this.#assigned.delete(connection);
    if (call === undefined) connection.socket.destroy();
    else call.attachLate(connection);
  }

  released(connection: UpstreamConnection, keepAliveSeconds: number | undefined): void {
    const [next] = this.#waiting;
    if (next !== undefined) {
      this.#waiting.delete(next);
      next.attachLate(connection);
      return;
    }
    // A second less than the peer promises: the request must not cross its FIN on the way.
    const promised = keepAliveSeconds === undefined ? Infinity : (keepAliveSeconds - 1) * 1000;
    const keep = Math.min(this.upstream.keepAliveMs, promised);
    if (this.#closed || keep <= 0) {
      connection.socket.destroy();
      return;
    }
    connection.expires = this.#now() + keep;
    this.#idle.push(connection);
  }

  gone(connection: UpstreamConnection): void {
    if (!this.#all.delete(connection)) return;
    const at = this.#idle.indexOf(connection);
    if (at !== -1) this.#idle.splice(at, 1);
    const call = this.#assigned.get(connection);
    if (call !== undefined) {
      this.#assigned.delete(connection);
      const message = `cannot connect to ${this.upstream.url}`;
      call.failed({ kind: 'connect', message }, false);
    }
    const [next] = this.#waiting;
    if (next !== undefined && this.#all.size < this.upstream.maxConnections) {
      this.#waiting.delete(next);
      this.#openFor(next);
    }
  }

  /** Drops connections whose time is up; called now and then by the owner. */
  prune(): void {
    const now = this.#now();
    while (this.#idle[0] !== undefined && this.#idle[0].expires <= now) {
      this.#idle.shift()?.socket.destroy();
    }
  }

  /** Keeps running requests running; connections close as they fall idle. */
  close(): void {
    this.#closed = true;
    for (const connection of this.#idle.splice(0)) connection.socket.destroy();
  }

  #takeIdle(): UpstreamConnection | undefined {
    const now = this.#now();
    for (let kept = this.#idle.pop(); kept !== undefined; kept = this.#idle.pop()) {
      if (kept.expires > now && !kept.socket.destroyed && kept.socket.writable) return kept;
      kept.socket.destroy();
    }
    return undefined;
  }

  #openFor(call: UpstreamCall): void {
    if (this.#all.size >= this.upstream.maxConnections) {
      if (this.#waiting.size < MAX_WAITING) this.#waiting.add(call);
      else {
        // Later, so that whoever dispatched holds the call before it hears of its end.
        const fault = { kind: 'busy', message: `${this.upstream.name} is busy` } as const;
        process.nextTick(() => call.failed(fault, false));
      }
      return;
    }
    const connection = new UpstreamConnection(this, (take) =>
      this.#connect(call.request.upgrade ? undefined : take),
    );
    this.#all.add(connection);
    this.#assigned.set(connection, call);
  }

  #connect(take: ((chunk: Buffer) => boolean) | undefined): ReturnType<SocketOpener> {
    const { host, port, tls } = this.upstream;
    if (tls) {
      const identity = tlsIdentity(this.upstream);
      const socket = connectTls({ host, port, ALPNProtocols: ['http/1.1'], ...identity });
      return { socket, ready: 'secureConnect', streaming: true };
    }
    // A socket that may become a tunnel has to be a stream like any other.
    if (take === undefined) {
      return { socket: connectTcp({ host, port }), ready: 'connect', streaming: true };
    }
    const socket = connectTcp({ host, port, onread: readingInto(take) });
    return { socket, ready: 'connect', streaming: false };
  }
}
