import { encodeMetadata, type Urls } from '../hal/urls.ts';
import { branchVersionsOf } from '../store/branches.ts';
import { labelsOf } from '../store/labels.ts';
import type { Pact } from '../store/pacts.ts';
import type { Session } from '../store/session.ts';
import { tagsOf } from '../store/tags.ts';
import { latestVerification, type Verification } from '../store/verifications.ts';
import type { EventContext } from './trigger.ts';

/** Values for `${pactbroker.…}` in a webhook's URL, headers and body. */
export type TemplateValues = ReadonlyMap<string, string>;

const PARAMETER = /\$\{pactbroker\.[^}]+\}/g;

export function hasParameter(text: string): boolean {
  return text.search(PARAMETER) >= 0;
}

export function withPlaceholder(text: string, placeholder: string): string {
  return text.replace(PARAMETER, placeholder);
}

/** Replaces known parameters, leaving unknown ones as they are. */
export function render(
  text: string,
  values: TemplateValues,
  encode: (value: string) => string = (value) => value,
): string {
  return text.replace(PARAMETER, (whole) => {
    const value = values.get(whole.slice('${pactbroker.'.length, -1));
    return value === undefined ? whole : encode(value);
  });
}

/** The values as they are now: later results may already be among them. */
export async function templateValues(
  s: Session,
  pact: Pact | undefined,
  trigger: Verification | undefined,
  context: EventContext,
  urls: Urls,
): Promise<TemplateValues> {
  const verification =
    trigger ?? (pact === undefined ? undefined : await latestVerification(s, pact.contentId));
  const tags = async (id: number | undefined) =>
    id === undefined ? [] : ((await tagsOf(s, [id])).get(id) ?? []).map(({ name }) => name);
  const branch = async (id: number | undefined) =>
    id === undefined ? '' : ((await branchVersionsOf(s, [id])).get(id)?.at(-1)?.branch ?? '');
  const labels = async (id: number | undefined) =>
    id === undefined
      ? ''
      : ((await labelsOf(s, [id])).get(id) ?? []).map(({ name }) => name).join(', ');
  const ownTags = await tags(pact?.versionId);
  const providerVersionId = verification?.providerVersionId;
  return new Map([
    ['pactUrl', pact === undefined ? '' : pactUrl(pact, ownTags, urls)],
    ['verificationResultUrl', verification === undefined ? '' : urls.verification(verification)],
    ['consumerVersionNumber', context.consumer_version_number ?? pact?.version ?? ''],
    [
      'providerVersionNumber',
      context.provider_version_number ?? verification?.providerVersion ?? '',
    ],
    [
      'providerVersionTags',
      (context.provider_version_tags ?? (await tags(providerVersionId))).join(', '),
    ],
    [
      'providerVersionBranch',
      context.provider_version_branch === undefined
        ? await branch(providerVersionId)
        : (context.provider_version_branch ?? ''),
    ],
    ['providerVersionDescriptions', (context.provider_version_descriptions ?? []).join(', ')],
    ['consumerVersionTags', (context.consumer_version_tags ?? ownTags).join(', ')],
    ['consumerVersionBranch', await branch(pact?.versionId)],
    ['consumerName', pact?.consumer ?? ''],
    ['providerName', pact?.provider ?? ''],
    ...statuses(verification),
    ['consumerLabels', await labels(pact?.consumerId)],
    ['providerLabels', await labels(pact?.providerId)],
    ['eventName', context.event_name ?? ''],
    ['buildUrl', context.build_url ?? ''],
    [
      'currentlyDeployedProviderVersionNumber',
      context.currently_deployed_provider_version_number ?? '',
    ],
  ]);
}

/** Verification status in the words of the services that show it beside a commit. */
function statuses(verification: Verification | undefined): [string, string][] {
  const words = (pending: string, success: string, failure: string) =>
    verification === undefined ? pending : verification.success ? success : failure;
  return [
    ['githubVerificationStatus', words('pending', 'success', 'failure')],
    ['bitbucketVerificationStatus', words('INPROGRESS', 'SUCCESSFUL', 'FAILED')],
    ['azureDevOpsVerificationStatus', words('pending', 'succeeded', 'failed')],
    ['gitlabVerificationStatus', words('pending', 'success', 'failed')],
  ];
}

function pactUrl(pact: Pact, tags: readonly string[], urls: Urls): string {
  const metadata = encodeMetadata({ cvn: pact.version, cvt: tags, w: true });
  return urls.content(pact, 'metadata', metadata);
}
