import { describe, expect, it } from 'vitest';
import { signalValue } from '../../src/judge/signal-words.ts';
import { reachVerdict, type VerdictInput } from '../../src/judge/verdict.ts';
import type { Call, ImportEdge, Practice, Stats, Verdict } from '../../src/model/analysis.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { History } from '../../src/model/history.ts';
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
    ...{ name, routes: [`GET /${name}`], events: [], because: [] },
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

const of = (kind: string, domains: string[]): Finding =>
  ({ kind, id: `${kind}:${domains}`, severity: 'high', domains, sites: [] }) as unknown as Finding;

const knot = (members: string[]): Finding =>
  ({ ...of('domain-cycle', members), cycle: members, cut: [] }) as unknown as Finding;

/** So many imports of each of these domains lead to the next one. */
const imports = (members: string[], times: number): ImportEdge[] =>
  members.flatMap((from, i) =>
    Array.from({ length: times }, (_, line) => ({
      ...{ from: `${from}/1.ts`, to: `${members[(i + 1) % members.length]}/1.ts`, line },
      ...{ kind: 'import' as const, typeOnly: false, symbols: ['x'] },
    })),
  );

const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);
const others = names.slice(1);

it.each([
  [0.404, '40.4 %'],
  [0.4, '40 %'],
  [0.416, '42 %'],
])('says a share so that it is not taken for its bound: %f', (value, words) => {
  const signal = { name: 'entangled-accesses', value, wanted: 'at most 40 %' };
  expect(signalValue(signal)).toBe(words);
});

describe('the verdict', () => {
  it('extracts one of the domains that are ready', () => {
    expect(reachVerdict(input())).toMatchObject({ answer: 'extract', ready: names });
  });

  it.each<[string, Finding[], ImportEdge[], string[] | undefined]>([
    ['a knot of all that is dear for each', [knot(names)], imports(names, 11), undefined],
    ['a knot of all that is cheap for each', [knot(names)], imports(names, 10), names],
    ['a knot of all but one', [knot(others)], imports(others, 11), ['a']],
    [
      'a knot of types',
      [knot(names)],
      imports(names, 11).map((one) => ({ ...one, typeOnly: true })),
      names,
    ],
    [
      'a knot of guards',
      [knot(names)],
      imports(names, 11).map((one) => ({ ...one, symbols: ['SessionGuard'] })),
      names,
    ],
    [
      'a knot of guards and what they are made of',
      [knot(names)],
      imports(names, 11).map((one) => ({ ...one, symbols: ['SessionGuard', 'sessions'] })),
      undefined,
    ],
    ['tables that all write', [of('shared-table', names)], [], undefined],
    ['tables that all but one write', [of('shared-table', others)], [], ['a']],
    ['a transaction', [of('cross-domain-transaction', others)], [], ['a']],
    [
      'a transaction in which one has a step of its own',
      [{ ...of('cross-domain-transaction', names), steps: ['a'] } as Finding],
      [],
      ['a'],
    ],
    ['a commit in two phases', [of('two-phase-commit', others)], [], ['a']],
    ['six foreign keys', times(6, of('cross-domain-foreign-key', others)), [], names],
    ['seven foreign keys', times(7, of('cross-domain-foreign-key', others)), [], ['a']],
  ])('weighs %s', (_what, findings, edges, ready) => {
    const facts = { ...input().facts, imports: edges };
    const verdict = reachVerdict(input({ facts, findings }));
    expect(verdict.ready).toEqual(ready);
    expect(verdict.answer).toBe(ready === undefined ? 'modularize-first' : 'extract');
  });

  it.each<[string, boolean, string[]]>([
    ['is in no schema', false, others],
    ['a schema declares', true, names],
  ])('takes a table that is only read for data where it %s', (_what, declared, ready) => {
    const { facts } = input();
    const accesses = facts.accesses.map((one) =>
      one.table === 'as' ? { ...one, operation: 'read' as const } : one,
    );
    const table = { name: 'as', kind: 'table' as const, foreignKeys: [] };
    const definedAt = { file: 'schema.sql', line: 1 };
    const tables = [...facts.tables, declared ? { ...table, definedAt } : table];
    expect(reachVerdict(input({ facts: { ...facts, accesses, tables } })).ready).toEqual(ready);
  });

  const asks = (more: Partial<Call> = {}): Call => ({
    ...{ file: 'b/0.ts', line: 3, caller: 'register', to: 'a/0.ts', callee: 'isSetUp' },
    ...{ awaited: true, inLoop: false, resultUsed: true, atStart: true as const, ...more },
  });

  it.each<[string, Partial<Call>, string[]]>([
    ['asked by another', {}, others],
    ['asked by itself', { file: 'a/1.ts' }, names],
    ['asked by wiring', { file: 'main.ts' }, names],
    ['told and not asked', { resultUsed: false }, names],
    ['asked for what answers at once', { awaited: false }, names],
    ['asked for what takes its time', { awaited: false, async: true }, others],
  ])('does not begin with what others need before they start: %s', (_what, more, ready) => {
    const facts = { ...input().facts, calls: [asks(more)] };
    expect(reachVerdict(input({ facts })).ready).toEqual(ready);
  });

  it('does not begin with what much of the rest would wait for', () => {
    const routes = others.map((name) => ({
      ...{ method: 'GET', path: `/${name}`, file: `${name}/0.ts`, line: 1, via: 'express' },
      handler: { file: `${name}/0.ts`, symbol: 'register' },
    }));
    const { atStart: _, ...later } = asks();
    const calls = (members: string[]) =>
      members.map((name) => ({ ...later, file: `${name}/0.ts` }));
    const ready = (members: string[]) =>
      reachVerdict(input({ facts: { ...input().facts, routes, calls: calls(members) } })).ready;
    expect([ready(['b']), ready(['b', 'c'])]).toEqual([names, others]);
  });

  it('may begin with what others ask later', () => {
    const { atStart: _, ...later } = asks();
    expect(reachVerdict(input({ facts: { ...input().facts, calls: [later] } })).ready).toEqual(
      names,
    );
  });

  const people = (recent: number[]): History => ({
    ...{ commits: 900, massCommits: 0, from: '2024-01-01', until: '2025-06-01' },
    authors: recent.map((times, i) => ({
      ...{ name: `p${i}`, commits: 300, recent: times, until: '2025-06-01' },
    })),
    ...{ files: [], changes: [], lacks: [] },
  });

  it.each<[string, Partial<VerdictInput>, string]>([
    [
      'two who commit',
      { facts: { ...input().facts, history: people([40, 12, 11]) } },
      'modularize-first',
    ],
    ['three who commit', { facts: { ...input().facts, history: people([40, 12, 12]) } }, 'extract'],
    ['a person who says two', { people: 2 }, 'modularize-first'],
    ['nobody known', {}, 'extract'],
    [
      'a person who says more than commit',
      { people: 9, facts: { ...input().facts, history: people([40]) } },
      'extract',
    ],
  ])('leaves a service to no fewer than three: %s', (_what, change, answer) => {
    expect(reachVerdict(input(change)).answer).toBe(answer);
  });

  it('says that it does not know who would run it', () => {
    const told = ({ reasons }: Verdict) =>
      reasons.filter(({ text }) => text.startsWith('people with a change')).map(({ text }) => text);
    const wanted =
      'people with a change a month or more in its last year: unknown, wanted at least 6';
    expect(told(reachVerdict(input()))).toEqual([wanted]);
    expect(told(reachVerdict(input({ people: 9 })))).toEqual([]);
  });

  it.each([
    ['too few files', { files: ['a/0.ts'] }],
    ['nothing that asks it', { routes: [] }],
    ['other data', { metrics: { dataAutonomy: 0.74 } }],
    ['most of the code', { metrics: { loc: 5000 } }],
  ])('is not ready with %s', (_what, change) => {
    const domains = input().domains.map((domain) =>
      domain.name === 'a'
        ? {
            ...domain,
            ...change,
            metrics: { ...domain.metrics, ...('metrics' in change ? change.metrics : {}) },
          }
        : domain,
    );
    expect(reachVerdict(input({ domains })).ready).toEqual(others);
  });

  const practices = (found: Partial<Record<Practice['name'], boolean | null>>): Practice[] =>
    (['continuous-integration', 'tests', 'migrations', 'deployment'] as const).map((name) => ({
      name,
      found: found[name] === undefined ? true : found[name],
      sites: [],
    }));
  const withFacts = (facts: Partial<VerdictInput['facts']>): Partial<VerdictInput> => ({
    facts: { ...input().facts, ...facts },
  });
  const stats = input().facts.stats;

  it.each<[string, Partial<VerdictInput>, Verdict['answer'], RegExp]>([
    [
      'few files',
      { files: input().files.slice(0, 12) },
      'stay-a-monolith',
      /^files that belong.*: 12,/,
    ],
    [
      'few domains',
      { domains: input().domains.slice(0, 2) },
      'stay-a-monolith',
      /^domains found: 2,/,
    ],
    [
      'nothing that runs the tests',
      withFacts({ practices: practices({ 'continuous-integration': false }) }),
      'modularize-first',
      /^nothing runs the tests: no continuous integration/,
    ],
    [
      'no tests, and what would run them not seen',
      withFacts({ practices: practices({ 'continuous-integration': null, tests: false }) }),
      'modularize-first',
      /^no tests were found$/,
    ],
    [
      'two people',
      { people: 2 },
      'modularize-first',
      /^people with a change.*: 2, wanted at least 6; fewer than 3 keep one process$/,
    ],
    [
      'no table known',
      withFacts({ accesses: [] }),
      'modularize-first',
      /^share of table accesses.*: unknown/,
    ],
    [
      'data not read',
      withFacts({ stats: { ...stats, accesses: { total: 100, unknownTable: 60 } } }),
      'modularize-first',
      /^share of accesses whose table could not be read: 60 %/,
    ],
    [
      'vague boundaries',
      { suggested: { ...input().suggested, stability: 0.3 } },
      'modularize-first',
      /^agreement between runs/,
    ],
    [
      'nothing ready',
      { findings: [of('shared-table', names)] },
      'modularize-first',
      /^domains that could leave.*: 0,/,
    ],
    ['all well', {}, 'extract', /^6 of 6 domains could go first, with data of their own/],
  ])('says first what decides: %s', (_what, change, answer, first) => {
    const verdict = reachVerdict(input(change));
    expect(verdict.answer).toBe(answer);
    expect(verdict.reasons[0]?.text).toMatch(first);
    expect(verdict.reasons[0]?.decides).toBe(true);
  });

  it('says of what it does not know what was not seen', () => {
    const change = withFacts({ practices: practices({ 'continuous-integration': null }) });
    const said = reachVerdict(input(change)).reasons.map(({ text }) => text);
    expect(said).toContain(
      'tests, and something that runs them: unknown, wanted both; not seen here: continuous integration',
    );
  });

  it('says all that decides before what only speaks against', () => {
    const change = {
      people: 2,
      ...withFacts({ practices: practices({ tests: false, deployment: false }) }),
    };
    const findings = [of('shared-table', names)];
    const { reasons, signals } = reachVerdict(input({ ...change, findings }));
    const marks = reasons.map(({ decides }) => decides === true);
    expect(marks).toEqual([...marks].sort((a, b) => Number(b) - Number(a)));
    expect(marks.filter(Boolean)).toHaveLength(signals.filter(({ decides }) => decides).length);
    expect(marks.filter(Boolean)).toHaveLength(3);
    expect(marks).toContain(false);
  });

  it('lets nothing speak for a split that it names as an obstacle', () => {
    const findings = [of('cross-domain-transaction', others), of('shared-table', others)];
    const { answer, signals, reasons } = reachVerdict(input({ findings }));
    expect(answer).toBe('extract');
    expect(reasons.map(({ text }) => text)).toContain(
      'around them: 1 transaction writes tables of several domains',
    );
    const speaks = (wanted: string) => signals.find(({ name }) => name === wanted)?.speaks;
    expect([speaks('cross-domain-transactions'), speaks('shared-tables')]).toEqual([
      'against',
      'against',
    ]);
  });

  it('does not take what could not be read for a yes', () => {
    const { facts } = input();
    const stats = { ...facts.stats, accesses: { total: 100, unknownTable: 21 } };
    expect(reachVerdict(input({ facts: { ...facts, stats } })).answer).toBe('modularize-first');
  });

  it.each<[string, Partial<Stats>, string]>([
    ['little of it', { unread: [{ package: 'neode', files: 1, calls: 2 }] }, 'extract'],
    ['much of it', { unread: [{ package: 'neode', files: 2, calls: 90 }] }, 'modularize-first'],
    [
      'all of it',
      {
        accesses: { total: 0, unknownTable: 0 },
        unread: [{ package: 'neode', files: 2, calls: 0 }],
      },
      'modularize-first',
    ],
  ])('says first that a store is not understood: %s', (_, change, answer) => {
    const { facts } = input();
    const accesses = { total: 60, unknownTable: 0 };
    const stats = { ...facts.stats, accesses, ...change };
    const entry = { kind: 'access' as const, text: 'neode', reason: 'not understood', calls: 0 };
    const unresolved = [{ ...entry, file: 'elsewhere.ts', line: 3 }];
    const verdict = reachVerdict(input({ facts: { ...facts, unresolved, stats } }));
    const reason = verdict.reasons.find(({ text }) => text.includes('neode'));
    expect([verdict.answer, reason?.sites]).toEqual([answer, [{ file: 'elsewhere.ts', line: 3 }]]);
  });

  it('does not take silence for having no ways in where a store is used that is not understood', () => {
    const { facts } = input();
    const quiet = { ...facts, routes: [], events: [], jobs: [], accesses: [] };
    const stats = { ...facts.stats, unread: [{ package: 'neode', files: 3, calls: 20 }] };
    const waysInOf = (own: typeof facts) =>
      reachVerdict(input({ facts: own })).signals.find(({ name }) => name === 'ways-in')?.value;
    expect([waysInOf(quiet), waysInOf({ ...quiet, stats })]).toEqual([0, null]);
  });

  it('does not let a domain go whose own files use a store that is not understood', () => {
    const { facts } = input();
    const unresolved = [
      { kind: 'access' as const, file: 'b/1.ts', line: 1, text: 'neode', reason: '', calls: 9 },
    ];
    const { ready } = reachVerdict(input({ facts: { ...facts, unresolved } }));
    expect(ready).toEqual(names.filter((name) => name !== 'b'));
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
    const domains = input().domains.map((domain) => ({ ...domain, routes: [] }));
    expect(reachVerdict(input({ facts, domains })).answer).toBe(answer);
    // Who uses so much data is asked by somebody, in a way that was not understood: no reason to stay, nor to go.
    expect(reachVerdict(input({ facts: { ...facts, accesses }, domains })).answer).toBe(
      answer === 'extract' ? 'extract' : 'modularize-first',
    );
  });

  it('stays with a small codebase', () => {
    expect(reachVerdict(input({ files: input().files.slice(0, 12) })).answer).toBe(
      'stay-a-monolith',
    );
  });
});
