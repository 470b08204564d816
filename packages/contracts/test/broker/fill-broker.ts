const json = { 'content-type': 'application/json' };

async function send(method: string, url: string, body: unknown): Promise<Record<string, unknown>> {
  const response = await fetch(url, { method, headers: json, body: JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`);
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}

/**
 * Web 1 to 4 (1 to 3 on main, 4 on feature; 2 tagged qa; 1 and 2 of equal content) against Api 10,
 * which verified the first; Web 1 and Api 10 are in production. And one webhook.
 */
export async function fillBroker(url: string): Promise<void> {
  for (const [version, branch, path] of [
    ['1', 'main', '/a'],
    ['2', 'main', '/a'],
    ['3', 'main', '/c'],
    ['4', 'feature', '/d'],
  ] as const) {
    const pact = {
      consumer: { name: 'Web' },
      provider: { name: 'Api' },
      interactions: [
        {
          description: `asks ${path}`,
          request: { method: 'GET', path },
          response: { status: 200 },
        },
      ],
    };
    await send('POST', `${url}/contracts/publish`, {
      pacticipantName: 'Web',
      pacticipantVersionNumber: version,
      branch,
      tags: version === '2' ? ['qa'] : [],
      contracts: [
        {
          consumerName: 'Web',
          providerName: 'Api',
          specification: 'pact',
          contentType: 'application/json',
          content: Buffer.from(JSON.stringify(pact)).toString('base64'),
        },
      ],
    });
  }
  const pact = await send('GET', `${url}/pacts/provider/Api/consumer/Web/version/1`, undefined);
  const links = pact._links as Record<string, { href: string }>;
  await send('POST', links['pb:publish-verification-results']?.href ?? '', {
    success: true,
    providerApplicationVersion: '10',
    testResults: [{ interactionId: 'x', success: true }],
  });
  const environment = await send('POST', `${url}/environments`, {
    name: 'production',
    displayName: 'Production',
    production: true,
  });
  for (const [name, version] of [
    ['Web', '1'],
    ['Api', '10'],
  ]) {
    const path = `/pacticipants/${name}/versions/${version}/deployed-versions/environment/${environment.uuid}`;
    await send('POST', url + path, {});
  }
  await send('POST', `${url}/webhooks`, {
    events: [{ name: 'contract_published' }],
    request: { method: 'POST', url: 'https://ci.example.com/hook', body: { a: 1 } },
  });
}
