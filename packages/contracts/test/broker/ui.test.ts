import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Broker, createBroker } from '../../src/broker/create.ts';
import { layers } from '../../src/broker/ui/network.ts';
import { fillBroker } from './fill-broker.ts';

const PAGES_THAT_ARE_JSON = [
  '/integrations',
  '/pacticipants/Web',
  '/pacticipants/Web/versions/3',
  '/webhooks',
];

let broker: Broker;
let result: string;

async function page(path: string): Promise<string> {
  const response = await fetch(broker.url + path, { headers: { accept: 'text/html,*/*;q=0.8' } });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^text\/html/);
  return response.text();
}

beforeAll(async () => {
  broker = await createBroker({ port: 0 });
  await fillBroker(broker.url);
  const pact = (await (
    await fetch(`${broker.url}/pacts/provider/Api/consumer/Web/version/3`)
  ).json()) as {
    interactions: { _id: string }[];
    _links: Record<string, { href: string }>;
  };
  const published = await fetch(pact._links['pb:publish-verification-results']?.href ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      success: false,
      providerApplicationVersion: '11',
      buildUrl: 'javascript:alert(1)',
      testResults: [
        {
          interactionId: pact.interactions[0]?._id,
          success: false,
          mismatches: [
            {
              attribute: 'body',
              identifier: '$.id',
              description: 'no <b>',
              expected: 7,
              actual: '7',
            },
          ],
        },
      ],
    }),
  });
  const created = (await published.json()) as { _links: { self: { href: string } } };
  result = created._links.self.href.slice(broker.url.length);
});

afterAll(() => broker.close());

describe('pages for people', () => {
  it.each([
    ['the list', '/', ['<h1>Pacts</h1>', '1 of 1', '>not verified<']],
    ['a search without hits', '/?find=zzz', ['0 of 1']],
    ['a contract', '/pacts/provider/Api/consumer/Web/version/3', ['asks /c', 'GET /c']],
    [
      'a diff',
      '/pacts/provider/Api/consumer/Web/version/3/diff/previous-distinct',
      ['<ins>+', '<del>-', 'version 2</a>'],
    ],
    [
      'a first version without a diff',
      '/pacts/provider/Api/consumer/Web/version/1/diff/previous-distinct',
      ['no earlier version'],
    ],
    [
      'a version that may go',
      '/pacticipants/Web/versions/2',
      [
        'To Production: <span class="badge good">yes',
        '<dd>qa</dd>',
        'All required verification results',
      ],
    ],
    [
      'a version of unknown fate',
      '/pacticipants/Web/versions/4',
      ['<span class="badge open">unknown', 'There is no verified pact'],
    ],
    ['a version that runs', '/pacticipants/Web/versions/1', ['<dd>Production</dd>']],
    ['the environments', '/environments', ['Production <span class="badge">', 'versions/10"']],
    ['the network', '/integrations', ['<svg', 'Web</a></strong> uses', '?about=Api']],
    ['a part of it', '/integrations?about=Api', ['Network around Api', '<option selected>Api']],
    ['a part that is not there', '/integrations?about=No', ['No application No uses another']],
    [
      'an application',
      '/pacticipants/Web',
      ['<h1>Web</h1>', 'nobody', 'Production', '>qa<', '/3"'],
    ],
    ['an application that others use', '/pacticipants/Api', ['Used by', 'pacticipants/Web"']],
    ['the matrix', '/matrix?q[][pacticipant]=Web&q[][version]=2&environment=production', ['Yes']],
  ])('show %s', async (_what, path, texts) => {
    const text = await page(path);
    for (const expected of texts) expect(text).toContain(expected);
    expect(text.match(/<h1>/g)).toHaveLength(1);
    expect(text).toContain('<html lang="en">');
  });

  it('show why a verification failed, and link to no script', async () => {
    const text = await page(result);
    expect(text).toContain('<h2>asks /c</h2>');
    expect(text).toContain('<strong>body $.id</strong>: no &lt;b&gt;');
    expect(text).toContain('<code>7</code>');
    expect(text).toContain('<code>&quot;7&quot;</code>');
    expect(text).not.toContain('javascript:');
  });

  it('turn a long list into pages, each of what was looked for', async () => {
    const own = await createBroker({ port: 0, checkSimilarNames: false });
    try {
      const pact = (consumer: string) => `/pacts/provider/Hub/consumer/${consumer}/version/1`;
      for (let count = 0; count < 205; count++) {
        const consumer = `c${String(count).padStart(3, '0')}`;
        await fetch(own.url + pact(consumer), {
          method: 'PUT',
          headers: { 'content-type': 'application/json' },
          body: '{"interactions":[]}',
        });
      }
      const shown = async (query: string) => {
        const response = await fetch(own.url + query, { headers: { accept: 'text/html' } });
        const text = await response.text();
        const names = [...text.matchAll(/Matrix of (\w+) and/g)].map(([, name]) => name);
        const next = /rel="next" href="([^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&');
        return { first: names[0], count: names.length, next: next?.slice(own.url.length) };
      };
      const next = '/?find=hub&page=2';
      expect(await shown('/?find=hub')).toEqual({ first: 'c000', count: 100, next });
      expect(await shown(next)).toMatchObject({ first: 'c100', count: 100 });
      const third = { first: 'c200', count: 5, next: undefined };
      for (const page of ['3', '99']) expect(await shown(`/?page=${page}`)).toEqual(third);
      for (const page of ['', '0', '-1', 'x']) {
        expect(await shown(`/?page=${page}`)).toMatchObject({ first: 'c000' });
      }
      expect(await shown('/?find=c20')).toEqual(third);
    } finally {
      await own.close();
    }
  });

  it('leave clients their JSON', async () => {
    for (const path of PAGES_THAT_ARE_JSON.concat(result)) {
      const response = await fetch(broker.url + path, { headers: { accept: '*/*' } });
      expect(response.headers.get('content-type')).toMatch(/^application\/hal\+json/);
      await response.arrayBuffer();
    }
  });

  it.each([
    [[], {}],
    [
      [
        ['a', 'b'],
        ['b', 'c'],
        ['a', 'c'],
      ],
      { a: 0, b: 1, c: 2 },
    ],
    [[['a', 'a']], { a: 0 }],
  ])('put applications %j into layers', (pairs, expected) => {
    const integrations = pairs.map(([consumer = '', provider = '']) => ({ consumer, provider }));
    expect(Object.fromEntries(layers(integrations))).toEqual(expected);
  });

  it('end with layers although applications use each other', () => {
    const pairs = Array.from({ length: 50 }, (_, index) => ({
      consumer: `a${index}`,
      provider: `a${(index + 1) % 50}`,
    }));
    expect(layers(pairs).size).toBe(50);
  });
});
