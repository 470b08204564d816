import { describe, expect, it } from 'vitest';
import { comparePacts } from '../../src/compare/compare-pacts.ts';
import { draftFromSeam } from '../../src/draft/draft-seam.ts';
import { checkedSeam, type SeamDocument } from '../../src/draft/seam.ts';
import { renderPactSkeleton, renderSeamText } from '../../src/draft/seam-report.ts';
import { parseApiDocument } from '../../src/openapi/document.ts';

const site = { file: 'src/stock.ts', line: 7 };
const operation = {
  name: 'Stock.levelOf',
  ...site,
  callers: [],
  asynchronous: true,
  verdict: 'needs-codec',
  reasons: [
    { kind: 'date', verdict: 'needs-codec', where: 'result.at', text: 'A Date.', sites: [site] },
    { kind: 'maybe-absent', verdict: 'safe', where: 'result', text: 'May be absent.', sites: [] },
  ],
  parameters: [
    { name: 'sku', required: true, schema: { type: 'string' } },
    { name: 'state', required: true, schema: { enum: ['a', 'b.c'] } },
    { name: 'limit', required: false, schema: { type: 'number' } },
  ],
  result: { $ref: '#/$defs/Level' },
} as const;
const seam: SeamDocument = checkedSeam(
  {
    schemaVersion: 1,
    domain: 'stock',
    operations: [
      operation,
      { ...operation, name: 'clear', verdict: 'safe', reasons: [], parameters: [], result: null },
      { ...operation, name: 'pairs', verdict: 'needs-codec', result: { $ref: '#/$defs/Pairs' } },
      { ...operation, name: 'within', verdict: 'cannot' },
    ],
    $defs: {
      Level: {
        type: 'object',
        properties: {
          at: { type: 'string', format: 'date-time', 'x-codec': 'date' },
          inside: { type: 'array', items: { $ref: '#/$defs/Level' } },
          onHand: { type: 'number' },
          note: { anyOf: [{ type: 'string' }, { type: 'null' }] },
        },
        required: ['at', 'inside', 'onHand', 'note'],
      },
      Pairs: {
        type: 'array',
        items: {
          type: 'array',
          prefixItems: [{ type: 'string' }, { type: 'boolean' }],
          items: false,
        },
      },
    },
  },
  'seam.json',
);

describe('a draft from the types of a seam', () => {
  const draft = draftFromSeam(seam, 'shop');
  const openapi = JSON.parse(JSON.stringify(draft.openapi));

  it('has an interface for what can cross, and names what cannot', () => {
    expect(Object.keys(openapi.paths)).toEqual(['/stock/level-of', '/clear', '/pairs']);
    expect(draft.staying.map(({ name }) => name)).toEqual(['within']);
    const { post } = openapi.paths['/stock/level-of'];
    expect(Object.keys(post.responses)).toEqual(['200', '404']);
    expect(post.requestBody.content['application/json'].schema.required).toEqual(['sku', 'state']);
    expect(Object.keys(openapi.paths['/clear'].post.responses)).toEqual(['204']);
  });

  it('has pending interactions that the document allows', () => {
    const value = JSON.parse(JSON.stringify(draft.pact));
    expect(value.interactions.map((one: { pending: boolean }) => one.pending)).toEqual([
      true,
      true,
      true,
    ]);
    expect(value.interactions[0].request.body.content).toEqual({ sku: 'text', state: 'a' });
    const comparison = comparePacts([{ source: 'x', value }], parseApiDocument(openapi));
    expect(comparison.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('has tests with the types of the monolith', () => {
    const text = renderPactSkeleton(draft, seam, '../..');
    expect(text).toContain(`import("../../src/stock.ts").Stock['levelOf']`);
    expect(text).toContain('typeof import("../../src/stock.ts").clear');
    expect(text).not.toContain('within');
  });

  it('says it to people, the worst last', () => {
    const lines = renderSeamText(seam).split('\n');
    expect(lines[0]).toBe('The seam of stock: 4 operations');
    expect(lines.indexOf('  clear  (src/stock.ts:7)')).toBeLessThan(
      lines.indexOf('  within  (src/stock.ts:7)'),
    );
    expect(lines).toContain('    result.at: A Date.  (src/stock.ts:7)');
  });

  it('takes nothing else for a seam', () => {
    expect(() => checkedSeam({ schemaVersion: 2 }, 'x.json')).toThrow(/x\.json is no seam/);
  });
});
