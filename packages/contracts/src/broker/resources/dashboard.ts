import { textTable } from '../hal/text-table.ts';
import type { Urls } from '../hal/urls.ts';
import { pageOf } from '../http/paging.ts';
import { JsonText, ok, type Reply } from '../http/reply.ts';
import { type Exchange, HAL, type Resource } from '../http/resource.ts';
import { type BranchVersion, branchVersionsOf } from '../store/branches.ts';
import { shownTime } from '../store/clock.ts';
import { dashboardPacts, headTags } from '../store/dashboard.ts';
import type { Pact } from '../store/pacts.ts';
import type { Page } from '../store/session.ts';
import { type Tag, tagsOf } from '../store/tags.ts';
import { type ListedResult, latestVerifications } from '../store/verifications.ts';
import { pacticipantAt } from './lookup.ts';

/** Thirty are shown unless a page is asked for. */
const FIRST_PAGE: Page = { number: 1, size: 30 };

interface Item {
  readonly pact: Pact;
  readonly result: ListedResult | undefined;
  readonly consumerHeads: readonly string[];
  readonly providerHeads: readonly string[];
  readonly tags: readonly string[];
  readonly providerTags: readonly string[];
}

function dashboard(path: string): Resource {
  return {
    path,
    provides: [HAL, 'text/plain'],
    methods: { GET: { run: show } },
  };
}

async function show(x: Exchange): Promise<Reply> {
  const page = { ...FIRST_PAGE, ...pageOf(x.query) };
  const narrowed = x.path.has('consumer');
  const filter = narrowed
    ? {
        consumer: (await pacticipantAt(x, 'consumer')).name,
        provider: (await pacticipantAt(x, 'provider')).name,
      }
    : {};
  const items = await itemsFor(x, await dashboardPacts(x.s, filter, page));
  if (x.type === 'text/plain') return ok(asText(items));
  items.sort((a, b) =>
    lastActive(b) > lastActive(a) ? 1 : lastActive(b) < lastActive(a) ? -1 : 0,
  );
  // One after the other into text: a whole dashboard of objects would outlive many collections.
  const texts = items.map((item) => JSON.stringify(represent(item, x.urls)));
  return ok(new JsonText(`{"items":[${texts.join(',')}]}`));
}

function lastActive({ pact, result }: Item): string {
  const verified = result?.createdAt ?? '';
  return verified > pact.createdAt ? verified : pact.createdAt;
}

async function itemsFor(x: Exchange, pacts: readonly Pact[]): Promise<Item[]> {
  const contents = pacts.map(({ contentId }) => contentId);
  const results = await latestVerifications(x.s, contents);
  const providerVersions = [...results.values()].map((result) => result.providerVersionId);
  const versions = [...new Set([...pacts.map(({ versionId }) => versionId), ...providerVersions])];
  const branches = await branchVersionsOf(x.s, versions);
  const tags = await tagsOf(x.s, providerVersions);
  const heads = await headTags(
    x.s,
    pacts.map(({ id }) => id),
  );
  return pacts.map((pact) => {
    const result = results.get(pact.contentId);
    const providerId = result?.providerVersionId ?? -1;
    return {
      pact,
      result,
      consumerHeads: headNames(branches.get(pact.versionId)),
      providerHeads: headNames(branches.get(providerId)),
      tags: heads.get(pact.id) ?? [],
      providerTags: latestNames(tags.get(providerId)),
    };
  });
}

function headNames(branches: readonly BranchVersion[] | undefined): string[] {
  return (branches ?? []).filter(({ latest }) => latest).map(({ branch }) => branch);
}

function latestNames(tags: readonly Tag[] | undefined): string[] {
  return (tags ?? [])
    .filter(({ latest }) => latest)
    .map(({ name }) => name)
    .sort();
}

function statusOf(result: ListedResult | undefined): string {
  if (result === undefined) return 'never';
  if (result.success) return 'success';
  return result.pending ? 'failed_pending' : 'failed';
}

function represent(item: Item, urls: Urls): object {
  const { pact, result } = item;
  return {
    consumer: {
      name: pact.consumer,
      version: {
        ...heads(pact.version, item.consumerHeads),
        _links: { self: { href: urls.version(pact.consumer, pact.version) } },
      },
      _links: { self: { href: urls.pacticipant(pact.consumer) } },
    },
    provider: {
      name: pact.provider,
      version: result === undefined ? null : heads(result.providerVersion, item.providerHeads),
      _links: { self: { href: urls.pacticipant(pact.provider) } },
    },
    pact: {
      createdAt: shownTime(pact.createdAt),
      _links: { self: { href: urls.pact(pact) } },
    },
    pactTags: item.tags.map((tag) => representTag(tag, pact.consumer, pact.version, urls)),
    latestVerificationResult:
      result === undefined
        ? null
        : {
            success: result.success,
            verifiedAt: shownTime(result.createdAt),
            _links: { self: { href: urls.pact(pact, 'verification-results', 'latest') } },
          },
    latestVerificationResultTags: item.providerTags.map((tag) =>
      representTag(tag, pact.provider, result?.providerVersion ?? '', urls),
    ),
    verificationStatus: statusOf(result),
    // The API of the reference broker never says more; the links do.
    webhookStatus: 'none',
    latestWebhookExecution: null,
    _links: {
      'pb:webhook-status': {
        title: `Status of webhooks for ${pact.consumer}/${pact.provider} pact`,
        href: urls.integration(pact, 'webhooks', 'status'),
      },
    },
  };
}

function heads(number: string, branches: readonly string[]): object {
  return { number, branch: branches.at(-1) ?? null, headBranchNames: branches };
}

function representTag(name: string, pacticipant: string, number: string, urls: Urls): object {
  return { name, latest: true, _links: { self: { href: urls.tag(pacticipant, number, name) } } };
}

function asText(items: readonly Item[]): string {
  const columns = [
    'CONSUMER_NAME',
    'C_VERSION',
    'C_TAGS',
    'PROVIDER_NAME',
    'P_VERSION',
    'P_TAGS',
    'SUCCESS',
  ];
  const rows = items.map(({ pact, result, tags, providerTags }) => [
    pact.consumer,
    pact.version,
    tags.join(', '),
    pact.provider,
    result?.providerVersion ?? null,
    providerTags.join(', '),
    statusOf(result),
  ]);
  return `${textTable(columns, rows)}\n`;
}

export const dashboardResources: readonly Resource[] = [
  dashboard('/dashboard'),
  dashboard('/dashboard/provider/:provider/consumer/:consumer'),
];
