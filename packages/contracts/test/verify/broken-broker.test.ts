import { describe, expect, it } from 'vitest';
import { verifyProvider } from '../../src/verify/verify-provider.ts';
import { index, stubBroker } from '../client/stub-broker.ts';

// Each run starts a process, which takes its time on a busy machine.
describe('a broker that lists a pact and cannot give it out', { timeout: 30_000 }, () => {
  // Without a version the native verifier once failed for another reason.
  it.each([[{}], [{ providerVersion: '1' }]])(
    'is an error, even where no pacts would be fine (%j)',
    async (version) => {
      const stub = await stubBroker((asked, base) => {
        if (asked.path === '/') return index(base);
        if (!asked.path.endsWith('/for-verification')) return { status: 404 };
        const pact = { href: `${base}/pacts/gone`, name: 'gone' };
        return {
          body: {
            _embedded: {
              pacts: [
                {
                  shortDescription: 'x',
                  verificationProperties: { notices: [] },
                  _links: { self: pact },
                },
              ],
            },
            _links: { self: { href: `${base}${asked.path}` } },
          },
        };
      });
      try {
        const run = verifyProvider({
          provider: 'inventory',
          providerBaseUrl: stub.url,
          pacts: { kind: 'broker', broker: { url: stub.url } },
          noPacts: 'pass',
          ...version,
        });
        await expect(run).rejects.toMatchObject({ code: 'CONTRACTS_VERIFIER_FAILED' });
      } finally {
        await stub.close();
      }
    },
  );

  it.each([
    ['nothing listens', 'http://127.0.0.1:1', 'CONTRACTS_BROKER_UNREACHABLE'],
    ['the address is none', 'nowhere', 'CONTRACTS_BROKER_URL_INVALID'],
  ])('fails in seconds when %s', async (_what, url, code) => {
    const started = Date.now();
    const run = verifyProvider({
      provider: 'inventory',
      providerBaseUrl: 'http://127.0.0.1:1',
      pacts: { kind: 'broker', broker: { url } },
    });
    await expect(run).rejects.toMatchObject({ code });
    expect(Date.now() - started).toBeLessThan(8000);
  });
});
