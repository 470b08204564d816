import { isDraft } from '../draft/pending.ts';
import { ContractsError } from '../model/error.ts';
import { prettyJson } from '../pact/lossless-json.ts';
import { mergePacts } from '../pact/merge.ts';
import {
  interactionsKey,
  interactionsOf,
  type Pact,
  parsePact,
  readPacts,
} from '../pact/pact-file.ts';
import type { BrokerConnection } from './connection.ts';
import { type HalResource, isRecord, linksOf, text } from './hal.ts';
import { refusalText } from './refusal.ts';
import { openBroker } from './session.ts';

export interface PublishPactsOptions {
  readonly broker: BrokerConnection;
  /** Pact files. */
  readonly files?: readonly string[] | undefined;
  /** Folders; every `*.json` right under them is a pact. */
  readonly dirs?: readonly string[] | undefined;
  readonly consumerVersion: string;
  readonly branch?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly buildUrl?: string | undefined;
}

export interface BrokerNotice {
  /** `debug`, `info`, `success`, `prompt`, `warning`, `error` or `danger`. */
  readonly type: string;
  readonly text: string;
}

export interface PublishedPact {
  readonly consumer: string;
  readonly provider: string;
  readonly version: string;
  readonly url: string | undefined;
  /** Files the pact was merged from. */
  readonly source: string;
}

export interface PublishPactsResult {
  readonly pacts: readonly PublishedPact[];
  readonly notices: readonly BrokerNotice[];
  /** Interactions that stayed here: drafts nobody has accepted. */
  readonly drafts: number;
}

/**
 * Publishes pacts, all of one consumer in one transaction of the broker. Several files of the same
 * consumer and provider are merged first. Drafts that nobody has accepted are left out.
 * @throws ContractsError CONTRACTS_NO_PACTS, CONTRACTS_ONLY_DRAFTS, CONTRACTS_PACT_FILE_INVALID, CONTRACTS_PACT_CONFLICT
 *   (also when the broker holds other content for this version), CONTRACTS_BROKER_*
 */
export async function publishPacts(options: PublishPactsOptions): Promise<PublishPactsResult> {
  const found = await readPacts([...(options.files ?? []), ...(options.dirs ?? [])]);
  const { contracts, drafts } = withoutDrafts(found);
  const pacts = mergePacts(contracts);
  const broker = await openBroker(options.broker);
  const url = broker.relation('pb:publish-contracts');
  const results: Omit<PublishPactsResult, 'drafts'>[] = [];
  for (const [consumer, own] of byConsumer(pacts)) {
    const response = await broker.ask(url, {
      method: 'POST',
      body: publication(options, consumer, own),
      accept: [409],
    });
    if (response.status === 409) throw conflict(options, consumer, response.body);
    results.push(published(options, own, isRecord(response.body) ? response.body : {}));
  }
  return {
    pacts: results.flatMap((result) => result.pacts),
    notices: results.flatMap((result) => result.notices),
    drafts,
  };
}

/** A pact with nothing but drafts in it is no contract at all. */
function withoutDrafts(pacts: readonly Pact[]): {
  readonly contracts: readonly Pact[];
  readonly drafts: number;
} {
  let drafts = 0;
  const contracts = pacts.flatMap((pact) => {
    const all = interactionsOf(pact.document);
    const accepted = all.filter((interaction) => !isDraft(interaction));
    drafts += all.length - accepted.length;
    if (accepted.length === all.length) return [pact];
    if (accepted.length === 0) return [];
    const document = { ...pact.document, [interactionsKey(pact.document)]: accepted };
    return [parsePact(prettyJson(document), pact.source)];
  });
  if (contracts.length > 0) return { contracts, drafts };
  throw new ContractsError(
    'CONTRACTS_ONLY_DRAFTS',
    `All ${drafts} interactions in ${pacts.map(({ source }) => source).join(', ')} are drafts.`,
    'Read them, and accept what is meant with `ashlar accept`; what is accepted is published.',
  );
}

function byConsumer(pacts: readonly Pact[]): ReadonlyMap<string, readonly Pact[]> {
  return Map.groupBy(pacts, (pact) => pact.consumer);
}

function publication(
  options: PublishPactsOptions,
  consumer: string,
  pacts: readonly Pact[],
): Readonly<Record<string, unknown>> {
  return {
    pacticipantName: consumer,
    pacticipantVersionNumber: options.consumerVersion,
    ...(options.branch === undefined ? {} : { branch: options.branch }),
    ...(options.tags === undefined || options.tags.length === 0 ? {} : { tags: options.tags }),
    ...(options.buildUrl === undefined ? {} : { buildUrl: options.buildUrl }),
    contracts: pacts.map((pact) => ({
      consumerName: pact.consumer,
      providerName: pact.provider,
      specification: 'pact',
      contentType: 'application/json',
      content: Buffer.from(pact.text, 'utf8').toString('base64'),
    })),
  };
}

function published(
  options: PublishPactsOptions,
  pacts: readonly Pact[],
  body: HalResource,
): Omit<PublishPactsResult, 'drafts'> {
  const links = linksOf(body, 'pb:contracts');
  return {
    pacts: pacts.map((pact, position) => ({
      consumer: pact.consumer,
      provider: pact.provider,
      version: options.consumerVersion,
      url: links[position]?.href,
      source: pact.source,
    })),
    notices: noticesOf(body),
  };
}

export function noticesOf(body: HalResource): readonly BrokerNotice[] {
  const notices = Array.isArray(body.notices) ? body.notices : [];
  return notices.flatMap((notice) => {
    const words = text(notice, 'text');
    return words === undefined ? [] : [{ type: text(notice, 'type') ?? 'info', text: words }];
  });
}

function conflict(options: PublishPactsOptions, consumer: string, body: unknown): ContractsError {
  const said = refusalText(body) ?? 'it gave no reason';
  return new ContractsError(
    'CONTRACTS_PACT_CONFLICT',
    `The broker did not accept the pacts of ${consumer} ${options.consumerVersion}: ${said}`,
    'Every build needs its own version (the commit is best). If the name is new, check that it is not a misspelling of a known one.',
  );
}
