/**
 * Runs the suites that talk to real servers (`*.services.test.ts`). A server that does not answer is
 * named and its suites skip with that reason, unless ASHLAR_REQUIRE_SERVICES=1 makes it a failure.
 *
 * Addresses come from DATABASE_URL, REDIS_URL, NATS_URL and AMQP_URL, else the usual local ports.
 */
import { spawnSync } from 'node:child_process';
import { connect } from 'node:net';
import { join } from 'node:path';

const services = {
  ASHLAR_TEST_POSTGRES_URL: process.env.DATABASE_URL ?? 'postgres://root@127.0.0.1:5432/test',
  ASHLAR_TEST_REDIS_URL: process.env.REDIS_URL ?? 'redis://127.0.0.1:6379',
  ASHLAR_TEST_NATS_URL: process.env.NATS_URL ?? 'nats://127.0.0.1:4222',
  ASHLAR_TEST_AMQP_URL: process.env.AMQP_URL ?? 'amqp://guest:guest@127.0.0.1:5672',
};

function answers(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port), timeout: 2_000 });
    const finish = (reachable: boolean): void => {
      socket.destroy();
      resolve(reachable);
    };
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
    socket.once('timeout', () => finish(false));
  });
}

const environment: Record<string, string> = {};
const missing: string[] = [];
for (const [name, url] of Object.entries(services)) {
  if (await answers(url)) environment[name] = url;
  else
    missing.push(`${name.replace('ASHLAR_TEST_', '').replace('_URL', '')} at ${new URL(url).host}`);
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
