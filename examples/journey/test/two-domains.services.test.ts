import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { startReceiver } from '../src/two-domains/receiver.ts';

const MAIN = fileURLToPath(new URL('../src/two-domains/main.ts', import.meta.url));

const POSTGRES = process.env.ASHLAR_TEST_POSTGRES_URL;
const REDIS = process.env.ASHLAR_TEST_REDIS_URL;
const NATS = process.env.ASHLAR_TEST_NATS_URL;
const MISSING = POSTGRES === undefined || REDIS === undefined || NATS === undefined;

async function tell(env: NodeJS.ProcessEnv): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [MAIN], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  const [code] = await once(child, 'close');
  return { code, output };
}

describe('npm run demo:two-domains', () => {
  it('names the server that is missing, and starts nothing', async () => {
    const { code, output } = await tell({ NATS_URL: 'nats://127.0.0.1:1' });
    expect([code, output]).toEqual([
      2,
      expect.stringMatching(/^not answering: .*NATS at 127\.0\.0\.1:1\.\n/),
    ]);
  });

  it.skipIf(MISSING)(
    'moves two domains one after the other, ends in one trace and exits 0 (skipped without PostgreSQL, Redis and NATS)',
    async () => {
      const another = await startReceiver();
      const { code, output } = await tell({
        DATABASE_URL: POSTGRES,
        REDIS_URL: REDIS,
        NATS_URL: NATS,
        OTEL_EXPORTER_OTLP_ENDPOINT: another.url,
      });
      const [, traceId = ''] = /trace ([0-9a-f]{32})\n/.exec(output) ?? [];
      const passedOn = another.spans(traceId).map(({ service }) => service);
      await another.close();
      expect(code, output).toBe(0);
      for (const line of [
        /ok .* Inventory: .* all shoppers on the service, on both proxies/,
        /ok .* order \d+ took its stock there/,
        /ok .* 4 orders, written alike by both/,
        /ok .* 3 orders, each confirmed once/,
        /ok .* spans of inventory-service, notifications, shop, shop-proxy/,
        /ok .* [1-9]\d{2,} requests, 0 errors/,
      ]) {
        expect(output).toMatch(line);
      }
      expect(new Set(passedOn)).toEqual(
        new Set(['inventory-service', 'notifications', 'shop', 'shop-proxy']),
      );
    },
    180_000,
  );
});
