import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { openBroker } from '../../src/client/session.ts';
import type { ContractsErrorCode } from '../../src/model/error.ts';
import { type Answer, type Asked, index, type StubBroker, stubBroker } from './stub-broker.ts';

const SECRET = 'kq7-very-secret';
const open: StubBroker[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((broker) => broker.close()));
});

async function broker(
  answer: (asked: Asked, base: string) => Answer,
  basePath?: string,
): Promise<StubBroker> {
  const stub = await stubBroker(answer, basePath);
  open.push(stub);
  return stub;
}

async function failure(run: Promise<unknown>): Promise<{ code: ContractsErrorCode; text: string }> {
  const error = await run.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  const { code, message, hint } = error as {
    code: ContractsErrorCode;
    message: string;
    hint: string;
  };
  return { code, text: `${message} ${hint}` };
}

describe('opening a broker', () => {
  it('reads the index under a base path and expands its templates', async () => {
    const stub = await broker((_asked, base) => index(base), '/some/pacts');
    const session = await openBroker({ url: stub.url });
    expect(stub.asked[0]?.path).toBe('/');
    expect(session.relation('pb:pacticipant', { pacticipant: 'a/b c' }).pathname).toBe(
      '/some/pacts/pacticipants/a%2Fb%20c',
    );
    expect(session.resolve('matrix').pathname).toBe('/some/pacts/matrix');
  });

  it('follows links to the address it was given, whatever host they name', async () => {
    const stub = await broker(() => index('http://inner.invalid:1'));
    const session = await openBroker({ url: stub.url });
    expect(session.relation('pb:environments').href).toBe(`${stub.url}/environments`);
  });

  it.each([
    [{ token: SECRET }, `Bearer ${SECRET}`],
    [{ username: 'ü', password: SECRET }, `Basic ${Buffer.from(`ü:${SECRET}`).toString('base64')}`],
    [{}, undefined],
  ])('authorizes with %o', async (credentials, header) => {
    const stub = await broker((_asked, base) => index(base));
    await openBroker({ url: stub.url, ...credentials });
    expect(stub.asked[0]?.headers.authorization).toBe(header);
  });

  it('takes credentials out of the address', async () => {
    const stub = await broker((_asked, base) => index(base));
    const session = await openBroker({ url: stub.url.replace('//', `//me:${SECRET}@`) });
    expect(stub.asked[0]?.headers.authorization).toMatch(/^Basic /);
    expect(session.base.href).not.toContain(SECRET);
  });
});

describe('a broker that does not answer as it should', () => {
  it.each<[string, Answer, ContractsErrorCode, RegExp]>([
    ['401', { status: 401 }, 'CONTRACTS_BROKER_UNAUTHORIZED', /answered 401/],
    [
      '403',
      { status: 403, body: { error: 'read only' } },
      'CONTRACTS_BROKER_UNAUTHORIZED',
      /read only/,
    ],
    ['404', { status: 404 }, 'CONTRACTS_NOT_A_BROKER', /does not speak/],
    [
      '400',
      { status: 400, body: { errors: { name: ['is missing'] } } },
      'CONTRACTS_BROKER_REFUSED',
      /name: is missing/,
    ],
    [
      'HTML',
      { body: 'x', headers: { 'content-type': 'text/html' } },
      'CONTRACTS_NOT_A_BROKER',
      /does not speak/,
    ],
    ['JSON that is not HAL', { body: { hello: 1 } }, 'CONTRACTS_NOT_A_BROKER', /does not speak/],
    [
      '500 again and again',
      { status: 500, body: { error: { message: 'out of disk' } } },
      'CONTRACTS_BROKER_FAILED',
      /out of disk/,
    ],
    ['a connection that breaks', { hangUp: true }, 'CONTRACTS_BROKER_UNREACHABLE', /No answer/],
    ['silence', { delayMs: 3000 }, 'CONTRACTS_BROKER_TIMEOUT', /within 300 ms/],
  ])('is reported for %s, without the credentials', async (_what, answer, code, said) => {
    const stub = await broker(() => answer);
    const started = Date.now();
    const { code: found, text } = await failure(
      openBroker({ url: stub.url, token: SECRET, timeoutMs: 300, retries: 1 }),
    );
    expect(found).toBe(code);
    expect(text).toMatch(said);
    expect(text).not.toContain(SECRET);
    expect(Date.now() - started).toBeLessThan(2900);
  });

  it('is reported in a few seconds with the default settings when nothing listens', async () => {
    const server: Server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    await new Promise((done) => server.close(done));
    const started = Date.now();
    const { code, text } = await failure(openBroker({ url: `http://127.0.0.1:${port}` }));
    expect(code).toBe('CONTRACTS_BROKER_UNREACHABLE');
    expect(text).toContain('ECONNREFUSED');
    expect(Date.now() - started).toBeLessThan(5000);
  });

  it.each(['', 'localhost:9292', 'ftp://x', `not a url ${SECRET}`])(
    'is not even asked at the address "%s"',
    async (url) => {
      const { code, text } = await failure(openBroker({ url }));
      expect(code).toBe('CONTRACTS_BROKER_URL_INVALID');
      expect(text).not.toContain(SECRET);
    },
  );
});

describe('a broker with a bad moment', () => {
  it.each<[string, Answer]>([
    ['503', { status: 503 }],
    ['429 with Retry-After', { status: 429, headers: { 'retry-after': '1' } }],
    ['a broken connection', { hangUp: true }],
  ])('is asked again after %s', async (what, bad) => {
    let first = true;
    const stub = await broker((_asked, base) => {
      const answer = first ? bad : index(base);
      first = false;
      return answer;
    });
    const started = Date.now();
    await openBroker({ url: stub.url });
    expect(stub.asked).toHaveLength(2);
    if (what.includes('Retry-After')) expect(Date.now() - started).toBeGreaterThanOrEqual(990);
  });

  it('is asked once for a write that must not happen twice', async () => {
    const stub = await broker((asked, base) =>
      asked.method === 'GET' ? index(base) : { status: 503 },
    );
    const session = await openBroker({ url: stub.url });
    const write = session.ask(session.relation('pb:environments'), {
      method: 'POST',
      body: {},
      repeatable: false,
    });
    await expect(write).rejects.toMatchObject({ code: 'CONTRACTS_BROKER_FAILED' });
    expect(stub.asked.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });
});
