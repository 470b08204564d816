import { randomUUID } from 'node:crypto';
import { representEnvironment } from '../hal/environment.ts';
import { created, NO_CONTENT, ok } from '../http/reply.ts';
import { type Exchange, HAL, JSON_TYPE, type Resource } from '../http/resource.ts';
import { type Fields, isFields, Problems, textField } from '../http/validate.ts';
import {
  addEnvironment,
  deleteEnvironment,
  type Environment,
  type EnvironmentFields,
  findEnvironment,
  findEnvironmentByName,
  listEnvironments,
  replaceEnvironment,
} from '../store/environments.ts';
import { displayName } from '../store/pacticipants.ts';
import { environmentsPage } from '../ui/environments.ts';
import { found } from './lookup.ts';

const collection: Resource = {
  path: '/environments',
  provides: [HAL, 'text/html'],
  methods: {
    GET: {
      async run(x) {
        if (x.type === 'text/html') return ok(await environmentsPage(x));
        const environments = await listEnvironments(x.s);
        return ok({
          _embedded: { environments: environments.map((one) => representEnvironment(one, x.urls)) },
          _links: {
            self: { title: 'Environments', href: x.urls.at('environments') },
            'pb:environments': environments.map(({ name, uuid }) => ({
              title: 'Environment',
              name,
              href: x.urls.environment(uuid),
            })),
          },
        });
      },
    },
    POST: {
      accepts: [JSON_TYPE],
      body: 'json',
      async run(x) {
        const uuid = randomUUID();
        const environment = await addEnvironment(x.s, uuid, await readEnvironment(x, uuid));
        return created(representEnvironment(environment, x.urls), x.urls.environment(uuid));
      },
    },
  },
};

const single: Resource = {
  path: '/environments/:environment',
  methods: {
    GET: { run: async (x) => ok(representEnvironment(await environmentAt(x), x.urls)) },
    PUT: {
      accepts: [JSON_TYPE],
      body: 'json',
      async run(x) {
        const { uuid } = await environmentAt(x);
        const fields = await readEnvironment(x, uuid);
        return ok(representEnvironment(await replaceEnvironment(x.s, uuid, fields), x.urls));
      },
    },
    DELETE: {
      async run(x) {
        await deleteEnvironment(x.s, (await environmentAt(x)).id);
        return NO_CONTENT;
      },
    },
  },
};

export async function environmentAt(x: Exchange): Promise<Environment> {
  return found(await findEnvironment(x.s, x.path.get('environment')));
}

async function readEnvironment(x: Exchange, uuid: string): Promise<EnvironmentFields> {
  const body = x.json();
  const fields: Fields = isFields(body) ? body : {};
  const problems = new Problems();
  const text = (key: string, rules: Parameters<typeof textField>[2]) =>
    textField(fields, key, rules, (message) => problems.add(key, message));
  const name = text('name', { required: true, singleLine: true, noSpaces: true });
  const shown = text('displayName', { nullable: true, singleLine: true });
  const { production } = fields;
  if (production === undefined) problems.add('production', 'is missing');
  else if (production === null) problems.add('production', 'must be filled');
  else if (typeof production !== 'boolean') {
    problems.add('production', 'must be one of: true, false');
  }
  checkContacts(fields, problems);
  const other = name === undefined ? undefined : await findEnvironmentByName(x.s, name);
  if (other !== undefined && other.uuid !== uuid) {
    problems.add('name', `name '${name}' is already used by an existing environment.`);
  }
  problems.raise();
  const { contacts } = fields;
  return {
    name: name ?? '',
    displayName: shown === undefined || shown === '' ? displayName(name ?? '') : shown,
    production: production === true,
    contacts: contacts === undefined || contacts === null ? null : JSON.stringify(contacts),
  };
}

function checkContacts({ contacts }: Fields, problems: Problems): void {
  if (contacts === undefined || contacts === null) return;
  if (!Array.isArray(contacts)) {
    problems.add('contacts', 'must be an array');
    return;
  }
  for (const [index, contact] of contacts.entries()) {
    checkContact(contact, (message) => problems.add('contacts', `${message} (at index ${index})`));
  }
}

function checkContact(contact: unknown, report: (message: string) => void): void {
  if (!isFields(contact)) {
    report('must be a hash');
    return;
  }
  textField(contact, 'name', { required: true, singleLine: true }, (message) =>
    report(`name ${message}`),
  );
  const { details } = contact;
  if (details !== undefined && details !== null && !isFields(details)) {
    report('details must be a hash');
  }
}

export const environmentResources: readonly Resource[] = [collection, single];
