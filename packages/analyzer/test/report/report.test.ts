import { describe, expect, it } from 'vitest';
import { summarize } from '../../src/history/read-history.ts';
import { judgeFacts } from '../../src/judge-facts.ts';
import type { Finding } from '../../src/model/finding.ts';
import { makePlan } from '../../src/plan/plan.ts';
import { renderDot } from '../../src/report/dot.ts';
import { explain, renderExplanation } from '../../src/report/explain.ts';
import { renderHtml } from '../../src/report/html.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { renderMermaid } from '../../src/report/mermaid.ts';
import { tableUses } from '../../src/report/table-uses.ts';
import { renderText } from '../../src/report/text.ts';
import { shopFacts, shopFile } from '../shop-facts.ts';

const analysis = judgeFacts(shopFacts());
const plan = makePlan(analysis, 'stock');
const embedded = (html: string): string =>
  /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html)?.[1] ?? '';

describe('reports', () => {
  it('carry the evidence in text', () => {
    const text = renderText(analysis, plan);
    expect(text).toContain('Stay a monolith for now');
    expect(text).toContain('git and CODEOWNERS were left out: who changes and owns what');
    expect(text).toContain(`${shopFile('services', 'order')}:20`);
    expect(text).not.toMatch(/[ \t]$/m);
  });

  it('name every finding in Markdown', () => {
    const markdown = renderMarkdown(analysis, plan);
    expect(markdown).toContain('### Transaction across domains (1)');
    expect(markdown.match(/^- (?:high|medium|low): /gm)).toHaveLength(analysis.findings.length);
  });

  it('cut long lists in Markdown and say how much is left', () => {
    const [read] = analysis.findings.filter(({ kind }) => kind === 'cross-domain-read');
    const many = Array.from({ length: 30 }, (_, i) => ({ ...read, id: `r${i}` })) as Finding[];
    const markdown = renderMarkdown({ ...analysis, findings: many }, plan);
    expect(markdown.match(/^- medium: /gm)).toHaveLength(25);
    expect(markdown).toContain('(30)');
    expect(markdown).toContain('And 5 more in `analysis.json`.');
  });

  it('tell what is done with every route once in Markdown, and no place twice', () => {
    const sites = [{ file: 'a.ts', line: 1 }];
    const move = (order: number, path: string, how = 'shadow it, compare, then canary') => ({
      ...{ order, kind: 'move-route' as const, subject: path, sites, changes: [] },
      text: `GET ${path}: ${how}`,
    });
    const hot = {
      ...{ kind: 'hotspot', id: 'hotspot:a.ts', severity: 'low', domains: [], sites },
      ...{ file: 'a.ts', commits: 12, loc: 900 },
    } as Finding;
    const steps = [move(1, '/z', 'otherwise'), move(2, '/a'), move(3, '/b')];
    const markdown = renderMarkdown({ ...analysis, findings: [hot] }, { ...plan, steps });
    expect(markdown).toContain(
      '1. **Move a route**, one by one: shadow it, compare, then canary\n   - GET /z: otherwise (`a.ts:1`)\n   - GET /a (`a.ts:1`)\n   - GET /b (`a.ts:1`)',
    );
    expect(markdown).toContain(
      '- low: a.ts has 900 lines and was changed in 12 commits of the last year\n',
    );
  });

  it('say in Markdown what history could not tell', () => {
    const history = {
      ...summarize([], [], () => [], ['a shallow clone: only the commits that were fetched count']),
    };
    expect(renderMarkdown({ ...analysis, history }, plan)).toContain('- a shallow clone: only');
  });

  it('say why the plan does not begin with the highest score', () => {
    // In the way of it, and no factor of its score.
    const shared = (name: string): Finding => ({
      ...{ kind: 'shared-table', id: `shared-table:${name}`, severity: 'low', domains: [name] },
      ...{ sites: [], table: 't', writers: [] },
    });
    const { candidates } = makePlan({ ...analysis, findings: [] });
    const [first = '', second = ''] = candidates.map(({ domain }) => domain);
    const verdict = { ...analysis.verdict, answer: 'extract' as const, ready: [first, second] };
    const hindered = { ...analysis, verdict, findings: [shared(first)] };
    const made = makePlan(hindered);
    expect([made.candidates[0]?.domain, made.chosen]).toEqual([first, second]);
    const why = 'Before those with a higher score: of the domains that could go first';
    expect(renderText(hindered, made)).toContain(`extract ${second}\n  ${why}`);
    expect(renderMarkdown(hindered, made)).toContain(`\n\n${why}`);
    expect(JSON.parse(embedded(renderHtml(hindered, made))).plan.choice[0]).toContain(why);
    const asked = candidates.map(({ domain }) => domain).filter((domain) => domain !== second);
    for (const other of asked)
      expect(renderText(hindered, makePlan(hindered, other))).not.toContain(why);
  });

  it('rank the chosen one in Markdown too, whatever its rank, and say where the rest is', () => {
    const [first] = plan.candidates;
    const names = Array.from({ length: 14 }, (_, i) => `d${i}`);
    const candidates = first ? names.map((domain) => ({ ...first, domain })) : [];
    const markdown = renderMarkdown(analysis, { ...plan, candidates, chosen: 'd12' });
    expect(markdown).toContain('| 10 | d9 |');
    expect(markdown).toContain('| 13 | d12 |');
    expect(markdown).not.toContain('| d11 |');
    expect(markdown).toContain('And 3 more in `plan.json`.');
  });

  it('list a few configurations that concern the whole, and no computed variable among them', () => {
    const one = (kind: 'config' | 'environment', i: number) => ({
      ...{ kind, file: `p${i}/tsconfig.json`, line: 1, text: `p${i}`, reason: 'cannot be found' },
    });
    const unresolved = [
      one('environment', 0),
      ...Array.from({ length: 8 }, (_, i) => one('config', i + 1)),
    ];
    const text = renderText({ ...analysis, unresolved }, plan);
    expect(text.match(/cannot be found/g)).toHaveLength(5);
    expect(text).toContain('  and 3 more such configurations\n');
    expect(text).not.toContain('p0:');
  });

  it('never say of a candidate that it stays in 0 % of runs', () => {
    const candidates = plan.candidates.map((one) => ({ ...one, topThree: 0 }));
    const text = renderText(analysis, { ...plan, candidates });
    expect(text).toContain('never in the first three');
    expect(text).not.toContain('in 0 % of runs');
  });

  it('draw the domains in Mermaid and DOT', () => {
    expect(renderMermaid(analysis, plan)).toMatch(/^flowchart LR\n {2}d0\["<b>invoice<\/b>/);
    const dot = renderDot(analysis);
    expect(dot).toContain('"order" -> "stock"');
    expect(dot).not.toMatch(/\b1 files/);
    const tables = Array.from({ length: 9 }, (_, i) => `t${i}`);
    const wide = { ...analysis, domains: analysis.domains.map((one) => ({ ...one, tables })) };
    expect(renderDot(wide)).toContain('t5\\nand 3 more"');
  });
});

describe('a map with more arrows than Mermaid draws', () => {
  const size = 30;
  const name = (i: number) => `d${String(i).padStart(2, '0')}`;
  const indexes = Array.from({ length: size }, (_, i) => i);
  const [first] = analysis.domains;
  const [file] = analysis.files;
  if (first === undefined || file === undefined) throw new Error('an empty shop');
  const large = {
    ...analysis,
    domains: indexes.map((i) => ({ ...first, name: name(i), files: [name(i)] })),
    files: indexes.map((i) => ({
      ...file,
      path: name(i),
      role: 'domain' as const,
      domain: name(i),
    })),
    imports: indexes.flatMap((i) =>
      indexes
        .filter((j) => j !== i)
        .flatMap((j) =>
          // From the first go two imports to each: the heaviest.
          (i === 0 ? [1, 2] : [1]).map((line) => ({
            ...{ from: name(i), to: name(j), kind: 'import' as const, typeOnly: false },
            ...{ symbols: ['a'], line },
          })),
        ),
    ),
    calls: [],
    injections: [],
    accesses: [],
  };

  it('has the 500 heaviest and says how many are left out', () => {
    const drawn = renderMermaid(large, { ...plan, chosen: null });
    expect(drawn.match(/-->/g)).toHaveLength(500);
    expect(drawn.match(/ d0 -->\|2\|/g)).toHaveLength(size - 1);
    expect(drawn).toContain(`${size * (size - 1) - 500} weaker arrows are left out`);
  });
});

describe('the page', () => {
  it('is one file that asks the network for nothing', () => {
    const html = renderHtml(analysis, plan);
    expect(html).not.toMatch(/(?:src|href)="(?!#)/);
    expect(html).toContain("default-src 'none'");
    expect(html).not.toMatch(/__(?:STYLES|DATA|SCRIPT)__/);
  });

  it('says who owns a domain, as CODEOWNERS has it', () => {
    const history = summarize([], analysis.files, () => ['@shop'], []);
    const { domains } = JSON.parse(embedded(renderHtml({ ...analysis, history }, plan)));
    expect(domains[0].history).toEqual(['owned by @shop, says CODEOWNERS']);
  });

  it('holds what history could not tell, the second opinion and what moved', () => {
    const data = JSON.parse(
      embedded(
        renderHtml(
          {
            ...analysis,
            history: summarize([], [], () => [], ['not in a git repository: no history']),
            secondOpinion: {
              method: 'average-linkage',
              agreement: 0.5,
              tables: 3,
              differences: [],
            },
            continuity: {
              files: 4,
              kept: 3,
              held: 0,
              moved: [{ path: 'a.ts', from: 'x', to: 'y' }],
            },
          },
          plan,
        ),
      ),
    );
    expect(data.lacks).toEqual(['not in a git repository: no history']);
    expect(data.aboutDomains).toEqual([
      'Second opinion on 3 tables, from who uses them together alone: agreement 0.50 of 1',
      '3 of 4 files are where they were before; elsewhere:',
      '  a.ts: from x to y',
    ]);
  });

  it('joins its scripts into something that parses', () => {
    const script = /<script>(.*)<\/script>/s.exec(renderHtml(analysis, plan))?.[1] ?? '';
    expect(() => new Function(script)).not.toThrow();
    expect(script).not.toMatch(/^(?:import|export) /m);
  });

  it('holds names that try to end the script or to pose as a placeholder', () => {
    const evil = '</script><script>alert(1)</script>/*__SCRIPT__*/"__DATA__"$&';
    const html = renderHtml(
      { ...analysis, domains: analysis.domains.map((domain) => ({ ...domain, name: evil })) },
      plan,
    );
    expect(html.match(/<\/script>/g)).toHaveLength(2);
    expect(JSON.parse(embedded(html)).domains[0].name).toBe(evil);
  });
});

describe('explain', () => {
  it.each([
    ['stock', 'domain', 'domain stock:'],
    ['stock_levels', 'table', 'belongs to stock'],
    ['stock.service.ts', 'file', 'belongs to stock'],
    ['GET /order', 'route', 'belongs to order'],
    ['OrderPlaced', 'event', '2 uses'],
    ['order stock', 'pair', 'order imports stock'],
  ])('says why %s is as it is', (thing, kind, words) => {
    const explanation = explain(analysis, thing);
    expect(explanation.kind).toBe(kind);
    expect(renderExplanation(explanation)).toContain(words);
    expect(explanation.because.flatMap((reason) => reason.sites).length).toBeGreaterThan(0);
  });

  it('says what to do about what it found, once for each kind', () => {
    const lines = renderExplanation(explain(analysis, 'stock')).split('\n');
    const todo = lines.slice(lines.indexOf('  what to do') + 1);
    const kinds = new Set(explain(analysis, 'stock').findings.map(({ kind }) => kind));
    expect(todo).toHaveLength(kinds.size);
    for (const line of todo)
      expect(line).toMatch(/^ {4}- [A-Z].*: [A-Z].*\. \(docs\/findings\.md#[a-z-]+\)$/);
  });

  it('explains a kind of finding, with all of its places, and one that is not here', () => {
    const said = renderExplanation(explain(analysis, 'cross-domain-transaction'));
    expect(said).toMatch(/^finding cross-domain-transaction: Transaction across domains; 1 here\n/);
    expect(said).toContain('what to do: Split it into local transactions');
    expect(said).toContain(`${shopFile('services', 'order')}:20`);
    expect(said).not.toContain('  what to do\n');
    expect(renderExplanation(explain(analysis, 'two-phase-commit'))).toContain('none here');
  });

  it('says of a table who uses it, domain by domain, each place once, and where that is cut', () => {
    const order = shopFile('services', 'order');
    const use = (file: string, line: number) => ({
      ...{ file, line, table: 'orders', operation: 'read' as const, via: 'sql' },
      ...{ statement: `${file}:${line}`, confidence: 1 },
    });
    const accesses = [
      ...Array.from({ length: 12 }, (_, i) => use(order, i + 1)),
      ...[use(order, 1), use(shopFile('services', 'stock'), 5)],
    ];
    const uses = tableUses({ ...analysis, accesses }, 'orders', 'stock');
    expect(uses.map(({ text, sites }) => [text, sites.length])).toEqual([
      ['read by stock at 1 place', 1],
      ['read by order at 12 places; the first 10', 10],
    ]);
  });

  it('shows of what was found in a file the places in it', () => {
    const { findings } = explain(analysis, shopFile('services', 'order'));
    expect(findings.length).toBeGreaterThan(0);
    for (const { sites } of findings)
      expect(new Set(sites.map(({ file }) => file))).toEqual(
        new Set([shopFile('services', 'order')]),
      );
  });

  it('says of a route where the file belongs that answers it', () => {
    const { because } = explain(analysis, 'GET /order');
    expect(because.map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/, which answers it, belongs to order/),
    );
  });

  it.each([
    [31, ' calls stock at 31 places; the first 10'],
    [10, ' calls stock at 10 places'],
  ])('says how many of %i places it shows', (times, words) => {
    const calls = Array.from({ length: times }, (_, line) => ({
      ...{ file: shopFile('services', 'order'), line, caller: 'place', callee: 'reserve' },
      ...{ to: shopFile('services', 'stock'), awaited: true, inLoop: false, resultUsed: true },
    }));
    const lines = renderExplanation(explain({ ...analysis, calls }, 'order stock')).split('\n');
    expect(lines.filter((line) => line.endsWith(words))).toHaveLength(1);
  });

  it('says how many places of a finding are left out', () => {
    const sites = Array.from({ length: 12 }, (_, line) => ({ file: 'a.ts', line }));
    const findings = [{ ...circle, sites, domains: ['order', 'stock'], cycle: ['order', 'stock'] }];
    const said = renderExplanation(explain({ ...analysis, findings }, 'order stock'));
    expect(said).toContain('      and 2 more');
  });

  it.each(['stock', 'stock.service.ts'])('says that nobody asked git about %s', (thing) => {
    expect(explain(analysis, thing).history).toEqual([
      expect.stringContaining('git and CODEOWNERS were left out'),
    ]);
  });

  it.each([
    ['nonsense', 'nonsense', 'Name a domain'],
    ['stock nonsense', 'nonsense', 'Name a domain'],
    ['order stoc', 'stoc', 'Near it: stock'],
    ['orde', 'orde', 'Near it: order'],
    ['GET /orde', 'GET /orde', 'Near it: GET /order'],
    ['GET /x', 'GET /x', 'Name a domain'],
  ])('refuses %s and says what comes near', (thing, unknown, hint) => {
    expect(() => explain(analysis, thing)).toThrowError(
      expect.objectContaining({
        code: 'ANALYZER_UNKNOWN_THING',
        message: `nothing here is called ${unknown}`,
        hint: expect.stringContaining(hint),
      }),
    );
  });

  const library = {
    ...{ kind: 'shared-library' as const, id: 'l', severity: 'low' as const },
    ...{ domains: ['order', 'stock', 'invoice'], file: 'lib/log.ts', usedBy: 3 },
    sites: [{ file: 'lib/log.ts', line: 1 }],
  };
  const home = (name: string) => analysis.domains.find((one) => one.name === name)?.files[0] ?? '';
  const circle = {
    ...{ kind: 'domain-cycle' as const, id: 'c', severity: 'high' as const, cut: [] },
    ...{ domains: ['order', 'stock', 'invoice'], cycle: ['order', 'stock', 'invoice'] },
    sites: ['order', 'invoice'].map((name) => ({ file: home(name), line: 9 })),
  };
  it.each(['order', 'order stock'])('keeps to what concerns %s', (thing) => {
    const said = explain({ ...analysis, findings: [library, circle] as Finding[] }, thing);
    expect(said.findings.map(({ sites }) => sites)).toEqual([[{ file: home('order'), line: 9 }]]);
    expect(renderExplanation(said)).toContain('1 library that most domains use is left out');
  });

  it.each([
    [0.28, 'belongs to stock, though its links alone do not say so', true],
    [0.284, 'belongs to stock, though its links alone do not say so', true],
    [0.35, 'belongs to stock, confidence 35 %', true],
    [0.7, 'belongs to stock, confidence 70 %', false],
  ])('says of a confidence of %d what it means', (confidence, words, isUnclear) => {
    const [path] = analysis.files.flatMap((file) =>
      file.path.endsWith('stock.service.ts') ? [file.path] : [],
    );
    const files = analysis.files.map((file) =>
      file.path === path ? { ...file, confidence } : file,
    );
    const { summary, because } = explain({ ...analysis, files }, path ?? '');
    expect(summary).toBe(words);
    const rivals = because.filter(({ text }) =>
      /^tied to order as well, at \d+ places?$/.test(text),
    );
    expect(rivals.length).toBe(isUnclear ? 1 : 0);
    for (const { sites } of rivals) expect(sites.length).toBeGreaterThan(0);
  });

  it('says how clearly a file is in no domain where not all ballots agree', () => {
    const [shell] = analysis.files.filter(({ role }) => role === 'shell');
    const { summary } = explain(analysis, shell?.path ?? '');
    expect(summary).toBe('is shell: wiring, front end or migrations, and part of no domain');
    const untied = { text: 'nothing that belongs to a domain is linked to it', sites: [] };
    const alone = analysis.files.map((file) =>
      file === shell ? { ...file, because: [untied] } : file,
    );
    expect(explain({ ...analysis, files: alone }, shell?.path ?? '').summary).toBe(
      'belongs to no domain, and counts as shell',
    );
    const vague = analysis.files.map((file) =>
      file === shell ? { ...file, confidence: 0.2 } : file,
    );
    expect(explain({ ...analysis, files: vague }, shell?.path ?? '').summary).toBe(
      `${summary}, confidence 20 %`,
    );
  });

  it('counts one thing as one', () => {
    const tables = analysis.tables.filter(({ name }) => name === 'stock_levels');
    const [stock] = analysis.domains.filter(({ name }) => name === 'stock');
    if (stock === undefined) throw new Error('no stock');
    const one = { ...stock, tables: ['stock_levels'], metrics: { ...stock.metrics, tables: 1 } };
    const { summary } = explain({ ...analysis, tables, domains: [one] }, 'stock');
    expect(summary).toContain('1 table (stock_levels)');
  });
});
