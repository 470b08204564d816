import { describe, expect, it } from 'vitest';
import { experiment } from '../../src/index.ts';

const price = (id: number): { id: number; cents: number } => ({ id, cents: id * 100 });

describe('experiment', () => {
  it('answers with the control and counts what is equal', async () => {
    const trial = experiment('price', price, async (id: number) => ({ cents: id * 100, id }));
    expect(await Promise.all([1, 2, 3].map((id) => trial.run(id)))).toEqual([1, 2, 3].map(price));
    await trial.settle();
    expect(trial.report()).toMatchObject({
      route: 'price',
      parity: { compared: 3, equal: 3 },
      causes: [],
    });
  });

  it('groups what differs by cause, with the rules of a route', async () => {
    const trial = experiment(
      'price',
      price,
      (id: number) => ({ id: id + 1000, cents: id * 100 + (id > 5 ? 1 : 0) }),
      { compare: { ignore: ['$.id'] } },
    );
    for (let id = 0; id < 10; id++) await trial.run(id);
    await trial.settle();
    expect(trial.report()).toMatchObject({
      parity: { compared: 10, equal: 6 },
      causes: [{ path: '$.cents', kind: 'value', count: 4 }],
    });
  });

  it.each<[string, () => never | Promise<never>]>([
    [
      'throws',
      () => {
        throw new RangeError('x');
      },
    ],
    ['never ends', () => new Promise<never>(() => undefined)],
  ])('lets nobody notice that the candidate %s', async (_, candidate) => {
    const trial = experiment('price', () => 7, candidate, { timeoutMs: 20 });
    expect(await trial.run()).toBe(7);
    await trial.settle();
    expect(trial.report().causes).toMatchObject([{ path: 'outcome', kind: 'status', count: 1 }]);
  });

  it('passes the error of the control on, and compares errors by name', async () => {
    const fails = (): never => {
      throw new TypeError('secret');
    };
    const trial = experiment('price', fails, fails);
    await expect(trial.run()).rejects.toThrow(TypeError);
    await trial.settle();
    expect(trial.report().parity).toMatchObject({ compared: 1, equal: 1 });
  });

  it('compares what the caller got, not what the caller made of it', async () => {
    const trial = experiment('price', price, price);
    const got = await trial.run(1);
    got.cents = 0;
    await trial.settle();
    expect(trial.report().parity.equal).toBe(1);
  });

  it('runs the candidate for the share asked for', async () => {
    let ran = 0;
    let n = 0;
    const trial = experiment(
      'price',
      price,
      (id: number) => {
        ran++;
        return price(id);
      },
      {
        sample: 0.3,
        random: () => (n++ % 10) / 10,
      },
    );
    for (let id = 0; id < 100; id++) await trial.run(id);
    await trial.settle();
    expect(ran).toBe(30);
  });
});
