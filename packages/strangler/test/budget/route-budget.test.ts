import { describe, expect, it } from 'vitest';
import { RouteBudget } from '../../src/budget/route-budget.ts';
import { RollingWindow } from '../../src/observe/window.ts';

const settings = {
  errors: 0.05,
  latency: 3,
  latencySlackMs: 50,
  mismatches: 0.05,
  parity: 0,
  minimum: 20,
  windowSeconds: 60,
};

function budget(): RouteBudget {
  return new RouteBudget(settings, new RollingWindow(60, 0), () => 0);
}

/** Answers of a service of which every `nth` fails. */
function serve(to: RouteBudget, answers: number, nth: number): boolean {
  let breached = false;
  for (let i = 1; i <= answers; i++)
    breached = to.answered(i % nth === 0, 5) !== undefined || breached;
  return breached;
}

describe('the budget of a route that several proxies serve', () => {
  it('breaches by what all have seen, where none has seen enough', () => {
    const [mine, theirs] = [budget(), budget()];
    expect(serve(mine, 15, 2)).toBe(false);
    expect(serve(theirs, 15, 2)).toBe(false);
    const tally = theirs.takeTally();
    if (tally === undefined) throw new Error('nothing was told');
    expect(mine.heard(tally)?.test).toBe('errors');
    expect(mine.status().errors).toMatchObject({ observations: 30, failures: 14 });
    expect(mine.served).toBe(30);
  });

  it('tells each answer once, and not what it was told', () => {
    const [mine, theirs] = [budget(), budget()];
    serve(theirs, 4, 100);
    theirs.compared(true);
    theirs.broken();
    theirs.monolithAnswered(true, 5);
    const tally = theirs.takeTally();
    expect(tally).toMatchObject({
      errors: {
        service: { observations: 4, failures: 0 },
        monolith: { observations: 1, failures: 1 },
      },
      mismatches: { observations: 1, failures: 1 },
      amended: 1,
    });
    expect(theirs.takeTally()).toBeUndefined();
    if (tally !== undefined) mine.heard(tally);
    expect(mine.takeTally()).toBeUndefined();
    expect(mine.status().errors).toMatchObject({ observations: 4, failures: 1 });
  });

  it('does not tell the end of one step as the beginning of the next', () => {
    const one = budget();
    serve(one, 4, 100);
    one.restart();
    expect(one.takeTally()).toBeUndefined();
  });
});
