import { describe, expect, it } from 'vitest';
import { fuzz } from '../support/fuzz.ts';

/** Half a minute on each lane; bench/fuzz.ts goes on for as long as one likes. */
const SECONDS = 30;

describe('bent requests', () => {
  it.each(['fast', 'safe'] as const)(
    'reach an upstream clean or not at all, on the %s lane',
    async (lane) => {
      const { sent, forwarded, dirty, hung } = await fuzz({
        seconds: SECONDS,
        seed: 1,
        lane,
        workers: 4,
      });
      expect(dirty).toEqual([]);
      expect(hung).toEqual([]);
      // Both kinds were met: requests that pass and requests that do not.
      expect(forwarded).toBeGreaterThan(sent / 10);
      expect(forwarded).toBeLessThan(sent);
    },
    (SECONDS + 60) * 1000,
  );
});
