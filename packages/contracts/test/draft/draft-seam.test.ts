import { describe, expect, it } from 'vitest';
import { comparePacts } from '../../src/compare/compare-pacts.ts';
import { draftFromSeam } from '../../src/draft/draft-seam.ts';
import { renderPactSkeleton } from '../../src/draft/pact-skeleton.ts';
import { checkedSeam, type SeamDocument } from '../../src/draft/seam.ts';
import { answersOf } from '../../src/draft/seam-answers.ts';
import { renderSeamText } from '../../src/draft/seam-report.ts';
import { templateCode } from '../../src/draft/template-code.ts';
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
  exported: 'by-name',
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
    type Drafted = { readonly pending: boolean; readonly description: string };
    expect(value.interactions.every((one: Drafted) => one.pending)).toBe(true);
    expect(value.interactions.map((one: Drafted) => one.description)).toEqual([
      'POST /stock/level-of answers 200',
      'POST /stock/level-of answers 404',
      'POST /clear answers 204',
      'POST /pairs answers 200',
      'POST /pairs answers 404',
    ]);
    expect(value.interactions[0].request.body.content).toEqual({ sku: 'text', state: 'a' });
    const comparison = comparePacts([{ source: 'x', value }], parseApiDocument(openapi));
    expect(comparison.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('has tests with the types of the monolith', () => {
    const text = renderPactSkeleton(draft, seam, '../..');
    expect(text).toContain(`import('../../src/stock.ts').Stock['levelOf']`);
    expect(text).toContain("typeof import('../../src/stock.ts').clear");
    expect(text).toContain(
      "body: request1({ sku: string('text'), state: oneOf('a', 'b.c'), limit: optional(number(1)) })",
    );
    expect(text).toContain(
      "answer1({ at: iso8601DateTimeWithMillis('2026-01-15T10:00:00.000Z'), inside: [], onHand: number(1), note: nullable(string('text')) })",
    );
    expect(text).toContain('willRespondWith: { status: 404 },');
    expect(text).not.toContain('within');
  });

  it('is not checked against types that do not say what crosses', () => {
    const unsure = checkedSeam(
      { ...seam, operations: [{ ...operation, verdict: 'needs-decision', result: {} }] },
      'seam.json',
    );
    const text = renderPactSkeleton(draftFromSeam(unsure, 'shop'), unsure, '../..');
    expect(text).not.toContain('template');
    expect(text).toContain('willRespondWith: { status: 200, body: {} },');
  });

  it('gets at what is exported as default, and leaves alone what is not exported', () => {
    const of = (exported: string) => {
      const one = checkedSeam({ ...seam, operations: [{ ...operation, exported }] }, 'seam.json');
      return renderPactSkeleton(draftFromSeam(one, 'shop'), one, '../..');
    };
    expect(of('as-default')).toContain("import('../../src/stock.ts').default['levelOf']");
    expect(of('not')).not.toContain('import(');
  });

  it('has an answer for each outcome that a constant tells apart', () => {
    const outcome = (name: string, more: object = {}) => ({
      type: 'object',
      properties: { outcome: { const: name }, ...more },
      required: ['outcome'],
    });
    const withResult = (anyOf: readonly object[]) => ({
      ...operation,
      reasons: [],
      result: { anyOf },
    });
    const variants = (anyOf: readonly object[]) =>
      answersOf(withResult(anyOf), seam.$defs).map(({ variant }) => variant);
    expect(variants([outcome('done', { at: { type: 'string' } }), outcome('short')])).toEqual([
      'outcome done',
      'outcome short',
    ]);
    expect(variants([outcome('done'), outcome('done')])).toEqual(['']);
    expect(variants([outcome('done'), { type: 'string' }])).toEqual(['']);
  });

  it.each<[object, string | undefined]>([
    [{ type: 'integer' }, 'integer(1)'],
    [{ enum: ["it's", null] }, "nullable(oneOf('it\\'s'))"],
    [{ enum: [1, 2] }, '1'],
    [
      { type: 'object', additionalProperties: { type: 'boolean' } },
      "eachKeyLike('key', boolean(true))",
    ],
    [
      { type: 'object', properties: { 'a-b': { type: 'null' } }, required: ['a-b'] },
      "{ 'a-b': null }",
    ],
    [{ type: 'string', 'x-codec': 'bigint' }, "regex(/^-?\\d+$/, '1')"],
    [{ $ref: '#/$defs/Pairs' }, "eachLike([string('text'), boolean(true)])"],
    [{}, undefined],
  ])('%j is written as %s', (schema, code) => {
    expect(templateCode(schema as Record<string, unknown>, seam.$defs)).toBe(code);
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
