import { createHash } from 'node:crypto';
import { type IncomingMessage, request as sendHttp } from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProxy, loadRoutes, type Proxy as RunningProxy } from '../../src/index.ts';
import { bodyOf, type HttpUpstream, startHttp } from '../support/http-upstream.ts';

interface Seen {
  readonly by: string;
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly body: Buffer;
}

describe.each(['fast', 'safe'] as const)('any request on the %s lane', (lane) => {
  const seen: Seen[] = [];
  const upstreams: HttpUpstream[] = [];
  let proxy: RunningProxy;

  const recording = (by: string) =>
    startHttp((request, response) => {
      bodyOf(request).then(
        (body) => {
          const { method = '', url = '' } = request;
          seen.push({ by, id: String(request.headers['x-id']), method, url, body });
          // The answer is a function of the request, so that the way back is checked as well.
          const answer = Buffer.concat([Buffer.from(`${by}:`), body]);
          if (body.length % 2 === 0) response.setHeader('content-length', answer.length);
          response.end(answer);
        },
        () => undefined,
      );
    });

  beforeAll(async () => {
    const monolith = await recording('monolith');
    const service = await recording('service');
    upstreams.push(monolith, service);
    proxy = await createProxy({
      table: loadRoutes({
        schemaVersion: 1,
        upstreams: { monolith: monolith.url, shop: service.url },
        defaults: { sticky: { header: 'x-user' } },
        routes: [
          {
            match: '/shop/**',
            service: 'shop',
            state: 'canary',
            percent: 50,
            shadow: { duringCanary: false },
          },
          { match: '/**', state: 'monolith' },
        ],
      }),
      port: 0,
      lane,
    });
  });
  afterAll(async () => {
    await proxy.close({ drainMs: 100 });
    for (const upstream of upstreams) await upstream.close();
  });

  it('reaches exactly one primary, and its bytes are those that were sent', async () => {
    let n = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'),
        fc.array(
          fc.stringMatching(/^[a-z0-9~._-]{1,8}$/).filter((s) => !/^\.+$/.test(s)),
          {
            maxLength: 4,
          },
        ),
        fc.boolean(),
        fc.uint8Array({ maxLength: 5000 }),
        fc.boolean(),
        fc.stringMatching(/^[a-z]{1,6}$/),
        async (method, segments, shop, bytes, chunked, user) => {
          const id = `${lane}-${n++}`;
          const path = `/${[...(shop ? ['shop'] : []), ...segments].join('/')}?q=%2f`;
          const body = Buffer.from(bytes);
          const headers: Record<string, string> = { 'x-id': id, 'x-user': user };
          if (chunked) headers['transfer-encoding'] = 'chunked';
          else headers['content-length'] = String(body.length);
          const response = await new Promise<IncomingMessage>((resolve, reject) => {
            const request = sendHttp(`${proxy.url}${path}`, { method, headers }, resolve);
            request.on('error', reject);
            request.end(body);
          });
          const answer = await bodyOf(response);
          const mine = seen.filter((request) => request.id === id);
          expect(mine).toHaveLength(1);
          expect(mine[0]).toMatchObject({ method, url: path });
          expect(digest(mine[0]?.body)).toBe(digest(body));
          expect(digest(answer)).toBe(
            digest(Buffer.concat([Buffer.from(`${mine[0]?.by}:`), body])),
          );
          if (!shop) expect(mine[0]?.by).toBe('monolith');
        },
      ),
      { numRuns: 80, seed: 20 },
    );
    expect(new Set(seen.map(({ by }) => by))).toEqual(new Set(['monolith', 'service']));
  });
});

function digest(body: Buffer | undefined): string {
  return createHash('sha256')
    .update(body ?? 'nothing')
    .digest('hex');
}
