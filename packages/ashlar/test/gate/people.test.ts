import { describe, expect, it } from 'vitest';
import { atOnceGate } from '../../src/gate/at-once.ts';
import { ownerGate } from '../../src/gate/owner.ts';
import { rehearsalGate } from '../../src/gate/rehearsal.ts';
import { advance } from './advance.ts';

describe('the owner gate', () => {
  it.each([
    ['an owner', { owner: 'team-a' }, true],
    ['no owner and users', {}, false],
    ['no owner, all users', { to: 'service' }, false],
    ['no owner, only copies', { to: 'shadow' }, true],
    ['no owner, only listed users', { to: 'dark' }, true],
    ['nobody asked', { asks: { owner: false } }, true],
  ] as const)('with %s', async (_, change, allowed) => {
    const answer = await ownerGate(() => null).check(advance(change));
    expect(answer.allowed).toBe(allowed);
    if (!allowed) expect(answer.fix).toContain('"owner: TEAM" to service inventory');
  });

  it('takes the owner of the service from ashlar.yaml where the route names nobody', async () => {
    const gate = ownerGate((upstream) => (upstream === 'inventory' ? 'team-b' : null));
    expect(await gate.check(advance())).toEqual({
      allowed: true,
      reason: 'team-b answers for inventory (ashlar.yaml)',
    });
    expect((await gate.check(advance({ owner: 'team-a' }))).reason).toMatch(/^team-a /);
    expect((await gate.check(advance({ service: 'other' }))).allowed).toBe(false);
  });
});

describe('the gate of how many at once', () => {
  const begins = { from: 'monolith', to: 'shadow' } as const;
  it.each([
    ['nothing else', {}, true, 'nothing else is under way', false],
    ['another', { underWay: ['ordering'] }, true, 'warning: ordering is under way as well', true],
    [
      'another, one allowed',
      { underWay: ['ordering'], asks: { atOnce: 1 } },
      false,
      'ordering is under way; gate.atOnce: 1',
      true,
    ],
    [
      'another, two allowed',
      { underWay: ['ordering'], asks: { atOnce: 2 } },
      true,
      'ordering is under way; gate.atOnce: 2',
      false,
    ],
    [
      'two others, two allowed',
      { underWay: ['billing', 'ordering'], asks: { atOnce: 2 } },
      false,
      'billing, ordering are under way; gate.atOnce: 2',
      true,
    ],
    [
      'another, but it has begun by another route',
      { underWay: ['inventory', 'ordering'], asks: { atOnce: 1 } },
      true,
      'inventory has begun already',
      false,
    ],
    [
      'another, but it is past the monolith',
      { from: 'shadow', to: 'canary', underWay: ['ordering'], asks: { atOnce: 1 } },
      true,
      'inventory has begun already',
      false,
    ],
  ] as const)('with %s under way', async (_, change, allowed, reason, advises) => {
    const answer = await atOnceGate.check(advance({ ...begins, ...change }));
    expect(answer).toMatchObject({ allowed, reason });
    expect('fix' in answer).toBe(advises);
  });
});

describe('the rehearsal gate', () => {
  const first = 'ashlar proxy promote inventory --to canary --percent 5';
  const rehearse = 'ashlar proxy rehearse inventory';
  it.each([
    ['the first step', {}, undefined],
    ['less than the first step', { percent: 1 }, undefined],
    ['only copies', { to: 'shadow' }, undefined],
    ['a larger first step', { percent: 25 }, [first, rehearse]],
    ['all users at once', { to: 'service', percent: undefined }, [first, rehearse]],
    ['the second step', { from: 'canary', percent: 25 }, [rehearse]],
    ['the second step, rehearsed', { percent: 25, rehearsed: '2030-01-01T00:00:00Z' }, undefined],
    ['nobody asked', { percent: 25, asks: { rehearsal: false } }, undefined],
  ] as const)('at %s', async (_, change, commands) => {
    const { percent, ...rest } = advance(change as Parameters<typeof advance>[0]);
    const answer = await rehearsalGate.check(percent === undefined ? rest : { ...rest, percent });
    expect(answer.allowed).toBe(commands === undefined);
    for (const command of commands ?? []) expect(answer.fix).toContain(command);
    if (commands?.length === 1) expect(answer.fix).not.toContain('promote');
  });
});
