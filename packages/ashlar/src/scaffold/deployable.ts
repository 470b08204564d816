import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RouteTable } from '@ashlar/strangler';
import type { Config } from '../config/config.ts';
import type { ContractEdge } from '../contract-graph/contract-edge.ts';
import { participants } from '../pipeline/participant.ts';

/** Something that is built and run on its own. */
export interface Deployable {
  readonly name: string;
  readonly pacticipant: string;
  /** Where it lies in the repository; `.` for the root. */
  readonly folder: string;
  /** Its Containerfile in the folder: with its name where several lie there. */
  readonly containerfile: string;
  /** File that Node starts, from the folder. */
  readonly entry: string;
  readonly port: number;
  /** Path that answers 2xx when it can serve. */
  readonly health: string;
  /** Whom it may call, and the environment keys that hold their addresses. */
  readonly calls: readonly {
    readonly name: string;
    readonly port: number;
    readonly env: readonly string[];
  }[];
  /** Who may call it. */
  readonly calledBy: readonly string[];
}

export const PROXY = 'ashlar-proxy';

/**
 * The services of ashlar.yaml and the codebase itself, with who may call whom: exactly what contracts
 * say, and the proxy where its table sends it.
 *
 * @param root where ashlar.yaml lies
 * @param table the proxy's, which also knows ports and health addresses
 */
export function deployables(
  config: Config,
  contracts: readonly ContractEdge[],
  root: string,
  table: RouteTable | undefined,
): Deployable[] {
  const named = participants(config, contracts);
  const all = named.map(({ name, pacticipant, folder }) => ({
    name,
    pacticipant,
    folder,
    containerfile:
      named.filter((other) => other.folder === folder).length > 1
        ? `Containerfile.${name}`
        : 'Containerfile',
    entry: entryOf(join(root, folder)),
    ...addressOf(config, name, pacticipant, table),
    env: config.services[name]?.env ?? [],
  }));
  const routed = new Set(table === undefined ? [] : usedUpstreams(table));
  const edges = contracts.filter(({ requests }) => requests.length > 0);
  return all.map(({ env: _, ...one }) => ({
    ...one,
    calls: all
      .filter((other) =>
        edges.some((e) => e.consumer === one.pacticipant && e.provider === other.pacticipant),
      )
      .map(({ name, port, env }) => ({ name, port, env })),
    calledBy: [
      ...all
        .filter((other) =>
          edges.some((e) => e.consumer === other.pacticipant && e.provider === one.pacticipant),
        )
        .map(({ name }) => name),
      ...(isUpstream(config, one, routed) ? [PROXY] : []),
    ].sort(),
  }));
}

/** The upstream of the table that is this deployable: by its own name, its domain's, or the monolith's. */
export function upstreamOf(
  config: Config,
  { name, pacticipant }: Pick<Deployable, 'name' | 'pacticipant'>,
): readonly string[] {
  const own = config.pacticipant === pacticipant ? ['monolith'] : [];
  const { domain } = config.services[name] ?? { domain: null };
  return [name, ...(domain === null ? [] : [domain]), ...own];
}

function isUpstream(
  config: Config,
  one: Pick<Deployable, 'name' | 'pacticipant'>,
  used: ReadonlySet<string>,
): boolean {
  return upstreamOf(config, one).some((name) => used.has(name));
}

function usedUpstreams({ routes }: RouteTable): string[] {
  return ['monolith', ...routes.flatMap(({ service, shadow }) => [service, shadow.sandbox])].filter(
    (name) => name !== undefined,
  );
}

const DEFAULT = { port: 3000, health: '/health' };

function addressOf(
  config: Config,
  name: string,
  pacticipant: string,
  table: RouteTable | undefined,
) {
  const upstream = upstreamOf(config, { name, pacticipant })
    .map((one) => table?.upstreams[one])
    .find((one) => one !== undefined);
  const url = config.services[name]?.url;
  const declared = url != null && URL.canParse(url) ? Number(new URL(url).port) : 0;
  return {
    port: upstream?.port ?? (declared || DEFAULT.port),
    health: upstream?.health ?? DEFAULT.health,
  };
}

/** What `npm start` runs, as far as it is `node FILE`; else `main` of package.json; else a guess. */
function entryOf(folder: string): string {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return 'dist/main.js';
  try {
    const { scripts, main } = JSON.parse(readFileSync(file, 'utf8')) as {
      scripts?: { start?: string };
      main?: string;
    };
    const started = /^node (?:--\S+ )*(\S+)$/.exec(scripts?.start ?? '')?.[1];
    return (started ?? main ?? 'dist/main.js').replace(/^\.\//, '');
  } catch {
    return 'dist/main.js';
  }
}
