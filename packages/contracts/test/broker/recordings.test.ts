import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  deviations,
  expectedDeviations,
  type RecordingName,
  receiver,
  STEPS,
} from './deviations.ts';
import { recordingsPresent } from './replay.ts';

describe.skipIf(!recordingsPresent)(
  'recorded exchanges with the reference broker (skipped where the recordings are absent)',
  () => {
    beforeAll(() => new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done)));
    afterAll(() => new Promise((done) => receiver.close(done)));

    for (const name of Object.keys(STEPS) as RecordingName[]) {
      it(`${name} is answered to the letter in compat mode, but for what is listed`, async () => {
        const found = await deviations(name, { compat: true });
        expect(found.sort()).toEqual(expectedDeviations(name, true).sort());
      }, 30_000);

      it(`${name} differs by default only in what is listed`, async () => {
        const found = await deviations(name, { compat: false });
        expect(found.sort()).toEqual(expectedDeviations(name, false).sort());
      }, 30_000);
    }
  },
);
