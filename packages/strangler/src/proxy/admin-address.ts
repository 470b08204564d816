import { createAdminServer } from '../admin/server.ts';
import type { Lane } from '../lane/lane.ts';
import { ProxyError } from '../model/error.ts';
import type { RouteTable } from '../model/routes.ts';
import { loadRoutes } from '../routes/load.ts';
import type { Engine } from './engine.ts';
import { LOOPBACK, listen } from './listen.ts';
import type { AdminAddress, ProxyOptions, Proxy as StranglerProxy } from './proxy.ts';

/** Serves the admin API and the dashboard, and resolves to their address. */
export async function openAdmin(
  { log }: ProxyOptions,
  admin: AdminAddress,
  proxy: StranglerProxy,
  engine: Engine,
  lanes: Lane[],
): Promise<string> {
  const host = admin.host ?? LOOPBACK;
  const server = createAdminServer({
    token: admin.token,
    jwks: () => engine.jwks(),
    failed: (request, error) => {
      const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
      log?.('error', 'the admin address failed', { request, error: why });
    },
    tail: (heard) => {
      engine.tails.add(heard);
      return () => engine.tails.delete(heard);
    },
    hosts: ['localhost', '127.0.0.1', '[::1]', host.toLowerCase()],
    actions: {
      ...proxy,
      status: async () => {
        await engine.checkHealths();
        return proxy.status();
      },
      picture: async () => (await admin.picture?.(url)) ?? null,
      history: (query) => proxy.history(query),
      progress: (query) => proxy.progress(query),
      reload: async () =>
        admin.reload === undefined
          ? proxy.reload(tableAgain(engine.generation().table))
          : admin.reload(),
    },
  });
  lanes.push({
    server,
    open: () => 0,
    sending: () => false,
    closeIdle: () => server.closeIdleConnections(),
    closeAll: () => server.closeAllConnections(),
  });
  const url = await listen(server, { port: admin.port, host });
  return url;
}

function tableAgain(table: RouteTable): RouteTable {
  if (table.source !== undefined) return loadRoutes(table.source);
  throw new ProxyError(
    'PROXY_CHANGE_INVALID',
    'The table was not read from a file, so it cannot be read again.',
    'Start the proxy from a routes.yaml, or call reload() with a table.',
  );
}
