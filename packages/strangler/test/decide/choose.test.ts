import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseTarget } from '../../src/decide/choose.ts';
import { COHORTS, cohortOf } from '../../src/decide/cohort.ts';
import { loadRoutes, type WrittenRoute } from '../../src/index.ts';

function route(settings: Partial<WrittenRoute> = {}) {
  const [first] = loadRoutes({
    schemaVersion: 1,
    upstreams: { monolith: 'http://127.0.0.1:1', inventory: 'http://127.0.0.1:2' },
    routes: [{ match: '/**', service: 'inventory', state: 'monolith', ...settings }],
  }).routes;
  if (first === undefined) throw new Error('no route');
  return first;
}

const user = (fields: Record<string, string>, address = '10.0.0.1') => ({
  header: (name: string) => fields[name],
  address,
});

describe('names that are not ASCII', () => {
  const bytes = Buffer.from('jürgen').toString('latin1');
  it.each([
    ['header', { header: 'x-user' }, { 'x-user': bytes }],
    ['cookie', { cookie: 'who' }, { cookie: `a=b; who=${bytes}` }],
  ])('are known in a %s by their UTF-8', (_, sticky, fields) => {
    const listed = route({ sticky, allow: ['jürgen'], state: 'dark' });
    const { target } = chooseTarget(listed, { state: 'dark' }, 's', user(fields));
    expect(target).toBe('service');
  });
});

describe('cohortOf', () => {
  it('gives every user one cohort for ever, and never takes a user away as the share grows', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.nat(100), fc.nat(100), (salt, key, a, b) => {
        const [small, large] = a < b ? [a, b] : [b, a];
        const at = (percent: number) =>
          chooseTarget(
            route({ sticky: { header: 'x-user' } }),
            { state: 'canary', percent },
            salt,
            user({ 'x-user': key }),
          ).target;
        expect(at(small) === 'service' && at(large) === 'monolith').toBe(false);
      }),
    );
  });

  it.each([1, 5, 25, 50])('sends about %i %% of users to the service', (percent) => {
    const users = 20_000;
    let chosen = 0;
    for (let i = 0; i < users; i++) {
      if (cohortOf('salt', 'route', `user-${i}`) < (percent / 100) * COHORTS) chosen++;
    }
    expect(Math.abs(chosen / users - percent / 100)).toBeLessThan(0.01);
  });

  it('draws another lot on another route and with another salt', () => {
    const same = (a: [string, string], b: [string, string]) => {
      let both = 0;
      for (let i = 0; i < 2000; i++) {
        if (cohortOf(...a, `u${i}`) < 5000 && cohortOf(...b, `u${i}`) < 5000) both++;
      }
      return both;
    };
    expect(same(['s', 'a'], ['s', 'b'])).toBeLessThan(600);
    expect(same(['s', 'a'], ['t', 'a'])).toBeLessThan(600);
  });
});

describe('chooseTarget', () => {
  it.each([
    ['monolith', undefined, 'monolith'],
    ['shadow', undefined, 'monolith'],
    ['service', undefined, 'service'],
    ['dark', undefined, 'monolith'],
    ['canary', 0, 'monolith'],
    ['canary', 100, 'service'],
  ] as const)('in %s %s asks the %s', (state, percent, target) => {
    const where = percent === undefined ? { state } : { state, percent };
    expect(chooseTarget(route(), where, 's', user({})).target).toBe(target);
  });

  it('follows the user field, then the cookie, then the address', () => {
    const sticky = route({ sticky: { header: 'x-user', cookie: 'sid' } });
    const because = (fields: Record<string, string>) =>
      chooseTarget(sticky, { state: 'canary', percent: 50 }, 's', user(fields)).because;
    expect(because({ 'x-user': 'a', cookie: 'sid=b' })).toMatch(/by header$/);
    expect(because({ cookie: 'x=1; sid=b; y=2' })).toMatch(/by cookie$/);
    expect(because({ cookie: 'xsid=b' })).toMatch(/by address$/);
  });

  it.each([
    ['dark', 'ann', 'service'],
    ['dark', 'bob', 'monolith'],
    ['canary', 'ann', 'service'],
    ['service', 'eve', 'monolith'],
  ] as const)('honours allow and deny lists in %s for %s', (state, name, target) => {
    const listed = route({ sticky: { header: 'x-user' }, allow: ['ann'], deny: ['eve'] });
    const where = state === 'canary' ? { state, percent: 0 } : { state };
    expect(chooseTarget(listed, where, 's', user({ 'x-user': name })).target).toBe(target);
  });
});
