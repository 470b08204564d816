import { parseArgs } from 'node:util';
import { BackfillError, backfill } from './backfill.ts';
import { ConfigError, readConfig } from './config.ts';
import { openDatabase } from './database/open.ts';
import { continueTrace } from './trace-context.ts';

const USAGE =
  'usage: npm run backfill -- --from URL --token TOKEN   (DATABASE_URL or DATA_DIR set)';

try {
  await run();
} catch (error) {
  if (!(error instanceof BackfillError || error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.code}: ${error.message}\n`);
  process.exitCode = 2;
}

/** Writes into the service's database, so it needs one that outlives this process. */
async function run(): Promise<void> {
  const { values } = parseArgs({
    options: { from: { type: 'string' }, token: { type: 'string' } },
  });
  if (values.from === undefined || values.token === undefined) {
    throw new ConfigError(`--from and --token are needed; ${USAGE}`, USAGE);
  }
  const config = readConfig(process.env);
  if (config.databaseUrl === undefined && config.dataDir === undefined) {
    throw new ConfigError(`neither DATABASE_URL nor DATA_DIR is set; ${USAGE}`, USAGE);
  }
  const database = await openDatabase(config);
  try {
    const source = { from: values.from, token: values.token, trace: continueTrace(undefined) };
    const counts = await backfill(database, source, new Date());
    process.stdout.write(`${JSON.stringify(counts)}\n`);
  } finally {
    await database.close();
  }
}
