import { describe, expect, it } from 'vitest';
import { compareAnalyses } from '../../src/compare/compare-analyses.ts';
import { reassign } from '../../src/compare/reassign.ts';
import { judgeFacts } from '../../src/judge-facts.ts';
import type { Analysis, SourceFile } from '../../src/model/analysis.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Steering } from '../../src/model/steering.ts';
import { renderChangeMarkdown } from '../../src/report/change-markdown.ts';
import { shopFacts, shopFile } from '../shop-facts.ts';

const before = judgeFacts(shopFacts());
const repository = shopFile('repositories', 'invoice');

describe('comparing two analyses', () => {
  it('finds nothing between equals', () => {
    const change = compareAnalyses(before, judgeFacts(shopFacts()));
    expect(change).toMatchObject({
      churn: 0,
      findings: { added: [], removed: [], moved: [] },
      metrics: [],
    });
    expect(renderChangeMarkdown(change, 'Architecture')).toContain('Nothing changes');
  });

  it.each<[string, number, number, string[]]>([
    ['another became one though nothing was done to it', 100, 20, []],
    ['its lines grew', 101, 20, ['hotspot:b']],
    ['a commit changed it', 100, 21, ['hotspot:b']],
  ])('takes no shift of rank for a change: %s', (_what, loc, recent, added) => {
    const spot = (file: string, lines: number): Finding => ({
      ...{ kind: 'hotspot', id: `hotspot:${file}`, severity: 'low', domains: [] },
      ...{ sites: [{ file, line: 1 }], file, commits: 20, loc: lines },
    });
    const [model] = before.files;
    const history = (of: number): NonNullable<Analysis['history']> => ({
      ...{ commits: 1, massCommits: 0, from: '', until: '', authors: [], changes: [], lacks: [] },
      files: ['a', 'b'].map((path) => ({
        ...{ path, commits: of, authors: [], owners: [], from: '', until: '' },
        recent: path === 'b' ? of : 20,
      })),
    });
    const side = (lines: number, of: number, findings: Finding[]): Analysis => ({
      ...before,
      files: ['a', 'b'].map((path) => ({
        ...(model as SourceFile),
        path,
        loc: path === 'b' ? lines : 100,
      })),
      history: history(of),
      findings,
    });
    const change = compareAnalyses(
      side(100, 20, [spot('a', 100)]),
      side(loc, recent, [spot('b', loc)]),
    );
    const ids = (findings: readonly Finding[]) => findings.map(({ id }) => id);
    expect([ids(change.findings.added), ids(change.findings.removed)]).toEqual([added, []]);
  });

  it('says what decided another verdict', () => {
    const reasons = [
      { text: 'people: 1, wanted at least 6', sites: [], decides: true as const },
      { text: 'around it: one cycle', sites: [] },
    ];
    const side = (answer: Analysis['verdict']['answer']): Analysis => ({
      ...before,
      verdict: { answer, reasons, signals: [] },
    });
    const change = compareAnalyses(side('extract'), side('modularize-first'));
    expect(renderChangeMarkdown(change, 'Architecture')).toContain(
      'Verdict: Extract one domain first → **Make modules first, stay one process**\n\n- people: 1, wanted at least 6\n\n0 files',
    );
    const same = compareAnalyses(side('extract'), side('extract'));
    expect(renderChangeMarkdown(same, 'Architecture')).not.toContain('people: 1');
  });

  it('knows a knot of which the first domain is no part any more', () => {
    const knot = (...domains: string[]): Analysis => ({
      ...before,
      findings: [
        {
          ...{ kind: 'domain-cycle', id: `domain-cycle:${domains[0]}+`, severity: 'high' },
          ...{ sites: [], domains, cycle: domains, cut: [] },
        },
      ],
    });
    const [was, is] = [knot('a', 'b', 'c', 'd', 'e', 'f'), knot('b', 'c', 'd', 'e', 'f')];
    expect(compareAnalyses(was, is).findings).toMatchObject({
      added: [],
      removed: [],
      moved: [{ from: ['a', 'b', 'c', 'd', 'e', 'f'] }],
    });
  });

  it('does not take another name for another domain', () => {
    const renamed = judgeFacts(shopFacts(), { rename: { stock: 'inventory' } });
    const change = compareAnalyses(before, renamed);
    expect(change.domains).toEqual({
      added: [],
      removed: [],
      renamed: [{ from: 'stock', to: 'inventory' }],
    });
    expect(change.churn).toBe(0);
    expect(change.findings).toEqual({ added: [], removed: [], moved: [] });
  });

  it('keeps a finding about code that is only counted to another domain', () => {
    const [chain] = before.findings.filter(({ kind }) => kind === 'synchronous-chain');
    const moved = {
      ...before,
      findings: before.findings.map((one) =>
        one === chain ? { ...one, domains: [...one.domains, 'invoice'] } : one,
      ),
    };
    expect(chain).toBeDefined();
    expect(compareAnalyses(before, moved).findings).toEqual({ added: [], removed: [], moved: [] });
  });

  it('shows a finding that was there already at the place that is new', () => {
    const facts = shopFacts();
    const writes = (['invoice', 'order'] as const).map((domain) => ({
      file: shopFile('services', domain),
      line: 99,
      table: 'stock_moves',
      operation: 'write' as const,
      via: 'sql',
      statement: `${shopFile('services', domain)}:99`,
      confidence: 1,
    }));
    const withWrites = (count: number) =>
      judgeFacts({ ...facts, accesses: [...facts.accesses, ...writes.slice(0, count)] });
    const { added, removed } = compareAnalyses(withWrites(1), withWrites(2)).findings;
    const [shared] = added.filter(({ id }) => id === 'shared-table:stock_moves');
    expect(shared?.sites[0]).toEqual({ file: shopFile('services', 'order'), line: 99 });
    expect(removed.map(({ id }) => id)).not.toContain('shared-table:stock_moves');
  });

  it('shows what a new write into another domain does', () => {
    const facts = shopFacts();
    const write = {
      file: shopFile('services', 'invoice'),
      line: 99,
      table: 'stock_moves',
      operation: 'write' as const,
      via: 'sql',
      statement: `${shopFile('services', 'invoice')}:99`,
      confidence: 1,
    };
    const change = compareAnalyses(
      before,
      judgeFacts({ ...facts, accesses: [...facts.accesses, write] }),
    );
    expect(change.findings.added.map(({ id }) => id)).toContain('shared-table:stock_moves');
    expect(renderChangeMarkdown(change, 'Architecture')).toContain('stock_moves');
  });
});

describe('what if', () => {
  const after = reassign(before, [{ thing: repository, domain: 'order' }]);

  it('moves the file and leaves the rest', () => {
    const change = compareAnalyses(before, after);
    expect(change.files.moved).toEqual([{ path: repository, from: 'invoice', to: 'order' }]);
  });

  it('tells a finding that is now between other domains from one that is new', () => {
    const [table] = before.findings.filter(({ kind }) => kind === 'cross-domain-transaction');
    const [first = '', ...others] = table?.domains ?? [];
    const elsewhere = {
      ...before,
      findings: before.findings.map((one) =>
        one === table ? { ...one, domains: ['billing', ...others] } : one,
      ),
    };
    const { added, removed, moved } = compareAnalyses(before, elsewhere).findings;
    expect({ added, removed }).toEqual({ added: [], removed: [] });
    expect(moved).toEqual([
      { finding: expect.objectContaining({ id: table?.id }), from: [first, ...others].sort() },
    ]);
    const text = renderChangeMarkdown(compareAnalyses(before, elsewhere), 'Architecture');
    expect(text).toContain('## Findings between other domains (1)');
    expect(text).toContain(`; before: ${[first, ...others].sort().join(', ')}`);
  });

  it('judges anew', () => {
    const reads = (analysis: typeof before) =>
      analysis.findings.filter(
        ({ kind }) => kind === 'shared-table' || kind === 'cross-domain-read',
      );
    expect(reads(after)).not.toEqual(reads(before));
    const files = after.domains.find(({ name }) => name === 'order')?.metrics.files ?? 0;
    expect(files).toBe(
      (before.domains.find(({ name }) => name === 'order')?.metrics.files ?? 0) + 1,
    );
  });

  it.each<[string, string[], string[]]>([
    ['stay', [], ['invoice_lines', 'invoices']],
    ['move along in part', ['invoices'], ['invoice_lines']],
    ['move along', ['invoices', 'invoice_lines'], []],
  ])('says which tables only another domain writes then, where they %s', (_what, along, left) => {
    const moves = [repository, ...along].map((thing) => ({ thing, domain: 'order' }));
    const change = compareAnalyses(before, reassign(before, moves));
    const found = change.findings.added.filter(({ kind }) => kind === 'cross-domain-write');
    expect(found.map(({ id, domains }) => [id, domains])).toEqual(
      left.map((table) => [`cross-domain-write:${table}`, ['invoice', 'order']]),
    );
    for (const { sites } of found) expect(sites.map(({ file }) => file)).toContain(repository);
    for (const table of left)
      expect(renderChangeMarkdown(change, 'Moving')).toContain(
        `only order writes ${table}, which belongs to invoice`,
      );
  });

  it.each<[string, Steering]>([
    ['nothing', {}],
    ['how many people work on it', { people: 1 }],
    ['how fine the domains are', { granularity: 'fine' }],
    ['another name', { rename: { stock: 'inventory' } }],
  ])(
    'gives back the same analysis when nothing moves, where ashlar.yaml says %s',
    (_what, steering) => {
      const analysis = judgeFacts(shopFacts(), steering);
      expect(reassign(analysis, [], steering)).toEqual(analysis);
    },
  );

  it('refuses what is not there', () => {
    expect(() => reassign(before, [{ thing: 'no.ts', domain: 'order' }])).toThrow(
      expect.objectContaining({ code: 'ANALYZER_UNKNOWN_THING' }),
    );
  });
});
