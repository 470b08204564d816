import type { Analysis, Violation } from '@ashlar/analyzer';
import type { Config } from '../config/config.ts';
import type { ContractEdge } from '../contract-graph/contract-edge.ts';
import { calledService, serviceOf } from './called-service.ts';
import { outboundTarget, pathFits } from './outbound-path.ts';

export interface ContractCheck {
  readonly violations: readonly Violation[];
  /** Calls that leave the process for nobody who is declared, as `file:line target`. */
  readonly unknown: readonly string[];
}

/** Every call to a declared service has to be in a pact with it, path and method, and so has every topic it listens to. */
export function contractViolations(
  analysis: Pick<Analysis, 'outbound' | 'environment'>,
  config: Config,
  contracts: readonly ContractEdge[],
): ContractCheck {
  const keys = new Map<string, Set<string>>();
  for (const { file, key } of analysis.environment) {
    keys.set(file, (keys.get(file) ?? new Set()).add(key));
  }
  const violations: Violation[] = [];
  const unknown: string[] = [];
  for (const call of analysis.outbound) {
    const called = calledService(config, call, keys.get(call.file) ?? new Set());
    const caller = serviceOf(config, call.file);
    if (called === undefined) unknown.push(`${call.file}:${call.line} ${call.target}`);
    else if (called !== caller) {
      const violation = uncontracted(config, contracts, call, caller, called);
      if (violation !== undefined) violations.push(violation);
    }
  }
  return { violations: [...violations, ...uncontractedTopics(config, contracts)], unknown };
}

function uncontracted(
  config: Config,
  contracts: readonly ContractEdge[],
  { file, line, target, method }: Analysis['outbound'][number],
  caller: string | undefined,
  called: string,
): Violation | undefined {
  const provider = pacticipantOf(config, called);
  const consumer = caller === undefined ? config.pacticipant : pacticipantOf(config, caller);
  const edges = contracts.filter(
    (edge) => edge.provider === provider && (consumer === null || edge.consumer === consumer),
  );
  const { path } = outboundTarget(target);
  const asked = edges.flatMap(({ requests }) => requests);
  const contracted = asked.some(
    (request) =>
      (method === undefined || request.method === method) &&
      (path === undefined || pathFits(path, request.path)),
  );
  if (contracted) return undefined;
  const shown = method === undefined ? (path ?? target) : `${method} ${path ?? target}`;
  const who = consumer ?? 'this codebase';
  const why =
    edges.length === 0
      ? `no pact between ${who} and ${provider}`
      : `no interaction for ${shown} in the pacts between ${who} and ${provider}`;
  return {
    rule: 'contract',
    id: `contract:${caller ?? 'codebase'}>${called}:${shown}:${file}`,
    message: `${file} calls ${called} at ${target}, and there is ${why}`,
    sites: [{ file, line }],
  };
}

function uncontractedTopics(config: Config, contracts: readonly ContractEdge[]): Violation[] {
  return Object.entries(config.topics).flatMap(([topic, { publisher, consumers }]) =>
    consumers.flatMap((consumer): Violation[] => {
      const [asks, gives] = [pacticipantOf(config, consumer), pacticipantOf(config, publisher)];
      const contracted = contracts.some(
        (edge) =>
          edge.consumer === asks &&
          edge.provider === gives &&
          edge.messages.some((message) => message.includes(topic)),
      );
      if (contracted) return [];
      const message = `${consumer} listens to ${topic} of ${publisher}, and no message in a pact between ${asks} and ${gives} names it`;
      return [{ rule: 'contract', id: `contract:topic:${topic}:${consumer}`, message, sites: [] }];
    }),
  );
}

/** Name in the broker of a declared service; others are taken for such names. */
function pacticipantOf(config: Config, name: string): string {
  return config.services[name]?.pacticipant ?? name;
}
