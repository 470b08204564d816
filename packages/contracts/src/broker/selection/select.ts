import { branchVersionsOf } from '../store/branches.ts';
import type { Sql } from '../store/database.ts';
import { type DeployedVersion, deployedVersions, releasedVersions } from '../store/deployments.ts';
import { integrationsOfProviders } from '../store/integrations.ts';
import { findPacticipantById, type Pacticipant } from '../store/pacticipants.ts';
import { newestOf, PACT_COLUMNS, PACT_TABLES, type Pact } from '../store/pacts.ts';
import type { Session } from '../store/session.ts';
import { branchHead, latestVersionWithTag } from '../store/versions.ts';
import { compareSelectors, type ResolvedSelector, type Selector } from './selector.ts';

/** A content to verify, with the newest pact that has it and all that selected it. */
export interface SelectedPact {
  readonly pact: Pact;
  readonly selectors: readonly ResolvedSelector[];
}

interface Hit {
  readonly pact: Pact;
  readonly selector: ResolvedSelector;
}

/** The pacts that selectors stand for, each content once. */
export async function selectPacts(
  s: Session,
  provider: Pacticipant,
  selectors: readonly Selector[],
  compat: boolean,
): Promise<SelectedPact[]> {
  const wanted = selectors.length > 0 ? selectors : await defaultSelectors(s, provider);
  const hits: Hit[] = [];
  const fallbacks: Hit[] = [];
  for (const selector of wanted) {
    const found = await pactsFor(s, provider, selector);
    hits.push(...found);
    if (found.length === 0) fallbacks.push(...(await fallback(s, provider, selector, compat)));
  }
  return mergeByContent([...hits, ...fallbacks]);
}

/** Without selectors: what each consumer is about to release, and what is out there already. */
async function defaultSelectors(s: Session, provider: Pacticipant): Promise<Selector[]> {
  const selectors: Selector[] = [];
  for (const { consumerId } of await integrationsOfProviders(s, [provider.id])) {
    const consumer = await findPacticipantById(s, consumerId);
    if (consumer === undefined) continue;
    const { name, mainBranch } = consumer;
    if (mainBranch !== null && (await branchHead(s, consumer.id, mainBranch)) !== undefined) {
      selectors.push({ mainBranch: true, consumer: name });
    } else if (
      mainBranch !== null &&
      (await latestVersionWithTag(s, consumer.id, mainBranch)) !== undefined
    ) {
      selectors.push({ tag: mainBranch, latest: true, consumer: name });
    } else {
      selectors.push({ latest: true, consumer: name });
    }
  }
  return [...selectors, { deployed: true }, { released: true }];
}

/** The reference broker checks `fallbackBranch` and then forgets it; only compat does the same. */
async function fallback(
  s: Session,
  provider: Pacticipant,
  selector: Selector,
  compat: boolean,
): Promise<Hit[]> {
  const { fallbackTag, fallbackBranch, tag: _tag, branch: _branch, ...rest } = selector;
  const instead: Selector | undefined =
    fallbackTag !== undefined
      ? { ...rest, tag: fallbackTag, latest: true }
      : fallbackBranch !== undefined && !compat
        ? { ...rest, branch: fallbackBranch, latest: true }
        : undefined;
  if (instead === undefined) return [];
  const found = await pactsFor(s, provider, instead);
  return found.map(({ pact }) => ({
    pact,
    selector: { ...selector, versionId: pact.versionId, version: pact.version, fellBack: true },
  }));
}

async function pactsFor(s: Session, provider: Pacticipant, selector: Selector): Promise<Hit[]> {
  if (selector.deployed || selector.released || selector.environment !== undefined) {
    return pactsInEnvironments(s, provider, selector);
  }
  const found = await findPacts(s, provider, selector, condition(provider, selector));
  const rows = selector.branch === true ? await oncePerHead(s, found) : found;
  const { fallbackTag: _tag, fallbackBranch: _branch, ...plain } = selector;
  return rows.map((pact) => ({
    pact,
    selector: { ...plain, versionId: pact.versionId, version: pact.version },
  }));
}

async function findPacts(
  s: Session,
  provider: Pacticipant,
  selector: Selector,
  { sql, params }: Sql,
): Promise<Pact[]> {
  const consumer = selector.consumer === undefined ? '' : ' AND cp.name = ?';
  return s.db.all<Pact>(
    `SELECT ${PACT_COLUMNS} FROM ${PACT_TABLES}
     WHERE p.provider_id = ? AND p.superseded = 0${consumer}${sql}
     ORDER BY cp.name, p.version_id`,
    [provider.id, ...(selector.consumer === undefined ? [] : [selector.consumer]), ...params],
  );
}

/** A version that is the head of two branches is found twice. */
async function oncePerHead(s: Session, pacts: readonly Pact[]): Promise<Pact[]> {
  const branches = await branchVersionsOf(
    s,
    pacts.map(({ versionId }) => versionId),
  );
  return pacts.flatMap((pact) =>
    (branches.get(pact.versionId) ?? []).filter(({ latest }) => latest).map(() => pact),
  );
}

// Each list starts from the provider's consumers, so that the size of the history does not matter.
// Their parameters begin with the provider.
const CONSUMERS = 'FROM integrations i';
const OF_PROVIDER = 'WHERE i.provider_id = ?';

const HEAD_OF_BRANCH = (name: string) => ` AND p.version_id IN (
  SELECT (SELECT h.version_id FROM branch_versions h WHERE h.branch_id = b.id ORDER BY h.id DESC LIMIT 1)
  ${CONSUMERS} JOIN pacticipants cb ON cb.id = i.consumer_id
  JOIN branches b ON b.pacticipant_id = i.consumer_id ${OF_PROVIDER}${name})`;

const NEWEST = ` AND p.id IN (SELECT (${newestOf('i')}) ${CONSUMERS} ${OF_PROVIDER})`;

/** The newest version with the tag counts, even one that has no pact with this provider. */
const NEWEST_TAGGED = ` AND p.version_id IN (SELECT (SELECT MAX(t.version_id) FROM tags t
  WHERE t.pacticipant_id = i.consumer_id AND t.name = ?) ${CONSUMERS} ${OF_PROVIDER})`;

function condition({ id }: Pacticipant, selector: Selector): Sql {
  const { mainBranch, branch, tag, latest } = selector;
  if (mainBranch) return { sql: HEAD_OF_BRANCH(' AND b.name = cb.main_branch'), params: [id] };
  if (branch === true) return { sql: HEAD_OF_BRANCH(''), params: [id] };
  if (branch !== undefined) return { sql: HEAD_OF_BRANCH(' AND b.name = ?'), params: [id, branch] };
  if (tag === undefined) return { sql: NEWEST, params: [id] };
  if (latest) return { sql: NEWEST_TAGGED, params: [tag, id] };
  const tagged =
    ' AND EXISTS (SELECT 1 FROM tags t WHERE t.version_id = p.version_id AND t.name = ?)';
  return { sql: tagged, params: [tag] };
}

/** A pact counts once for every environment its consumer version is in. */
async function pactsInEnvironments(
  s: Session,
  provider: Pacticipant,
  selector: Selector,
): Promise<Hit[]> {
  const records = await recordsFor(s, provider, selector);
  const versions = s.db.anyOf('p.version_id', [...new Set(records.map((one) => one.versionId))]);
  const pacts = await findPacts(s, provider, selector, {
    ...versions,
    sql: ` AND ${versions.sql}`,
  });
  const distinct =
    selector.deployed || selector.released
      ? records
      : [...new Map(records.map((one) => [placeOf(one), one])).values()];
  return pacts.flatMap((pact) =>
    distinct
      .filter(({ versionId }) => versionId === pact.versionId)
      .map(({ environment, version, versionId }) => ({
        pact,
        selector: { ...selector, version, versionId, foundIn: environment },
      })),
  );
}

type Recorded = Pick<DeployedVersion, 'versionId' | 'version' | 'environment'> & {
  readonly instance?: string | null;
};

/** Deployed and released in one environment are one reason when the environment is what counts. */
function placeOf({ versionId, environment, instance }: Recorded): string {
  return JSON.stringify([versionId, environment.id, instance ?? null]);
}

async function recordsFor(
  s: Session,
  provider: Pacticipant,
  selector: Selector,
): Promise<Recorded[]> {
  const consumers = (alias: string) =>
    `${alias}.pacticipant_id IN (SELECT consumer_id FROM integrations WHERE provider_id = ?)`;
  const [where, params] =
    selector.environment === undefined
      ? ['', [provider.id]]
      : [
          ' AND #.environment_id = (SELECT id FROM environments WHERE name = ?)',
          [provider.id, selector.environment],
        ];
  const deployed = selector.released
    ? []
    : await deployedVersions(s, {
        where: `${consumers('d')} AND d.undeployed_at IS NULL${where.replace('#', 'd')}`,
        params,
      });
  const released = selector.deployed
    ? []
    : await releasedVersions(s, {
        where: `${consumers('r')} AND r.support_ended_at IS NULL${where.replace('#', 'r')}`,
        params,
      });
  return [...deployed, ...released];
}

function mergeByContent(hits: readonly Hit[]): SelectedPact[] {
  const groups = Map.groupBy(hits, ({ pact }) => pact.contentId);
  const selected = [...groups.values()].map((group) => ({
    pact: newest(group.map(({ pact }) => pact)),
    selectors: group.map(({ selector }) => selector).sort(compareSelectors),
  }));
  return selected.sort((a, b) => comparePacts(a.pact, b.pact));
}

export function newest(pacts: readonly Pact[]): Pact {
  return pacts.reduce((a, b) => (b.versionId > a.versionId ? b : a));
}

/** By consumer name, then from the oldest version to the newest. */
export function comparePacts(a: Pact, b: Pact): number {
  const [first, second] = [a.consumer.toLowerCase(), b.consumer.toLowerCase()];
  return first < second ? -1 : first > second ? 1 : a.versionId - b.versionId;
}
