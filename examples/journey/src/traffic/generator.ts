import { Agent, request } from 'node:http';
import { isError, type Observation, type Tally, tally } from './tally.ts';

export interface TrafficOptions {
  /** The proxy. */
  readonly url: string;
  readonly skus: readonly string[];
  /** Distinct visitors, each with a cookie of its own. */
  readonly shoppers: number;
  /** Requests per second over all shoppers. */
  readonly rate: number;
}

export interface Traffic {
  /** Starts counting anew; what was counted before is forgotten. */
  mark(): void;
  /** Since the last mark. */
  tally(): Tally;
  /** Since the beginning. */
  total(): { readonly requests: number; readonly errors: number };
  /** Lets the open requests end. */
  stop(): Promise<void>;
}

/** Of so many requests, one is for a page of the shop that does not move. */
const OTHER_PAGES = 5;
const TICK = 20;
const DEADLINE = 10_000;

/**
 * Shoppers who read stock, one request after another in a fixed order, so that every run asks the
 * same. Open loop: a slow answer does not slow the others down.
 */
export function startTraffic(options: TrafficOptions): Traffic {
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  const open = new Set<Promise<void>>();
  const total = { requests: 0, errors: 0 };
  let observations: Observation[] = [];
  let sequence = 0;
  let marked = 0;
  let due = 0;

  const send = (): void => {
    const number = sequence++;
    const since = marked;
    const visit = plan(number, options);
    const work = ask(agent, options.url, visit).then((observation) => {
      open.delete(work);
      total.requests++;
      if (isError(observation)) total.errors++;
      // A request that left before the mark tells about the time before it.
      if (since === marked) observations.push(observation);
    });
    open.add(work);
  };
  const timer = setInterval(() => {
    for (due += (options.rate * TICK) / 1_000; due >= 1; due--) send();
  }, TICK);

  return {
    mark: () => {
      marked++;
      observations = [];
    },
    tally: () => tally(observations),
    total: () => ({ ...total }),
    stop: async () => {
      clearInterval(timer);
      await Promise.all(open);
      agent.destroy();
    },
  };
}

/** Ends the traffic when the work fails, so that no shopper keeps the process alive after it. */
export async function stoppingOnFailure<T>(
  traffic: Pick<Traffic, 'stop'>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await traffic.stop();
    throw error;
  }
}

interface Visit {
  readonly shopper: string;
  readonly path: string;
  readonly moved: boolean;
}

function plan(number: number, { shoppers, skus }: TrafficOptions): Visit {
  const shopper = `visitor-${number % shoppers}`;
  if (number % OTHER_PAGES === 0) return { shopper, path: '/products?limit=3', moved: false };
  const sku = encodeURIComponent(skus[(number * 7) % skus.length] ?? 'none');
  const other = encodeURIComponent(skus[(number * 11 + 3) % skus.length] ?? 'none');
  const path =
    number % 4 === 0 ? `/inventory/stock?sku=${sku}&sku=${other}` : `/inventory/stock/${sku}`;
  return { shopper, path, moved: true };
}

function ask(agent: Agent, url: string, { shopper, path, moved }: Visit): Promise<Observation> {
  const started = performance.now();
  return new Promise((resolve) => {
    const done = (status: number, answeredBy: string): void =>
      resolve({ shopper, status, answeredBy, moved, milliseconds: performance.now() - started });
    const sent = request(new URL(path, url), {
      agent,
      timeout: DEADLINE,
      headers: { cookie: `shop_visitor=${shopper}`, accept: 'application/json' },
    });
    sent.on('timeout', () => sent.destroy());
    sent.on('error', () => done(0, 'nobody'));
    sent.on('response', (response) => {
      response.resume();
      response.on('error', () => done(0, 'nobody'));
      response.on('end', () => done(response.statusCode ?? 0, serverOf(response.headers.server)));
    });
    sent.end();
  });
}

function serverOf(server: unknown): string {
  const named = typeof server === 'string' && server.startsWith('inventory-service/');
  return named ? server : 'monolith';
}
