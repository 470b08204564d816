import { shownTime } from '../store/clock.ts';
import type { DeployedVersion } from '../store/deployments.ts';
import { type Label, labelsOf } from '../store/labels.ts';
import type { Pacticipant } from '../store/pacticipants.ts';
import type { Session } from '../store/session.ts';
import { latestVersion, type Version } from '../store/versions.ts';
import { curies, present, templated } from './link.ts';
import type { Urls } from './urls.ts';

interface PacticipantView {
  readonly pacticipant: Pacticipant;
  readonly labels: readonly Label[];
  readonly latest: Version | undefined;
  /** Shown on a single pacticipant only. */
  readonly deployed?: readonly DeployedVersion[];
}

export async function pacticipantViews(
  s: Session,
  pacticipants: readonly Pacticipant[],
): Promise<PacticipantView[]> {
  const labels = await labelsOf(
    s,
    pacticipants.map(({ id }) => id),
  );
  const views: PacticipantView[] = [];
  for (const pacticipant of pacticipants) {
    const latest = await latestVersion(s, pacticipant.id);
    views.push({ pacticipant, latest, labels: labels.get(pacticipant.id) ?? [] });
  }
  return views;
}

export function representPacticipant(view: PacticipantView, urls: Urls, title?: string): object {
  const { pacticipant, latest, labels, deployed } = view;
  const { name } = pacticipant;
  return {
    ...present({
      name,
      displayName: pacticipant.displayName,
      repositoryUrl: pacticipant.repositoryUrl,
      repositoryName: pacticipant.repositoryName,
      repositoryNamespace: pacticipant.repositoryNamespace,
      mainBranch: pacticipant.mainBranch,
      updatedAt: pacticipant.updatedAt === null ? null : shownTime(pacticipant.updatedAt),
    }),
    createdAt: shownTime(pacticipant.createdAt),
    ...(title === undefined ? {} : { title }),
    _embedded: {
      ...(latest === undefined ? {} : { latestVersion: embeddedVersion(latest, urls) }),
      labels: labels.map((label) => ({
        name: label.name,
        _links: {
          self: { title: 'Label', name: label.name, href: labelUrl(name, label.name, urls) },
        },
      })),
      ...(latest === undefined ? {} : { 'latest-version': deprecatedLatest(latest, urls) }),
    },
    _links: pacticipantLinks(name, deployed, urls),
  };
}

function deprecatedLatest(latest: Version, urls: Urls): object {
  const text = 'DEPRECATED - please use latestVersion';
  return { ...embeddedVersion(latest, urls), title: text, name: text };
}

function pacticipantLinks(
  name: string,
  deployed: readonly DeployedVersion[] | undefined,
  urls: Urls,
): object {
  const self = urls.pacticipant(name);
  return {
    self: { href: self },
    'pb:versions': { href: `${self}/versions` },
    'pb:branches': { href: `${self}/branches` },
    ...(deployed === undefined
      ? {}
      : { 'pb:deployed-environments': deployed.map((one) => deployedEnvironment(one, urls)) }),
    'pb:version': templated({
      title: 'Get, create or delete a pacticipant version',
      href: `${self}/versions/{version}`,
    }),
    'pb:version-tag': templated({
      title: `Get, create or delete a tag for a version of ${name}`,
      href: `${self}/versions/{version}/tags/{tag}`,
    }),
    'pb:branch-version': templated({
      title: `Get or add/create a version for a branch of ${name}`,
      href: `${self}/branches/{branch}/versions/{version}`,
    }),
    'pb:label': templated({
      title: `Get, create or delete a label for ${name}`,
      href: `${self}/labels/{label}`,
    }),
    versions: { title: 'Deprecated - use pb:versions', href: `${self}/versions` },
    'pb:can-i-deploy-badge': templated({
      title: `Can I Deploy ${name} badge`,
      href: `${self}/latest-version/{tag}/can-i-deploy/to/{environmentTag}/badge`,
    }),
    'pb:can-i-deploy-branch-to-environment-badge': templated({
      title: `Can I Deploy ${name} from branch to environment badge`,
      href: `${self}/branches/{branch}/latest-version/can-i-deploy/to-environment/{environment}/badge`,
    }),
    curies: curies(urls.base, 'pacticipant'),
  };
}

function deployedEnvironment(deployed: DeployedVersion, urls: Urls): object {
  const { displayName } = deployed.environment;
  return {
    title: `Version deployed to ${displayName}`,
    name: displayName,
    href: urls.at('deployed-versions', deployed.uuid),
    currently_deployed: deployed.undeployedAt === null,
  };
}

export function labelUrl(pacticipant: string, label: string, urls: Urls): string {
  return urls.at('pacticipants', pacticipant, 'labels', label);
}

/** An application by name and link only, but for what is embedded in it. */
export function embeddedPacticipant(name: string, urls: Urls, embedded?: object): object {
  return {
    name,
    ...(embedded === undefined ? {} : { _embedded: embedded }),
    _links: { self: { href: urls.pacticipant(name) } },
  };
}

/** A version by number and link only. */
export function embeddedVersion(
  version: { readonly pacticipant: string; readonly number: string },
  urls: Urls,
): object {
  const { pacticipant, number } = version;
  return {
    number,
    _links: {
      self: { title: 'Version', name: number, href: urls.version(pacticipant, number) },
    },
  };
}
