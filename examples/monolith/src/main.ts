import { readConfig } from './config.ts';
import { StartupError } from './lib/errors.ts';
import { log } from './lib/logger.ts';
import { startServer } from './server.ts';

async function main(): Promise<void> {
  const running = await startServer(readConfig(process.env));
  process.stdout.write(`${JSON.stringify({ listening: running.url })}\n`);
  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) return;
    stopping = true;
    log.info('stopping', { signal });
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error('could not stop cleanly', { error });
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

main().catch((error: unknown) => {
  if (!(error instanceof StartupError)) throw error;
  process.stderr.write(`${error.code}: ${error.message} ${error.hint}\n`);
  process.exit(error.exitCode);
});
