import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, it } from 'vitest';
import { OFFICIAL_PACT, verifyOfficialPact } from './official-pact.ts';

describe.skipIf(!existsSync(OFFICIAL_PACT))(
  'the official client’s own pact (skipped where the file is absent)',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'broker-official-'));
    let count = 0;

    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it('is verified in all 67 interactions, on SQLite', async () => {
      await verifyOfficialPact(async () => join(folder, `${++count}.sqlite`));
    }, 120_000);
  },
);
