import { comparePacts } from '../compare/compare-pacts.ts';
import type { Comparison } from '../compare/model.ts';
import { ContractsError } from '../model/error.ts';
import { parseApiDocument } from '../openapi/document.ts';
import { byCodeUnit, type JsonObject } from '../pact/lossless-json.ts';
import { interactionIdentity } from '../pact/merge.ts';
import type { Exchange } from '../recording/model.ts';
import { decoded, type RedactionOptions, Redactor } from '../redaction/redactor.ts';
import { groupByShape, jsonOf } from './body-groups.ts';
import { draftInteraction } from './interaction.ts';
import type { DraftOperation, ObservedOperation } from './model.ts';
import { draftDocument } from './openapi.ts';
import { inferTemplates } from './path-templates.ts';
import { draftPact } from './pending.ts';
import { shapeOf } from './shape.ts';

export interface DraftTrafficOptions extends RedactionOptions {
  readonly consumer: string;
  readonly provider: string;
  /** Identities of interactions that are contracts already: they are not drafted again. */
  readonly accepted?: ReadonlySet<string> | undefined;
}

/** Contracts as the traffic suggests them; nothing of it holds until a person accepts it. */
export interface TrafficDraft {
  readonly consumer: string;
  readonly provider: string;
  readonly exchanges: number;
  readonly operations: readonly DraftOperation[];
  /** Interactions left out since they have been accepted. */
  readonly alreadyAccepted: number;
  /** How often each kind of secret or personal data was taken out. */
  readonly redacted: Readonly<Record<string, number>>;
  readonly pact: JsonObject;
  readonly openapi: JsonObject;
  /** Whether the one allows the other: by `ashlar compare`. */
  readonly comparison: Comparison;
}

/**
 * Redacts, finds the operations and draws up what was seen of each.
 * @throws ContractsError CONTRACTS_NO_TRAFFIC
 */
export function draftFromTraffic(
  traffic: readonly Exchange[],
  options: DraftTrafficOptions,
): TrafficDraft {
  const { consumer, provider, accepted = new Set() } = options;
  if (traffic.length === 0) {
    throw new ContractsError(
      'CONTRACTS_NO_TRAFFIC',
      'The recording holds no exchange that a contract could be drawn from.',
      'Record requests for data (JSON): pages, scripts and pictures are no part of a contract.',
    );
  }
  const redactor = new Redactor(options);
  const observed = operationsOf(redactor.redactAll(traffic));
  const drawn = observed.map(draftOperation);
  const operations = drawn.map((operation) => ({
    ...operation,
    interactions: operation.interactions.filter(
      ({ interaction }) => !accepted.has(interactionIdentity(interaction)),
    ),
  }));
  const interactions = operations.flatMap((one) =>
    one.interactions.map(({ interaction }) => interaction),
  );
  const pact = draftPact(consumer, provider, interactions);
  const openapi = draftDocument(observed, provider);
  return {
    consumer,
    provider,
    exchanges: traffic.length,
    operations,
    alreadyAccepted: count(drawn) - count(operations),
    redacted: Object.fromEntries([...redactor.counts].sort(([a], [b]) => byCodeUnit(a, b))),
    pact,
    openapi,
    comparison: comparePacts(
      [{ source: 'the draft', value: plain(pact) }],
      parseApiDocument(plain(openapi), 'the drafted document'),
    ),
  };
}

/** As whoever reads the file gets it. */
function plain(document: JsonObject): unknown {
  return JSON.parse(JSON.stringify(document));
}

function count(operations: readonly DraftOperation[]): number {
  return operations.reduce((sum, { interactions }) => sum + interactions.length, 0);
}

function operationsOf(exchanges: readonly Exchange[]): readonly ObservedOperation[] {
  const templates = inferTemplates(
    exchanges.map(({ request, response }) => ({
      method: request.method,
      segments: request.path.split('/').slice(1).map(decoded),
      status: response.status,
      body: response.body?.kind === 'json' ? response.body.value : undefined,
    })),
  );
  const operations = new Map<string, ObservedOperation & { exchanges: Exchange[] }>();
  for (const [index, exchange] of exchanges.entries()) {
    const template = templates[index];
    if (template === undefined) continue;
    const { method } = exchange.request;
    const key = `${template.path} ${method}`;
    const known = operations.get(key);
    if (known === undefined) operations.set(key, { method, template, exchanges: [exchange] });
    else known.exchanges.push(exchange);
  }
  return [...operations].sort(([a], [b]) => byCodeUnit(a, b)).map(([, operation]) => operation);
}

function draftOperation(operation: ObservedOperation): DraftOperation {
  const statuses = [...Map.groupBy(operation.exchanges, ({ response }) => response.status)].sort(
    ([a], [b]) => a - b,
  );
  return {
    name: `${operation.method} ${operation.template.path}`,
    samples: operation.exchanges.length,
    parameters: operation.template.parameters.map(({ name, because }) => `{${name}} ${because}`),
    statuses: statuses.map(([status, some]) => ({ status, samples: some.length })),
    interactions: statuses.flatMap(([status, some]) => {
      const wide = shapeOf(...some.flatMap(({ response }) => jsonOf(response.body) ?? []));
      return groupByShape(some).map((group) => draftInteraction(operation, status, group, wide));
    }),
    notes: operation.exchanges.length === 1 ? ['seen once only'] : [],
  };
}
