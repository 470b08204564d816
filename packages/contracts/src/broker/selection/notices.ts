import type { PendingStatus } from './pending.ts';
import type { SelectedPact } from './select.ts';
import {
  isLatestForBranch,
  isLatestForTag,
  isOverallLatest,
  kindOf,
  type ResolvedSelector,
} from './selector.ts';

/** A pact to verify with all that its notices speak of. */
export interface VerifiablePact extends SelectedPact {
  readonly status: PendingStatus | undefined;
  readonly wip: boolean;
  readonly branch: string | undefined;
  readonly consumerMainBranch: string | null;
}

export interface VerificationNotice {
  readonly when: string;
  readonly text: string;
}

const MORE_PENDING = 'Read more at https://docs.pact.io/go/pending';
const MORE_WIP = 'Read more at https://docs.pact.io/go/wip';

/** What a verifier prints before and after: why this pact, and what a failure would mean. */
export function verificationNotices(
  pact: VerifiablePact,
  contentUrl: string,
  options: { readonly includePending: boolean; readonly deprecated: boolean },
): VerificationNotice[] {
  const notices: VerificationNotice[] = [];
  const before = (text: string) => notices.push({ when: 'before_verification', text });
  if (options.deprecated) {
    before(
      'WARNING - this version of the Pact library uses a beta version of the API which will be removed in the future. Please upgrade your Pact library. See https://docs.pact.io/pact_broker/advanced_topics/provider_verification_results/#pacts-for-verification for minimum required versions.',
    );
  }
  before(pact.wip ? wipReason(pact, contentUrl) : selectionReason(pact, contentUrl));
  if (!options.includePending) return notices;
  before(pendingReason(pact));
  return pact.status?.pending === true ? [...notices, ...outcomes(pact, pact.status)] : notices;
}

function selectionReason(pact: VerifiablePact, contentUrl: string): string {
  const many = pact.selectors.length > 1;
  const versions = many ? 'the consumer versions' : 'the consumer version';
  const reasons = describeSelectors(pact).map((text) => `    * ${text}`);
  return `The pact at ${contentUrl} is being verified because the pact content belongs to ${versions} matching the following ${many ? 'criteria' : 'criterion'}:\n${reasons.join('\n')}`;
}

function wipReason(pact: VerifiablePact, contentUrl: string): string {
  const branches = unique(
    pact.selectors.filter(isLatestForBranch).map((one) => String(one.branch)),
  );
  const tags = unique(pact.selectors.filter(isLatestForTag).map((one) => String(one.tag)));
  const parts = [
    branches.length === 0
      ? ''
      : `from ${branches.length === 1 ? 'branch' : 'branches'} ${quoted(branches)}`,
    tags.length === 0 ? '' : `tagged with ${quoted(tags)}`,
  ].filter((part) => part !== '');
  const count = pact.selectors.length;
  const same =
    count === 1
      ? ''
      : count === 2
        ? ' (both have the same content)'
        : ' (all have the same content)';
  const version = tags.length === 1 || branches.length === 1 ? 'version' : 'versions';
  return `The pact at ${contentUrl} is being verified because it is a 'work in progress' pact (ie. it is the pact for the latest ${version} of ${pact.pact.consumer} ${parts.join(' and ')}${same} and it has not yet been successfully verified by ${pendingSide(pact, 'a')} when the pact's application version was explicitly specified in the consumer version selectors). ${MORE_WIP}`;
}

function pendingReason(pact: VerifiablePact): string {
  const { provider } = pact.pact;
  const harmless = `If this verification fails, it will not cause the overall build to fail. ${MORE_PENDING}`;
  if (pact.status?.pending !== true) {
    return `This pact has previously been successfully verified by ${settledSide(pact)}. If this verification fails, it will fail the build. ${MORE_PENDING}`;
  }
  if (pact.wip) {
    return `This pact is in pending state for this version of ${provider} because it was included as a 'work in progress' pact. ${harmless}`;
  }
  return `This pact is in pending state for this version of ${provider} because a successful verification result for ${pendingSide(pact, 'a')} has not yet been published. ${harmless}`;
}

function outcomes(pact: VerifiablePact, status: PendingStatus): VerificationNotice[] {
  const { provider } = pact.pact;
  const side = pendingSide(pact, 'any');
  const count = status.pendingTags.length;
  const tagged = count === 0 ? '' : count === 1 ? 'with this tag ' : 'with these tags ';
  const still = `This pact is still in pending state for ${side} as`;
  const failed = `${still} a successful verification result ${tagged}has not yet been published`;
  return [
    {
      when: 'after_verification:success_true_published_false',
      text: `${still} the successful verification results ${tagged}have not yet been published.`,
    },
    { when: 'after_verification:success_false_published_false', text: failed },
    {
      when: 'after_verification:success_true_published_true',
      text: `This pact is no longer in pending state for ${side}, as a successful verification result ${tagged}has been published. If a verification for a version of ${provider} ${tagged}fails in the future, it will fail the build. ${MORE_PENDING}`,
    },
    { when: 'after_verification:success_false_published_true', text: failed },
  ];
}

function pendingSide(pact: VerifiablePact, article: 'a' | 'any'): string {
  const { provider } = pact.pact;
  if (pact.branch !== undefined) {
    return `${article} version of ${provider} from branch '${pact.branch}'`;
  }
  const tags = pact.status?.pendingTags ?? [];
  if (tags.length === 0) return provider;
  return `${article} version${tags.length === 1 ? '' : 's'} of ${provider} with tag ${quoted(tags)}`;
}

function settledSide(pact: VerifiablePact): string {
  const { provider } = pact.pact;
  if (pact.branch !== undefined) return `a version of ${provider} from branch '${pact.branch}'`;
  const tags = pact.status?.settledTags ?? [];
  return tags.length === 0 ? provider : `a version of ${provider} with tag ${quoted(tags)}`;
}

function describeSelectors(pact: VerifiablePact): string[] {
  return [...Map.groupBy(pact.selectors, kindOf).values()].flatMap((group) => {
    const [first] = group;
    if (first?.deployed) return recorded(group, 'currently deployed to');
    if (first?.released) return recorded(group, 'released and supported in');
    return group.map((one) => `${describeSelector(one, pact)} (${one.version})`);
  });
}

function recorded(group: readonly ResolvedSelector[], what: string): string[] {
  return [...Map.groupBy(group, (one) => one.consumer)].map(([consumer, selectors]) => {
    const who = consumer === undefined ? 'consumer version(s)' : `version(s) of ${consumer}`;
    const where = selectors.map((one) => `${one.foundIn?.name} (${one.version})`);
    return `${who} ${what} ${joined(where)}`;
  });
}

function describeSelector(one: ResolvedSelector, pact: VerifiablePact): string {
  const versionOf = one.consumer === undefined ? 'version' : `version of ${one.consumer}`;
  if (isOverallLatest(one)) {
    return `latest version of ${one.consumer ?? 'a consumer'} that has a pact with ${pact.pact.provider}`;
  }
  if (isLatestForTag(one)) {
    return one.fellBack
      ? `latest ${versionOf} tagged '${one.fallbackTag}' (fallback tag used as no pact was found with tag '${one.tag}')`
      : `latest ${versionOf} tagged '${one.tag}'`;
  }
  if (one.mainBranch)
    return `latest ${versionOf} from the main branch '${pact.consumerMainBranch}'`;
  if (isLatestForBranch(one)) {
    return one.fellBack
      ? `latest ${versionOf} from branch '${one.fallbackBranch}' (fallback branch used as no pact was found from branch '${one.branch}')`
      : `latest ${versionOf} from branch '${one.branch}'`;
  }
  if (one.tag !== undefined)
    return `all ${one.consumer ?? 'consumer'} versions tagged '${one.tag}'`;
  if (one.environment !== undefined) {
    return `${one.consumer ?? 'a consumer'} version in environment ${one.foundIn?.name}`;
  }
  return asGiven(one, pact);
}

/** A few words for the name of the test. */
export function shortDescription(pact: SelectedPact): string {
  return pact.selectors.map((one) => shortForm(one, pact)).join(', ');
}

function shortForm(one: ResolvedSelector, pact: SelectedPact): string {
  if (isOverallLatest(one)) return 'latest';
  if (isLatestForTag(one)) return `latest with tag ${one.fellBack ? one.fallbackTag : one.tag}`;
  if (one.mainBranch) return 'latest from main branch';
  if (isLatestForBranch(one)) {
    return `latest from branch ${one.fellBack ? one.fallbackBranch : one.branch}`;
  }
  if (one.tag !== undefined) {
    return one.consumer === undefined ? `one of ${one.tag}` : `one of ${one.consumer} ${one.tag}`;
  }
  if (one.deployed) return `deployed to ${one.foundIn?.name}`;
  if (one.released) return `released in ${one.foundIn?.name}`;
  return one.environment === undefined ? asGiven(one, pact) : `in ${one.environment}`;
}

/** The protocol has no words for "every branch": it shows the selector and what it found. */
function asGiven(one: ResolvedSelector, { pact }: SelectedPact): string {
  const { branch, latest, consumer, version } = one;
  const found = `Version: number=${version}, pacticipant=${pact.consumerId}`;
  return JSON.stringify({ branch, latest, consumer, consumer_version: found });
}

function unique(list: readonly string[]): string[] {
  return [...new Set(list)];
}

function quoted(list: readonly string[]): string {
  return joined(list.map((item) => `'${item}'`));
}

function joined(list: readonly string[]): string {
  if (list.length < 2) return list.join('');
  return `${list.slice(0, -1).join(', ')} and ${list.at(-1)}`;
}
