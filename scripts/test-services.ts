/**
 * Runs the suites that talk to real servers (`*.services.test.ts`). A server that does not answer is
 * named and its suites skip with that reason, unless ASHLAR_REQUIRE_SERVICES=1 makes it a failure.
 *
 * Addresses come from DATABASE_URL, REDIS_URL, NATS_URL and AMQP_URL, else the usual local ports.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { answers, localServices } from './local-services.ts';

const environment: Record<string, string> = {};
const missing: string[] = [];
for (const [name, url] of Object.entries(localServices(process.env))) {
  if (await answers(url)) environment[`ASHLAR_TEST_${name}_URL`] = url;
  else missing.push(`${name} at ${new URL(url).host}`);
}
for (const service of missing) console.log(`not answering: ${service}; its suites will skip`);

if (missing.length > 0 && process.env.ASHLAR_REQUIRE_SERVICES === '1') {
  console.error('ASHLAR_REQUIRE_SERVICES=1: start the services named above, or unset it.');
  process.exitCode = 2;
} else {
  const { status } = spawnSync(
    'vitest',
    ['run', '--config', 'vitest.services.config.ts', ...process.argv.slice(2)],
    {
      cwd: join(import.meta.dirname, '..'),
      stdio: 'inherit',
      env: { ...process.env, ...environment },
    },
  );
  process.exitCode = status ?? 2;
}
