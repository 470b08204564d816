import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ashlar, ashlarArguments, listeningLine, OUT, type Stage } from './stage.ts';

/** Route of the endpoints that move. */
export const ROUTE = 'inventory-stock';
export const ROUTES_FILE: string = join(OUT, 'routes.yaml');
export const STATE_FILE: string = join(OUT, 'proxy-state.json');

export interface RunningProxy {
  readonly url: string;
  readonly admin: string;
}

/** What the journey reads of `ashlar proxy status --json`. */
export interface RouteNow {
  readonly state: string;
  readonly percent?: number;
  readonly armed: boolean;
  readonly fallbacks: number;
  readonly parity: { readonly compared: number; readonly different: number };
  readonly tests: { readonly errors: { readonly observations: number } };
  readonly serviceTraffic: { readonly requests: number; readonly errors: number };
  readonly lastDecision?: { readonly action: string; readonly by: string; readonly why: string };
}

export interface Diff {
  readonly parity: { readonly compared: number; readonly different: number };
  readonly causes: readonly { readonly path: string; readonly count: number }[];
}

export interface GateAnswer {
  readonly gate: string;
  readonly allowed: boolean;
}

export async function writeRoutes(upstreams: {
  readonly monolith: string;
  readonly inventory: string;
}): Promise<void> {
  await writeFile(ROUTES_FILE, routes(upstreams));
}

/** The table a person would write: one endpoint family moves, everything else stays. */
function routes({ monolith, inventory }: { monolith: string; inventory: string }): string {
  return `schemaVersion: 1
upstreams:
  monolith: ${monolith}
  inventory:
    url: ${inventory}
    health: /health
    version: version
routes:
  # Reading stock moves first: nothing is lost when it goes back.
  - id: ${ROUTE}
    match: /inventory/stock/**
    methods: [GET]
    state: monolith
    service: inventory
    owner: warehouse
    # A quarter of the visitors first; all of them once the way back was gone.
    steps: [25, 50]
    # The same visitor always meets the same side.
    sticky: { cookie: shop_visitor }
    # During the canary only what its own shoppers see counts.
    shadow: { duringCanary: false }
    compare:
      # When a copy was last written is not part of what the two must agree on.
      ignore: ['**.updatedAt']
    budget:
      errors: 0.05
      parity: 0.99
      minimum: 50
      # Everything here shares one machine with whatever else it does.
      latencySlackMs: 200
    gate:
      pacticipant: inventory-service
      environment: production
      # The service has no metrics page; that it takes up the trace of a request can be seen.
      telemetry: { metrics: false, traces: echo }
  # Writes, and the rest of the shop, stay where they are.
  - id: shop
    match: /**
    state: monolith
`;
}

/** `ashlar proxy TABLE …` on free ports. */
export async function startProxy(
  { supervisor }: Stage,
  settings: { readonly name: string; readonly table: string; readonly options: readonly string[] },
): Promise<RunningProxy> {
  const { name, table, options } = settings;
  const running = await supervisor.start({
    name,
    command: process.execPath,
    args: ashlarArguments(['proxy', table, '--port', '0', '--admin-port', '0', ...options]),
    ready: listeningLine,
  });
  return { url: running.value.listening ?? '', admin: running.value.admin ?? '' };
}

/** Asks the admin API directly: the journey polls this, and a process per poll would be slow. */
export async function routeNow(proxy: RunningProxy): Promise<RouteNow> {
  const response = await fetch(`${proxy.admin}/status`);
  const status = (await response.json()) as { routes: ({ id: string } & RouteNow)[] };
  const route = status.routes.find(({ id }) => id === ROUTE);
  if (route === undefined) throw new Error(`the proxy knows no route ${ROUTE}`);
  return route;
}

export async function diffNow(proxy: RunningProxy): Promise<Diff> {
  const response = await fetch(`${proxy.admin}/routes/${ROUTE}/diff`);
  return (await response.json()) as Diff;
}

/** One line of what `ashlar proxy promote` prints: `  no   can-i-deploy: because`. */
const VERDICT = /^ {2}(yes|no) +([\w-]+): /;

/** `ashlar proxy promote`, with what every gate said. */
export async function promote(
  stage: Stage,
  proxy: RunningProxy,
  to: readonly string[],
  expected: 'moves' | 'is refused',
): Promise<GateAnswer[]> {
  const args = ['proxy', 'promote', ROUTE, '--to', ...to, '--admin', proxy.admin];
  const { stdout } = await ashlar(stage, args, { expected: [expected === 'moves' ? 0 : 1] });
  stage.narrator.quote(stdout);
  return stdout.split('\n').flatMap((line) => {
    const [, answer, gate] = VERDICT.exec(line) ?? [];
    return answer === undefined || gate === undefined ? [] : [{ gate, allowed: answer === 'yes' }];
  });
}

/** Shoppers go back to the monolith for some seconds, and return. */
export async function rehearse(stage: Stage, proxy: RunningProxy): Promise<void> {
  const args = ['proxy', 'rehearse', ROUTE, '--seconds', '2', '--admin', proxy.admin];
  const { stdout } = await ashlar(stage, args);
  stage.narrator.quote(stdout);
}

export async function rollback(stage: Stage, proxy: RunningProxy, why: string): Promise<void> {
  await ashlar(stage, ['proxy', 'rollback', ROUTE, '--why', why, '--admin', proxy.admin]);
}
