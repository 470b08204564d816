import { describe, expect, it } from 'vitest';
import { judgeFacts } from '../src/judge-facts.ts';
import type { FindingKind } from '../src/model/finding.ts';
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
