import { describe, expect, it } from 'vitest';
import { besideTheProduct } from '../../src/boundaries/beside-the-product.ts';
import { findFrontEnd } from '../../src/boundaries/front-end.ts';
import type { Neighbours } from '../../src/boundaries/neighbours.ts';
import { translations } from '../../src/boundaries/translations.ts';
import { judgeFacts } from '../../src/judge-facts.ts';
import { isMigration } from '../../src/model/migrations.ts';
import { shopFacts, shopFile } from '../shop-facts.ts';

type Link = readonly [string, string];

function world(
  links: readonly Link[],
  tables: readonly string[],
  served = 5,
  calls: readonly Link[] = [],
) {
  const runs = new Map<string, Set<string>>();
  const runBy = new Map<string, Set<string>>();
  const loads = new Map<string, Set<string>>();
  for (const [from, to] of links) loads.set(from, (loads.get(from) ?? new Set()).add(to));
  for (const [from, to] of [...links, ...calls]) {
    runs.set(from, (runs.get(from) ?? new Set()).add(to));
    runBy.set(to, (runBy.get(to) ?? new Set()).add(from));
  }
  const around: Neighbours = {
    runs,
    loads,
    runBy,
    users: runBy,
    uses: runs,
    sites: new Map(),
    touchesTables: new Set(tables),
    hostsTables: new Set(tables),
  };
  const paths = [...new Set(links.flat())];
  const facts = {
    files: paths.map((path) => ({ path, loc: 1 })),
    routes: [],
    tables: Array.from({ length: served }, (_, i) => ({
      name: `t${i}`,
      kind: 'table' as const,
      foreignKeys: [],
    })),
  };
  return { around, facts };
}

/** A chain of plain files that hangs on a page. */
const plainFiles = (page: string, count: number): Link[] =>
  Array.from({ length: count }, (_, i) => [page, `desk/part${i}.ts`] as const);

describe('the front end', () => {
  const links: Link[] = [
    ['web/main.ts', 'web/App.tsx'],
    ['web/App.tsx', 'web/store.ts'],
    ['web/App.tsx', 'shared/money.ts'],
    ['server/main.ts', 'server/orders.ts'],
    ['server/orders.ts', 'shared/money.ts'],
    ['server/orders.ts', 'server/receipt.tsx'],
  ];
  const web = ['web/App.tsx', 'web/main.ts', 'web/store.ts'];
  const inPlainFiles = (path: string): string => path.replace('.tsx', '.js');
  const touching = ['server/orders.ts'];

  it.each<[string, ReturnType<typeof world>, string[]]>([
    [
      'is markup that no server code runs, and what only it is tied to',
      world(links, touching),
      web,
    ],
    [
      'is called by server code that is handed a part of it',
      world(links, touching, 5, [['shared/money.ts', 'web/store.ts']]),
      web,
    ],
    ['cannot be told without any server code', world(links, []), []],
    ['cannot be told where hardly a table or route is known', world(links, touching, 1), []],
    [
      'is no program in which a page is rare: that is a desktop program beside the server',
      world([...links, ...plainFiles('desk/Page.tsx', 30)], touching),
      web,
    ],
    [
      'holds a page that leads to a helper which names a table, in a folder of pages',
      world(
        [
          ...links,
          ...Array.from({ length: 12 }, (_, i): Link => [`pages/P${i}.tsx`, 'shared/query.ts']),
        ],
        [...touching, 'shared/query.ts'],
      ),
      [...Array.from({ length: 12 }, (_, i) => `pages/P${i}.tsx`), ...web].sort(),
    ],
    [
      'is what there is to cut where the server is tiny',
      world([...links, ...plainFiles('web/App.tsx', 200)], touching),
      [],
    ],
  ])('%s', (_, { around, facts }, expected) => {
    expect([...findFrontEnd(facts, around)].sort()).toEqual(expected);
  });

  it('is told by what is in its files, not by what they are called', () => {
    const named = links.map(([from, to]): Link => [inPlainFiles(from), inPlainFiles(to)]);
    const { around, facts } = world(named, touching);
    expect([...findFrontEnd(facts, around)]).toEqual([]);
    const files = facts.files.map((file) =>
      file.path === 'web/App.js' ? { ...file, draws: true as const } : file,
    );
    const found = findFrontEnd({ ...facts, files }, around);
    expect([...found].sort()).toEqual(web.map(inPlainFiles));
  });
});

describe('migrations', () => {
  it.each([
    ['src/migrations/20210323073508-add-x.js', true],
    ['db/migrate/migrations/init.ts', true],
    ['src/db/1664880666982-payment.ts', true],
    ['scripts/20260416000000-backfill.ts', true],
    ['server/db/migrations-sqlite/2.0.0.js', true],
    ['src/data_migrations/users.ts', true],
    ['src/features/v4-migration/router.ts', false],
    ['src/upgrades/1.12.1/clear_votes.js', true],
    ['src/upgrades/TEMPLATE.js', false],
    ['src/services/migration-service.ts', false],
    ['src/orders/2024-report.ts', false],
    ['alterations/1.0.0-1677208902-update-config.ts', true],
    ['alterations/1.0.0_rc.1-1676115897-add-seed.ts', true],
    ['alterations/next-1677208902-update-config.ts', true],
    ['src/releases/1.0.0-notes.ts', false],
    ['alterations/1.0.0_beta.18-1669091623-roles-and-scopes.ts', true],
  ])('%s: %s', (path, expected) => expect(isMigration(path)).toBe(expected));
});

describe('texts in several languages', () => {
  it.each<[string, string[], string[]]>([
    [
      'are told by a folder of languages',
      ['src/locales/en/errors.ts', 'src/locales/pt-br.ts', 'src/locales/index.ts', 'src/app.ts'],
      ['src/locales/en/errors.ts', 'src/locales/pt-br.ts'],
    ],
    [
      'are told by many languages, whatever the folder is called',
      ['texts/de.ts', 'texts/en.ts', 'texts/fr/a.ts', 'texts/ja/a.ts', 'texts/read.ts'],
      ['texts/de.ts', 'texts/en.ts', 'texts/fr/a.ts', 'texts/ja/a.ts'],
    ],
    [
      'are not a few folders of two letters',
      ['packages/ee/a.ts', 'packages/ts/a.ts', 'is/b.ts'],
      [],
    ],
    ['are not what two letters among other names are', ['a/en.ts', 'a/b.ts', 'a/c.ts'], []],
  ])('%s', (_, paths, expected) => {
    expect([...translations(paths).keys()].sort()).toEqual(expected);
  });
});

describe('what lies beside the product', () => {
  it.each<[string, string[], Link[], string[]]>([
    [
      'a site of documentation',
      [
        'website/docusaurus.config.js',
        'website/src/Home.tsx',
        'docs/a.ts',
        'apps/docs/next.config.mjs',
      ],
      [],
      ['apps/docs/next.config.mjs', 'website/src/Home.tsx'],
    ],
    [
      'examples that nothing outside needs',
      ['api/examples/a.ts', 'api/examples/b.ts', 'src/samples/c.ts', 'src/server.ts'],
      [
        ['api/examples/a.ts', 'api/examples/b.ts'],
        ['api/examples/a.ts', 'src/server.ts'],
        ['src/server.ts', 'src/samples/c.ts'],
      ],
      ['api/examples/a.ts', 'api/examples/b.ts'],
    ],
    [
      'what only examples and tests need',
      [
        'packages/integration-tests/a.ts',
        'examples/b.ts',
        'packages/testing/c.ts',
        'features/testing/d.ts',
      ],
      [
        ['packages/integration-tests/a.ts', 'packages/testing/c.ts'],
        ['examples/b.ts', 'packages/testing/c.ts'],
      ],
      ['examples/b.ts', 'packages/integration-tests/a.ts', 'packages/testing/c.ts'],
    ],
    [
      'settings and rules of tools',
      [
        'vite.config.ts',
        '.prettierrc.js',
        'packages/eslint-plugin/a.ts',
        '.husky/b.js',
        'src/app.config.ts',
        'src/app.ts',
        'app/routes/orders.config.ts',
        'app/engine.dev.config.ts',
        'app/.well-known/route.ts',
      ],
      [['src/app.ts', 'src/app.config.ts']],
      ['.husky/b.js', '.prettierrc.js', 'packages/eslint-plugin/a.ts', 'vite.config.ts'],
    ],
    ['not a feature called so', ['src/features/playground/a.ts', 'src/features/docs/b.ts'], [], []],
  ])('%s', (_, paths, links, expected) => {
    const files = paths.map((path) => ({ path, loc: 1 }));
    const imports = links.map(([from, to]) => ({
      ...{ from, to, kind: 'import' as const, typeOnly: false, symbols: ['x'], line: 1 },
    }));
    const excluded = paths.flatMap((path) =>
      path.includes('docusaurus') ? [{ path, reason: 'documentation' }] : [],
    );
    const read = files.filter(({ path }) => !path.includes('docusaurus'));
    const stats = { ...shopFacts().stats, excluded };
    const found = besideTheProduct({ files: read, imports, stats });
    expect([...found.keys()].sort()).toEqual(expected);
  });
});

describe('what somebody starts by hand', () => {
  const paths = ['scripts/orders/import.ts', 'prisma/seed/orders.ts', 'scripts/shared.ts'];
  const facts = shopFacts();
  const order = shopFile('services', 'order');
  const edge = (from: string, to: string) => ({
    ...{ from, to, kind: 'import' as const, typeOnly: false, symbols: ['x'], line: 1 },
  });
  facts.files = [...facts.files, ...paths.map((path) => ({ path, loc: 20 }))];
  facts.imports = [
    ...facts.imports,
    ...paths.slice(0, 2).map((path) => edge(path, order)),
    edge(order, 'scripts/shared.ts'),
  ];
  const roleOf = (path: string, steering = {}) =>
    judgeFacts(facts, steering).files.find((file) => file.path === path);

  it.each(paths)('%s is no part of a domain unless the program runs it', (path) => {
    const runs = path === 'scripts/shared.ts';
    expect(roleOf(path)?.role).toBe(runs ? 'domain' : 'shell');
    if (!runs) expect(roleOf(path)?.because[0]?.text).toContain('starts it by hand');
  });

  it('is where a person puts it', () => {
    const [path = ''] = paths;
    expect(roleOf(path, { domains: { order: { files: [path] } } })?.domain).toBe('order');
  });
});
