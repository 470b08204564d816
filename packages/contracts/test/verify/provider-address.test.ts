import { createServer, type Server } from 'node:net';
import { describe, expect, it } from 'vitest';
import { providerListens } from '../../src/verify/provider-address.ts';

async function listening(): Promise<{ server: Server; port: number }> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  return { server, port: typeof address === 'object' && address ? address.port : 0 };
}

describe('providerListens', () => {
  it('is content when somebody accepts the connection', async () => {
    const { server, port } = await listening();
    await expect(providerListens(`http://127.0.0.1:${port}/base`)).resolves.toBeUndefined();
    server.close();
  });

  it('names the address and the reason when nobody does', async () => {
    const { server, port } = await listening();
    await new Promise((resolve) => server.close(resolve));
    await expect(providerListens(`http://127.0.0.1:${port}`)).rejects.toMatchObject({
      code: 'CONTRACTS_PROVIDER_UNREACHABLE',
      message: `The provider does not answer at 127.0.0.1:${port}: ECONNREFUSED.`,
    });
  });

  it('waits for one that is still starting, as long as it is told to', async () => {
    const { server, port } = await listening();
    await new Promise((resolve) => server.close(resolve));
    const late = createServer();
    const timer = setTimeout(() => late.listen(port, '127.0.0.1'), 300);
    try {
      await expect(providerListens(`http://127.0.0.1:${port}`, 100)).rejects.toThrow();
      await expect(providerListens(`http://127.0.0.1:${port}`, 5_000)).resolves.toBeUndefined();
    } finally {
      clearTimeout(timer);
      late.close();
    }
  });

  it('stops waiting when it is told to', async () => {
    const { server, port } = await listening();
    await new Promise((resolve) => server.close(resolve));
    const began = performance.now();
    const waiting = providerListens(`http://127.0.0.1:${port}`, 60_000, AbortSignal.timeout(300));
    await expect(waiting).rejects.toMatchObject({ code: 'CONTRACTS_PROVIDER_UNREACHABLE' });
    expect(performance.now() - began).toBeLessThan(3_000);
  });
});
