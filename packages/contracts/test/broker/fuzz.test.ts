import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { type Broker, createBroker } from '../../src/broker/create.ts';
import { RESOURCES } from '../../src/broker/resources/all.ts';
import { fillBroker } from './fill-broker.ts';

interface Answer {
  readonly _embedded?: Record<
    string,
    { uuid?: string; _links?: Record<string, { href: string }> }[] | undefined
  >;
  readonly _links?: Record<string, { href?: string; name?: string }[] | undefined>;
}

/** Stand for identifiers that the broker chooses when it is filled. */
const CHOSEN = ['{environment}', '{webhook}', '{triggered}', '{deployed}', '{sha}'];

/** Names that exist, that do not, and that are meant to hurt. */
const NAMES = [
  ...CHOSEN,
  ...CHOSEN,
  'production',
  'publish-contracts',
  'Web',
  'Api',
  'main',
  'dev',
  '1',
  'test',
  '101',
  '',
  ' ',
  '%',
  "'; DROP TABLE x",
  'ü/ñ',
  '\u0000',
  '..',
  'null',
  '__proto__',
  '-1',
  '9'.repeat(30),
];
const TYPES = [
  'application/hal+json',
  'application/json',
  '*/*',
  'text/html',
  'text/plain',
  'text/csv',
  'image/svg+xml',
  'application/problem+json',
  ';;q=x',
  '',
];

/** More of them, and others, on demand. */
const RUNS = Number(process.env.ASHLAR_FUZZ_RUNS ?? 1_500);
/** After so many it starts from a filled broker again. */
const RUNS_EACH = 150;
const SEED = Number(process.env.ASHLAR_FUZZ_SEED ?? 20_261_122);

const json = fc.oneof(
  fc.json(),
  fc.string(),
  fc.constantFrom(
    '{"a":',
    '[]',
    'null',
    '1',
    '"x"',
    '{"consumer":[],"provider":7,"interactions":{"a":1}}',
    '{"interactions":[null,1,"x",[]],"messages":[{}]}',
    '{"success":true,"providerApplicationVersion":"1","testResults":{"a":[1]},"verifiedBy":7}',
    '{"consumerVersionSelectors":[{"branch":true},{"tag":"dev","fallbackTag":"x"},7,null]}',
    '{"consumerVersionSelectors":[{"mainBranch":true}],"includeWipPactsSince":"2020-01-01","providerVersionBranch":"main"}',
    '{"request":{"method":"POST","url":"https://x","headers":[],"body":[]},"events":[{}]}',
    '{"name":"test","production":true,"contacts":[{"name":[]}]}',
    '{"pacticipantName":"Web","pacticipantVersionNumber":"1","contracts":[null,{},{"content":7}]}',
    'description=x&events[]=contract_published&method=POST&url=https://x.example.com&headers=a&body={',
    'enabled=on',
    'events=x&consumer[]=1&headers[a]=%00&url=http%3A%2F%2F%24%7Bpactbroker.x%7D&enabled[]=1',
    `${'['.repeat(2000)}${']'.repeat(2000)}`,
  ),
);

const request = fc.record({
  resource: fc.constantFrom(...RESOURCES),
  names: fc.array(fc.oneof(fc.constantFrom(...NAMES), fc.string()), { minLength: 8, maxLength: 8 }),
  method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'),
  accept: fc.constantFrom(...TYPES),
  contentType: fc.constantFrom(
    'application/json',
    'application/merge-patch+json',
    'application/x-www-form-urlencoded',
    'text/plain',
    'json',
    '',
  ),
  query: fc.oneof(
    fc.constantFrom(
      '',
      '?q[][pacticipant]=Web&q[][version]=1&latestby=cvpv&environment=test',
      '?q[][pacticipant]=Web&q[][pacticipant]=Api&limit=-1&success[]=',
      '?q[]=Web&q[a]=1&ignore[]=x',
      '?pageNumber=0&pageSize=x',
      '?page=2&size=1',
      '?pacticipant=Web&version=1&to=dev&ignore[][pacticipant]=',
      '?%&=&[]&a[=1&a[][][]=2',
    ),
    fc.webQueryParameters().map((query) => `?${query}`),
  ),
  body: json,
});

describe('requests that nobody should send', () => {
  let broker: Broker | undefined;
  let asked = 0;
  const failures: object[] = [];
  const known = new Map<string, string>();

  /** A broker with something in it, whose identifiers are noted: some requests delete everything. */
  async function filled(): Promise<Broker> {
    const fresh = await createBroker({
      port: 0,
      webhooks: { timeoutMs: 50 },
      logger: { info: () => undefined, error: (details) => failures.push(details) },
    });
    await fillBroker(fresh.url);
    const ask = async (path: string): Promise<Answer> =>
      (await fetch(fresh.url + path)).json() as Promise<Answer>;
    const environments = (await ask('/environments'))._embedded?.environments ?? [];
    const environment = environments.at(-1)?.uuid ?? '';
    const hooks = (await ask('/webhooks'))._links?.['pb:webhooks'] ?? [];
    const path = '/pacts/provider/Api/consumer/Web/version/5';
    const pact = { consumer: { name: 'Web' }, provider: { name: 'Api' }, interactions: [] };
    await fetch(fresh.url + path, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(pact),
    });
    const triggered = (await ask(`${path}/triggered-webhooks`))._embedded?.triggeredWebhooks ?? [];
    const live = await ask(`/environments/${environment}/deployed-versions/currently-deployed`);
    known.set('{environment}', environment);
    known.set('{webhook}', hooks.at(-1)?.href?.split('/').at(-1) ?? '');
    known.set('{triggered}', triggered[0]?._links?.['pb:logs']?.href.split('/').at(-2) ?? '');
    known.set('{deployed}', live._embedded?.deployedVersions?.[0]?.uuid ?? '');
    const stored = (await ask(path)) as { _links?: Record<string, { name?: string }> };
    known.set('{sha}', stored._links?.['pb:pact-version']?.name ?? '');
    for (const [name, value] of known) expect(value, name).not.toBe('');
    return fresh;
  }

  afterAll(() => broker?.close());

  const nameFor = (name: string): string => known.get(name) ?? name;

  it(
    'are answered, and never with a 500',
    async () => {
      await fc.assert(
        fc.asyncProperty(request, async ({ resource, names, method, query, ...rest }) => {
          if (asked++ % RUNS_EACH === 0) {
            await broker?.close();
            broker = await filled();
          }
          let index = 0;
          const path = resource.path.replace(/:\w+/g, () =>
            encodeURIComponent(nameFor(names[index++] ?? '').toWellFormed()),
          );
          const response = await fetch(`${broker?.url}${path}${query}`, {
            method,
            redirect: 'manual',
            headers: {
              ...(rest.accept === '' ? {} : { accept: rest.accept }),
              ...(rest.contentType === '' ? {} : { 'content-type': rest.contentType }),
            },
            ...(method === 'GET' ? {} : { body: rest.body }),
            signal: AbortSignal.timeout(5_000),
          });
          await response.arrayBuffer();
          expect(response.status, JSON.stringify(failures.at(-1) ?? '', errorText)).toBeLessThan(
            500,
          );
        }),
        { numRuns: RUNS, seed: SEED },
      );
    },
    60_000 + 40 * RUNS,
  );
});

function errorText(_key: string, value: unknown): unknown {
  return value instanceof Error ? value.stack : value;
}
