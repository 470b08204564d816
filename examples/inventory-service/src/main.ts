import { openSpanExport } from '@ashlar-examples/spans';
import { pino } from 'pino';
import { buildApp } from './app.ts';
import { ConfigError, readConfig } from './config.ts';
import { openDatabase } from './database/open.ts';
import { consumeFromNats } from './events/nats.ts';

try {
  await start();
} catch (error) {
  if (error instanceof ConfigError) {
    process.stderr.write(`${error.code}: ${error.message}\n${error.hint}\n`);
  } else {
    process.stderr.write(`inventory-service could not start: ${String(error)}\n`);
  }
  process.exit(2);
}

async function start(): Promise<void> {
  const config = readConfig(process.env);
  // Logs go to stderr: stdout carries only the line that tells a supervisor the address.
  const log = pino(
    { level: config.logLevel, base: { service: 'inventory-service', version: config.version } },
    pino.destination(2),
  );
  const now = (): Date => new Date();
  const database = await openDatabase(config);
  const spans = openSpanExport({ service: 'inventory-service', endpoint: config.otlpEndpoint });
  const app = buildApp({ database, config, now }, log, spans);
  const consumer =
    config.natsUrl === undefined
      ? undefined
      : await consumeFromNats(config.natsUrl, database, { log, now, spans });
  await app.server.listen({ port: config.port, host: config.host });

  let stopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'draining');
    setTimeout(() => {
      log.error('requests did not finish in time');
      process.exit(1);
    }, config.shutdownMilliseconds).unref();
    app.startDraining();
    await consumer?.close();
    await app.server.close();
    await database.close();
    await spans.close();
    log.info('stopped');
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      stop(signal).then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ err: error }, 'could not stop cleanly');
          process.exit(1);
        },
      );
    });
  }
  const address = app.server.server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  process.stdout.write(`${JSON.stringify({ listening: `http://${config.host}:${port}` })}\n`);
}
