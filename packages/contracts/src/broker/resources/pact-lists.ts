import { curies } from '../hal/link.ts';
import { pactName } from '../hal/pact.ts';
import { embeddedPacticipant, embeddedVersion } from '../hal/pacticipant.ts';
import type { Urls } from '../hal/urls.ts';
import { shortDate } from '../hal/words.ts';
import { NO_CONTENT, notFoundParticipant, ok, type Reply } from '../http/reply.ts';
import type { Exchange, Resource } from '../http/resource.ts';
import { shownTime } from '../store/clock.ts';
import { findPacticipant } from '../store/pacticipants.ts';
import {
  deletePact,
  latestPacts,
  type Pact,
  type ProviderPactsFilter,
  pactsBetween,
  pactsForProvider,
} from '../store/pacts.ts';
import { pacticipantAt, pairAt } from './lookup.ts';
import { linksAfterDeletion } from './pacts.ts';

const PROVIDER = '/pacts/provider/:provider';
const INTEGRATION = `${PROVIDER}/consumer/:consumer`;

const allLatest: Resource = {
  path: '/pacts/latest',
  methods: { GET: { run: async (x) => ok(representLatest(await latestPacts(x.s), x.urls)) } },
};

function representLatest(pacts: readonly Pact[], urls: Urls): object {
  const latestUrl = (pact: Pact) => urls.integration(pact, 'latest');
  const title = (pact: Pact) => `Latest pact between ${pact.consumer} and ${pact.provider}`;
  return {
    pacts: pacts.map((pact) => ({
      createdAt: shownTime(pact.createdAt),
      _embedded: {
        consumer: embeddedPacticipant(pact.consumer, urls, {
          version: embeddedVersion({ pacticipant: pact.consumer, number: pact.version }, urls),
        }),
        provider: embeddedPacticipant(pact.provider, urls),
      },
      _links: { self: [{ href: latestUrl(pact) }, { href: urls.pact(pact) }] },
    })),
    _links: {
      self: { href: urls.at('pacts', 'latest') },
      'pb:pacts': pacts.map((pact) => ({ href: latestUrl(pact), title: title(pact) })),
      pacts: pacts.map((pact) => ({
        href: latestUrl(pact),
        title: title(pact),
        name: 'DEPRECATED - please use the pb:pacts relation',
      })),
      curies: curies(urls.base, 'pacts'),
    },
  };
}

type Wanted = { readonly filter: ProviderPactsFilter; readonly title: string };

/** Pacts of a provider as links, one per consumer version. */
function providerPacts(
  path: string,
  wantedBy: (x: Exchange, provider: string) => Wanted,
): Resource {
  return {
    path: PROVIDER + path,
    methods: {
      GET: {
        async run(x) {
          const provider = await pacticipantAt(x, 'provider');
          const { filter, title } = wantedBy(x, provider.name);
          const pacts = await pactsForProvider(x.s, provider.id, filter);
          return ok(representProviderPacts(x, provider.name, title, pacts));
        },
      },
    },
  };
}

function representProviderPacts(
  x: Exchange,
  provider: string,
  title: string,
  pacts: readonly Pact[],
): object {
  const href = x.urls.pacticipant(provider);
  const link = (pact: Pact, prefix: string) => ({
    href: x.urls.pact(pact),
    title: prefix + pactName(pact),
    name: pact.consumer,
  });
  return {
    _links: {
      self: { href: x.url, title },
      'pb:provider': { href, name: provider },
      'pb:pacts': pacts.map((pact) => link(pact, '')),
      provider: {
        href,
        title: provider,
        name: 'DEPRECATED - please use the pb:provider relation',
      },
      pacts: pacts.map((pact) => link(pact, 'DEPRECATED - please use the pb:pacts relation. ')),
    },
  };
}

/** All pacts between two applications that pass a filter, newest first. */
function integrationPacts(
  path: string,
  filterOf: (x: Exchange) => ProviderPactsFilter,
  represent: (x: Exchange, pacts: readonly Pact[]) => object = representVersions,
): Resource {
  return {
    path: INTEGRATION + path,
    methods: {
      GET: {
        async run(x) {
          await requireBoth(x);
          return ok(represent(x, await pactsBetween(x.s, pairAt(x), filterOf(x))));
        },
      },
      DELETE: { run: (x) => deleteListed(x, filterOf(x)) },
    },
  };
}

/** Deletes what the same address lists, with every revision of it. */
async function deleteListed(x: Exchange, filter: ProviderPactsFilter): Promise<Reply> {
  await requireBoth(x);
  const pair = pairAt(x);
  for (const pact of await pactsBetween(x.s, pair, filter)) await deletePact(x.s, pact);
  if (filter.by === 'any') return NO_CONTENT;
  return ok({ _links: await linksAfterDeletion(x, pair) });
}

async function requireBoth(x: Exchange) {
  const { consumer: consumerName, provider: providerName } = pairAt(x);
  const consumer = await findPacticipant(x.s, consumerName);
  if (consumer === undefined) throw notFoundParticipant('consumer', consumerName);
  const provider = await findPacticipant(x.s, providerName);
  if (provider === undefined) throw notFoundParticipant('provider', providerName);
  return { consumer, provider };
}

function representVersions(x: Exchange, pacts: readonly Pact[]): object {
  const { consumer, provider } = pairAt(x);
  const { urls } = x;
  return {
    _embedded: { pacts: pacts.map((pact) => representOne(pact, urls)) },
    _links: {
      self: { href: x.url, title: `All versions of the pact between ${consumer} and ${provider}` },
      consumer: { href: urls.pacticipant(consumer), title: 'Consumer', name: consumer },
      provider: { href: urls.pacticipant(provider), title: 'Provider', name: provider },
      'pact-versions': pacts.map((pact) => versionLink(pact, 'Pact', urls)),
    },
  };
}

/** The listing by tag has links of its own. */
function representTagged(x: Exchange, pacts: readonly Pact[]): object {
  const { consumer, provider } = pairAt(x);
  const { urls } = x;
  const title = `All versions of the pact between ${consumer} and ${provider} with tag ${x.path.get('tag')}`;
  return {
    _embedded: { pacts: pacts.map((pact) => representOne(pact, urls)) },
    _links: {
      self: { href: x.url, title },
      'pb:consumer': { href: urls.pacticipant(consumer), title: 'Consumer', name: consumer },
      'pb:provider': { href: urls.pacticipant(provider), title: 'Provider', name: provider },
      'pb:pact-versions': pacts.map((pact) => versionLink(pact, 'Pact version', urls)),
    },
  };
}

function representOne(pact: Pact, urls: Urls): object {
  const number = { pacticipant: pact.consumer, number: pact.version };
  return {
    createdAt: shownTime(pact.createdAt),
    _embedded: { consumerVersion: embeddedVersion(number, urls) },
    _links: { self: { href: urls.pact(pact), title: pactName(pact) } },
  };
}

function versionLink(pact: Pact, title: string, urls: Urls): object {
  const name = `Version ${pact.version} - ${shortDate(pact.createdAt)}`;
  return { href: urls.pact(pact), title, name };
}

const LATEST = (provider: string) => `Latest pact versions for the provider ${provider}`;
const ALL = (provider: string) => `All pact versions for the provider ${provider}`;

export const pactListResources: readonly Resource[] = [
  allLatest,
  providerPacts('', (_x, provider) => ({ filter: { by: 'any' }, title: ALL(provider) })),
  providerPacts('/tag/:tag', (x, provider) => {
    const tag = x.path.get('tag');
    const title = `${ALL(provider)} with consumer version tag '${tag}'`;
    return { filter: { by: 'tag', tag }, title };
  }),
  providerPacts('/latest', (_x, provider) => ({
    filter: { by: 'latest' },
    title: LATEST(provider),
  })),
  providerPacts('/latest/:tag', (x, provider) => {
    const tag = x.path.get('tag');
    const title = `${LATEST(provider)} with consumer version tag '${tag}'`;
    return { filter: { by: 'latest', tag }, title };
  }),
  providerPacts('/branch', (_x, provider) => ({
    filter: { by: 'mainBranch' },
    title: ALL(provider),
  })),
  providerPacts('/branch/latest', (_x, provider) => ({
    filter: { by: 'mainBranchHead' },
    title: LATEST(provider),
  })),
  providerPacts('/branch/:branch', (x, provider) => {
    const branch = x.path.get('branch');
    const title = `${ALL(provider)} with consumer version branch '${branch}'`;
    return { filter: { by: 'branch', branch }, title };
  }),
  providerPacts('/branch/:branch/latest', (x, provider) => {
    const branch = x.path.get('branch');
    const title = `${LATEST(provider)} with consumer version branch '${branch}'`;
    return { filter: { by: 'branchHead', branch }, title };
  }),
  integrationPacts('/versions', () => ({ by: 'any' })),
  integrationPacts('/tag/:tag', (x) => ({ by: 'tag', tag: x.path.get('tag') }), representTagged),
  integrationPacts('/branch', () => ({ by: 'mainBranch' })),
  integrationPacts('/branch/versions', () => ({ by: 'mainBranch' })),
  integrationPacts('/branch/latest/versions', () => ({ by: 'mainBranchHead' })),
  integrationPacts('/branch/:branch', (x) => ({ by: 'branch', branch: x.path.get('branch') })),
  integrationPacts('/branch/:branch/latest/versions', (x) => ({
    by: 'branchHead',
    branch: x.path.get('branch'),
  })),
];
