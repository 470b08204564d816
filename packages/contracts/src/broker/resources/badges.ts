import { badgeSvg } from '../hal/badge.ts';
import { encode } from '../hal/urls.ts';
import { textOf } from '../http/query.ts';
import type { Reply } from '../http/reply.ts';
import type { Exchange, Method, Resource } from '../http/resource.ts';
import { askMatrix } from '../matrix/matrix.ts';
import type { MatrixQuery } from '../matrix/query.ts';
import { judge } from '../matrix/verdict.ts';
import { findBranch } from '../store/branches.ts';
import { findEnvironmentByName } from '../store/environments.ts';
import { findPacticipant } from '../store/pacticipants.ts';
import { latestPact, type Pact, type PactFilter } from '../store/pacts.ts';
import {
  latestVerificationBetween,
  latestVerificationForTags,
  type Verification,
} from '../store/verifications.ts';
import { branchHead, latestVersionWithTag, mainBranchHead } from '../store/versions.ts';
import { pairAt } from './lookup.ts';

/** What a badge says: title, status and colour. */
export interface Badge {
  readonly title: string;
  readonly status: string;
  readonly colour: string;
}

const SVG = 'image/svg+xml';

function badgeResource(
  path: string,
  badgeOf: (x: Exchange) => Promise<Badge>,
  cacheControl = 'no-cache',
): Resource[] {
  const get: Method = { run: async (x) => answer(x, await badgeOf(x), cacheControl) };
  return [path, `${path}.svg`].map((one) => ({
    path: one,
    provides: [SVG],
    methods: { GET: get },
  }));
}

/** Sends the client to the image service, or draws the badge itself when there is none. */
function answer(x: Exchange, badge: Badge, cacheFor: string): Reply {
  const cacheControl = badge.status === 'not found' ? 'no-cache' : cacheFor;
  const { shieldsUrl } = x.settings;
  if (shieldsUrl === undefined)
    return { status: 200, body: badgeSvg(badge), headers: { 'cache-control': cacheControl } };
  const part = (text: string) => encode(text.replaceAll('-', '--').replaceAll('_', '__'));
  const location = `${shieldsUrl}/badge/${part(badge.title)}-${part(badge.status)}-${badge.colour}.svg`;
  return { status: 307, type: SVG, headers: { location, 'cache-control': cacheControl } };
}

const STATUS = {
  success: { status: 'verified', colour: 'brightgreen' },
  failed: { status: 'failed', colour: 'red' },
  failedPending: { status: 'failed (pending)', colour: 'red' },
  stale: { status: 'changed', colour: 'orange' },
  never: { status: 'unknown', colour: 'lightgrey' },
} as const;

function statusOf(pact: Pact | undefined, result: Verification | undefined): keyof typeof STATUS {
  if (pact === undefined || result === undefined) return 'never';
  if (result.success) return result.sha === pact.sha ? 'success' : 'stale';
  return result.pending ? 'failedPending' : 'failed';
}

async function pactBadge(x: Exchange, filter: PactFilter): Promise<Badge> {
  const pact = await latestPact(x.s, pairAt(x), filter);
  if (pact === undefined) return { title: 'pact not found', ...STATUS.never };
  const tag = filter.by === 'tag' ? filter.tag : undefined;
  const result = await latestVerificationBetween(x.s, pact, tag, filter.by === 'untagged');
  return { title: titleOf(x, pact), ...STATUS[statusOf(pact, result)] };
}

async function tagsBadge(x: Exchange): Promise<Badge> {
  const [tag, providerTag] = [x.path.get('tag'), x.path.get('providerTag')];
  const pact = await latestPact(x.s, pairAt(x), { by: 'tag', tag });
  if (pact === undefined) return { title: 'pact not found', ...STATUS.never };
  const result = await latestVerificationForTags(x.s, pact, tag, providerTag);
  return { title: titleOf(x, pact, tag, providerTag), ...STATUS[statusOf(pact, result)] };
}

function titleOf(x: Exchange, pact: Pact, tag?: string, providerTag?: string): string {
  const initials = textOf(x.query, 'initials') === 'true';
  const name = (text: string, suffix: string | undefined) =>
    `${initials ? initialsOf(text) : text.toLowerCase()}${suffix === undefined ? '' : ` (${suffix})`}`;
  const consumer = name(pact.consumer, tag);
  const provider = name(pact.provider, providerTag);
  const label = textOf(x.query, 'label')?.toLowerCase();
  const both = `${consumer}/${provider}`;
  const title = label === 'consumer' ? consumer : label === 'provider' ? provider : both;
  return `${title} pact`.toLowerCase();
}

function initialsOf(name: string): string {
  const words = name.split(/[\s_-]/);
  const parts = words.length > 1 ? words : name.replace(/([a-z\d])([A-Z])/g, '$1_$2').split('_');
  if (parts.length < 2) return name.toLowerCase();
  return parts
    .map((part) => part.charAt(0))
    .join('')
    .toLowerCase();
}

async function canIDeploy(x: Exchange, query: MatrixQuery, status: string): Promise<Badge> {
  const { deployable } = judge(await askMatrix(x.s, query, x.settings.compat));
  const title = textOf(x.query, 'label') || 'can-i-deploy';
  return { title, status, colour: deployable ? 'brightgreen' : 'red' };
}

function missing(what: string): Badge {
  return { title: what, status: 'not found', colour: 'lightgrey' };
}

async function branchToEnvironment(x: Exchange): Promise<Badge> {
  const [branch, environment] = [x.path.get('branch'), x.path.get('environment')];
  const pacticipant = await findPacticipant(x.s, x.path.get('pacticipant'));
  if (pacticipant === undefined) return missing('pacticipant');
  if ((await findBranch(x.s, pacticipant.id, branch)) === undefined) return missing('branch');
  if ((await branchHead(x.s, pacticipant.id, branch)) === undefined) return missing('version');
  if ((await findEnvironmentByName(x.s, environment)) === undefined) return missing('environment');
  const selectors = [{ pacticipant: pacticipant.name, branch, latest: true }] as const;
  const options = { latestby: 'cvpv', environment, ignore: [] } as const;
  return canIDeploy(x, { selectors, options }, `${branch} to ${environment}`);
}

async function tagToTag(x: Exchange): Promise<Badge> {
  const [tag, to] = [x.path.get('tag'), x.path.get('to')];
  const pacticipant = await findPacticipant(x.s, x.path.get('pacticipant'));
  if (pacticipant === undefined) return missing('pacticipant');
  if ((await latestVersionWithTag(x.s, pacticipant.id, tag)) === undefined)
    return missing('version');
  const selectors = [{ pacticipant: pacticipant.name, tag, latest: true }] as const;
  const options = { latestby: 'cvp', tag: to, latest: true, ignore: [] } as const;
  return canIDeploy(x, { selectors, options }, `${tag} to ${to}`);
}

async function canIMerge(x: Exchange): Promise<Badge> {
  const pacticipant = await findPacticipant(x.s, x.path.get('pacticipant'));
  if (pacticipant === undefined) return missing('pacticipant');
  const head = await mainBranchHead(x.s, pacticipant);
  if (head === undefined) return missing('main branch version');
  const selectors = [{ pacticipant: pacticipant.name, version: head.number }];
  const options = { latestby: 'cvp', latest: true, mainBranch: true, ignore: [] } as const;
  const { deployable } = judge(await askMatrix(x.s, { selectors, options }, x.settings.compat));
  const title = 'can-i-merge';
  if (deployable === null) return { title, status: 'unknown', colour: 'lightgrey' };
  return deployable
    ? { title, status: 'success', colour: 'brightgreen' }
    : { title, status: 'failed', colour: 'red' };
}

const INTEGRATION = '/pacts/provider/:provider/consumer/:consumer';
const PACTICIPANT = '/pacticipants/:pacticipant';

export const badgeResources: readonly Resource[] = [
  ...badgeResource(`${INTEGRATION}/latest/badge`, (x) => pactBadge(x, { by: 'any' })),
  ...badgeResource(`${INTEGRATION}/latest/:tag/badge`, (x) =>
    pactBadge(x, { by: 'tag', tag: x.path.get('tag') }),
  ),
  ...badgeResource(`${INTEGRATION}/latest-untagged/badge`, (x) => pactBadge(x, { by: 'untagged' })),
  ...badgeResource(
    '/matrix/provider/:provider/latest/:providerTag/consumer/:consumer/latest/:tag/badge',
    tagsBadge,
  ),
  ...badgeResource(
    `${PACTICIPANT}/branches/:branch/latest-version/can-i-deploy/to-environment/:environment/badge`,
    branchToEnvironment,
  ),
  ...badgeResource(`${PACTICIPANT}/latest-version/:tag/can-i-deploy/to/:to/badge`, tagToTag),
  ...badgeResource(`${PACTICIPANT}/main-branch/can-i-merge/badge`, canIMerge, 'max-age=30'),
];
