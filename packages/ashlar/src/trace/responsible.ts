import { pathFits } from '../check/outbound-path.ts';
import type { Config } from '../config/config.ts';
import { ownerOfUpstream } from '../config/owner.ts';
import type { ContractEdge } from '../contract-graph/contract-edge.ts';
import type { FailingHop } from './failing-hops.ts';

/** A failing hop with who has to look at it. Hops that fail alike are one, with how many traces show it. */
export interface Failure extends Omit<FailingHop, 'traceId'> {
  /** One of the traces, to look at. */
  traceId: string;
  traces: number;
  owner: string | null;
  callerOwner: string | null;
  contract: ContractOfHop;
}

export interface ContractOfHop {
  /**
   * - `none`: nobody has a pact with the service
   * - `missing`: there is a pact, and no interaction of it is this request
   * - `covered`: an interaction is this request
   * - `unknown`: the spans do not say who called whom with what, or it is no request
   */
  state: 'none' | 'missing' | 'covered' | 'unknown';
  /** Null where the caller has no pact with anybody, such as a proxy: then the pacts of all count. */
  consumer: string | null;
  provider: string | null;
}

/** Failures, the most frequent first; refusals after all others. */
export function failuresOf(
  hops: readonly FailingHop[],
  config: Config,
  contracts: readonly ContractEdge[],
): Failure[] {
  const alike = Map.groupBy(hops, ({ kind, caller, service, request, span, status }) =>
    JSON.stringify([kind, caller, service, request?.method, template(request?.path), span, status]),
  );
  return [...alike.values()]
    .flatMap(([first, ...rest]) => {
      if (first === undefined) return [];
      const traces = new Set([first, ...rest].map(({ traceId }) => traceId)).size;
      // A store belongs to whoever asked it.
      const owner = ownerOf(config, first.kind === 'store' ? first.caller : first.service);
      const callerOwner = ownerOf(config, first.caller);
      const contract = contractOf(first, config, contracts);
      return [{ ...first, traces, owner, callerOwner, contract }];
    })
    .sort((a, b) => Number(isRefusal(a)) - Number(isRefusal(b)) || b.traces - a.traces);
}

/** Most often a 404 or the like, which is part of the day. */
const isRefusal = ({ kind }: Failure): boolean => kind === 'refused';

function contractOf(
  { kind, caller, service, request }: FailingHop,
  config: Config,
  contracts: readonly ContractEdge[],
): ContractOfHop {
  const [consumer, provider] = [caller, service].map((name) =>
    name === null ? null : pacticipant(config, name),
  ) as [string | null, string | null];
  if (kind === 'store' || consumer === null || provider === null || request === null)
    return { state: 'unknown', consumer, provider };
  const all = contracts.filter((edge) => edge.provider === provider);
  // Who has no pact with anybody, such as a proxy, passes on what others ask.
  const asksItself = contracts.some((edge) => edge.consumer === consumer);
  const edges = asksItself ? all.filter((edge) => edge.consumer === consumer) : all;
  const asking = asksItself ? consumer : null;
  if (edges.length === 0) return { state: 'none', consumer: asking, provider };
  const covering = edges.find(({ requests }) =>
    requests.some(
      ({ method, path }) =>
        method === request.method && pathFits(template(request.path) ?? '', path),
    ),
  );
  return covering === undefined
    ? { state: 'missing', consumer: asking, provider }
    : { state: 'covered', consumer: covering.consumer, provider };
}

/** Parameters of a route, and segments with a digit, which are most often identifiers, as `{}`. */
function template(path: string | undefined): string | undefined {
  return path
    ?.split('/')
    .map((segment) => (/^[:{<*]|\d/.test(segment) ? '{}' : segment))
    .join('/');
}

/** The name in ashlar.yaml of what spans call by this name, by its name in the broker or by its address. */
function declared({ services }: Config, name: string): string {
  const found = Object.entries(services).find(
    ([key, { pacticipant: known, url }]) =>
      key === name || known === name || (url !== null && hostIs(url, name)),
  );
  return found?.[0] ?? name;
}

function ownerOf(config: Config, name: string | null): string | null {
  return name === null ? null : ownerOfUpstream(config, declared(config, name));
}

function pacticipant(config: Config, name: string): string {
  return config.services[declared(config, name)]?.pacticipant ?? name;
}

function hostIs(url: string, name: string): boolean {
  return URL.canParse(url) && [new URL(url).host, new URL(url).hostname].includes(name);
}
