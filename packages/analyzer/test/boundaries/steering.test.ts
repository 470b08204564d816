import { describe, expect, it } from 'vitest';
import { judgeFacts } from '../../src/judge-facts.ts';
import type { Analysis } from '../../src/model/analysis.ts';
import type { Steering } from '../../src/model/steering.ts';
import { shopFacts, shopFile } from '../shop-facts.ts';

const judged = (steering: Steering): Analysis => judgeFacts(shopFacts(), steering);
const domainOf = (analysis: Analysis, path: string) =>
  analysis.files.find((file) => file.path === path)?.domain;
const ownerOf = (analysis: Analysis, table: string) =>
  analysis.tables.find(({ name }) => name === table)?.domain;

describe('I assign the tables, you assign the files', () => {
  const analysis = judged({
    domains: {
      sales: { tables: ['order*'] },
      warehouse: { tables: ['stock_*'] },
      money: { tables: ['invoice*'] },
    },
  });

  it('keeps every table where it was put', () => {
    expect(Object.fromEntries(analysis.tables.map(({ name, domain }) => [name, domain]))).toEqual({
      orders: 'sales',
      order_items: 'sales',
      stock_levels: 'warehouse',
      stock_moves: 'warehouse',
      invoices: 'money',
      invoice_lines: 'money',
    });
  });

  it.each([
    ['order', 'sales'],
    ['stock', 'warehouse'],
    ['invoice', 'money'],
  ] as const)('brings the files of %s, of which it was told nothing, to %s', (things, domain) => {
    for (const layer of ['controllers', 'services', 'repositories', 'models'] as const) {
      expect(domainOf(analysis, shopFile(layer, things))).toBe(domain);
    }
    expect(analysis.domains.map(({ name }) => name)).toEqual(['money', 'sales', 'warehouse']);
  });

  it('follows the tables when they are dealt out otherwise', () => {
    const two = judged({
      domains: { goods: { tables: ['order*', 'stock_*'] }, money: { tables: ['invoice*'] } },
    });
    expect(domainOf(two, shopFile('services', 'stock'))).toBe('goods');
    expect(domainOf(two, shopFile('controllers', 'order'))).toBe('goods');
    expect(domainOf(two, shopFile('repositories', 'invoice'))).toBe('money');
  });
});

describe('links', () => {
  const stock = shopFile('services', 'stock');
  const invoice = shopFile('repositories', 'invoice');

  it('tie a file and a table together, whoever writes the table', () => {
    const free = judged({});
    expect(ownerOf(free, 'stock_moves')).not.toBe(domainOf(free, invoice));
    const tied = judged({ mustLink: [['stock_moves', 'repositories/invoice.*']] });
    expect(ownerOf(tied, 'stock_moves')).toBe(domainOf(tied, invoice));
  });

  it('keep apart what would be together', () => {
    const free = judged({});
    const model = shopFile('models', 'stock');
    expect(domainOf(free, stock)).toBe(domainOf(free, model));
    const apart = judged({ cannotLink: [['services/stock.*', 'models/stock.*']] });
    expect(domainOf(apart, stock)).not.toBe(domainOf(apart, model));
    expect(domainOf(apart, model)).not.toBeNull();
  });

  it('do not tie what only fits the same entry', () => {
    const free = judged({});
    expect(judged({ cannotLink: [['services/*']] }).files).toEqual(free.files);
  });

  it('make a file that would be a library one of a domain', () => {
    const tied = judged({ mustLink: [['lib/logger.ts', 'orders']] });
    expect(domainOf(tied, 'lib/logger.ts')).toBe(ownerOf(tied, 'orders'));
  });
});

describe('the greatest size of a domain', () => {
  it.each([3, 4, 5, 6])('is kept, but for a table that has no other home: %d', (maximumFiles) => {
    const analysis = judged({ maximumFiles });
    for (const { files, tables } of analysis.domains) {
      const over = files.length + tables.length - maximumFiles;
      expect(over).toBeLessThanOrEqual(Math.min(1, tables.length));
    }
    expect(
      analysis.files.filter(({ role, domain }) => role === 'domain' && domain === null),
    ).toEqual([]);
  });

  it('does not undo a pin', () => {
    const analysis = judged({
      maximumFiles: 4,
      domains: { all: { files: ['services/*', 'models/*'] } },
    });
    const all = analysis.domains.find(({ name }) => name === 'all');
    expect(all?.files).toHaveLength(6);
  });
});

describe('a new name', () => {
  it('keeps what the domain was found as', () => {
    const free = judged({}).domains.map(({ name }) => name);
    const [one = '', two = '', three = ''] = free;
    const named = judged({ rename: { [one]: 'both', [two]: 'both', [three]: 'third' } });
    expect(named.domains.map(({ name, foundAs }) => [name, foundAs])).toEqual([
      ['both', [one, two]],
      ['third', [three]],
    ]);
  });
});

describe('a split', () => {
  const merged: Steering = {
    mustLink: [
      ['orders', 'invoices'],
      ['services/order.*', 'services/invoice.*'],
    ],
  };

  it('cuts a domain that was found into parts, and leaves the others', () => {
    const free = judged({});
    const { name, files } = free.domains.find(({ tables }) => tables.includes('orders')) ?? {
      name: '',
      files: [],
    };
    const cut = judged({ split: { [name]: 2 } });
    expect(cut.domains).toHaveLength(free.domains.length + 1);
    expect(new Set(files.map((file) => domainOf(cut, file))).size).toBe(2);
    for (const { path, domain } of free.files.filter((file) => file.domain !== name)) {
      expect(domainOf(cut, path)).toBe(domain);
    }
  });

  it('never parts what must be together', () => {
    const [{ name = '' } = {}] = judged(merged).domains.filter(({ tables }) =>
      tables.includes('orders'),
    );
    const cut = judged({ ...merged, split: { [name]: 4 } });
    expect(ownerOf(cut, 'orders')).toBe(ownerOf(cut, 'invoices'));
  });

  it('of a domain that was not found is an error that lists what was', () => {
    expect(() => judged({ split: { nothing: 2 } })).toThrow(
      expect.objectContaining({
        code: 'ANALYZER_UNKNOWN_DOMAIN',
        hint: expect.stringContaining('stock'),
      }),
    );
  });
});
