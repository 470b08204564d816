import { mkdtemp, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An HTTP interaction of a version 4 pact that wants `{"quantity": 3}`. */
export function stockInteraction(
  description: string,
  path: string,
  states: readonly string[] = [],
  more: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  return {
    type: 'Synchronous/HTTP',
    description,
    pending: false,
    providerStates: states.map((name) => ({ name })),
    request: { method: 'GET', path },
    response: {
      status: 200,
      headers: { 'content-type': ['application/json'] },
      body: { content: { quantity: 3 }, contentType: 'application/json', encoded: false },
    },
    ...more,
  };
}

export function stockPact(interactions: readonly unknown[]): Readonly<Record<string, unknown>> {
  return {
    consumer: { name: 'shop' },
    provider: { name: 'inventory' },
    interactions,
    metadata: { pactSpecification: { version: '4.0' } },
  };
}

export async function writePact(interactions: readonly unknown[]): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'ashlar-verify-')), 'shop-inventory.json');
  await writeFile(file, JSON.stringify(stockPact(interactions)));
  return file;
}

/** Answers every request with the quantity that `stock` holds for its path, 404 for others. */
export async function startInventory(
  stock: Map<string, unknown>,
  seen: (headers: NodeJS.Dict<string | string[]>) => void = () => undefined,
): Promise<{ readonly url: string; readonly server: Server }> {
  const server = createServer((request, response) => {
    seen(request.headers);
    const quantity = stock.get(request.url ?? '');
    response.writeHead(quantity === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ quantity }));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}
