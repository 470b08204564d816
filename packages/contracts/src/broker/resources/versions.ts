import { representListedVersion, representVersion, versionViews } from '../hal/version.ts';
import { shortDate } from '../hal/words.ts';
import { pageMembers, pageOf } from '../http/paging.ts';
import { created, NO_CONTENT, ok, type Reply, unsupportedMediaType } from '../http/reply.ts';
import { type Exchange, HAL, JSON_TYPE, MERGE_PATCH, type Resource } from '../http/resource.ts';
import { isFields, Problems, textField } from '../http/validate.ts';
import { shownTime } from '../store/clock.ts';
import { ensurePacticipant, findPacticipant, type Pacticipant } from '../store/pacticipants.ts';
import { addTag, deleteTag, deleteTagsOf, findTag } from '../store/tags.ts';
import {
  branchHead,
  deleteVersion,
  ensureVersion,
  findVersion,
  latestVersion,
  latestVersionWithTag,
  listVersions,
  setBuildUrl,
  type VersionFilter,
} from '../store/versions.ts';
import { versionPage } from '../ui/version.ts';
import { branchAt } from './branches.ts';
import { environmentAt } from './environments.ts';
import { found, pacticipantAt, versionAt } from './lookup.ts';
import { deployByTag, tagVersion } from './tagging.ts';

const PACTICIPANT = '/pacticipants/:pacticipant';

function versionList(
  path: string,
  titleOf: (x: Exchange) => string | Promise<string>,
  filterOf: (x: Exchange) => VersionFilter | Promise<VersionFilter>,
  owner: (x: Exchange) => Promise<Pacticipant> = unnamedPacticipant,
): Resource {
  return {
    path: PACTICIPANT + path,
    methods: {
      GET: {
        async run(x) {
          const page = pageOf(x.query);
          const pacticipant = await owner(x);
          const filter = await filterOf(x);
          const { items, total } = await listVersions(x.s, pacticipant.id, filter, page);
          const views = await versionViews(x.s, items);
          const search = page === undefined ? '' : searchOf(x);
          const paging = page === undefined ? undefined : pageMembers(page, total, x.url);
          const href = x.urls.pacticipant(pacticipant.name);
          const versionHref = (number: string) => x.urls.version(pacticipant.name, number);
          return ok({
            ...(paging === undefined ? {} : { page: paging.page }),
            _embedded: { versions: views.map((view) => representListedVersion(view, x.urls)) },
            _links: {
              self: { href: x.url + search, title: await titleOf(x) },
              ...paging?.links,
              'pb:pacticipant': { href, title: pacticipant.name },
              'pb:versions': items.map(({ number, createdAt }) => ({
                href: versionHref(number),
                title: `Version ${number} - ${shortDate(createdAt)}`,
              })),
              pacticipant: { href, title: 'Deprecated - please use pb:pacticipant' },
              versions: items.map(({ number }) => ({
                href: versionHref(number),
                title: 'Deprecated - please use pb:versions',
              })),
            },
          });
        },
      },
    },
  };
}

/** An application whose absence is told as that of the whole resource. */
async function unnamedPacticipant(x: Exchange): Promise<Pacticipant> {
  return found(await findPacticipant(x.s, x.path.get('pacticipant')));
}

function searchOf(x: Exchange): string {
  const entries = Object.entries(x.query).filter(([, value]) => typeof value === 'string');
  return entries.length === 0
    ? ''
    : `?${entries.map(([key, value]) => `${key}=${value}`).join('&')}`;
}

const version: Resource = {
  path: `${PACTICIPANT}/versions/:version`,
  provides: [HAL, 'text/html'],
  methods: {
    GET: {
      async run(x) {
        const version = await versionAt(x);
        if (x.type === 'text/html') return ok(await versionPage(x, version));
        return ok(await representVersion(x.s, version, x.urls));
      },
    },
    PUT: { accepts: [JSON_TYPE, MERGE_PATCH], body: 'optional', run: (x) => write(x, JSON_TYPE) },
    PATCH: { accepts: [JSON_TYPE, MERGE_PATCH], body: 'json', run: (x) => write(x, MERGE_PATCH) },
    DELETE: {
      async run(x) {
        await deleteVersion(x.s, (await versionAt(x)).id);
        return NO_CONTENT;
      },
    },
  },
};

async function write(x: Exchange, type: string): Promise<Reply> {
  if (x.contentType !== undefined && x.contentType !== type) throw unsupportedMediaType();
  const { buildUrl, tags } = readVersion(x);
  const number = x.path.get('version');
  const pacticipant = await ensurePacticipant(x.s, x.path.get('pacticipant'));
  const existing = await findVersion(x.s, pacticipant.name, number);
  const options = { touched: false, buildUrl: buildUrl ?? null };
  const target = existing ?? (await ensureVersion(x.s, pacticipant, number, options));
  const replaces = type === JSON_TYPE;
  if (existing !== undefined && (replaces || buildUrl !== undefined)) {
    await setBuildUrl(x.s, target.id, buildUrl ?? null);
  }
  if (tags !== undefined) {
    await deleteTagsOf(x.s, target.id);
    for (const tag of tags) await addTag(x.s, target, tag);
  }
  const body = await representVersion(x.s, await versionAt(x), x.urls);
  return existing === undefined ? created(body) : ok(body);
}

interface GivenVersion {
  readonly buildUrl: string | null | undefined;
  readonly tags: string[] | undefined;
}

function readVersion(x: Exchange): GivenVersion {
  const body = x.json();
  const fields = isFields(body) ? body : {};
  const problems = new Problems();
  const buildUrl = textField(fields, 'buildUrl', { nullable: true }, (message) =>
    problems.add('buildUrl', message),
  );
  const { tags } = fields;
  if (tags !== undefined && !Array.isArray(tags)) problems.add('tags', 'must be an array');
  problems.raise();
  const wanted = fields.buildUrl === null ? null : buildUrl;
  if (!Array.isArray(tags)) return { buildUrl: wanted, tags: undefined };
  const names = tags.map((tag: unknown) => (isFields(tag) ? tag.name : undefined));
  return { buildUrl: wanted, tags: names.filter((name) => typeof name === 'string') };
}

type Finder = (x: Exchange, pacticipant: Pacticipant) => ReturnType<typeof latestVersion>;

function latest(path: string, find: Finder): Resource {
  return {
    path: PACTICIPANT + path,
    methods: {
      GET: {
        async run(x) {
          const pacticipant = await unnamedPacticipant(x);
          return ok(await representVersion(x.s, found(await find(x, pacticipant)), x.urls, x.url));
        },
      },
    },
  };
}

const tag: Resource = {
  path: `${PACTICIPANT}/versions/:version/tags/:tag`,
  methods: {
    GET: { run: async (x) => ok(await representTag(x)) },
    PUT: {
      accepts: [JSON_TYPE],
      body: 'optional',
      async run(x) {
        const name = x.path.get('tag');
        const pacticipant = await ensurePacticipant(x.s, x.path.get('pacticipant'));
        const number = x.path.get('version');
        const target = await ensureVersion(x.s, pacticipant, number, { touched: true });
        const existed = (await findTag(x.s, target.id, name)) !== undefined;
        if (!existed) await tagVersion(x.s, target, name);
        await deployByTag(x.s, target, name);
        const body = await representTag(x);
        return existed ? ok(body) : created(body, x.urls.tag(pacticipant.name, number, name));
      },
    },
    DELETE: {
      async run(x) {
        const { id } = await versionAt(x);
        await deleteTag(x.s, found(await findTag(x.s, id, x.path.get('tag'))).id);
        return NO_CONTENT;
      },
    },
  },
};

async function representTag(x: Exchange): Promise<object> {
  const { id, pacticipant, number } = await versionAt(x);
  const { name, createdAt } = found(await findTag(x.s, id, x.path.get('tag')));
  return {
    name,
    createdAt: shownTime(createdAt),
    _links: {
      self: { title: 'Tag', name, href: x.urls.tag(pacticipant, number, name) },
      version: { title: 'Version', name: number, href: x.urls.version(pacticipant, number) },
      pacticipant: {
        title: 'Pacticipant',
        name: pacticipant,
        href: x.urls.pacticipant(pacticipant),
      },
    },
  };
}

export const versionResources: readonly Resource[] = [
  versionList(
    '/versions',
    (x) => `All application versions of ${x.path.get('pacticipant')}`,
    () => ({ by: 'pacticipant' }),
    pacticipantAt,
  ),
  versionList(
    '/branches/:branch/versions',
    (x) => `Versions for branch ${x.path.get('branch')} of ${x.path.get('pacticipant')}`,
    async (x) => ({ by: 'branch', branch: (await branchAt(x)).name }),
  ),
  versionList(
    '/tags/:tag/versions',
    (x) => `All application versions of ${x.path.get('pacticipant')}`,
    async (x) => {
      const { id } = await unnamedPacticipant(x);
      const tag = x.path.get('tag');
      found(await latestVersionWithTag(x.s, id, tag));
      return { by: 'tag', tag };
    },
  ),
  versionList(
    '/environments/:environment/versions',
    async (x) => {
      const { displayName } = await environmentAt(x);
      return `Versions for ${x.path.get('pacticipant')} in environment ${displayName}`;
    },
    async (x) => ({ by: 'environment', environmentId: (await environmentAt(x)).id }),
    async (x) => {
      await environmentAt(x);
      return pacticipantAt(x);
    },
  ),
  version,
  latest('/latest-version', (x, { id }) => latestVersion(x.s, id)),
  latest('/latest-version/:tag', (x, { id }) => latestVersionWithTag(x.s, id, x.path.get('tag'))),
  latest('/branches/:branch/latest-version', (x, { id }) =>
    branchHead(x.s, id, x.path.get('branch')),
  ),
  tag,
];
