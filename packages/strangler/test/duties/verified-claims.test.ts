import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { echoed, type Gateway, startGateway, WAYS } from '../support/gateway.ts';
import { startHttp } from '../support/http-upstream.ts';
import { type Issuer, startIssuer } from '../support/issuer.ts';

let issuer: Issuer;
beforeAll(async () => {
  issuer = await startIssuer();
});
afterAll(() => issuer.close());
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const forged = (claims: object): string =>
  `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;

describe.each(WAYS)('claims that choose a route, %s', (way) => {
  const open = async (oneTime = false): Promise<Gateway> => {
    const service = await startHttp((_request, response) => response.end('"service"'));
    closers.push(() => service.close());
    const gateway = await startGateway(
      way,
      {
        upstreams: { monolith: 'http://replaced.test', shop: service.url },
        authenticators: {
          main: { bearer: { issuer: issuer.name, audience: 'shop', jwks: issuer.url, oneTime } },
        },
      },
      [
        {
          match: '/a/**',
          claims: { tenant: 'acme' },
          state: 'service',
          service: 'shop',
          authentication: { by: 'main' },
        },
        { match: '/open/**', claims: { tenant: 'acme' }, state: 'service', service: 'shop' },
        {
          match: '/canary/**',
          state: 'dark',
          service: 'shop',
          allow: ['ann'],
          sticky: { claim: 'sub' },
          authentication: { by: 'main', optional: true },
        },
        {},
      ],
    );
    closers.push(() => gateway.close());
    return gateway;
  };
  const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

  it('count where they are verified', async () => {
    const gateway = await open();
    const acme = await gateway.ask('/a/1', bearer(await issuer.token({ tenant: 'acme' })));
    expect(acme.body).toBe('"service"');
    const body = 'x'.repeat(100_000);
    const globex = await gateway.ask('/a/1', bearer(await issuer.token({ tenant: 'globex' })), {
      method: 'POST',
      body,
    });
    expect(echoed(globex).body).toBe(body);
  });

  it('are nothing where they are made up', async () => {
    const gateway = await open();
    expect(echoed(await gateway.ask('/a/1', bearer(forged({ tenant: 'acme' })))).url).toBe('/a/1');
    expect((await gateway.ask('/canary/1', bearer(forged({ sub: 'ann' })))).status).toBe(401);
  });

  it('choose the side by the verified user', async () => {
    const gateway = await open();
    const ann = await gateway.ask('/canary/1', bearer(await issuer.token({ sub: 'ann' })));
    expect(ann.body).toBe('"service"');
    const bob = await gateway.ask('/canary/1', bearer(await issuer.token({ sub: 'bob' })));
    expect(echoed(bob).url).toBe('/canary/1');
  });

  it('are looked at once, so that a one-time token is not used up by the choice', async () => {
    const gateway = await open(true);
    const token = await issuer.token({ tenant: 'acme', jti: `match-${way}` });
    expect((await gateway.ask('/a/1', bearer(token))).body).toBe('"service"');
    expect(echoed(await gateway.ask('/a/1', bearer(token))).url).toBe('/a/1');
  });
});
