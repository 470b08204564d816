import type { Breach } from '../budget/route-budget.ts';
import type { Tally } from '../budget/tally.ts';
import type { ParityCounts } from '../compare/parity.ts';
import type { Route } from '../model/routes.ts';
import type { FleetStatus } from '../model/status.ts';
import type { RouteRecord } from '../observe/record.ts';
import type { RedisConnection } from '../redis/connection.ts';
import type { StateEntry } from '../state/store.ts';

/** What is new is told this often, and everything once a second, for proxies that have just come. */
const TELL_MS = 250;
const WHOLE_TICKS = 4;
/** A proxy not heard of for so long is gone. */
const SILENCE_MS = 3_000;

/** What one proxy tells the others of a route. */
interface Told {
  /** The step the tally belongs to. */
  readonly since: string;
  readonly tally?: Tally;
  readonly comparedSince?: string;
  /** All its comparisons since then. */
  readonly compared?: ParityCounts;
}

interface Message {
  readonly proxy: string;
  readonly routes: Readonly<Record<string, Told>>;
}

export interface FleetSettings {
  readonly connection: RedisConnection;
  readonly name: string;
  readonly id: string;
}

/** The proxy whose evidence is told. */
export interface FleetMember {
  routes(): readonly Route[];
  entry(route: Route): StateEntry;
  record(route: Route): RouteRecord;
  leads(): boolean;
  breached(route: Route, breach: Breach): void;
}

/**
 * Proxies that share states judge a route by what all of them have seen. Nobody waits for an answer:
 * what is lost on the way makes the evidence smaller, and no verdict wrong.
 */
export class Fleet {
  readonly #settings: FleetSettings;
  readonly #channel: string;
  readonly #member: FleetMember;
  readonly #heard = new Map<string, number>();
  readonly #told = new Map<string, string>();
  #ticks = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(settings: FleetSettings, member: FleetMember) {
    this.#settings = settings;
    this.#channel = `ashlar:{${settings.name}}:evidence`;
    this.#member = member;
  }

  async join(): Promise<void> {
    await this.#settings.connection.subscribe(this.#channel, (text) => this.#hear(text));
    this.#timer = setInterval(() => this.#tell(), TELL_MS);
    this.#timer.unref();
  }

  leave(): void {
    clearInterval(this.#timer);
  }

  status(): FleetStatus {
    const { connection, name } = this.#settings;
    const since = performance.now() - SILENCE_MS;
    const others = [...this.#heard.values()].filter((at) => at > since).length;
    return {
      name,
      address: connection.shownUrl,
      connected: connection.connected,
      leads: this.#member.leads(),
      proxies: others + 1,
    };
  }

  #tell(): void {
    const { connection, id } = this.#settings;
    if (!connection.connected) return;
    const whole = this.#ticks++ % WHOLE_TICKS === 0;
    const routes: Record<string, Told> = {};
    for (const route of this.#member.routes()) {
      const told = this.#news(route, whole);
      if (told !== undefined) routes[route.id] = told;
    }
    if (!whole && Object.keys(routes).length === 0) return;
    const message: Message = { proxy: id, routes };
    connection.command('PUBLISH', this.#channel, JSON.stringify(message)).catch(() => undefined);
  }

  #news(route: Route, whole: boolean): Told | undefined {
    const record = this.#member.record(route);
    const tally = record.budget.takeTally();
    const { compared, different, failed, skipped } = record.ledger.parity();
    const counts = { compared, different, failed, skipped };
    const shown = JSON.stringify(counts);
    const fresh = shown !== this.#told.get(route.id);
    if (tally === undefined && !fresh && !whole) return undefined;
    this.#told.set(route.id, shown);
    const { since, comparedSince } = this.#member.entry(route);
    return {
      since,
      ...(tally === undefined ? {} : { tally }),
      ...(comparedSince === undefined ? {} : { comparedSince }),
      ...(compared + failed + skipped > 0 ? { compared: counts } : {}),
    };
  }

  #hear(text: string): void {
    let message: Message;
    try {
      message = JSON.parse(text) as Message;
    } catch {
      return;
    }
    if (message.proxy === this.#settings.id) return;
    this.#heard.set(message.proxy, performance.now());
    for (const route of this.#member.routes()) {
      const told = message.routes[route.id];
      if (told !== undefined) this.#takeIn(route, message.proxy, told);
    }
  }

  /** Evidence of another step than the present one is about something else. */
  #takeIn(route: Route, proxy: string, told: Told): void {
    const entry = this.#member.entry(route);
    const record = this.#member.record(route);
    if (told.compared !== undefined && told.comparedSince === entry.comparedSince) {
      record.comparedElsewhere(proxy, told.compared);
    }
    if (told.tally === undefined || told.since !== entry.since) return;
    const breach = record.budget.heard(told.tally);
    if (breach !== undefined) this.#member.breached(route, breach);
  }
}
