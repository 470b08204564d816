import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What nobody may find in a draft. */
export const SECRETS = {
  email: 'mira.holm@bookshop.example',
  password: 'Tr0ub4dor&3',
  token: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtaXJhIn0.c2lnbmF0dXJlLW9mLW1pcmE',
  card: '4111 1111 1111 1111',
  iban: 'DE89 3704 0044 0532 0130 00',
  phone: '+49 30 9018201',
  session: 's%3A9f8e7d6c5b4a.39Jx',
} as const;

interface Book {
  slug: string;
  title: string;
  price: number;
  tags: string[];
  subtitle?: string;
}

const BOOKS: Book[] = [
  { slug: 'the-left-hand', title: 'The Left Hand', price: 12.5, tags: ['classic'] },
  { slug: 'piranesi', title: 'Piranesi', price: 9.99, tags: [], subtitle: 'A Novel' },
  { slug: 'solaris', title: 'Solaris', price: 8.25, tags: ['classic', 'sf'] },
];

/** A small shop as an app really is: a login, slugs, numbers, optional fields, errors in JSON. */
export function startBookshop(): Promise<{ readonly url: string; readonly server: Server }> {
  let orders = 100;
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://x');
    const [, first, second] = pathname.split('/');
    const sent = await bodyOf(request);
    if (pathname === '/session' && request.method === 'POST') {
      if (sent.password !== SECRETS.password) return problem(response, 401, 'WRONG_PASSWORD');
      response.setHeader('set-cookie', `sid=${SECRETS.session}; HttpOnly`);
      return json(response, 200, { token: SECRETS.token, expiresIn: 3600 });
    }
    if (first === 'books' && second === undefined) {
      const tag = searchParams.get('tag');
      const found = BOOKS.filter(({ tags }) => tag === null || tags.includes(tag));
      return json(response, 200, { items: found, total: found.length });
    }
    if (first === 'books') {
      const book = BOOKS.find(({ slug }) => slug === second);
      return book === undefined
        ? problem(response, 404, 'NO_SUCH_BOOK')
        : json(response, 200, book);
    }
    if (request.headers.authorization === undefined) return problem(response, 401, 'LOG_IN');
    if (pathname === '/me') {
      const { email, phone, iban } = SECRETS;
      return json(response, 200, { id: 7, email, phone, iban, newsletter: false });
    }
    if (pathname === '/orders' && request.method === 'POST') {
      if (!Array.isArray(sent.items)) return problem(response, 400, 'NO_ITEMS');
      const id = ++orders;
      response.setHeader('location', `/orders/${id}`);
      return json(response, 201, { id, items: sent.items, placedAt: new Date().toISOString() });
    }
    if (first === 'orders' && Number(second) > 100 && Number(second) <= orders) {
      return json(response, 200, { id: Number(second), state: 'open', total: 12.5 });
    }
    return problem(response, 404, 'NOT_FOUND');
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      resolve({ url: `http://127.0.0.1:${port}`, server });
    });
  });
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

function problem(response: ServerResponse, status: number, code: string): void {
  json(response, status, { code, message: 'see the handbook' });
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text === '' ? {} : JSON.parse(text);
}

/** What a customer does, through `fetch`. */
export async function shop(url: string, send: typeof fetch = fetch): Promise<void> {
  const login = (password: string) =>
    send(`${url}/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: SECRETS.email, password }),
    });
  await login('Wr0ng-guess!');
  await login(SECRETS.password);
  await send(`${url}/books`);
  await send(`${url}/books?tag=sf`);
  for (const { slug } of BOOKS) await send(`${url}/books/${slug}`);
  await send(`${url}/books/unheard-of`);
  await send(`${url}/me`);
  const headers = {
    authorization: `Bearer ${SECRETS.token}`,
    cookie: `sid=${SECRETS.session}`,
    accept: 'application/json',
  };
  await send(`${url}/me`, { headers });
  const order = (body: unknown) =>
    send(`${url}/orders`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  await order({ items: [{ slug: 'solaris', count: 1 }], card: SECRETS.card });
  await order({ items: [{ slug: 'piranesi', count: 2 }], note: 'as a gift', card: SECRETS.card });
  await order({ nothing: true });
  for (const id of [101, 102, 999]) await send(`${url}/orders/${id}`, { headers });
}

/** A `fetch` that keeps what it did as an HTTP Archive. */
export function recordingFetch(): { send: typeof fetch; har(): string } {
  const entries: object[] = [];
  const pairs = (fields: Iterable<[string, string]>) =>
    [...fields].map(([name, value]) => ({ name, value }));
  return {
    send: async (input, init = {}) => {
      const request = new Request(input, init);
      const sent = typeof init.body === 'string' ? init.body : undefined;
      const response = await fetch(request.clone());
      const text = await response.clone().text();
      entries.push({
        startedDateTime: '2026-01-15T10:00:00.000Z',
        time: 1,
        request: {
          method: request.method,
          url: request.url,
          httpVersion: 'HTTP/1.1',
          headers: [...pairs(request.headers), ...cookieOf(init)],
          queryString: pairs(new URL(request.url).searchParams),
          ...(sent === undefined ? {} : { postData: { mimeType: 'application/json', text: sent } }),
        },
        response: {
          status: response.status,
          headers: pairs(response.headers),
          content: { mimeType: response.headers.get('content-type') ?? '', text },
        },
      });
      return response;
    },
    har: () => JSON.stringify({ log: { version: '1.2', creator: { name: 'test' }, entries } }),
  };
}

/** `Request` keeps cookies to itself. */
function cookieOf({ headers }: RequestInit): readonly object[] {
  const cookie = (headers as Record<string, string> | undefined)?.cookie;
  return cookie === undefined ? [] : [{ name: 'Cookie', value: cookie }];
}
