import type { FastifyInstance } from 'fastify';
import type { Config } from '../config.ts';
import { refuse } from './answer.ts';

/**
 * For demonstrations: answers 500 to a share of the inventory requests. Seeded, so that the same
 * sequence of requests fails the same way in every run.
 */
export function injectFaults(
  app: FastifyInstance,
  { faultRate, faultSeed, faultStart }: Config,
): void {
  if (faultRate === 0) return;
  const next = mulberry32(faultSeed);
  let begun = faultStart === 'now';
  if (!begun) {
    process.once('SIGUSR2', () => {
      begun = true;
    });
  }
  app.addHook('onRequest', async (request, reply) => {
    if (!begun || !request.url.startsWith('/inventory/')) return;
    if (next() < faultRate) await refuse(reply, 500, 'INJECTED_FAULT', 'FAULT_RATE asked for this');
  });
}

/** Tommy Ettinger's mulberry32: 32 bits of state, enough for a fault lottery. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
