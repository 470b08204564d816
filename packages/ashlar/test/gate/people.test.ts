import { describe, expect, it } from 'vitest';
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
    const answer = await ownerGate.check(advance(change));
    expect(answer.allowed).toBe(allowed);
    if (!allowed) expect(answer.fix).toContain('"owner: TEAM" to route "inventory"');
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
