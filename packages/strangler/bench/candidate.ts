import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createRequire } from 'node:module';
import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from 'node:net';
import { join, resolve } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { setFlagsFromString } from 'node:v8';
import type { WrittenRoute } from '../src/index.ts';

/**
 * Runs one proxy by name in front of an upstream and prints its ports, plain and TLS (0 for none).
 *
 *   candidate.ts NAME UPSTREAM_URL FOLDER_WITH_cert.pem_AND_key.pem URL_OF_THE_BUILT_PACKAGE
 */
const [name = '', upstream = '', certificates = '', built = ''] = process.argv.slice(2);
const tls = {
  cert: readFileSync(join(certificates, 'cert.pem')),
  key: readFileSync(join(certificates, 'key.pem')),
};
// Competitors are no dependencies of ours; the folder they are installed in is told from outside.
const require = createRequire(resolve(process.env.ASHLAR_BENCH_MODULES ?? '.', 'package.json'));

const route = (state: 'canary' | 'shadow', more: Partial<WrittenRoute>): WrittenRoute => ({
  match: '/api/**',
  service: 'service',
  state,
  sticky: { header: 'x-user' },
  ...more,
});
const rest: WrittenRoute = { match: '/**', state: 'monolith' };
const canary = route('canary', { percent: 50, shadow: { duringCanary: false } });
// Everything is mirrored and nothing dropped, so that what a copy costs is seen in full.
const shadow = route('shadow', { shadow: { queue: 10_000, concurrency: 64, noise: 0 } });
interface Setup {
  readonly routes: WrittenRoute[];
  readonly lane: 'fast' | 'safe';
}

const tables: Readonly<Record<string, Setup>> = {
  'ashlar, one route': { routes: [rest], lane: 'fast' },
  'ashlar, sticky canary': { routes: [canary, rest], lane: 'fast' },
  'ashlar, shadow': { routes: [shadow, rest], lane: 'fast' },
  'ashlar, safe lane': { routes: [canary, rest], lane: 'safe' },
};

interface Ports {
  readonly plain: number;
  readonly tls: number;
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}

async function startOurs({ routes, lane }: Setup): Promise<Ports> {
  // As `ashlar proxy` has it (packages/ashlar/src/commands/small-heap.ts).
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=30');
  const { createProxy, loadRoutes } = (await import(built)) as typeof import('../src/index.ts');
  const table = loadRoutes({
    schemaVersion: 1,
    upstreams: { monolith: upstream, service: upstream },
    routes,
  });
  const plain = await createProxy({ table, port: 0, lane });
  const secured = await createProxy({ table, port: 0, lane, tls });
  return { plain: portOf(plain.url), tls: portOf(secured.url) };
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

async function serving(listener: RequestListener): Promise<Ports> {
  return {
    plain: await listening(createServer(listener)),
    tls: await listening(createHttpsServer(tls, listener)),
  };
}

/** Two sockets and the bytes between them: what Node costs before anybody reads any HTTP. */
async function startCopying(): Promise<Ports> {
  const port = portOf(upstream);
  const copy = (client: Socket): void => {
    const server = connect({
      host: '127.0.0.1',
      port,
      onread: {
        buffer: Buffer.allocUnsafe(65_536),
        callback: (size, bytes) => {
          client.write(Buffer.from((bytes as Buffer).subarray(0, size)));
          return true;
        },
      },
    });
    server.setNoDelay(true);
    client.on('data', (bytes) => server.write(bytes));
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  };
  return {
    plain: await listening(createTcpServer({ noDelay: true }, copy)),
    tls: await listening(createTlsServer({ ...tls, noDelay: true }, copy)),
  };
}

async function startFastify(): Promise<Ports> {
  const [framework, plugin] = ['fastify', '@fastify/http-proxy'];
  const start = async (options: object): Promise<number> => {
    const app = require(framework)(options);
    app.register(require(plugin), { upstream });
    return portOf(await app.listen({ port: 0, host: '127.0.0.1' }));
  };
  return { plain: await start({}), tls: await start({ https: tls }) };
}

async function startMiddleware(): Promise<Ports> {
  const framework = 'express';
  const app = require(framework)();
  const { createProxyMiddleware } = require(name);
  const { Agent } = await import('node:http');
  app.use(createProxyMiddleware({ target: upstream, agent: new Agent({ keepAlive: true }) }));
  return serving(app);
}

async function startHttpxy(): Promise<Ports> {
  const { createProxyServer } = (await import(require.resolve('httpxy'))) as {
    createProxyServer: (options: object) => { web: (q: object, s: object) => Promise<void> };
  };
  const { Agent } = await import('node:http');
  const proxy = createProxyServer({ target: upstream, agent: new Agent({ keepAlive: true }) });
  return serving((request, response) => {
    proxy.web(request, response).catch(() => response.destroy());
  });
}

function start(): Promise<Ports> {
  const ours = tables[name];
  if (ours !== undefined) return startOurs(ours);
  if (name === 'bytes copied, no HTTP') return startCopying();
  if (name === '@fastify/http-proxy') return startFastify();
  return name === 'httpxy' ? startHttpxy() : startMiddleware();
}

const ports = await start();
process.on('SIGINT', () => process.exit(0));
process.stdout.write(`${ports.plain} ${ports.tls}\n`);
