import { describe, expect, it } from 'vitest';
import { judgeFacts } from '../src/judge-facts.ts';
import type { Facts } from '../src/model/analysis.ts';
import type { Finding, FindingKind, FindingOf } from '../src/model/finding.ts';
import { shopFacts, shopFile } from './shop-facts.ts';

const analysis = judgeFacts(shopFacts());
const domainOf = (path: string) => analysis.files.find((file) => file.path === path)?.domain;

describe('judging the facts of a layered shop', () => {
  it('cuts vertically, whatever the folders say', () => {
    for (const domain of ['order', 'stock', 'invoice'] as const) {
      const layers = (['controllers', 'services', 'repositories', 'models'] as const).map((layer) =>
        domainOf(shopFile(layer, domain)),
      );
      expect(layers).toEqual([domain, domain, domain, domain]);
    }
  });

  it('gives every table to the domain that writes it most', () => {
    const owners = Object.fromEntries(analysis.tables.map((table) => [table.name, table.domain]));
    expect(owners).toEqual({
      orders: 'order',
      order_items: 'order',
      stock_levels: 'stock',
      stock_moves: 'stock',
      invoices: 'invoice',
      invoice_lines: 'invoice',
    });
  });

  it('keeps what everybody uses and what wires out of the domains', () => {
    const role = (path: string) => analysis.files.find((file) => file.path === path)?.role;
    expect(role('lib/logger.ts')).toBe('library');
    expect(role('app.ts')).toBe('shell');
  });

  it.each<[FindingKind, number, { file: string; line: number }]>([
    ['shared-table', 1, { file: shopFile('services', 'order'), line: 22 }],
    ['cross-domain-transaction', 1, { file: shopFile('services', 'order'), line: 20 }],
    ['cross-domain-join', 1, { file: shopFile('repositories', 'invoice'), line: 40 }],
    ['cross-domain-foreign-key', 1, { file: shopFile('models', 'invoice'), line: 9 }],
    ['cross-domain-read', 2, { file: shopFile('services', 'stock'), line: 62 }],
    ['domain-cycle', 1, { file: shopFile('services', 'stock'), line: 4 }],
    ['event-across-domains', 1, { file: shopFile('services', 'order'), line: 30 }],
    ['job-across-domains', 1, { file: shopFile('services', 'stock'), line: 60 }],
    ['shared-state', 1, { file: 'lib/logger.ts', line: 2 }],
    ['shared-library', 1, { file: 'lib/logger.ts', line: 1 }],
    ['call-in-loop', 1, { file: shopFile('services', 'order'), line: 24 }],
    ['event-candidate', 1, { file: shopFile('services', 'stock'), line: 15 }],
    ['synchronous-chain', 1, { file: shopFile('services', 'order'), line: 24 }],
    ['unparsed-file', 1, { file: 'broken.ts', line: 3 }],
  ])('finds %s %i times, with its place', (kind, times, site) => {
    const found = analysis.findings.filter((finding) => finding.kind === kind);
    expect(found).toHaveLength(times);
    expect(found.flatMap((finding) => finding.sites)).toContainEqual(site);
  });

  it('says once what to do about each kind of finding that there is', () => {
    const kinds = [...new Set(analysis.findings.map(({ kind }) => kind))];
    expect(analysis.advice?.map(({ kind }) => kind)).toEqual(kinds);
  });

  it('finds nothing of the kinds that are not there', () => {
    const kinds = new Set(analysis.findings.map((finding) => finding.kind));
    for (const absent of [
      'god-domain',
      'nano-domain',
      'technical-layer',
      'table-without-writer',
    ] as const) {
      expect(kinds).not.toContain(absent);
    }
  });

  it('cuts the circle at its cheap half', () => {
    const [cycle] = analysis.findings.filter((finding) => finding.kind === 'domain-cycle');
    expect(cycle?.cut).toEqual([
      { from: shopFile('services', 'stock'), to: shopFile('services', 'order'), line: 4 },
    ]);
  });

  it('tells a small shop to stay', () => {
    expect(analysis.verdict.answer).toBe('stay-a-monolith');
    const speaks = analysis.verdict.signals
      .filter((signal) => signal.value === null)
      .map((signal) => signal.speaks);
    expect(new Set(speaks)).toEqual(new Set(['unknown']));
  });

  it('gives the same bytes for the same seed, and does not change its input', () => {
    const facts = shopFacts();
    expect(JSON.stringify(judgeFacts(facts))).toBe(JSON.stringify(analysis));
    expect(facts).toEqual(shopFacts());
  });

  it('survives an empty codebase', () => {
    const empty = judgeFacts({
      ...shopFacts(),
      files: [],
      imports: [],
      tables: [],
      accesses: [],
      routes: [],
      events: [],
      jobs: [],
      calls: [],
      state: [],
      unresolved: [],
    });
    expect(empty.domains).toEqual([]);
    expect(empty.verdict.answer).toBe('stay-a-monolith');
  });
});

/** Each kind that the shop does not have, by the facts that bring it about. */
describe('findings of one kind', () => {
  const order = shopFile('services', 'order');
  const stock = shopFile('services', 'stock');
  const invoice = shopFile('repositories', 'invoice');
  const judged = (extra: Partial<Facts>): Finding[] =>
    judgeFacts({ ...shopFacts(), ...extra }).findings;
  const of = <K extends FindingKind>(findings: Finding[], kind: K) =>
    findings.filter((finding): finding is FindingOf<K> => finding.kind === kind);
  const store = (file: string, line: number, name: string, operation: 'read' | 'write') => ({
    ...{ file, line, name, operation },
    store: 'redis' as const,
    via: 'redis',
  });

  it('finds keys that several domains use, a pattern covering what begins with it', () => {
    const found = of(
      judged({
        stores: [
          store(order, 3, 'basket:*', 'write'),
          store(stock, 4, 'basket:open', 'write'),
          store(invoice, 5, 'basket:open', 'read'),
          store(order, 6, 'basketball', 'write'),
          store(stock, 7, 'level:*', 'write'),
          store(shopFile('repositories', 'stock'), 8, 'level:*', 'read'),
          store(order, 9, 'a*', 'write'),
          store(stock, 9, 'a*', 'write'),
        ],
      }),
      'shared-store',
    );
    expect(
      found.map(({ id, severity, writers, readers }) => ({ id, severity, writers, readers })),
    ).toEqual([
      {
        id: 'shared-store:redis:basket:*',
        severity: 'medium',
        writers: ['order', 'stock'],
        readers: ['invoice'],
      },
    ]);
    expect(found[0]?.sites).toEqual([
      { file: invoice, line: 5 },
      { file: order, line: 3 },
      { file: stock, line: 4 },
    ]);
  });

  it('finds commits in two phases, one per file', () => {
    const at = (line: number, statement: string) => ({ file: order, line, statement });
    const found = of(
      judged({
        twoPhaseCommits: [at(40, "PREPARE TRANSACTION 'o'"), at(42, "COMMIT PREPARED 'o'")],
      }),
      'two-phase-commit',
    );
    expect(found).toMatchObject([
      {
        severity: 'high',
        domains: ['order'],
        statement: "PREPARE TRANSACTION 'o'",
        sites: [
          { file: order, line: 40 },
          { file: order, line: 42 },
        ],
      },
    ]);
  });

  it('finds triggers and views that reach into other domains, through other views too', () => {
    const facts = shopFacts();
    const at = { file: 'schema.sql', line: 7 };
    const trigger = (name: string, writes: string[], reads: string[] = []) => ({
      ...{ name, writes, reads, site: at },
      timing: 'after' as const,
      events: ['insert' as const],
    });
    const triggers = [
      trigger('book', ['stock_levels', 'order_items']),
      trigger('own', ['order_items'], ['orders']),
      { name: 'unknown', timing: 'before' as const, events: ['delete' as const], site: at },
      trigger('look', [], ['invoices']),
    ];
    const view = (name: string, reads: string[]) => ({
      ...{ name, reads, kind: 'view' as const, definedAt: at, foreignKeys: [] },
    });
    const findings = judged({
      tables: [
        ...facts.tables.map((table) => (table.name === 'orders' ? { ...table, triggers } : table)),
        view('sales', ['own_orders', 'invoices']),
        view('own_orders', ['orders', 'own_orders']),
        view('nothing_known', []),
      ],
    });
    expect(of(findings, 'trigger-across-domains')).toMatchObject([
      { trigger: 'book', severity: 'high', writes: ['stock_levels'], domains: ['order', 'stock'] },
      { trigger: 'look', severity: 'medium', reads: ['invoices'], sites: [at] },
    ]);
    expect(of(findings, 'view-across-domains')).toMatchObject([
      { view: 'sales', tables: ['invoices', 'orders'], domains: ['invoice', 'order'], sites: [at] },
    ]);
  });

  it('finds a listener that works on tables of several domains in its own lines', () => {
    const facts = shopFacts();
    const heard = (name: string, line: number) => ({
      ...{ name, line, file: invoice, via: 'events' },
      role: 'listen' as const,
    });
    const touch = (line: number, table: string) => ({
      ...{ file: invoice, line, table, via: 'sql', confidence: 1 },
      operation: 'write' as const,
      statement: `${invoice}:${line}`,
    });
    const found = of(
      judged({
        events: [...facts.events, heard('paid', 70), heard('booked', 80)],
        accesses: [
          ...facts.accesses,
          touch(72, 'orders'),
          touch(74, 'invoices'),
          touch(81, 'invoices'),
        ],
      }),
      'job-across-domains',
    ).filter(({ startedBy }) => startedBy === 'message');
    expect(found).toMatchObject([
      { job: 'paid', tables: ['invoices', 'orders'], domains: ['invoice', 'order'] },
    ]);
    expect(found[0]?.sites[0]).toEqual({ file: invoice, line: 70 });
  });

  it('finds the scope of a request that several domains reach', () => {
    const scope = { name: 'scope', kind: 'request-scope' as const, file: 'lib/logger.ts', line: 9 };
    const found = of(judged({ state: [scope] }), 'shared-state');
    expect(found).toMatchObject([{ name: 'scope', state: 'request-scope' }]);
    expect(found[0]?.domains.length).toBeGreaterThan(1);
  });

  it('finds domains that are libraries, layers, crumbs, or too much', () => {
    const facts = shopFacts();
    const pin = (files: string[]) => ({ files });
    const shop = {
      order: pin(['**/order.*']),
      stock: pin(['**/stock.*']),
      invoice: pin(['**/invoice.*']),
    };
    const money = ['lib/money.ts', 'lib/rounding.ts', 'lib/rates.ts'];
    const uses = (['order', 'stock', 'invoice'] as const).map((domain) => ({
      ...{ from: shopFile('services', domain), to: 'lib/money.ts', line: 7 },
      ...{ kind: 'import' as const, typeOnly: false, symbols: ['round'] },
    }));
    const { findings } = judgeFacts(
      {
        ...facts,
        files: [...facts.files, ...money.map((path) => ({ path, loc: 10 }))],
        imports: [...facts.imports, ...uses],
      },
      {
        domains: {
          money: pin(['lib/money.ts', 'lib/r*.ts']),
          ...shop,
        },
      },
    );
    expect(of(findings, 'library-as-domain')).toMatchObject([
      { domain: 'money', usedBy: 3, uses: 0 },
    ]);
    const layered = judgeFacts(
      {
        ...facts,
        files: [
          ...facts.files,
          ...Array.from({ length: 6 }, (_, i) => ({ path: `views/page${i}.ts`, loc: 10 })),
        ],
      },
      {
        domains: {
          pages: pin(['views/*']),
          crumb: pin(['models/stock.model.ts']),
          stock: pin(['[crs]*/stock.*']),
        },
      },
    ).findings;
    expect(of(layered, 'technical-layer')).toMatchObject([{ domain: 'pages', folder: 'views' }]);
    expect(of(layered, 'nano-domain')).toMatchObject([{ domain: 'crumb', files: 1 }]);
    const many = Array.from({ length: 25 }, (_, i) => ({ path: `more/thing${i}.ts`, loc: 10 }));
    const god = judgeFacts(
      { ...facts, files: [...facts.files, ...many] },
      { domains: { ...shop, all: pin(['more/*']) } },
    ).findings;
    expect(of(god, 'god-domain')).toMatchObject([{ domain: 'all' }]);
  });

  it('finds a table that no code writes', () => {
    const facts = shopFacts();
    const accesses = facts.accesses.filter(
      ({ table, operation }) => !(table === 'stock_moves' && operation === 'write'),
    );
    expect(of(judged({ accesses }), 'table-without-writer')).toMatchObject([
      { table: 'stock_moves', domains: ['stock'] },
    ]);
  });
});

describe('steering', () => {
  it('merges domains that are given one name', () => {
    const before = judgeFacts(shopFacts()).domains;
    const { domains } = judgeFacts(shopFacts(), { rename: { order: 'sales', invoice: 'sales' } });
    const files = (names: string[], of: typeof domains) =>
      of
        .filter(({ name }) => names.includes(name))
        .flatMap((domain) => domain.files)
        .sort();
    expect(domains).toHaveLength(before.length - 1);
    expect(files(['sales'], domains)).toEqual(files(['order', 'invoice'], before));
  });

  it('pins files and tables to a domain, even a new one', () => {
    const steered = judgeFacts(shopFacts(), {
      domains: {
        billing: { files: ['**/invoice*'], tables: ['invoice*'] },
        order: { tables: ['stock_moves'] },
      },
    });
    const table = (name: string) => steered.tables.find((one) => one.name === name);
    expect(table('invoices')?.domain).toBe('billing');
    expect(table('stock_moves')?.domain).toBe('order');
    expect(
      steered.files.find((file) => file.path === shopFile('services', 'invoice')),
    ).toMatchObject({ domain: 'billing', confidence: 1 });
  });

  it('takes libraries and shell from the person', () => {
    const steered = judgeFacts(shopFacts(), {
      libraries: ['models/**'],
      shell: ['controllers/**'],
    });
    const roles = steered.files
      .filter((file) => file.path.startsWith('models/') || file.path.startsWith('controllers/'))
      .map((file) => file.role);
    expect(roles.sort()).toEqual(['library', 'library', 'library', 'shell', 'shell', 'shell']);
  });
});
