import { afterEach, describe, expect, it } from 'vitest';
import { Comparer } from '../../src/compare/comparer.ts';
import { resolveCompare } from '../../src/routes/settings.ts';

const rules = resolveCompare({ ignore: ['$.at'], headers: [] });
const answer = (value: unknown) => ({
  status: 200,
  fields: ['Content-Type', 'application/json'],
  body: Buffer.from(JSON.stringify(value)),
});
const comparer = new Comparer();
afterEach(() => comparer.close());

describe('Comparer', () => {
  it.each([
    ['small', 10],
    ['large', 100_000],
  ])('finds the same differences in %s bodies', async (_, size) => {
    const text = 'x'.repeat(size);
    const found = await comparer.compare(
      answer({ text, at: 1, price: 1 }),
      answer({ text, at: 2, price: 2 }),
      rules,
    );
    expect(found).toEqual([{ path: '$.price', kind: 'value', monolith: '1', service: '2' }]);
  });

  it('leaves the thread that serves requests free', { timeout: 20_000 }, async () => {
    const large = (price: number) =>
      answer({
        rows: Array.from({ length: 15_000 }, (_, id) => ({ id, price, tags: ['a', 'b'] })),
      });
    const [a, b] = [large(1), large(2)];
    await comparer.compare(answer('x'.repeat(20_000)), answer('y'), rules);
    let longest = 0;
    let last = performance.now();
    const timer = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 1);
    const started = performance.now();
    const found = await comparer.compare(a, b, rules);
    const took = performance.now() - started;
    clearInterval(timer);
    expect(found.map(({ path }) => path)).toEqual(['$.rows[*].price']);
    expect(longest).toBeLessThan(Math.max(30, took / 2));
  });
});
