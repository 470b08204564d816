import { representDeployed, representReleased } from '../hal/environment.ts';
import { withQuery } from '../http/paging.ts';
import { textOf } from '../http/query.ts';
import { created, ok, type Reply, unprocessable } from '../http/reply.ts';
import { type Exchange, JSON_TYPE, MERGE_PATCH, type Resource } from '../http/resource.ts';
import { isFields } from '../http/validate.ts';
import {
  CURRENTLY_DEPLOYED,
  CURRENTLY_SUPPORTED,
  deployedVersions,
  endDeployment,
  endSupport,
  findDeployedVersion,
  findReleasedVersion,
  recordDeployment,
  recordRelease,
  releasedVersions,
} from '../store/deployments.ts';
import { environmentAt } from './environments.ts';
import { found, pacticipantAt, versionAt } from './lookup.ts';

const RECORDS = '/pacticipants/:pacticipant/versions/:version';

const deployments: Resource = {
  path: `${RECORDS}/deployed-versions/environment/:environment`,
  methods: {
    GET: {
      async run(x) {
        const version = await versionAt(x);
        const environment = await environmentAt(x);
        const list = await deployedVersions(x.s, {
          where: 'd.version_id = ? AND d.environment_id = ?',
          params: [version.id, environment.id],
        });
        const title = `Deployed versions for ${version.pacticipant} version ${version.number} in environment ${environment.displayName}`;
        return ok({
          _embedded: {
            deployedVersions: list.reverse().map((one) => representDeployed(one, x.urls, 'none')),
          },
          _links: { self: { href: x.url, title } },
        });
      },
    },
    POST: { accepts: [JSON_TYPE], body: 'optional', run: deploy },
  },
};

async function deploy(x: Exchange): Promise<Reply> {
  const version = await versionAt(x);
  const environment = await environmentAt(x);
  const body = x.json();
  const fields = isFields(body) ? body : {};
  const given = fields.applicationInstance ?? fields.target;
  const instance = given === undefined || given === null ? null : String(given);
  const deployed = await recordDeployment(x.s, version, environment.id, instance || null);
  return created(
    representDeployed(deployed, x.urls, 'all'),
    x.urls.at('deployed-versions', deployed.uuid),
  );
}

const releases: Resource = {
  path: `${RECORDS}/released-versions/environment/:environment`,
  methods: {
    GET: {
      async run(x) {
        const version = await versionAt(x);
        const environment = await environmentAt(x);
        const list = await releasedVersions(x.s, {
          where: 'r.version_id = ? AND r.environment_id = ?',
          params: [version.id, environment.id],
        });
        const { displayName } = await pacticipantAt(x);
        const title = `Released versions for ${displayName} version ${version.number} in ${environment.displayName}`;
        return ok({
          _embedded: {
            releasedVersions: list.reverse().map((one) => representReleased(one, x.urls, 'none')),
          },
          _links: { self: { href: x.url, title } },
        });
      },
    },
    POST: {
      accepts: [JSON_TYPE],
      body: 'optional',
      async run(x) {
        const version = await versionAt(x);
        const environment = await environmentAt(x);
        const { release, created: isNew } = await recordRelease(x.s, version, environment.id);
        return {
          status: isNew ? 201 : 200,
          body: representReleased(release, x.urls, 'all'),
          headers: { location: x.urls.at('released-versions', release.uuid) },
        };
      },
    },
  },
};

const deployedVersion: Resource = {
  path: '/deployed-versions/:uuid',
  methods: {
    GET: { run: async (x) => ok(representDeployed(await deployedAt(x), x.urls, 'all')) },
    PATCH: {
      accepts: [MERGE_PATCH],
      body: 'json',
      async run(x) {
        const { id } = await deployedAt(x);
        if (flag(x, 'currentlyDeployed') === false) await endDeployment(x.s, id);
        return ok(representDeployed(await deployedAt(x), x.urls, 'all'));
      },
    },
  },
};

const releasedVersion: Resource = {
  path: '/released-versions/:uuid',
  methods: {
    GET: { run: async (x) => ok(representReleased(await releasedAt(x), x.urls, 'all')) },
    PATCH: {
      accepts: [MERGE_PATCH],
      body: 'json',
      async run(x) {
        const { id } = await releasedAt(x);
        if (flag(x, 'currentlySupported') === false) await endSupport(x.s, id);
        return ok(representReleased(await releasedAt(x), x.urls, 'all'));
      },
    },
  },
};

/** These records end once and for all: a flag can be set to false, never back to true. */
function flag(x: Exchange, name: string): boolean | undefined {
  const body = x.json();
  const value = isFields(body) ? body[name] : undefined;
  if (value === true) {
    const text = `The ${name} property cannot be set back to true. Please record a new deployment.`;
    throw unprocessable({ [name]: [text] });
  }
  return value === false ? false : undefined;
}

async function deployedAt(x: Exchange) {
  return found(await findDeployedVersion(x.s, x.path.get('uuid')));
}

async function releasedAt(x: Exchange) {
  return found(await findReleasedVersion(x.s, x.path.get('uuid')));
}

interface Filter {
  readonly where: string;
  readonly params: (string | number)[];
}

/** Narrows a list by what the query string names. */
function narrowed(x: Exchange, base: Filter, columns: Readonly<Record<string, string>>): Filter {
  const where = [base.where];
  const params = [...base.params];
  for (const [parameter, column] of Object.entries(columns)) {
    const value = textOf(x.query, parameter);
    if (value === undefined) continue;
    where.push(value === '' ? `${column} IS NULL` : `${column} = ?`);
    if (value !== '') params.push(value);
  }
  return { where: where.join(' AND '), params };
}

const currentlyDeployed: Resource = {
  path: '/environments/:environment/deployed-versions/currently-deployed',
  methods: {
    GET: {
      async run(x) {
        const { id, displayName } = await environmentAt(x);
        const base = { where: `d.environment_id = ? AND ${CURRENTLY_DEPLOYED}`, params: [id] };
        const columns = {
          pacticipant: 'pt.name',
          version: 'v.number',
          target: 'd.instance',
          applicationInstance: 'd.instance',
        };
        const list = (await deployedVersions(x.s, narrowed(x, base, columns))).reverse();
        return ok({
          _embedded: {
            deployedVersions: list.map((one) => representDeployed(one, x.urls, 'version')),
          },
          _links: {
            self: {
              href: withQuery(x),
              title: `Currently deployed versions for ${displayName}`,
            },
          },
        });
      },
    },
  },
};

const currentlySupported: Resource = {
  path: '/environments/:environment/released-versions/currently-supported',
  methods: {
    GET: {
      async run(x) {
        const { id, displayName } = await environmentAt(x);
        const base = { where: `r.environment_id = ? AND ${CURRENTLY_SUPPORTED}`, params: [id] };
        const columns = { pacticipant: 'pt.name', version: 'v.number' };
        const list = await releasedVersions(x.s, narrowed(x, base, columns));
        return ok({
          _embedded: {
            releasedVersions: list.map((one) => representReleased(one, x.urls, 'version')),
          },
          _links: {
            self: {
              href: withQuery(x),
              title: `Currently supported versions in ${displayName}`,
            },
          },
        });
      },
    },
  },
};

export const deploymentResources: readonly Resource[] = [
  deployments,
  releases,
  deployedVersion,
  releasedVersion,
  currentlyDeployed,
  currentlySupported,
];
