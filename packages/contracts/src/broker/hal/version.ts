import { type BranchVersion, branchVersionsOf } from '../store/branches.ts';
import { shownTime } from '../store/clock.ts';
import {
  type DeployedVersion,
  deployedVersions,
  type ReleasedVersion,
  releasedVersions,
} from '../store/deployments.ts';
import { type Environment, listEnvironments } from '../store/environments.ts';
import { type Pact, pactsOfVersions } from '../store/pacts.ts';
import type { Session } from '../store/session.ts';
import { type Tag, tagsOf } from '../store/tags.ts';
import type { Version } from '../store/versions.ts';
import { curies, type Link, present, templated } from './link.ts';
import { pactName } from './pact.ts';
import type { Urls } from './urls.ts';

/** A version with everything that is known about it. */
export interface VersionView {
  readonly version: Version;
  readonly branches: readonly BranchVersion[];
  readonly tags: readonly Tag[];
  readonly pacts: readonly Pact[];
  readonly deployed: readonly DeployedVersion[];
  readonly released: readonly ReleasedVersion[];
}

export async function versionViews(
  s: Session,
  versions: readonly Version[],
): Promise<VersionView[]> {
  const ids = versions.map(({ id }) => id);
  const branches = await branchVersionsOf(s, ids);
  const tags = await tagsOf(s, ids);
  const pacts = await pactsOfVersions(s, ids);
  const inDeployed = s.db.anyOf('d.version_id', ids);
  const deployed = await deployedVersions(s, {
    where: inDeployed.sql,
    params: numbers(inDeployed),
  });
  const inReleased = s.db.anyOf('r.version_id', ids);
  const released = await releasedVersions(s, {
    where: inReleased.sql,
    params: numbers(inReleased),
  });
  return versions.map((version) => ({
    version,
    branches: branches.get(version.id) ?? [],
    tags: tags.get(version.id) ?? [],
    pacts: pacts.get(version.id) ?? [],
    deployed: deployed.filter(({ versionId }) => versionId === version.id),
    released: released.filter(({ versionId }) => versionId === version.id),
  }));
}

function numbers(sql: {
  readonly params: readonly (string | number | null)[];
}): (string | number)[] {
  return sql.params.filter((value) => value !== null);
}

/** A version resource of its own, which also says where it may be deployed. */
export async function representVersion(
  s: Session,
  version: Version,
  urls: Urls,
  self: string = urls.version(version.pacticipant, version.number),
): Promise<object> {
  const [view] = await versionViews(s, [version]);
  if (view === undefined) throw new Error('a version has no view');
  const environments = await listEnvironments(s);
  const { deployed, released } = view;
  const extra = {
    'pb:deployed-environments': deployed.map((one) => deployedLink(one, urls)),
    'pb:released-environments': released.map((one) => releasedLink(one, urls)),
    'pb:record-deployment': environments.map((one) => record('deployment', version, one, urls)),
    'pb:record-release': environments.map((one) => record('release', version, one, urls)),
  };
  return represent(view, self, extra, urls);
}

/** A version inside a list: deployments appear only where there are any. */
export function representListedVersion(view: VersionView, urls: Urls): object {
  const { deployed, released, version } = view;
  const extra = {
    ...(deployed.length === 0
      ? {}
      : { 'pb:deployed-environments': deployed.map((one) => deployedLink(one, urls)) }),
    ...(released.length === 0
      ? {}
      : { 'pb:released-environments': released.map((one) => releasedLink(one, urls)) }),
  };
  return represent(view, urls.version(version.pacticipant, version.number), extra, urls);
}

function represent(view: VersionView, self: string, extra: object, urls: Urls): object {
  const { version, branches, tags, pacts } = view;
  const { pacticipant, number } = version;
  return {
    ...present({
      number,
      buildUrl: version.buildUrl,
      updatedAt: version.updatedAt === null ? null : shownTime(version.updatedAt),
    }),
    createdAt: shownTime(version.createdAt),
    _embedded: {
      branchVersions: branches.map((one) => representBranchVersion(one, pacticipant, number, urls)),
      tags: tags.map(({ name }) => ({
        name,
        _links: { self: { title: 'Tag', name, href: urls.tag(pacticipant, number, name) } },
      })),
    },
    _links: {
      self: { title: 'Version', name: number, href: self },
      'pb:pacticipant': {
        title: 'Pacticipant',
        name: pacticipant,
        href: urls.pacticipant(pacticipant),
      },
      'pb:tag': templated({
        href: `${urls.version(pacticipant, number)}/tags/{tag}`,
        title: 'Get, create or delete a tag for this pacticipant version',
      }),
      'pb:latest-verification-results-where-pacticipant-is-consumer': {
        title: 'Latest verification results for consumer version',
        href: urls.at('verification-results', 'consumer', pacticipant, 'version', number, 'latest'),
      },
      'pb:pact-versions': pacts.map((pact) => ({
        title: 'Pact',
        name: pactName(pact),
        href: urls.pact(pact),
      })),
      ...extra,
      curies: curies(urls.base, 'version'),
    },
  };
}

export function representBranchVersion(
  branch: BranchVersion,
  pacticipant: string,
  number: string,
  urls: Urls,
): object {
  return {
    name: branch.branch,
    latest: branch.latest,
    _links: {
      self: {
        title: 'Branch version',
        name: branch.branch,
        href: urls.branchVersion(pacticipant, branch.branch, number),
      },
    },
  };
}

function deployedLink(deployed: DeployedVersion, urls: Urls): object {
  const { displayName } = deployed.environment;
  return {
    title: `Version deployed to ${displayName}`,
    name: displayName,
    href: urls.at('deployed-versions', deployed.uuid),
    currently_deployed: deployed.undeployedAt === null,
    ...present({ application_instance: deployed.instance }),
  };
}

function releasedLink(released: ReleasedVersion, urls: Urls): object {
  const { displayName } = released.environment;
  return {
    title: `Version released to ${displayName}`,
    name: displayName,
    href: urls.at('released-versions', released.uuid),
    currently_supported: released.supportEndedAt === null,
  };
}

function record(
  what: 'deployment' | 'release',
  version: Version,
  environment: Environment,
  urls: Urls,
): Link {
  const collection = what === 'deployment' ? 'deployed-versions' : 'released-versions';
  const { pacticipant, number } = version;
  return {
    title: `Record ${what} to ${environment.displayName}`,
    name: environment.name,
    href: `${urls.version(pacticipant, number)}/${collection}/environment/${environment.uuid}`,
  };
}
