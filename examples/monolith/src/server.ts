import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from './app.ts';
import type { Config } from './config.ts';
import { startJobs } from './jobs/schedule.ts';
import { StartupError } from './lib/errors.ts';
import { log } from './lib/logger.ts';
import { flushSpans } from './lib/trace-context.ts';
import { openShop, type Shop } from './shop.ts';

export interface RunningShop {
  url: string;
  shop: Shop;
  /** Answers what is under way, then closes everything. */
  stop(): Promise<void>;
}

function listen(server: Server, port: number, host: string): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') {
        reject(error);
        return;
      }
      const why = error.code === 'EADDRINUSE' ? 'is in use' : 'may not be opened by this user';
      const hint = 'Choose another PORT (0 takes any free one), or stop the process that has it.';
      reject(new StartupError('SHOP_PORT_UNAVAILABLE', `Port ${port} ${why}.`, hint));
    });
    server.listen(port, host, () => resolve(server.address() as AddressInfo));
  });
}

const PATIENCE_MS = 5_000;

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const impatient = setTimeout(() => server.closeAllConnections(), PATIENCE_MS);
  await closed;
  clearTimeout(impatient);
}

export async function startServer(config: Config): Promise<RunningShop> {
  const shop = await openShop(config);
  const server = createServer(createApp(shop.context));
  try {
    const { port } = await listen(server, config.PORT, config.HOST);
    const stopJobs = config.JOBS === 'on' ? startJobs(shop.context) : async () => {};
    const stop = async () => {
      await stopJobs();
      await closeServer(server);
      await shop.close();
      await flushSpans();
      log.info('stopped');
    };
    const host = config.HOST.includes(':') ? `[${config.HOST}]` : config.HOST;
    return { url: `http://${host}:${port}`, shop, stop };
  } catch (error) {
    await shop.close();
    throw error;
  }
}
