import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { readConfig } from '../../src/config.ts';
import { type RunningShop, startServer } from '../../src/server.ts';
import { complaintsAbout } from './document.ts';

export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever came back
  body: any;
}

/** A browser: keeps its session cookie, and a token once logged in. */
export class Visitor {
  readonly #url: string;
  #cookie = '';
  #token: string | undefined;

  constructor(url: string) {
    this.#url = url;
  }

  /** @throws when the answer is not what the OpenAPI document promises. */
  async send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await fetch(this.#url + path, {
      method,
      headers: {
        cookie: this.#cookie,
        ...(this.#token === undefined ? {} : { authorization: `Bearer ${this.#token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const [cookie] = response.headers.getSetCookie();
    if (cookie !== undefined) this.#cookie = cookie.split(';')[0] ?? '';
    const text = await response.text();
    const type = (response.headers.get('content-type') ?? '').split(';')[0] ?? '';
    const parsed: unknown = type === 'application/json' ? JSON.parse(text) : text;
    const { status } = response;
    const pathname = path.split('?')[0] ?? path;
    const complaints = complaintsAbout(method, pathname, { status, type, body: parsed });
    if (complaints.length > 0) throw new Error(complaints.join('\n'));
    return { status, headers: response.headers, body: parsed };
  }

  get(path: string, headers?: Record<string, string>): Promise<Answer> {
    return this.send('GET', path, undefined, headers);
  }

  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer> {
    return this.send('POST', path, body, headers);
  }

  async logIn(email: string, password: string): Promise<Answer> {
    const answer = await this.post('/auth/login', { email, password });
    if (answer.status === 200) this.#token = answer.body.token;
    return answer;
  }

  logInAsAnna(): Promise<Answer> {
    return this.logIn('anna@granite.example', 'granite-demo-customer');
  }

  logInAsAdmin(): Promise<Answer> {
    return this.logIn('admin@granite.example', 'granite-demo-admin');
  }
}

export interface TestShop extends RunningShop {
  visitor(): Visitor;
  /** Resolves when the handlers of all events so far are done. */
  settled(): Promise<void>;
}

/** A PostgreSQL database that lives as long as the test. */
async function temporaryDatabase(server: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `shop_test_${randomBytes(6).toString('hex')}`;
  const administer = async (statement: string) => {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  await administer(`create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => administer(`drop database ${name} with (force)`) };
}

/** In memory, or on the given PostgreSQL server in a database of its own. */
export async function startTestShop(
  server: string | undefined,
  env: Record<string, string> = {},
): Promise<TestShop> {
  const database = server === undefined ? undefined : await temporaryDatabase(server);
  const place: Record<string, string> =
    database === undefined ? {} : { DATABASE_URL: database.url };
  const running = await startServer(readConfig({ PORT: '0', JOBS: 'off', ...place, ...env }));
  return {
    ...running,
    visitor: () => new Visitor(running.url),
    settled: () => running.shop.context.events.settled(),
    stop: async () => {
      await running.stop();
      await database?.drop();
    },
  };
}
