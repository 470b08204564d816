import { labelUrl, pacticipantViews, representPacticipant } from '../hal/pacticipant.ts';
import { pageMembers, pageOf } from '../http/paging.ts';
import { textOf } from '../http/query.ts';
import { created, NO_CONTENT, ok, type Reply } from '../http/reply.ts';
import {
  type Exchange,
  HAL,
  JSON_TYPE,
  MERGE_PATCH,
  PAGE,
  type Resource,
} from '../http/resource.ts';
import { isFields, Problems, textField } from '../http/validate.ts';
import { shownTime } from '../store/clock.ts';
import { CURRENTLY_DEPLOYED, deployedVersions } from '../store/deployments.ts';
import { addLabel, deleteLabel, findLabel, labelNames } from '../store/labels.ts';
import {
  deletePacticipant,
  ensurePacticipant,
  findPacticipant,
  listPacticipants,
  type Pacticipant,
  type PacticipantFields,
  updatePacticipant,
} from '../store/pacticipants.ts';
import { applicationPage } from '../ui/application.ts';
import { found, pacticipantAt } from './lookup.ts';

const DEPRECATED_LIST = 'DEPRECATED - Please use the embedded pacticipants collection';
const LINE = { nullable: true, singleLine: true } as const;

interface Given {
  readonly name: string | undefined;
  readonly fields: PacticipantFields;
}

/** Reads a pacticipant from the body; a name is needed only where the path has none. */
function readPacticipant(x: Exchange, nameRequired: boolean): Given {
  const body = x.json();
  const given = isFields(body) ? body : {};
  const problems = new Problems();
  const text = (name: string, rules: Parameters<typeof textField>[2]) =>
    textField(given, name, rules, (message) => problems.add(name, message));
  const name = text('name', { required: nameRequired, singleLine: true, notBlank: true });
  const fields: Record<string, string | null> = {};
  const take = (key: string, rules: Parameters<typeof textField>[2]): void => {
    const value = text(key, rules);
    if (value !== undefined || given[key] === null) fields[key] = value ?? null;
  };
  take('displayName', { ...LINE, notBlank: true });
  take('mainBranch', { ...LINE, noSpaces: true, notBlank: true });
  take('repositoryUrl', LINE);
  take('repositoryName', LINE);
  take('repositoryNamespace', LINE);
  problems.raise();
  return { name, fields };
}

const collection: Resource = {
  path: '/pacticipants',
  methods: {
    GET: { run: list },
    POST: {
      accepts: [JSON_TYPE],
      body: 'json',
      async run(x) {
        const { name = '', fields } = readPacticipant(x, true);
        const pacticipant = await ensurePacticipant(x.s, name, fields);
        // The misspelt address is the protocol's; nobody can have followed it.
        return created(await represent(x, pacticipant, false), x.urls.at('pacticpants', name));
      },
    },
  },
};

async function list(x: Exchange): Promise<Reply> {
  const page = pageOf(x.query);
  const search = textOf(x.query, 'q');
  const label = x.path.has('label') ? x.path.get('label') : undefined;
  const filter = {
    ...(search === undefined ? {} : { search }),
    ...(label === undefined ? {} : { label }),
  };
  const { items, total } = await listPacticipants(x.s, filter, page);
  const views = await pacticipantViews(x.s, items);
  const pacticipants = views.map((view) => representPacticipant(view, x.urls));
  const paging = page === undefined ? undefined : pageMembers(page, total, x.url);
  return ok({
    ...(paging === undefined ? {} : { page: paging.page }),
    _embedded: { pacticipants },
    _links: {
      ...paging?.links,
      self: { href: x.urls.at('pacticipants') },
      'pb:pacticipants-with-label': {
        title: 'Find pacticipants by label',
        href: `${x.urls.at('pacticipants', 'label')}/{label}`,
        templated: true,
      },
      'pb:pacticipants': items.map(({ name }) => ({
        href: x.urls.pacticipant(name),
        title: 'Pacticipant',
        name,
      })),
      pacticipants: items.map(({ name }) => ({
        href: x.urls.pacticipant(name),
        title: name,
        name: 'DEPRECATED - please use pb:pacticipants',
      })),
    },
    ...(label === undefined
      ? { pacticipants: views.map((view) => representPacticipant(view, x.urls, DEPRECATED_LIST)) }
      : {}),
  });
}

async function represent(
  x: Exchange,
  pacticipant: Pacticipant,
  withDeployments = true,
): Promise<object> {
  const [view] = await pacticipantViews(x.s, [pacticipant]);
  if (view === undefined) throw new Error('a pacticipant has no view');
  if (!withDeployments) return representPacticipant(view, x.urls);
  const where = `d.pacticipant_id = ? AND ${CURRENTLY_DEPLOYED}`;
  const deployed = await deployedVersions(x.s, { where, params: [pacticipant.id] });
  return representPacticipant({ ...view, deployed }, x.urls);
}

const single: Resource = {
  path: '/pacticipants/:pacticipant',
  provides: [HAL, PAGE],
  methods: {
    GET: {
      async run(x) {
        const pacticipant = await pacticipantAt(x);
        return ok(
          x.type === PAGE ? await applicationPage(x, pacticipant) : await represent(x, pacticipant),
        );
      },
    },
    PUT: { accepts: [JSON_TYPE], body: 'json', run: (x) => write(x, 'replace') },
    PATCH: { accepts: [JSON_TYPE, MERGE_PATCH], body: 'json', run: (x) => write(x, 'merge') },
    DELETE: {
      async run(x) {
        await deletePacticipant(x.s, (await pacticipantAt(x)).id);
        return NO_CONTENT;
      },
    },
  },
};

async function write(x: Exchange, how: 'merge' | 'replace'): Promise<Reply> {
  const { fields } = readPacticipant(x, false);
  const name = x.path.get('pacticipant');
  const existing = how === 'replace' ? await pacticipantAt(x) : await findPacticipant(x.s, name);
  if (existing === undefined) {
    const pacticipant = await ensurePacticipant(x.s, name, fields);
    return created(await represent(x, pacticipant), x.urls.pacticipant(name));
  }
  return ok(await represent(x, await updatePacticipant(x.s, existing, fields, how)));
}

const labels: Resource = {
  path: '/labels',
  methods: {
    GET: {
      async run(x) {
        const page = pageOf(x.query);
        const { items, total } = await labelNames(x.s, page);
        const paging = page === undefined ? undefined : pageMembers(page, total, x.url);
        return ok({
          ...(paging === undefined ? {} : { page: paging.page }),
          _embedded: { labels: items.map((name) => ({ name })) },
          _links: { ...paging?.links, self: { title: 'Labels', href: x.urls.at('labels') } },
        });
      },
    },
  },
};

const label: Resource = {
  path: '/pacticipants/:pacticipant/labels/:label',
  methods: {
    GET: {
      async run(x) {
        const { id } = found(await findPacticipant(x.s, x.path.get('pacticipant')));
        return ok(await representLabel(x, id));
      },
    },
    PUT: {
      accepts: [JSON_TYPE],
      body: 'optional',
      async run(x) {
        const { id, name } = await ensurePacticipant(x.s, x.path.get('pacticipant'));
        const existed = (await findLabel(x.s, id, x.path.get('label'))) !== undefined;
        await addLabel(x.s, id, x.path.get('label'));
        const body = await representLabel(x, id);
        return existed ? ok(body) : created(body, labelUrl(name, x.path.get('label'), x.urls));
      },
    },
    DELETE: {
      async run(x) {
        const { id } = found(await findPacticipant(x.s, x.path.get('pacticipant')));
        const { name } = found(await findLabel(x.s, id, x.path.get('label')));
        await deleteLabel(x.s, id, name);
        return NO_CONTENT;
      },
    },
  },
};

async function representLabel(x: Exchange, pacticipantId: number): Promise<object> {
  const { name, createdAt } = found(await findLabel(x.s, pacticipantId, x.path.get('label')));
  const pacticipant = x.path.get('pacticipant');
  return {
    name,
    createdAt: shownTime(createdAt),
    _links: {
      self: { title: 'Label', name, href: labelUrl(pacticipant, name, x.urls) },
      pacticipant: {
        title: 'Pacticipant',
        name: pacticipant,
        href: x.urls.pacticipant(pacticipant),
      },
    },
  };
}

export const pacticipantResources: readonly Resource[] = [
  collection,
  { path: '/pacticipants/label/:label', methods: { GET: { run: list } } },
  single,
  labels,
  label,
];
