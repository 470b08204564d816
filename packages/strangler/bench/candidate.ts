import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createProxy, loadRoutes, type WrittenRoute } from '../src/index.ts';

/** Runs one proxy by name in front of an upstream and prints its port. */
const [name = '', upstream = ''] = process.argv.slice(2);
// Competitors are no dependencies of ours; the folder they are installed in is told from outside.
const require = createRequire(join(process.env.ASHLAR_BENCH_MODULES ?? '.', 'package.json'));

const canary: WrittenRoute = {
  match: '/api/**',
  service: 'service',
  state: 'canary',
  percent: 50,
  sticky: { header: 'x-user' },
  shadow: { duringCanary: false },
};
const tables: Readonly<Record<string, { routes: WrittenRoute[]; lane: 'fast' | 'safe' }>> = {
  'ashlar, one route': { routes: [{ match: '/**', state: 'monolith' }], lane: 'fast' },
  'ashlar, sticky canary': {
    routes: [canary, { match: '/**', state: 'monolith' }],
    lane: 'fast',
  },
  'ashlar safe lane': {
    routes: [canary, { match: '/**', state: 'monolith' }],
    lane: 'safe',
  },
};

async function start(): Promise<string> {
  const ours = tables[name];
  if (ours !== undefined) {
    const table = loadRoutes({
      schemaVersion: 1,
      upstreams: { monolith: upstream, service: upstream },
      routes: ours.routes,
    });
    return (await createProxy({ table, port: 0, lane: ours.lane })).url;
  }
  if (name === '@fastify/http-proxy') {
    const [framework, plugin] = ['fastify', name];
    const app = require(framework)();
    app.register(require(plugin), { upstream });
    return app.listen({ port: 0, host: '127.0.0.1' });
  }
  if (name === 'http-proxy-middleware') {
    const framework = 'express';
    const app = require(framework)();
    const { createProxyMiddleware } = require(name);
    const { Agent } = await import('node:http');
    app.use(createProxyMiddleware({ target: upstream, agent: new Agent({ keepAlive: true }) }));
    return new Promise((resolve) => {
      const server = app.listen(0, '127.0.0.1', () => {
        resolve(`http://127.0.0.1:${(server.address() as { port: number }).port}`);
      });
    });
  }
  const { createProxyServer } = (await import(require.resolve('httpxy'))) as {
    createProxyServer: (options: object) => { web: (q: object, s: object) => Promise<void> };
  };
  const { Agent } = await import('node:http');
  const proxy = createProxyServer({ target: upstream, agent: new Agent({ keepAlive: true }) });
  const server = createServer((request, response) => {
    proxy.web(request, response).catch(() => response.destroy());
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve(`http://127.0.0.1:${(server.address() as { port: number }).port}`);
    });
  });
}

process.stdout.write(`${new URL(await start()).port}\n`);
