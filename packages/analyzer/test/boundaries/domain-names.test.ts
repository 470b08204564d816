import { describe, expect, it } from 'vitest';
import { nameParts } from '../../src/boundaries/domain-names.ts';
import { homeFolders } from '../../src/boundaries/home-folders.ts';

const part = (...names: string[]) => ({
  names: names.map((name) => ({ name, of: 'file' as const })),
});

describe('names of domains', () => {
  it('are written as the names of the part are', () => {
    expect(
      nameParts([part('orders', 'order_lines', 'orders'), part('payment', 'payment')]),
    ).toEqual(['orders', 'payment']);
  });

  it('are things, not layers or doings', () => {
    const [first] = nameParts([part('maybe-apply-filter', 'polyfill', 'price-change-controller')]);
    expect(first).toBe('price');
  });

  it('are layer words only where a table is called so', () => {
    const events = {
      names: [
        { name: 'events', of: 'table' as const },
        { name: 'history', of: 'file' as const },
      ],
    };
    const [named] = nameParts([events, part('user')], new Set(['event']));
    expect([named, nameParts([events, part('user')])[0]]).toEqual(['events', 'history']);
  });

  it.each([
    ['a word and what always follows it', ['rate-limit.guard', 'rate-limit', 'user'], 'rate-limit'],
    [
      'a thing and the ending that makes a noun of it',
      ['site-settings', 'site-settings.service'],
      'site-settings',
    ],
    [
      'no pair where the first word stands alone as well',
      ['team', 'team', 'team-invitation'],
      'team',
    ],
    ['no piece of a page', ['footer', 'footer', 'success', 'mention'], 'mention'],
    ['no tool and no format', ['redis.client', 'postgres-csv', 'webhook'], 'webhook'],
    [
      'no word that says of what kind',
      ['publishable', 'invited', 'publishable-key', 'sales'],
      'sales',
    ],
    [
      'no word of code',
      ['backlinks', 'further-readings', 'details', 'specs', 'folder', 'folders'],
      'folder',
    ],
  ])('take %s', (_what, names, expected) => {
    expect(nameParts([part(...names)])).toEqual([expected]);
  });

  it('take a word with the one it hardly comes without, though that is said elsewhere', () => {
    const signals = part('accessibility-signal', 'accessibility-signal.service', 'accessibility');
    const others = part('accessibility', 'accessibility-view', 'screen-reader', 'accessibility');
    expect(nameParts([signals, others])).toEqual(['accessibility-signal', 'accessibility']);
  });

  it('are tables of layer words as a whole', () => {
    const infra = {
      names: [
        { name: 'InfraConfig', of: 'table' as const },
        { name: 'onboarding', of: 'route' as const },
        { name: 'infra-config.service', of: 'file' as const },
      ],
    };
    expect(nameParts([infra, part('user')])).toEqual(['infra-config', 'user']);
  });

  it('fall back to words without the layer they end in', () => {
    expect(nameParts([part('api-keys.controller')])).toEqual(['api-keys']);
  });

  it('fall back to any word before a number', () => {
    expect(nameParts([part('settings')])).toEqual(['settings']);
    expect(nameParts([part('('), part('settings')])).toEqual(['part-1', 'settings']);
  });
});

describe('parts that own tables', () => {
  const table = (name: string) => ({ name, of: 'table' as const });
  const file = (name: string) => ({ name, of: 'file' as const });

  it('go by the table that all the others are named after, words of technology included', () => {
    const mocks = ['MockServer', 'MockServerActivity', 'MockServerLog'].map(table);
    expect(nameParts([{ names: [...mocks, file('activity.service')] }])).toEqual(['mock-server']);
  });

  it('do not take a name that another part has', () => {
    const teams = ['Team', 'TeamMember', 'TeamRole'].map(table);
    const [first, second] = nameParts([
      { names: teams },
      { names: [table('Team'), table('TeamInvoice'), table('TeamBill'), file('invoice')] },
    ]);
    expect(first).toBe('team');
    expect(second).not.toBe('team');
  });
});

describe('names that cover their part', () => {
  const table = (name: string, accesses = 0) => ({ name, of: 'table' as const, accesses });
  const files = (folder: string, ...names: string[]) =>
    names.map((name) => ({ name, of: 'file' as const, folders: folder.split('/') }));

  it.each([
    [
      'the word most of it says before one that nobody else says',
      [
        table('pages', 100),
        ...files('core', 'create-page', 'update-page', 'page', 'duplicate-page', 'duplicates'),
      ],
      'page',
    ],
    [
      'two words that different things say',
      [...files('core', 'order', 'order', 'invoice', 'invoice', 'x1', 'x2', 'x3', 'x4')],
      'invoice-and-order',
    ],
    [
      'the folder of its files where no word does',
      files('src/middleware', 'header', 'expose', 'assert', 'admin', 'maintenance', 'versions'),
      'middleware',
    ],
    [
      'that folder with the one above where it says nothing of the business alone',
      files('jobs/definitions', 'header', 'footer', 'button', 'render', 'parse'),
      'jobs-definitions',
    ],
    [
      'two words of layers that most of it says together',
      files('core/job-queue', 'job-queue', 'buffer', 'buffer-storage', 'strategy', 'types'),
      'job-queue',
    ],
    [
      'a word with the number it never comes without',
      files('src', 'v4-transition', 'v4-transition-usage', 'v4-transition.router'),
      'v4-transition',
    ],
    [
      'the folder of three files where no word does',
      files('plugin/redis-cache-plugin', 'constants', 'types', 'redis-cache-strategy'),
      'cache-plugin',
    ],
    [
      'a table as a whole whose words do not come alone',
      [table('YearInReview', 4), ...files('lib/year-in-review', 'send', 'index')],
      'year-in-review',
    ],
  ])('take %s', (_what, names, expected) => {
    const others = Array.from({ length: 4 }, (_, i) => ({
      names: [table(`page_${'abcd'[i]}history`, 9), ...files('src', `page-${'abcd'[i]}history`)],
    }));
    expect(nameParts([{ names }, ...others], new Set(['page']))[0]).toBe(expected);
  });

  it('leave the name of a table to the part that owns it', () => {
    const admin = {
      names: [table('invited_users', 5), ...files('admin', 'user', 'user', 'admin')],
    };
    const users = { names: [table('users', 50), ...files('user', 'user.service', 'session')] };
    expect(nameParts([admin, users])).toEqual(['invited-users', 'user']);
  });

  it('differ in more than their number', () => {
    const names = nameParts([
      { names: [table('payment', 9), ...files('src', 'payment')] },
      { names: files('v2/payments', 'payments', 'payments', 'capture') },
    ]);
    expect(names[0]).toBe('payment');
    expect(names[1]).not.toBe('payments');
  });
});

describe('the folder that is nearly the same as a part', () => {
  const files = (folder: string, count: number, part: number) =>
    Array.from({ length: count }, (_, i) => [`${folder}/f${i}.ts`, part] as const);

  it.each([
    ['names it', files('contrib/mergeEditor', 8, 0), 'merge-editor'],
    ['may be an inner one', files('contrib/debug/browser', 8, 0), 'debug'],
    ['is no layer', files('services', 8, 0), undefined],
    ['is called without what answers for it', files('document-router', 8, 0), 'document'],
    ['keeps two words that say one thing', files('open-api', 8, 0), 'open-api'],
    ['is not where all packages lie', files('packages', 8, 0), undefined],
    ['is no collection of samples', files('examples', 8, 0), undefined],
    ['is no placeholder', files('[orderId]', 8, 0), undefined],
    ['holds most of the part', [...files('debug', 5, 0), ...files('x', 9, 0)], undefined],
    ['holds little else', [...files('debug', 5, 0), ...files('debug/y', 9, 1)], undefined],
    ['holds more than a few files', files('debug', 3, 0), undefined],
  ])('%s', (_, members, expected) => {
    const others = files('contrib/other', 20, 7);
    expect(homeFolders(new Map([...members, ...others])).get(0)?.name).toBe(expected);
  });

  it('goes before words, and to the part with more files in it', () => {
    const terms = part('scroll', 'locking', 'sync');
    const home = (count: number) => ({ ...terms, home: { name: 'merge-editor', files: count } });
    expect(nameParts([home(5), home(9)])[1]).toBe('merge-editor');
  });

  it('is short only where no other part would be called so first of all', () => {
    const home = { name: 'auth', full: 'auth-router', files: 9 };
    const routers = { ...part('passkey', 'auth'), home };
    expect(nameParts([routers, part('auth', 'auth', 'auth', 'login')])).toEqual([
      'passkey',
      'auth',
    ]);
    const unsaid = { ...part('maybe', 'verify'), home };
    expect(nameParts([unsaid, part('auth', 'auth', 'auth', 'login')])).toEqual([
      'auth-router',
      'auth',
    ]);
    expect(nameParts([routers, part('login', 'login')])).toEqual(['auth', 'login']);
  });

  it('is longer where another part says it most of all', () => {
    const home = { name: 'email', longer: '2fa-email', files: 4 };
    const codes = { ...part('token-email', 'credentials', 'request'), home };
    const mails = part('invite-email', 'reset-email', 'emails', 'emails', 'user');
    expect(nameParts([codes, mails])).toEqual(['2fa-email', 'email']);
    const users = part('email-user', 'user', 'user-role');
    expect(nameParts([codes, users])).toEqual(['email', 'user']);
  });

  it('is given once, in whichever number others write it', () => {
    const housed = { ...part('basket'), home: { name: 'carts', files: 9 } };
    expect(nameParts([part('carts', 'carts', 'cart', 'voucher'), housed])).toEqual([
      'voucher',
      'carts',
    ]);
  });
});
