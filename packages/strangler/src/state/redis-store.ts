import type { Decision } from '../model/control.ts';
import { ProxyError } from '../model/error.ts';
import type { RedisConnection } from '../redis/connection.ts';
import { DecisionTail } from './decision-tail.ts';
import { BEAT, NOTE, READ, RESIGN, WRITE } from './redis-scripts.ts';
import { type Change, KEPT_DECISIONS, MemoryStore, type StateEntry } from './store.ts';

/** Who leads is asked this often; a leader that is gone is followed by another after the lease. */
const BEAT_MS = 250;
const LEASE_MS = 2_000;

/** Written here already, and not yet there. */
interface Waiting {
  readonly number: number;
  readonly decision: Decision;
  readonly route?: string;
  readonly entry?: StateEntry;
}

export interface RedisStoreSettings {
  readonly connection: RedisConnection;
  /** Proxies of the same name share their states. */
  readonly name: string;
  /** This process, among them. */
  readonly id: string;
}

/**
 * States and decisions that several proxies share. Each keeps a copy and serves by it: without a
 * connection nothing steps forward, a roll back holds here at once and for all as soon as it can be
 * written. A step forward is written only if nobody has moved the route since it was looked at.
 */
export class RedisStore extends MemoryStore {
  readonly #connection: RedisConnection;
  readonly #id: string;
  readonly #keys: Readonly<Record<'routes' | 'revision' | 'decisions' | 'leader' | 'done', string>>;
  readonly #channel: string;
  /** Of the entries here, as written there. */
  readonly #revisions = new Map<string, string>();
  readonly #beat: NodeJS.Timeout;
  #waiting: Waiting[] = [];
  #numbers = 0;
  readonly #tail: DecisionTail = new DecisionTail(this.decisions);
  #revision = 0;
  #changes: Change[] = [];
  #changed: () => void = () => undefined;
  #leadsUntil = 0;
  #draining: Promise<void> | undefined;
  #pulling: Promise<void> | undefined;
  #pullAgain = false;
  #problem: Error | undefined;

  /** @throws ProxyError PROXY_REDIS_UNREACHABLE, PROXY_STATE_INVALID */
  static async open(settings: RedisStoreSettings): Promise<RedisStore> {
    const store = new RedisStore(settings);
    try {
      const { connection } = settings;
      await connection.subscribe(store.#channel, () => store.#catchUp());
      connection.whenBack(() => store.#catchUp());
      await store.#lease();
      await store.#pull();
      store.#changes = [];
      return store;
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  private constructor({ connection, name, id }: RedisStoreSettings) {
    super();
    this.#connection = connection;
    this.#id = id;
    // The braces keep them on one node of a cluster.
    const key = (what: string): string => `ashlar:{${name}}:${what}`;
    this.#keys = {
      routes: key('routes'),
      revision: key('revision'),
      decisions: key('decisions'),
      leader: key('leader'),
      done: key(`done:${id}`),
    };
    this.#channel = key('news');
    this.#beat = setInterval(() => void this.#lease().catch(() => undefined), BEAT_MS);
    this.#beat.unref();
  }

  /** By the lease, counted from before it was asked for: never longer than the server thinks. */
  override get leads(): boolean {
    return performance.now() < this.#leadsUntil;
  }

  override async save(
    route: string,
    entry: StateEntry,
    decision: Decision,
    { asLeader = false }: { readonly asLeader?: boolean } = {},
  ): Promise<Decision> {
    const sequence = await this.#write(route, entry, decision, asLeader);
    const logged = { ...decision, sequence };
    if (!this.#tail.wrote(logged)) await this.#pull().catch(() => undefined);
    return logged;
  }

  override async keep(route: string, entry: StateEntry): Promise<void> {
    await this.#write(route, entry, undefined, false);
  }

  override impose(route: string, entry: StateEntry, decision: Decision): Error | undefined {
    this.entries.set(route, entry);
    return this.#wait({ number: ++this.#numbers, decision, route, entry });
  }

  override record(decision: Decision): Error | undefined {
    return this.#wait({ number: ++this.#numbers, decision });
  }

  override flush(): Error | undefined {
    if (this.#waiting.length === 0) return undefined;
    void this.#drain();
    return this.#problem;
  }

  override refresh(): readonly Change[] {
    const changes = this.#changes;
    this.#changes = [];
    return changes;
  }

  override watch(changed: () => void): void {
    this.#changed = changed;
  }

  override async close(): Promise<void> {
    clearInterval(this.#beat);
    await this.#drain();
    this.#leadsUntil = 0;
    if (this.#connection.connected) {
      await this.#connection.run(RESIGN, [this.#keys.leader], [this.#id]).catch(() => undefined);
    }
    this.#connection.close();
  }

  async #write(
    route: string,
    entry: StateEntry,
    decision: Decision | undefined,
    asLeader: boolean,
  ): Promise<number> {
    // What has been imposed goes first, or this step would be taken from where the route was.
    await this.#drain();
    if (this.#isWaiting(route))
      throw this.#unwritable(route, this.#problem ?? new Error('no connection'));
    const expected = this.#revisions.get(route) ?? '';
    const logged = decision === undefined ? '' : JSON.stringify(decision);
    const leader = asLeader ? this.#id : '';
    const words = [route, expected, JSON.stringify(entry), logged, leader, this.#channel, ''];
    const answer = await this.#send(words).catch((cause: Error) => {
      throw this.#unwritable(route, cause);
    });
    if (answer[0] !== 'ok') {
      await this.#pull().catch(() => undefined);
      throw new ProxyError(
        'PROXY_STATE_CONFLICT',
        answer[0] === 'follower'
          ? 'Another proxy decides at present.'
          : `Another proxy has moved route "${route}" meanwhile.`,
        'Ask for the status and decide again.',
      );
    }
    // A breach may have sent the route back while this was on its way; that is newer.
    if (!this.#isWaiting(route)) this.entries.set(route, entry);
    this.#revisions.set(route, String(answer[1]));
    return Number(answer[2]);
  }

  #unwritable(route: string, cause: Error): ProxyError {
    return new ProxyError(
      'PROXY_STATE_UNWRITABLE',
      `Cannot write the state of route "${route}" to ${this.#connection.shownUrl}: ${cause.message}`,
      'The route stays where it is, unless the server has taken the step and only its answer was lost: ask for the status when the Redis server answers.',
      { cause },
    );
  }

  #send(words: readonly string[]): Promise<readonly unknown[]> {
    const { routes, revision, decisions, leader, done } = this.#keys;
    const keys = [routes, revision, decisions, leader, done];
    return this.#connection.run(WRITE, keys, words) as Promise<readonly unknown[]>;
  }

  #wait(waiting: Waiting): Error | undefined {
    this.#waiting.push(waiting);
    // The oldest notes go first; what moves a route is never forgotten.
    if (this.#waiting.length > KEPT_DECISIONS) {
      const oldest = this.#waiting.findIndex(({ route }) => route === undefined);
      if (oldest >= 0) this.#waiting.splice(oldest, 1);
    }
    this.#tail.waitsFor(this.#waiting.map(({ decision: its }) => its));
    void this.#drain();
    return this.#connection.connected ? undefined : new Error('there is no connection to Redis');
  }

  #isWaiting(route: string): boolean {
    return this.#waiting.some((waiting) => waiting.route === route);
  }

  #drain(): Promise<void> {
    this.#draining ??= this.#writeWaiting().finally(() => {
      this.#draining = undefined;
    });
    return this.#draining;
  }

  /** One after the other, each until it is surely written. */
  async #writeWaiting(): Promise<void> {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      if (!this.#connection.connected) return;
      const { number, decision, route, entry } = next;
      try {
        const line = JSON.stringify(decision);
        if (route === undefined) {
          const { revision, decisions, done } = this.#keys;
          const words = [line, this.#channel, String(number)];
          await this.#connection.run(NOTE, [revision, decisions, done], words);
        } else {
          const body = JSON.stringify(entry);
          const words = [route, '*', body, line, '', this.#channel, String(number)];
          const [, revision] = await this.#send(words);
          if (revision !== undefined) this.#revisions.set(route, String(revision));
        }
        this.#problem = undefined;
      } catch (error) {
        this.#problem = error as Error;
        return;
      }
      this.#waiting = this.#waiting.filter((waiting) => waiting !== next);
      await this.#pull().catch(() => undefined);
      this.#tail.waitsFor(this.#waiting.map(({ decision: its }) => its));
    }
  }

  async #lease(): Promise<void> {
    if (!this.#connection.connected) return;
    const asked = performance.now();
    const { leader, revision } = this.#keys;
    const words = [this.#id, String(LEASE_MS)];
    const [who, at] = (await this.#connection.run(BEAT, [leader, revision], words)) as unknown[];
    this.#leadsUntil = who === this.#id ? asked + LEASE_MS : 0;
    if (Number(at) !== this.#revision) this.#catchUp();
  }

  #catchUp(): void {
    void this.#drain();
    this.#pull().catch((error: unknown) => {
      this.#problem = error as Error;
    });
  }

  /** Never two at a time; who asks meanwhile gets what is read after asking. */
  async #pull(): Promise<void> {
    if (this.#pulling !== undefined) {
      this.#pullAgain = true;
      return this.#pulling;
    }
    this.#pulling = this.#readUntilNoneAsks();
    return this.#pulling;
  }

  async #readUntilNoneAsks(): Promise<void> {
    try {
      do {
        this.#pullAgain = false;
        await this.#readAll();
      } while (this.#pullAgain);
    } finally {
      this.#pulling = undefined;
    }
  }

  async #readAll(): Promise<void> {
    const { routes, revision, decisions } = this.#keys;
    const words = [String(this.#tail.known), String(KEPT_DECISIONS)];
    const answer = await this.#connection.run(READ, [routes, revision, decisions], words);
    const [at, flat, first, lines] = answer as [string, string[], number, string[]];
    if (Number(at) < this.#revision) return this.#teach();
    this.#revision = Number(at);
    for (let i = 0; i < flat.length; i += 2) this.#take(flat[i] ?? '', flat[i + 1] ?? '');
    this.#tail.read(
      first,
      lines.map((line) => parsed<Decision>(line)),
    );
    if (this.#changes.length > 0) this.#changed();
  }

  #take(route: string, written: string): void {
    const cut = written.indexOf(' ');
    const revision = written.slice(0, cut);
    const mine = this.#revisions.get(route);
    if (this.#isWaiting(route) || (mine !== undefined && Number(mine) >= Number(revision))) return;
    const entry = parsed<StateEntry>(written.slice(cut + 1));
    const before = this.entries.get(route);
    this.#revisions.set(route, revision);
    if (before !== undefined && JSON.stringify(before) === JSON.stringify(entry)) return;
    this.entries.set(route, entry);
    this.#changes.push({ route, before });
  }

  /** The server came back without its memory: whoever sees it first writes down what stands. */
  async #teach(): Promise<void> {
    this.#revisions.clear();
    this.#revision = 0;
    this.#tail.forget();
    for (const [route, entry] of this.entries) {
      await this.#send([route, '', JSON.stringify(entry), '', '', this.#channel, '']);
    }
    this.#pullAgain = true;
  }
}

function parsed<T>(text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    throw new ProxyError(
      'PROXY_STATE_INVALID',
      'What Redis holds under this name was not written by a proxy.',
      'Give the proxies a name of their own, or remove its keys to start from the table.',
      { cause },
    );
  }
}
