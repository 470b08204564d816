import { parseJson } from '../broker/json/lossless.ts';
import { embedded, embeddedList, type HalResource, linkOf, linksOf, text } from '../client/hal.ts';
import type { BrokerSession } from '../client/session.ts';
import { ContractsError } from '../model/error.ts';
import type {
  BrokerCopy,
  EnvironmentCopy,
  LiveCopy,
  PactCopy,
  PacticipantCopy,
  ResultCopy,
  VersionCopy,
} from './model.ts';

const PAGE_SIZE = 100;
/** Requests at once: a broker that people are using meanwhile must stay usable. */
const PARALLEL = 4;
/** The matrix has no pages, only a limit. */
const MATRIX_LIMIT = '1000000';

/** Reads all that a broker offers over HTTP. */
export async function readBroker(broker: BrokerSession): Promise<BrokerCopy> {
  const listed = await pages(broker, 'pacticipants', 'pacticipants');
  const pacticipants = await each(listed, async ({ name }) =>
    pacticipantCopy(await broker.read(at(broker, 'pacticipants', String(name)))),
  );
  const versions: VersionCopy[] = [];
  const pactLinks: string[] = [];
  for (const { name } of pacticipants) {
    const found = await pages(
      broker,
      `pacticipants/${encodeURIComponent(name)}/versions`,
      'versions',
    );
    versions.push(...found.map((version) => versionCopy(name, version)).reverse());
    pactLinks.push(
      ...found.flatMap((one) => linksOf(one, 'pb:pact-versions').map(({ href }) => href)).reverse(),
    );
  }
  const pacts = await each(pactLinks, (href) => readPact(broker, href));
  const environments = embeddedList(
    await broker.read(at(broker, 'environments')),
    'environments',
  ).map(environmentCopy);
  return {
    pacticipants,
    environments,
    versions: versions.sort(byTime),
    pacts,
    results: await readResults(broker, pacts),
    live: (await each(environments, (one) => readLive(broker, one))).flat().sort(byTime),
    webhooks: linksOf(await broker.read(at(broker, 'webhooks')), 'pb:webhooks').map(
      ({ title, name, href }) => title ?? name ?? href,
    ),
  };
}

/** Oldest first; what a broker lists in its own order within one second stays in that order. */
function byTime(a: { createdAt: string }, b: { createdAt: string }): number {
  return Date.parse(a.createdAt) - Date.parse(b.createdAt);
}

function at(broker: BrokerSession, ...segments: readonly string[]): URL {
  return broker.resolve(`${broker.base.pathname}${segments.map(encodeURIComponent).join('/')}`);
}

async function pages(
  broker: BrokerSession,
  path: string,
  name: string,
): Promise<readonly HalResource[]> {
  const all: HalResource[] = [];
  for (let page = 1; ; page++) {
    const url = broker.resolve(`${broker.base.pathname}${path}`);
    url.search = `?pageNumber=${page}&pageSize=${PAGE_SIZE}`;
    const found = embeddedList(await broker.read(url), name);
    all.push(...found);
    // Older brokers know no pages and send everything at once.
    if (found.length !== PAGE_SIZE) return all;
  }
}

async function each<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += PARALLEL) {
    results.push(...(await Promise.all(items.slice(start, start + PARALLEL).map(work))));
  }
  return results;
}

function pacticipantCopy(body: HalResource): PacticipantCopy {
  const field = (name: string) => text(body, name) ?? null;
  return {
    name: required(body, 'name'),
    fields: {
      displayName: field('displayName'),
      repositoryUrl: field('repositoryUrl'),
      repositoryName: field('repositoryName'),
      repositoryNamespace: field('repositoryNamespace'),
      mainBranch: field('mainBranch'),
    },
    labels: embeddedList(body, 'labels').map((label) => required(label, 'name')),
    createdAt: required(body, 'createdAt'),
  };
}

function versionCopy(pacticipant: string, body: HalResource): VersionCopy {
  return {
    pacticipant,
    number: required(body, 'number'),
    buildUrl: text(body, 'buildUrl') ?? null,
    branches: embeddedList(body, 'branchVersions').map((one) => ({
      name: required(one, 'name'),
      latest: one.latest === true,
    })),
    tags: embeddedList(body, 'tags').map((tag) => required(tag, 'name')),
    createdAt: required(body, 'createdAt'),
  };
}

function environmentCopy(body: HalResource): EnvironmentCopy {
  const name = required(body, 'name');
  return {
    uuid: required(body, 'uuid'),
    name,
    displayName: text(body, 'displayName') ?? name,
    production: body.production === true,
    contacts: body.contacts === undefined ? null : JSON.stringify(body.contacts),
    createdAt: required(body, 'createdAt'),
  };
}

async function readPact(broker: BrokerSession, href: string): Promise<PactCopy> {
  const answer = await broker.ask(broker.resolve(href));
  const body = answer.body as HalResource;
  const content = parseJson(answer.text);
  if (!(content instanceof Map)) throw unexpected(href);
  // What the broker added to the file on its way out.
  content.delete('_links');
  content.delete('createdAt');
  const sha = /\/pact-version\/([0-9a-f]{40})/.exec(linkOf(body, 'pb:pact-version')?.href ?? '');
  if (sha?.[1] === undefined) throw unexpected(href);
  return {
    consumer: linkOf(body, 'pb:consumer')?.name ?? '',
    provider: linkOf(body, 'pb:provider')?.name ?? '',
    version: linkOf(body, 'pb:consumer-version')?.name ?? '',
    sha: sha[1],
    content,
    createdAt: required(body, 'createdAt'),
  };
}

/** One matrix per integration names the newest result of each content and provider version. */
async function readResults(
  broker: BrokerSession,
  pacts: readonly PactCopy[],
): Promise<ResultCopy[]> {
  const pairs = new Map(pacts.map((pact) => [`${pact.consumer}\n${pact.provider}`, pact]));
  const results: ResultCopy[] = [];
  for (const { consumer, provider } of pairs.values()) {
    const url = at(broker, 'matrix');
    url.search = String(
      new URLSearchParams([
        ['q[][pacticipant]', consumer],
        ['q[][pacticipant]', provider],
        ['latestby', 'cvpv'],
        ['limit', MATRIX_LIMIT],
      ]),
    );
    const { matrix } = await broker.read(url);
    const rows = (Array.isArray(matrix) ? matrix : []) as HalResource[];
    const links = rows
      // Asked for both names, brokers also answer with pacts the other way round.
      .filter((row) => text(row, 'consumer', 'name') === consumer)
      .map(({ verificationResult }) => text(verificationResult, '_links', 'self', 'href'));
    const unique = [...new Set(links.filter((link) => link !== undefined))];
    results.push(
      ...(await each(unique, (href) => readResult(broker, { consumer, provider }, href))),
    );
  }
  // One result shows at every consumer version that shares the content, under links of their own.
  const byNumber = new Map(results.map((result) => [result.number, result]));
  return [...byNumber.values()].sort((a, b) => a.number - b.number);
}

async function readResult(
  broker: BrokerSession,
  pair: Pick<ResultCopy, 'consumer' | 'provider'>,
  href: string,
): Promise<ResultCopy> {
  const body = await broker.read(broker.resolve(href));
  const found = /\/pact-version\/([0-9a-f]{40})\/(?:.*\/)?verification-results\/(\d+)/.exec(
    linkOf(body, 'self')?.href ?? href,
  );
  if (found?.[1] === undefined) throw unexpected(href);
  const { testResults, verifiedBy } = body;
  return {
    ...pair,
    sha: found[1],
    number: Number(found[2]),
    providerVersion: required(body, 'providerApplicationVersion'),
    success: body.success === true,
    buildUrl: text(body, 'buildUrl') ?? null,
    testResults: testResults === undefined ? null : JSON.stringify(testResults),
    verifiedBy: JSON.stringify(verifiedBy ?? {}),
    createdAt: text(body, 'verificationDate') ?? new Date(0).toISOString(),
  };
}

async function readLive(broker: BrokerSession, environment: EnvironmentCopy): Promise<LiveCopy[]> {
  const list = async (...path: string[]): Promise<HalResource> =>
    broker.read(at(broker, 'environments', environment.uuid, ...path));
  const copy =
    (kind: LiveCopy['kind']) =>
    (body: HalResource): LiveCopy => ({
      kind,
      environment: environment.uuid,
      pacticipant: text(embedded(body, 'pacticipant'), 'name') ?? '',
      version: text(embedded(body, 'version'), 'number') ?? '',
      instance: text(body, 'applicationInstance') ?? text(body, 'target') ?? null,
      createdAt: required(body, 'createdAt'),
    });
  const deployed = await list('deployed-versions', 'currently-deployed');
  const released = await list('released-versions', 'currently-supported');
  return [
    ...embeddedList(deployed, 'deployedVersions').map(copy('deployed')),
    ...embeddedList(released, 'releasedVersions').map(copy('released')),
  ];
}

function required(body: HalResource, name: string): string {
  const value = text(body, name);
  if (value === undefined) throw unexpected(linkOf(body, 'self')?.href ?? name);
  return value;
}

function unexpected(where: string): ContractsError {
  return new ContractsError(
    'CONTRACTS_NOT_A_BROKER',
    `The broker answers with something unexpected at ${where}.`,
    'Check that it is a Pact Broker since 2.100; nothing was imported.',
  );
}
