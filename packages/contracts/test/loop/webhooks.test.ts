import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createBroker } from '../../src/broker/create.ts';
import {
  createWebhook,
  deleteWebhook,
  listWebhooks,
  testWebhook,
} from '../../src/client/webhooks.ts';

describe('webhooks of the embedded broker', () => {
  it('are created, replaced, listed, tested and deleted; secrets stay inside', async () => {
    const seen: string[] = [];
    const target = createServer((request, response) => {
      seen.push(`${request.method} ${request.url} ${request.headers.authorization}`);
      response.writeHead(seen.length === 1 ? 200 : 500).end();
    });
    await new Promise<void>((done) => target.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${(target.address() as AddressInfo).port}/build`;
    const server = await createBroker({
      database: ':memory:',
      port: 0,
      webhooks: { schemes: ['http'], hosts: ['127.0.0.1'], allowPrivateHosts: true },
    });
    try {
      const broker = { url: server.url };
      const hook = {
        broker,
        events: ['contract_published'] as const,
        request: { url, headers: { Authorization: 'Bearer of-the-ci' } },
      };
      const { uuid } = await createWebhook(hook);
      await createWebhook({ ...hook, uuid, description: 'build the provider' });
      const all = await listWebhooks({ broker });
      expect(all).toMatchObject([{ uuid, description: 'build the provider', enabled: true, url }]);
      expect(JSON.stringify(all)).not.toContain('of-the-ci');
      expect(await testWebhook({ broker, uuid })).toMatchObject({ success: true, status: 200 });
      expect(await testWebhook({ broker, uuid })).toMatchObject({ success: false, status: 500 });
      expect(seen).toEqual(Array.from({ length: 2 }, () => 'POST /build Bearer of-the-ci'));
      await deleteWebhook({ broker, uuid });
      await expect(deleteWebhook({ broker, uuid })).rejects.toMatchObject({
        code: 'CONTRACTS_NOT_FOUND_IN_BROKER',
      });
      await expect(createWebhook({ ...hook, request: { url: 'not a url' } })).rejects.toMatchObject(
        { code: 'CONTRACTS_BROKER_REFUSED' },
      );
    } finally {
      await server.close();
      target.close();
    }
  });
});
