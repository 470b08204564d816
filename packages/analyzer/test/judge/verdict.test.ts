import { describe, expect, it } from 'vitest';
import { reachVerdict, type VerdictInput } from '../../src/judge/verdict.ts';
import type { Finding } from '../../src/model/finding.ts';
import { shopFacts } from '../shop-facts.ts';

const names = ['a', 'b', 'c', 'd', 'e', 'f'];

function input(overrides: Partial<VerdictInput> = {}): VerdictInput {
  const files = names.flatMap((domain) =>
    Array.from({ length: 10 }, (_, i) => ({
      path: `${domain}/${i}.ts`,
      loc: 100,
      role: 'domain' as const,
      domain,
      confidence: 1,
      because: [],
    })),
  );
  const domains = names.map((name) => ({
    ...{ name, routes: [], events: [], because: [] },
    files: files.filter(({ domain }) => domain === name).map(({ path }) => path),
    tables: [`${name}s`],
    metrics: {
      ...{ files: 10, loc: 1000, tables: 1, routes: 0, cohesion: 0.9, conductance: 0.1 },
      dataAutonomy: 1,
    },
  }));
  const accesses = files.map(({ path, domain }) => ({
    ...{ file: path, line: 1, table: `${domain}s`, operation: 'write' as const },
    ...{ via: 'sql', statement: `${path}:1`, confidence: 1 },
  }));
  return {
    facts: { ...shopFacts(), accesses },
    files,
    domains,
    suggested: { name: 'suggested', resolution: 1, stability: 0.9, domains: [] },
    findings: [],
    ...overrides,
  };
}

function knot(members: readonly string[], imports: number): Finding {
  return {
    ...{ kind: 'domain-cycle' as const, id: 'domain-cycle:a+', severity: 'high' as const },
    ...{ domains: [...members], cycle: [...members], sites: [] },
    cut: Array.from({ length: imports }, (_, line) => ({ from: 'a/1.ts', to: 'b/1.ts', line })),
  };
}

describe('the verdict', () => {
  it('extracts from independent domains', () => {
    expect(reachVerdict(input()).answer).toBe('extract');
  });

  it.each([
    ['a knot of most domains that is dear to cut', knot(names, 40), 'modularize-first'],
    ['a knot of most domains that is cheap to cut', knot(names, 8), 'extract'],
    ['a knot of few domains', knot(['a', 'b', 'c'], 40), 'extract'],
  ])('weighs %s', (_what, finding, answer) => {
    expect(reachVerdict(input({ findings: [finding] })).answer).toBe(answer);
  });

  it('does not take a domain without accesses for an independent one', () => {
    const { domains } = input();
    const silent = domains.map((domain) => ({
      ...domain,
      metrics: { ...domain.metrics, dataAutonomy: null },
    }));
    expect(reachVerdict(input({ domains: silent })).answer).toBe('modularize-first');
  });

  const asked = { file: 'a/0.ts', line: 1, via: 'x' };
  it.each([
    ['nothing', {}, 'stay-a-monolith'],
    ['a timer', { jobs: [{ ...asked, name: 't', schedule: 'every 50 ms' }] }, 'stay-a-monolith'],
    ['a command', { jobs: [{ ...asked, name: 'c', kind: 'command' as const }] }, 'stay-a-monolith'],
    [
      'an event of its own process',
      { events: [{ ...asked, via: 'events', name: 'e', role: 'listen' as const }] },
      'stay-a-monolith',
    ],
    ['a job', { jobs: [{ ...asked, name: 'j', schedule: '0 * * * *' }] }, 'extract'],
    ['a message', { events: [{ ...asked, name: 'm', role: 'listen' as const }] }, 'extract'],
  ])('asks whether anything starts it from outside: %s', (_what, ways, answer) => {
    const none = { routes: [], events: [], jobs: [] };
    const { accesses, ...rest } = input().facts;
    const facts = { ...rest, accesses: accesses.slice(0, 5), ...none, ...ways };
    expect(reachVerdict(input({ facts })).answer).toBe(answer);
    // Who uses so much data is asked by somebody, in a way that was not understood.
    expect(reachVerdict(input({ facts: { ...facts, accesses } })).answer).toBe('extract');
  });

  it('stays with a small codebase', () => {
    expect(reachVerdict(input({ files: input().files.slice(0, 12) })).answer).toBe(
      'stay-a-monolith',
    );
  });
});
