import { describe, expect, it } from 'vitest';
import { compareHeld } from '../../src/compare/compare-analyses.ts';
import { boundariesOf, holdBoundaries } from '../../src/compare/hold-boundaries.ts';
import { judgeFacts } from '../../src/judge-facts.ts';
import type { Analysis, Facts } from '../../src/model/analysis.ts';
import { renderChangeMarkdown } from '../../src/report/change-markdown.ts';
import { shopFacts, shopFile } from '../shop-facts.ts';

const before = judgeFacts(shopFacts());
const service = shopFile('services', 'stock');
const domainOf = (analysis: Analysis, path: string) =>
  analysis.files.find((file) => file.path === path)?.domain;

/** As if the search had drawn everything otherwise: one domain less, one file elsewhere. */
const redrawn = judgeFacts(shopFacts(), {
  domains: { order: { files: ['**/stock.*'], tables: ['stock_*'] } },
  libraries: [shopFile('models', 'invoice')],
});

describe('boundaries that are held', () => {
  it('put everything known back, with findings and numbers to it', () => {
    expect(domainOf(redrawn, service)).toBe('order');
    const held = holdBoundaries(redrawn, boundariesOf(before));
    expect(boundariesOf(held)).toEqual(boundariesOf(before));
    expect(held.findings).toEqual(before.findings);
    expect(held.domains).toEqual(before.domains);
    expect(held.routes).toEqual(before.routes);
  });

  it('put what is new where most of its neighbours are', () => {
    const facts = shopFacts();
    const path = shopFile('services', 'stock').replace('stock', 'stock-count');
    const more: Facts = {
      ...facts,
      files: [...facts.files, { path, loc: 20 }],
      imports: [
        ...facts.imports,
        { from: path, to: service, kind: 'import', typeOnly: false, symbols: ['x'], line: 1 },
      ],
    };
    const after = judgeFacts(more, { rename: { stock: 'warehouse' } });
    expect(domainOf(after, path)).toBe('warehouse');
    expect(domainOf(holdBoundaries(after, boundariesOf(before)), path)).toBe('stock');
  });

  it('leave a domain that is new as it is', () => {
    const none = { domains: {}, libraries: [], shell: [] };
    expect(holdBoundaries(before, none).domains).toEqual(before.domains);
  });

  it('show what somebody wrote, and beside it what would be drawn otherwise', () => {
    const change = compareHeld(before, redrawn);
    expect(change).toMatchObject({
      files: { added: [], removed: [], moved: [] },
      findings: { added: [], removed: [], moved: [] },
      metrics: [],
    });
    expect(change.churn).toBeGreaterThan(0);
    expect(renderChangeMarkdown(change, 'Architecture')).toMatch(
      /no file of both sides changed domain\.\n\nEverything is counted .* Found anew, \d+ % of the files/,
    );
  });
});
