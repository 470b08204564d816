import { environmentInRow } from '../hal/environment.ts';
import type { Urls } from '../hal/urls.ts';
import { representBranchVersion } from '../hal/version.ts';
import { type BranchVersion, branchVersionsOf } from '../store/branches.ts';
import { shownTime } from '../store/clock.ts';
import {
  CURRENTLY_DEPLOYED,
  CURRENTLY_SUPPORTED,
  deployedVersions,
  releasedVersions,
} from '../store/deployments.ts';
import type { Environment } from '../store/environments.ts';
import type { Session } from '../store/session.ts';
import { type Tag, tagsOf } from '../store/tags.ts';
import type { MatrixRow } from './rows.ts';
import { judge, type MatrixResult } from './verdict.ts';

interface VersionDetails {
  readonly branches: ReadonlyMap<number, readonly BranchVersion[]>;
  readonly tags: ReadonlyMap<number, readonly Tag[]>;
  readonly environments: ReadonlyMap<number, readonly Environment[]>;
}

/** A verdict with its rows, as clients of `/matrix` and `/can-i-deploy` read it. */
export async function representMatrix(
  s: Session,
  result: MatrixResult,
  urls: Urls,
): Promise<object> {
  const { deployable, reasons, counts } = judge(result);
  const details = await detailsOf(s, [...result.considered, ...result.ignored]);
  return {
    summary: {
      deployable,
      reason: reasons.map(({ text }) => text).join('\n'),
      ...counts,
    },
    notices: reasons,
    matrix: [
      ...result.considered.map((row) => representRow(row, details, urls)),
      ...result.ignored.map((row) => ({ ...representRow(row, details, urls), ignored: true })),
    ],
  };
}

async function detailsOf(s: Session, rows: readonly MatrixRow[]): Promise<VersionDetails> {
  const ids = [...new Set(rows.flatMap((row) => [row.consumerVersionId, row.providerVersionId]))];
  const versions = ids.filter((id) => id !== null);
  return {
    branches: await branchVersionsOf(s, versions),
    tags: await tagsOf(s, versions),
    environments: await environmentsOf(s, versions),
  };
}

/** Environments in which versions are now, in the order they came there. */
async function environmentsOf(
  s: Session,
  versionIds: readonly number[],
): Promise<Map<number, Environment[]>> {
  const inDeployed = s.db.anyOf('d.version_id', versionIds);
  const inReleased = s.db.anyOf('r.version_id', versionIds);
  const params = inDeployed.params.filter((value) => value !== null);
  const records = [
    ...(await deployedVersions(s, {
      where: `${inDeployed.sql} AND ${CURRENTLY_DEPLOYED}`,
      params,
    })),
    ...(await releasedVersions(s, {
      where: `${inReleased.sql} AND ${CURRENTLY_SUPPORTED}`,
      params,
    })),
  ].sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
  const environments = new Map<number, Environment[]>();
  for (const { versionId, environment } of records) {
    const known = environments.get(versionId) ?? [];
    if (!known.some(({ id }) => id === environment.id)) known.push(environment);
    environments.set(versionId, known);
  }
  return environments;
}

function representRow(row: MatrixRow, details: VersionDetails, urls: Urls): object {
  const { consumer, provider, consumerVersion: version } = row;
  return {
    consumer: side(consumer, row.consumerVersionId, version, details, urls),
    provider: side(provider, row.providerVersionId, row.providerVersion, details, urls),
    pact: {
      createdAt: shownTime(row.pactCreatedAt),
      _links: { self: { href: urls.pact({ consumer, provider, version }) } },
    },
    verificationResult: representResult(row, urls),
  };
}

function side(
  name: string,
  versionId: number | null,
  number: string | null,
  details: VersionDetails,
  urls: Urls,
): object {
  const version =
    versionId === null || number === null
      ? null
      : representVersionInRow(name, versionId, number, details, urls);
  return { name, version, _links: { self: { href: urls.pacticipant(name) } } };
}

function representVersionInRow(
  name: string,
  id: number,
  number: string,
  details: VersionDetails,
  urls: Urls,
): object {
  const branches = details.branches.get(id) ?? [];
  const shown = branches.map((branch) => representBranchVersion(branch, name, number, urls));
  return {
    number,
    branch: branches.at(-1)?.branch ?? null,
    branches: shown,
    branchVersions: shown,
    environments: (details.environments.get(id) ?? []).map((one) => environmentInRow(one, urls)),
    _links: { self: { href: urls.version(name, number) } },
    tags: (details.tags.get(id) ?? []).map((tag) => ({
      name: tag.name,
      latest: tag.latest,
      _links: { self: { href: urls.tag(name, number, tag.name) } },
    })),
  };
}

function representResult(row: MatrixRow, urls: Urls): object | null {
  const { success, verifiedAt, verificationNumber } = row;
  if (success === null || verifiedAt === null || verificationNumber === null) return null;
  const content = urls.contentWith(row, { cvn: row.consumerVersion });
  return {
    success,
    verifiedAt: shownTime(verifiedAt),
    _links: { self: { href: `${content}/verification-results/${verificationNumber}` } },
  };
}
