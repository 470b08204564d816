import { resolve } from 'node:path';
import type { ApiDocument, BrokerConnection, Comparison, PactDocument } from '@ashlar/contracts';
import type { Advance, Gate, GateAnswer } from '@ashlar/strangler';

const PATIENCE_MS = 5000;
const SHOWN = 3;

export interface ApiDocumentGateOptions {
  /** Paths in the table are read from here. */
  readonly folder: string;
  readonly broker: BrokerConnection | null;
}

/**
 * Holds what the consumers ask (pact files that the route names, else those the broker has for its
 * pacticipant) against what the service says it offers.
 */
export function apiDocumentGate(options: ApiDocumentGateOptions): Gate {
  return {
    name: 'openapi',
    watch: true,
    async check(advance) {
      const { openapi } = advance.asks;
      if (openapi === undefined) {
        return { allowed: true, reason: 'the route names no API document (gate.openapi)' };
      }
      const { comparePacts } = await import('@ashlar/contracts');
      const document = await readDocument(openapi, options.folder);
      const pacts = await pactsFor(advance, options);
      if ('allowed' in pacts) return pacts;
      return answerFor(comparePacts(pacts, document), advance, options.folder);
    },
  };
}

function isAddress(named: string): boolean {
  return /^https?:/.test(named);
}

/** From anywhere: whoever reads of it need not be in the folder of the table. */
function placeOf(named: string, folder: string): string {
  return isAddress(named) ? named : resolve(folder, named);
}

async function readDocument(named: string, folder: string): Promise<ApiDocument> {
  const { parseApiDocument, readApiDocument } = await import('@ashlar/contracts');
  if (!isAddress(named)) return readApiDocument(placeOf(named, folder));
  const response = await fetch(named, { signal: AbortSignal.timeout(PATIENCE_MS) }).catch(
    (cause: unknown) => {
      throw new Error(`${named} does not answer`, { cause });
    },
  );
  if (!response.ok) throw new Error(`${named} answered ${response.status}`);
  const { parse } = await import('yaml');
  return parseApiDocument(parse(await response.text()), named);
}

async function pactsFor(
  { asks, pacticipant, environment, route }: Advance,
  { folder, broker }: ApiDocumentGateOptions,
): Promise<readonly PactDocument[] | GateAnswer> {
  const contracts = await import('@ashlar/contracts');
  if (asks.pacts.length > 0) {
    return contracts.readPactDocuments(asks.pacts.map((path) => resolve(folder, path)));
  }
  if (broker !== null && pacticipant !== undefined) {
    return contracts.providerPacts({ broker, provider: pacticipant, environment });
  }
  return {
    allowed: false,
    reason: 'there are no pacts to hold the API document against',
    fix: `Name pact files in gate.pacts of route "${route}", or gate.pacticipant and start the proxy with --broker-url.`,
  };
}

function answerFor(
  comparison: Comparison,
  { asks, pacticipant, route }: Advance,
  folder: string,
): GateAnswer {
  const { compatible, findings, stats } = comparison;
  if (compatible) {
    const seen = `${stats.interactions} interactions of ${stats.pacts} pacts`;
    return { allowed: true, reason: `${seen} fit ${asks.openapi}` };
  }
  const errors = findings.filter(({ severity }) => severity === 'error');
  const told = errors
    .slice(0, SHOWN)
    .map(({ message, pact }) => `${pact.consumer}, "${pact.interaction}": ${message}`);
  const more = errors.length > SHOWN ? [`and ${errors.length - SHOWN} more`] : [];
  const paths = asks.pacts.map((path) => resolve(folder, path)).join(' ');
  return {
    allowed: false,
    certain: true,
    reason: [...told, ...more].join('; '),
    fix:
      paths === ''
        ? `See whose pacts they are: ashlar pacts --provider "${pacticipant}". Once the document offers that, or nobody who is live asks it: ashlar proxy promote ${route}`
        : `See all of it: ashlar compare ${paths} ${placeOf(asks.openapi ?? '', folder)}`,
  };
}
