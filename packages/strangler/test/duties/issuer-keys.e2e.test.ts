import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { WrittenBearer } from '../../src/index.ts';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { type Issuer, startIssuer } from '../support/issuer.ts';

let issuer: Issuer;
beforeAll(async () => {
  issuer = await startIssuer();
});
afterAll(() => issuer.close());

const gateways: Gateway[] = [];
afterEach(async () => {
  for (const gateway of gateways.splice(0)) await gateway.close();
});

async function open(settings: Partial<WrittenBearer> = {}): Promise<Gateway> {
  const bearer = { issuer: issuer.name, audience: 'shop', jwks: issuer.url, ...settings };
  const gateway = await startGateway('fast', { authenticators: { main: { bearer } } }, [
    { authentication: { by: 'main' } },
  ]);
  gateways.push(gateway);
  return gateway;
}

const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

describe('keys of an issuer', () => {
  it('follow a rotation at once, and ask no more often than the cool-down allows', async () => {
    const gateway = await open({ cooldownSeconds: 1 });
    await gateway.ask('/a', bearer(await issuer.token()));
    await issuer.turn('two');
    const before = issuer.asked;
    // Within the cool-down nothing is asked, whatever tokens come.
    for (let i = 0; i < 10; i++) {
      const forged = await issuer.token({}, { kid: `made-up-${i}` });
      expect((await gateway.ask('/a', bearer(forged))).status).toBe(401);
    }
    expect(issuer.asked).toBe(before);
    await new Promise((tick) => setTimeout(tick, 1200));
    expect((await gateway.ask('/a', bearer(await issuer.token()))).status).toBe(200);
    expect(issuer.asked).toBe(before + 1);
  });

  it('follow a rotation for all requests that wait for the same new key', async () => {
    await issuer.turn('before');
    const gateway = await open({ cooldownSeconds: 1 });
    await gateway.ask('/a', bearer(await issuer.token()));
    await issuer.turn('after', 'ES256', false);
    await new Promise((tick) => setTimeout(tick, 1200));
    const asked = issuer.asked;
    const tokens = await Promise.all(
      Array.from({ length: 20 }, (_, number) => issuer.token({ sub: `user-${number}` })),
    );
    const answers = await Promise.all(tokens.map((token) => gateway.ask('/a', bearer(token))));
    expect(answers.map(({ status }) => status)).toEqual(tokens.map(() => 200));
    expect(issuer.asked).toBe(asked + 1);
  });

  it('stop counting when they are withdrawn, remembered tokens included', async () => {
    await issuer.turn('old');
    const gateway = await open({ cooldownSeconds: 1, refreshSeconds: 1 });
    const token = await issuer.token();
    expect((await gateway.ask('/a', bearer(token))).status).toBe(200);
    await issuer.turn('new');
    await expect
      .poll(async () => (await gateway.ask('/a', bearer(token))).status, { timeout: 5000 })
      .toBe(401);
  });

  it('serve on while the issuer is away; without any, the answer is 503', async () => {
    const settings = { cooldownSeconds: 1, refreshSeconds: 1 };
    const gateway = await open(settings);
    expect((await gateway.ask('/a', bearer(await issuer.token()))).status).toBe(200);
    issuer.broken = 500;
    try {
      await new Promise((tick) => setTimeout(tick, 1300));
      expect((await gateway.ask('/a', bearer(await issuer.token()))).status).toBe(200);
      const fresh = await open(settings);
      const answer = await fresh.ask('/a', bearer(await issuer.token()));
      expect(answer.status).toBe(503);
      expect(answer.headers['retry-after']).toBe('1');
      expect(fresh.reached()).toBe(0);
    } finally {
      issuer.broken = undefined;
    }
  });

  it('answer 503 for a key that they may have by now, while the issuer is away', async () => {
    await issuer.turn('known');
    const gateway = await open({ cooldownSeconds: 1 });
    expect((await gateway.ask('/a', bearer(await issuer.token()))).status).toBe(200);
    await issuer.turn('newer');
    issuer.broken = 500;
    try {
      await new Promise((tick) => setTimeout(tick, 1100));
      // The first asks for the keys; the second is within the cool-down.
      for (let i = 0; i < 2; i++) {
        const answer = await gateway.ask('/a', bearer(await issuer.token()));
        expect([answer.status, answer.headers['retry-after']]).toEqual([503, '1']);
      }
    } finally {
      issuer.broken = undefined;
    }
    await expect
      .poll(async () => (await gateway.ask('/a', bearer(await issuer.token()))).status, {
        timeout: 5000,
      })
      .toBe(200);
  });

  it.each(['RS256', 'PS256', 'EdDSA'])('may be for %s', async (alg) => {
    await issuer.turn(`k-${alg}`, alg);
    const gateway = await open();
    expect((await gateway.ask('/a', bearer(await issuer.token()))).status).toBe(200);
    const narrow = await open({ algorithms: ['ES512'] });
    expect((await narrow.ask('/a', bearer(await issuer.token()))).status).toBe(401);
  });
});
