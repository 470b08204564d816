import { describe, expect, it } from 'vitest';
import { judgeFacts } from '../../src/judge-facts.ts';
import { makePlan } from '../../src/plan/plan.ts';
import { renderDot } from '../../src/report/dot.ts';
import { explain, renderExplanation } from '../../src/report/explain.ts';
import { renderHtml } from '../../src/report/html.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { renderMermaid } from '../../src/report/mermaid.ts';
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
    expect(text).toContain(`${shopFile('services', 'order')}:20`);
    expect(text).not.toMatch(/[ \t]$/m);
  });

  it('name every finding in Markdown', () => {
    const markdown = renderMarkdown(analysis, plan);
    expect(markdown).toContain('### Transaction across domains (1)');
    expect(markdown.match(/^- (?:high|medium|low): /gm)).toHaveLength(analysis.findings.length);
  });

  it('draw the domains in Mermaid and DOT', () => {
    expect(renderMermaid(analysis, plan)).toMatch(/^flowchart LR\n {2}d0\["<b>invoice<\/b>/);
    expect(renderDot(analysis)).toContain('"order" -> "stock"');
  });
});

describe('the page', () => {
  it('is one file that asks the network for nothing', () => {
    const html = renderHtml(analysis, plan);
    expect(html).not.toMatch(/(?:src|href)="(?!#)/);
    expect(html).toContain("default-src 'none'");
    expect(html).not.toMatch(/__(?:STYLES|DATA|SCRIPT)__/);
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

  it('refuses what it does not know', () => {
    expect(() => explain(analysis, 'nonsense')).toThrowError(
      expect.objectContaining({ code: 'ANALYZER_UNKNOWN_THING' }),
    );
  });
});
