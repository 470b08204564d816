import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createProxy } from '../../src/index.ts';
import { type Pair, startPair, tableFor, visit } from '../support/pair.ts';

let pair: Pair;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ashlar-shared-'));
});
afterEach(async () => {
  await pair.close();
  rmSync(folder, { recursive: true });
});

// SO_REUSEPORT spreads connections on Linux (and some BSDs) only.
describe.skipIf(process.platform !== 'linux')('two proxies on one port (Linux)', () => {
  it('share the connections, and what one decides holds for both', async () => {
    const stateFile = join(folder, 'state.json');
    const budget = { parity: 0, minimum: 1 };
    pair = await startPair({ state: 'monolith', budget }, { stateFile, reusePort: true });
    const second = await createProxy({
      table: tableFor(pair.monolith, pair.service, { state: 'monolith', budget }),
      port: Number(new URL(pair.proxy.url).port),
      stateFile,
      reusePort: true,
    });
    try {
      const states = (): unknown[] => [pair.proxy, second].map((p) => p.status().routes[0]?.state);
      await pair.proxy.promote('shop', {
        to: 'service',
        by: 'ann',
        force: true,
        why: 'test',
        until: '2999-01-01T00:00:00Z',
      });
      await sleep(700);
      expect(states()).toEqual(['service', 'service']);
      await visit(pair.proxy.url, 20);
      for (let i = 0; i < 30; i++) {
        await fetch(`${second.url}/shop/1`, { headers: { connection: 'close' } });
      }
      expect(pair.monolith.seen).toEqual([]);
      const served = [pair.proxy, second].map(
        (p) => p.status().routes[0]?.serviceTraffic.requests ?? 0,
      );
      expect(Math.min(...served)).toBeGreaterThan(0);
      expect(served[0] ?? 0).toBeLessThan(pair.service.seen.length);
      await second.rollback('shop', { by: 'bob' });
      await sleep(700);
      expect(states()).toEqual(['monolith', 'monolith']);
    } finally {
      await second.close({ drainMs: 0 });
    }
  });
});
