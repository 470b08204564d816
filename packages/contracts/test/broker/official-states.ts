import { storeClock } from '../../src/broker/store/clock.ts';
import { addEnvironment } from '../../src/broker/store/environments.ts';
import { openStore } from '../../src/broker/store/open.ts';

/** Provider states of the official client's pact, set up through the API of an empty broker. */

export interface Target {
  readonly url: string;
  /** The store, for the few states that fix an identifier the API chooses by itself. */
  readonly database: string;
}

type Setup = (target: Target) => Promise<void>;

async function call(
  { url }: Target,
  method: string,
  path: string,
  body?: unknown,
): Promise<Record<string, never>> {
  const response = await fetch(url + path, {
    method,
    headers: { accept: 'application/hal+json', 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok)
    throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  const text = await response.text();
  return text === '' ? {} : JSON.parse(text);
}

/** A version of a pact of its own content, verified as told: `[provider version, success]`. */
async function pact(
  target: Target,
  [consumer, version, provider]: readonly [string, string, string],
  verified: readonly (readonly [string, boolean])[] = [],
  interactions: readonly object[] = [
    { description: version, request: { method: 'GET', path: '/' }, response: { status: 200 } },
  ],
): Promise<void> {
  const path = `/pacts/provider/${encodeURIComponent(provider)}/consumer/${encodeURIComponent(consumer)}`;
  const body = { consumer: { name: consumer }, provider: { name: provider }, interactions };
  const stored = (await call(target, 'PUT', `${path}/version/${version}`, body)) as unknown as {
    _links: Record<string, { name: string }>;
  };
  const sha = stored._links['pb:pact-version']?.name;
  for (const [providerVersion, success] of verified) {
    await call(target, 'POST', `${path}/pact-version/${sha}/verification-results`, {
      success,
      providerApplicationVersion: providerVersion,
    });
  }
}

const tag = (target: Target, name: string, version: string, label: string) =>
  call(target, 'PUT', `/pacticipants/${name}/versions/${version}/tags/${label}`, {});

const pacticipant = (target: Target, name: string) =>
  call(target, 'POST', '/pacticipants', { name });

const CONTACTS = JSON.stringify([{ name: 'Foo team', details: { emailAddress: 'foo@bar.com' } }]);

async function environment(target: Target, name: string, uuid: string): Promise<void> {
  const database = await openStore(target.database);
  const now = storeClock(() => new Date());
  const displayName = name.charAt(0).toUpperCase() + name.slice(1);
  const fields = { name, displayName, production: false, contacts: CONTACTS };
  await database.write((db) => addEnvironment({ db, now }, uuid, fields));
  await database.close();
}

const VERSION = '5556b8149bf8bac76bc30f50a8a2dd4c22c85f30';
const TEST_UUID = 'cb632df3-0a0d-4227-aac3-60114dd36479';
const OTHER_UUID = '16926ef3-590f-4e3f-838e-719717aa88c9';
const DEPLOYED_UUID = 'ff3adecf-cfc5-4653-a4e3-f1861092f8e0';
const WEBHOOK_UUID = '696c5f93-1b7f-44bc-8d03-59440fcaa9a0';

const available: Setup = async (target) => {
  await environment(target, 'test', TEST_UUID);
  await call(target, 'PUT', `/pacticipants/Foo/versions/${VERSION}`, {});
};

async function deployed(target: Target, environmentUuid: string, instance: string): Promise<void> {
  await environment(target, 'test', environmentUuid);
  await call(target, 'PUT', '/pacticipants/Foo/versions/2', {});
  const path = `/pacticipants/Foo/versions/2/deployed-versions/environment/${environmentUuid}`;
  await call(target, 'POST', path, { applicationInstance: instance });
  const database = await openStore(target.database);
  await database.write((db) => db.run('UPDATE deployed_versions SET uuid = ?', [DEPLOYED_UUID]));
  await database.close();
}

const bothExist: Setup = async (target) => {
  await pacticipant(target, 'Pricing Service');
  await pacticipant(target, 'Condor');
};

const FOO = (version: string) => ['Foo', version, 'Bar'] as const;
const CONDOR = ['Condor', '1.3.0', 'Pricing Service'] as const;
const nothing: Setup = async () => undefined;

export const STATES: Readonly<Record<string, Setup>> = {
  [`an environment with name test and UUID ${OTHER_UUID} exists`]: (t) =>
    environment(t, 'test', OTHER_UUID),
  'the pact for Foo Thing version 1.2.3 has been verified by Bar version 4.5.6': (t) =>
    pact(t, ['Foo Thing', '1.2.3', 'Bar'], [['4.5.6', true]]),
  'the pact for Foo version 1.2.3 has been verified by Bar version 4.5.6': (t) =>
    pact(t, FOO('1.2.3'), [['4.5.6', true]]),
  'the pact for Foo version 1.2.3 has been successfully verified by Bar version 4.5.6 with tag prod, and 1.2.4 unsuccessfully by 9.9.9':
    async (t) => {
      await pact(t, FOO('1.2.3'), [['4.5.6', true]]);
      await tag(t, 'Bar', '4.5.6', 'prod');
      await pact(t, FOO('1.2.4'), [['9.9.9', false]]);
    },
  'the pact for Foo version 1.2.3 has been successfully verified by Bar version 4.5.6 (tagged prod) and version 5.6.7':
    async (t) => {
      await pact(t, FOO('1.2.3'), [
        ['4.5.6', true],
        ['5.6.7', true],
      ]);
      await tag(t, 'Bar', '4.5.6', 'prod');
    },
  'the pact for Foo version 1.2.3 has been successfully verified by Bar version 4.5.6, and 1.2.4 unsuccessfully by 9.9.9':
    async (t) => {
      await pact(t, FOO('1.2.3'), [['4.5.6', true]]);
      await pact(t, FOO('1.2.4'), [['9.9.9', false]]);
    },
  'the pact for Foo version 1.2.3 and 1.2.4 has been verified by Bar version 4.5.6': async (t) => {
    await pact(t, FOO('1.2.3'), [['4.5.6', true]]);
    await pact(t, FOO('1.2.4'), [['4.5.6', true]]);
  },
  'the pact for Foo version 1.2.3 has been verified by Bar version 4.5.6 and version 5.6.7': (t) =>
    pact(t, FOO('1.2.3'), [
      ['4.5.6', true],
      ['5.6.7', true],
    ]),
  'the pacticipant relations are present': nothing,
  'the pb:environments relation exists in the index resource': nothing,
  'the pb:latest-tagged-version relation exists in the index resource': nothing,
  'the pb:latest-version relation exists in the index resource': nothing,
  'the pb:pacticipant-branch relation exists in the index resource': nothing,
  'the pb:pacticipant-version and pb:environments relations exist in the index resource': nothing,
  'the pb:publish-contracts relations exists in the index resource': nothing,
  [`version ${VERSION} of pacticipant Foo exists with 2 environments that aren't test available for deployment`]:
    async (t) => {
      await environment(t, 'prod', TEST_UUID);
      await environment(t, 'dev', OTHER_UUID);
      await call(t, 'PUT', `/pacticipants/Foo/versions/${VERSION}`, {});
    },
  [`version ${VERSION} of pacticipant Foo exists with a test environment available for deployment`]:
    available,
  [`version ${VERSION} of pacticipant Foo exists with a test environment available for release`]:
    available,
  'an environment with name test exists': (t) => environment(t, 'test', TEST_UUID),
  'a latest pact between Condor and the Pricing Service exists': (t) => pact(t, CONDOR),
  'tagged as prod pact between Condor and the Pricing Service exists': async (t) => {
    await pact(t, CONDOR);
    await tag(t, 'Condor', '1.3.0', 'prod');
  },
  "the 'Pricing Service' and 'Condor' already exist in the pact-broker, and Condor already has a pact published for version 1.3.0":
    (t) => pact(t, CONDOR, [], []),
  "'Condor' does not exist in the pact-broker": nothing,
  "the 'Pricing Service' and 'Condor' already exist in the pact-broker": bothExist,
  'a branch named main exists for pacticipant Foo': async (t) => {
    await call(t, 'PUT', '/pacticipants/Foo/branches/main/versions/1', {});
  },
  'provider Bar version 4.5.6 has a successful verification for Foo version 1.2.3 tagged prod and a failed verification for version 3.4.5 tagged prod':
    async (t) => {
      await pact(t, FOO('1.2.3'), [['4.5.6', true]]);
      await tag(t, 'Foo', '1.2.3', 'prod');
      await pact(t, FOO('3.4.5'), [['4.5.6', false]]);
      await tag(t, 'Foo', '3.4.5', 'prod');
    },
  "the 'Pricing Service' already exists in the pact-broker": async (t) => {
    const repositoryUrl = 'git@git.realestate.com.au:business-systems/pricing-service';
    await call(t, 'POST', '/pacticipants', { name: 'Pricing Service', repositoryUrl });
    await call(t, 'PUT', '/pacticipants/Pricing%20Service/versions/1.3.0', {});
  },
  "the 'Pricing Service' does not exist in the pact-broker": nothing,
  "'Condor' exists in the pact-broker": async (t) => {
    await call(t, 'PUT', '/pacticipants/Condor/versions/1.3.0', {});
  },
  'an environment exists': (t) => environment(t, 'test', '78e85fb2-9df1-48da-817e-c9bea6294e01'),
  'a pact between Condor and the Pricing Service exists': (t) => pact(t, CONDOR, [], []),
  [`an version is deployed to environment with UUID ${OTHER_UUID} with target customer-1`]: (t) =>
    deployed(t, OTHER_UUID, 'customer-1'),
  'a currently deployed version exists': (t) => deployed(t, OTHER_UUID, 'customer-1'),
  'a pacticipant with name Foo exists': async (t) => {
    await pacticipant(t, 'Foo');
  },
  "'Condor' exists in the pact-broker with the latest tagged 'production' version 1.2.3": async (
    t,
  ) => {
    await tag(t, 'Condor', '1.2.3', 'production');
  },
  'no pact between Condor and the Pricing Service exists': nothing,
  "'Condor' exists in the pact-broker with the latest version 1.2.3": async (t) => {
    await call(t, 'PUT', '/pacticipants/Condor/versions/1.2.3', {});
  },
  'a pact between Condor and the Pricing Service exists for the production version of Condor':
    async (t) => {
      await pact(t, CONDOR, [], []);
      await tag(t, 'Condor', '1.3.0', 'prod');
    },
  "'Condor' exists in the pact-broker with version 1.3.0, tagged with 'prod'": async (t) => {
    await tag(t, 'Condor', '1.3.0', 'prod');
  },
  [`a webhook with the uuid ${WEBHOOK_UUID} exists`]: async (t) => {
    await bothExist(t);
    await call(t, 'PUT', `/webhooks/${WEBHOOK_UUID}`, {
      consumer: { name: 'Condor' },
      provider: { name: 'Pricing Service' },
      events: [{ name: 'contract_content_changed' }],
      request: { method: 'POST', url: 'https://example.org' },
    });
  },
};
