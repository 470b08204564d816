import { describe, expect, it } from 'vitest';
import { agreedRoles } from '../../src/boundaries/agreed-roles.ts';
import { boundariesOf } from '../../src/compare/hold-boundaries.ts';
import { buildFactGraph } from '../../src/graph/fact-graph.ts';
import { judgeFacts } from '../../src/judge-facts.ts';
import { BY_LINKS, confidenceOf } from '../../src/model/confidence.ts';
import { parseAnalysis } from '../../src/parse-analysis.ts';
import { shopFacts, shopFile } from '../shop-facts.ts';

const margins = Array.from({ length: 201 }, (_, i) => i / 200);

describe('confidence in a place', () => {
  it('never falls as the margin grows, and stays within what was measured', () => {
    const said = margins.map(confidenceOf);
    expect(said).toEqual([...said].sort((a, b) => a - b));
    expect(new Set(said).size).toBe(said.length);
    expect([said[0], said.at(-1)]).toEqual([0.28, 0.75]);
  });

  it('tells a place that links alone do not say', () => {
    expect(confidenceOf(0)).toBeLessThan(BY_LINKS);
    expect(confidenceOf(0.01)).toBeGreaterThan(BY_LINKS);
  });

  it('is one for what a person says', () => {
    const path = shopFile('services', 'stock');
    const { files } = judgeFacts(shopFacts(), { domains: { goods: { files: [path] } } });
    expect(files.find((file) => file.path === path)?.confidence).toBe(1);
  });
});

describe('roles and domains', () => {
  const alone = (facts = shopFacts()) => {
    const more = ['util/random.ts', 'src/health.ts', 'src/alone.ts', 'src/greet.ts'];
    facts.files.push(...more.map((path) => ({ path, loc: 9 })));
    facts.files.sort((a, b) => (a.path < b.path ? -1 : 1));
    facts.routes.push({
      method: 'GET',
      path: '/health',
      file: 'src/health.ts',
      line: 3,
      via: 'express',
    });
    facts.imports.push({
      ...{
        from: 'app.ts',
        to: 'src/greet.ts',
        kind: 'import' as const,
        typeOnly: false,
        symbols: ['hi'],
      },
      line: 9,
    });
    return facts;
  };
  const analysis = judgeFacts(alone());

  it('agree: a file is in a domain exactly when that is its role', () => {
    expect(
      analysis.files.filter(({ role, domain }) => (role === 'domain') !== (domain !== null)),
    ).toEqual([]);
    const listed = analysis.domains.flatMap(({ files }) => files).sort();
    expect(listed).toEqual(
      analysis.files.filter(({ role }) => role === 'domain').map(({ path }) => path),
    );
  });

  it.each([
    ['util/random.ts', 'library'],
    ['src/health.ts', 'shell'],
    ['src/alone.ts', 'shell'],
  ])('%s, which nothing ties to a domain, is %s, with a place and no confidence', (path, role) => {
    expect(analysis.files.find((file) => file.path === path)).toMatchObject({
      ...{ role, domain: null, confidence: 0 },
      because: [
        {
          text: 'nothing that belongs to a domain is linked to it',
          sites: [{ file: path, line: 1 }],
        },
      ],
    });
  });

  it('are looked for anew where nothing was known: a baseline does not hold them', () => {
    const { shell, libraries } = boundariesOf(analysis);
    expect([...shell, ...libraries]).not.toContain('src/health.ts');
    expect(shell).toContain('app.ts');
  });

  it('of older documents are made to agree', () => {
    const old = JSON.parse(JSON.stringify(analysis));
    for (const file of old.files) if (file.path === 'src/health.ts') file.role = 'domain';
    const read = parseAnalysis(JSON.stringify(old), 'analysis.json');
    expect(read.files.find(({ path }) => path === 'src/health.ts')?.role).toBe('shell');
  });

  it('name a place for every reason that a person did not give', () => {
    const reasons = analysis.files.flatMap(({ because }) => because);
    expect(reasons.filter(({ sites }) => sites.length === 0)).toEqual([]);
  });
});

describe('confidence in a role', () => {
  it('is the margin of the vote', () => {
    const facts = shopFacts();
    const roles = agreedRoles(facts, buildFactGraph(facts), { seed: 1 }, {});
    expect(roles.get('lib/logger.ts')).toMatchObject({ role: 'library', confidence: 1 });
  });

  it('is nothing where only an earlier answer says so', () => {
    const facts = shopFacts();
    const path = shopFile('services', 'stock');
    const roles = agreedRoles(
      facts,
      buildFactGraph(facts),
      { seed: 1 },
      {},
      new Map([[path, 'library']]),
    );
    expect(roles.get(path)).toMatchObject({ role: 'library', confidence: 0 });
  });
});
