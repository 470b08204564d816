import { describe, expect, it, vi } from 'vitest';
import { publicLookup } from '../../src/broker/webhooks/hosts.ts';

const known = vi.hoisted(() => new Map<string, string[]>());

vi.mock('node:dns', () => ({
  lookup: (
    name: string,
    _options: object,
    done: (error: Error | null, found?: { address: string; family: number }[]) => void,
  ) => {
    const addresses = known.get(name);
    if (addresses === undefined) return done(new Error('ENOTFOUND'));
    const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    return done(null, found);
  },
}));

function resolve(name: string, all: boolean): Promise<unknown> {
  return new Promise((done) => {
    publicLookup(name, { all }, (error, address) => done(error?.message ?? address));
  });
}

describe('the name of a webhook’s host', () => {
  it.each([
    ['the address where clouds keep credentials', ['169.254.169.254']],
    ['the same, within IPv6', ['::ffff:169.254.169.254', '64:ff9b::a9fe:a9fe']],
    ['link-local IPv6', ['fe80::1']],
    ['a private network', ['10.0.0.7', '192.168.0.1', 'fd00::7']],
    ['this machine', ['127.0.0.1', '::1']],
  ])('may not stand for %s', async (_what, addresses) => {
    known.set('hooks.example.com', addresses);
    for (const all of [true, false]) {
      expect(await resolve('hooks.example.com', all)).toBe(
        'hooks.example.com has no public address',
      );
    }
  });

  it('stands for its public addresses only, where it has both', async () => {
    known.set('hooks.example.com', ['10.0.0.7', '93.184.216.34', 'fe80::1', '2606:4700::1111']);
    expect(await resolve('hooks.example.com', true)).toEqual([
      { address: '93.184.216.34', family: 4 },
      { address: '2606:4700::1111', family: 6 },
    ]);
    expect(await resolve('hooks.example.com', false)).toBe('93.184.216.34');
  });

  it('may be unknown', async () => {
    expect(await resolve('nowhere.example.com', true)).toBe('ENOTFOUND');
  });
});
