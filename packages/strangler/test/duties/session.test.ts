import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { echoed, type Gateway, startGateway, WAYS, type Way } from '../support/gateway.ts';
import { bodyOf, headerIn } from '../support/http-upstream.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  delete process.env.ASHLAR_TEST_HOOK;
  for (const close of closers.splice(0).reverse()) await close();
});

interface Hook {
  readonly url: string;
  readonly asked: string[];
  answer: { readonly status: number; readonly body: string; readonly delayMs?: number };
}

/** Keeps sessions, and is asked about them. */
async function startHook(): Promise<Hook> {
  const asked: string[] = [];
  const server: Server = createServer(async (request, response) => {
    const body = (await bodyOf(request)).toString();
    asked.push(`${request.method} ${request.headers.authorization ?? '-'} ${body}`);
    const { status, body: text, delayMs = 0 } = hook.answer;
    setTimeout(() => {
      response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {});
      response.end(text);
    }, delayMs);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  const hook: Hook = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/sessions`,
    asked,
    answer: { status: 200, body: JSON.stringify({ active: true, sub: 'ann', scope: 'read' }) },
  };
  return hook;
}

async function open(
  way: Way,
  hook: Hook,
  settings: { timeoutMs?: number; cacheSeconds?: number } = {},
  hideCredential = false,
): Promise<Gateway> {
  const gateway = await startGateway(
    way,
    {
      authenticators: {
        browser: {
          session: {
            cookie: 'sid',
            introspect: hook.url,
            authorizationEnv: 'ASHLAR_TEST_HOOK',
            ...settings,
          },
        },
      },
    },
    [
      {
        authentication: {
          by: 'browser',
          scopes: ['read'],
          headers: { 'X-User': 'sub' },
          hideCredential,
        },
      },
    ],
  );
  closers.push(() => gateway.close());
  return gateway;
}

describe.each(WAYS)('sessions, %s', (way) => {
  it('are asked about once, and their users told to the upstream', async () => {
    process.env.ASHLAR_TEST_HOOK = 'Basic c2VjcmV0';
    const hook = await startHook();
    const gateway = await open(way, hook, {}, true);
    const cookie = { cookie: 'theme=dark; sid=a%2Bb; lang=en' };
    const all = await Promise.all([1, 2, 3].map(() => gateway.ask('/a', cookie)));
    expect(all.map(({ status }) => status)).toEqual([200, 200, 200]);
    const got = echoed(await gateway.ask('/a', cookie));
    expect(headerIn(got, 'x-user')).toEqual(['ann']);
    expect(headerIn(got, 'cookie')).toEqual(['theme=dark; lang=en']);
    expect(hook.asked).toEqual(['POST Basic c2VjcmV0 token=a%252Bb&token_type_hint=session']);
  });

  it.each([
    ['is over', { status: 200, body: '{"active":false}' }, 401],
    ['has no word about it', { status: 200, body: '{}' }, 401],
    ['says "true" in words', { status: 200, body: '{"active":"true"}' }, 401],
    ['has expired', { status: 200, body: '{"active":true,"exp":1000}' }, 401],
    ['lacks the scope', { status: 200, body: '{"active":true,"sub":"ann"}' }, 403],
    ['cannot be asked about', { status: 500, body: 'oops' }, 503],
    ['is sent elsewhere', { status: 302, body: '' }, 503],
    ['gets no JSON', { status: 200, body: '<html>' }, 503],
    ['gets null', { status: 200, body: 'null' }, 401],
    ['gets a flood', { status: 200, body: `{"x":"${'x'.repeat(300_000)}"}` }, 503],
    ['gets no answer in time', { status: 200, body: '{"active":true}', delayMs: 600 }, 503],
  ])('one that %s is let in by no mistake', async (_, answer, status) => {
    const hook = await startHook();
    hook.answer = answer;
    const timeoutMs = 'delayMs' in answer ? 200 : 10_000;
    const gateway = await open(way, hook, { timeoutMs });
    expect((await gateway.ask('/a', { cookie: 'sid=1' })).status).toBe(status);
    expect(gateway.reached()).toBe(0);
  });
});

describe('sessions', () => {
  it('that end are noticed when the answer is no longer believed', async () => {
    const hook = await startHook();
    const gateway = await open('fast', hook, { cacheSeconds: 1 });
    const cookie = { cookie: 'sid=1' };
    expect((await gateway.ask('/a', cookie)).status).toBe(200);
    hook.answer = { status: 200, body: '{"active":false}' };
    expect((await gateway.ask('/a', cookie)).status).toBe(200);
    await expect
      .poll(async () => (await gateway.ask('/a', cookie)).status, { timeout: 5000 })
      .toBe(401);
  });

  it.each([
    ['two of the name', 'sid=1; sid=2', 400],
    ['none of the name', 'xsid=1; sidx=2', 401],
    ['an empty one', 'sid=', 401],
    ['a giant', `sid=${'x'.repeat(5000)}`, 401],
  ])('with %s are nobody: %s', async (_, cookie, status) => {
    const hook = await startHook();
    const gateway = await open('fast', hook);
    expect((await gateway.ask('/a', { cookie })).status).toBe(status);
    expect(hook.asked).toEqual([]);
  });
});
