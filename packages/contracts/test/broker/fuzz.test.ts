import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Broker, createBroker } from '../../src/broker/create.ts';
import { RESOURCES } from '../../src/broker/resources/all.ts';

/** Names that exist, that do not, and that are meant to hurt. */
const NAMES = [
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
  let broker: Broker;
  const failures: object[] = [];

  beforeAll(async () => {
    broker = await createBroker({
      port: 0,
      webhooks: { timeoutMs: 50 },
      logger: { info: () => undefined, error: (details) => failures.push(details) },
    });
    const pact = { consumer: { name: 'Web' }, provider: { name: 'Api' }, interactions: [] };
    await fetch(`${broker.url}/pacts/provider/Api/consumer/Web/version/1`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(pact),
    });
  });

  afterAll(() => broker.close());

  it('are answered, and never with a 500', async () => {
    await fc.assert(
      fc.asyncProperty(request, async ({ resource, names, method, query, ...rest }) => {
        let index = 0;
        const path = resource.path.replace(/:\w+/g, () =>
          encodeURIComponent((names[index++] ?? '').toWellFormed()),
        );
        const response = await fetch(`${broker.url}${path}${query}`, {
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
        expect(response.status, JSON.stringify(failures.at(-1) ?? '', errorText)).toBeLessThan(500);
      }),
      { numRuns: 1_500, seed: 20_261_122 },
    );
  }, 60_000);
});

function errorText(_key: string, value: unknown): unknown {
  return value instanceof Error ? value.stack : value;
}
