import { shownTime } from '../store/clock.ts';
import type { DeployedVersion, ReleasedVersion } from '../store/deployments.ts';
import type { Environment } from '../store/environments.ts';
import { present } from './link.ts';
import { embeddedPacticipant, embeddedVersion } from './pacticipant.ts';
import type { Urls } from './urls.ts';

export function representEnvironment(environment: Environment, urls: Urls): object {
  return { ...summary(environment), _links: environmentLinks(environment, urls) };
}

/** An environment within a matrix row: its own link is enough. */
export function environmentInRow(environment: Environment, urls: Urls): object {
  return {
    ...summary({ ...environment, contacts: null }),
    _links: { self: environmentLinks(environment, urls).self },
  };
}

function summary(environment: Environment): object {
  const { uuid, name, displayName, production, contacts, updatedAt } = environment;
  return {
    uuid,
    name,
    displayName,
    production,
    ...present({
      contacts: contacts === null ? null : JSON.parse(contacts),
      updatedAt: updatedAt === null ? null : shownTime(updatedAt),
    }),
    createdAt: shownTime(environment.createdAt),
  };
}

function environmentLinks(environment: Environment, urls: Urls) {
  const { uuid, name, displayName } = environment;
  return {
    self: { title: 'Environment', name, href: urls.environment(uuid) },
    'pb:currently-deployed-deployed-versions': {
      title: `Versions currently deployed to ${displayName} environment`,
      href: urls.environment(uuid, 'deployed-versions', 'currently-deployed'),
    },
    'pb:currently-supported-released-versions': {
      title: `Versions released and supported in ${displayName} environment`,
      href: urls.environment(uuid, 'released-versions', 'currently-supported'),
    },
    'pb:environments': { title: 'Environments', href: urls.at('environments') },
  };
}

/** Which related resources a record brings along. */
export type Detail = 'none' | 'version' | 'all';

export function representDeployed(deployed: DeployedVersion, urls: Urls, detail: Detail): object {
  const { uuid, instance, undeployedAt, createdAt } = deployed;
  return {
    uuid,
    currentlyDeployed: undeployedAt === null,
    // `target` is the older name of the same thing; clients of both ages read it.
    ...present({ target: instance, applicationInstance: instance }),
    ...(undeployedAt === null ? {} : { undeployedAt: shownTime(undeployedAt) }),
    createdAt: shownTime(createdAt),
    ...embedded(deployed, urls, detail),
    _links: { self: { href: urls.at('deployed-versions', uuid) } },
  };
}

export function representReleased(released: ReleasedVersion, urls: Urls, detail: Detail): object {
  const { uuid, supportEndedAt, createdAt, updatedAt } = released;
  return {
    uuid,
    currentlySupported: supportEndedAt === null,
    ...(updatedAt === null ? {} : { updatedAt: shownTime(updatedAt) }),
    createdAt: shownTime(createdAt),
    ...(supportEndedAt === null ? {} : { supportEndedAt: shownTime(supportEndedAt) }),
    ...embedded(released, urls, detail),
    _links: { self: { href: urls.at('released-versions', uuid) } },
  };
}

function embedded(record: DeployedVersion | ReleasedVersion, urls: Urls, detail: Detail): object {
  if (detail === 'none') return {};
  const { pacticipant, version: number, environment } = record;
  return {
    _embedded: {
      pacticipant: embeddedPacticipant(pacticipant, urls),
      version: embeddedVersion({ pacticipant, number }, urls),
      ...(detail === 'all' ? { environment: representEnvironment(environment, urls) } : {}),
    },
  };
}
