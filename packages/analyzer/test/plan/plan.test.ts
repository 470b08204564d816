import { describe, expect, it } from 'vitest';
import { judgeFacts } from '../../src/judge-facts.ts';
import type { ImportEdge } from '../../src/model/analysis.ts';
import type { Finding } from '../../src/model/finding.ts';
import { FACTOR_RULES } from '../../src/plan/factors.ts';
import { makePlan } from '../../src/plan/plan.ts';
import { renderPlanText } from '../../src/report/plan-text.ts';
import { shopFacts, shopFile } from '../shop-facts.ts';

const analysis = judgeFacts(shopFacts());

it('names the other domains of a knot among the blockers', () => {
  const knot: Finding = {
    kind: 'domain-cycle',
    id: 'domain-cycle:invoice+',
    severity: 'high',
    domains: ['invoice', 'order', 'stock'],
    sites: [],
    cycle: ['invoice', 'order', 'stock'],
    cut: [],
  };
  const { candidates } = makePlan({ ...analysis, findings: [knot] });
  expect(candidates.map(({ domain, blockers }) => [domain, blockers[0]?.text]).sort()).toEqual([
    ['invoice', 'it imports other domains in a circle (order, stock)'],
    ['order', 'it imports other domains in a circle (invoice, stock)'],
    ['stock', 'it imports other domains in a circle (invoice, order)'],
  ]);
});

it('shows where a domain of a knot imports the others, not where the knot is cut elsewhere', () => {
  const knot: Finding = {
    ...{ kind: 'domain-cycle', id: 'domain-cycle:invoice+', severity: 'high' },
    domains: ['invoice', 'order', 'stock'],
    sites: [{ file: 'src/elsewhere.ts', line: 1 }],
    ...{ cycle: ['invoice', 'order', 'stock'], cut: [] },
  };
  const { candidates } = makePlan({ ...analysis, findings: [knot] });
  const home = new Map(analysis.files.map(({ path, domain }) => [path, domain]));
  const places = candidates.map(({ domain, blockers }) => ({
    domain,
    homes: blockers[0]?.sites.map(({ file }) => home.get(file)),
  }));
  expect(places.some(({ homes }) => homes?.length)).toBe(true);
  for (const { domain, homes = [] } of places)
    for (const one of homes) expect([domain, undefined]).toContain(one);
});

it('names the tables of a transaction among the blockers, a few of many', () => {
  const transaction: Finding = {
    kind: 'cross-domain-transaction',
    id: 'cross-domain-transaction:src/a.ts:a+b+c+d+e',
    severity: 'high',
    domains: ['order', 'stock'],
    sites: [],
    tables: ['a', 'b', 'c', 'd', 'e'],
    transaction: 'src/a.ts:7',
  };
  const { candidates } = makePlan({ ...analysis, findings: [transaction] });
  const order = candidates.find(({ domain }) => domain === 'order');
  expect(order?.blockers[0]?.text).toBe(
    'a transaction spans it and another domain (a, b, c and 2 more)',
  );
});

it('says why there is no data of its own, instead of "0 accesses go to others" beside nothing', () => {
  const words = (tables: string[], dataAutonomy: number | null) => {
    const domains = analysis.domains.map((domain) => ({
      ...{ ...domain, tables, routes: ['GET /'] },
      metrics: { ...domain.metrics, dataAutonomy },
    }));
    const { candidates } = makePlan({ ...analysis, domains, accesses: [] });
    const factors = candidates[0]?.factors ?? [];
    return factors.find(({ name }) => name === 'data-autonomy')?.evidence[0]?.text;
  };
  expect(words([], null)).toBe('it owns no table');
  expect(words(['a'], null)).toBe('its files use no table');
  expect(words(['a'], 1)).toBe('0 accesses from its files go to tables of others');
});

describe('the plan', () => {
  it('adds weight times value, and the weights are one in all', () => {
    expect(FACTOR_RULES.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9);
    for (const { factors, score } of makePlan(analysis).candidates) {
      expect(score).toBeCloseTo(
        factors.reduce((sum, factor) => sum + factor.weight * factor.value, 0),
        2,
      );
    }
  });

  it('ranks the domain whose data others leave alone before those that share', () => {
    const names = makePlan(analysis).candidates.map(({ domain }) => domain);
    expect(names[0]).toBe('invoice');
  });

  it('chooses nothing when the verdict is to stay, but answers for a domain that is named', () => {
    expect(makePlan(analysis).chosen).toBeNull();
    expect(makePlan(analysis, 'stock').chosen).toBe('stock');
  });

  it.each([
    [['invoice', 'order', 'stock'], 'stock'],
    [['invoice', 'order'], 'invoice'],
    [undefined, undefined],
  ])(
    'chooses of the ready %j the one with least in its way, else the best: %s',
    (ready, chosen) => {
      const state = (name: string): Finding => ({
        ...{ kind: 'shared-state', id: `shared-state:${name}`, severity: 'low', domains: [name] },
        ...{ sites: [], name, file: 'a.ts', state: 'cache' },
      });
      const verdict = { ...analysis.verdict, answer: 'extract' as const, ...(ready && { ready }) };
      const findings = ['invoice', 'order'].map(state);
      const plan = makePlan({ ...analysis, verdict, findings });
      expect(plan.chosen).toBe(chosen ?? plan.candidates[0]?.domain);
    },
  );

  it.each([
    ['cascade', '; what "on delete cascade" did has to become an event.'],
    ['set null', '; what "on delete set null" did has to become an event.'],
    ['no action', '; that nothing is deleted while it is referred to has to be checked in code.'],
    ['restrict', '; that nothing is deleted while it is referred to has to be checked in code.'],
    [undefined, ' and keep the identifier.'],
  ])('says what a dropped key no longer does on delete: %s', (onDelete, words) => {
    const key: Finding = {
      ...{ kind: 'cross-domain-foreign-key', id: 'k', severity: 'low', sites: [] },
      ...{ domains: ['order', 'stock'], from: 'order_lines', to: 'stock_levels' },
      ...(onDelete === undefined ? {} : { onDelete }),
    };
    const { steps } = makePlan({ ...analysis, findings: [key] }, 'stock');
    const [drop] = steps.filter(({ kind }) => kind === 'drop-foreign-key');
    expect(drop?.text).toContain(words);
  });

  it('shows the rank of the domain that is named, though it is no leader', () => {
    const made = makePlan(analysis, 'stock');
    const [stock] = made.candidates.filter(({ domain }) => domain === 'stock');
    const [other] = made.candidates.filter(({ domain }) => domain !== 'stock');
    if (stock === undefined || other === undefined) throw new Error('no candidates');
    const candidates = [...Array.from({ length: 6 }, () => other), stock];
    expect(renderPlanText({ ...made, candidates }, { answer: 'extract' })).toContain(
      '\n  7. stock  score ',
    );
  });

  it('begins with what could not be read in the domain, and in no other', () => {
    const at = (name: 'order' | 'stock', line: number, kind: 'event' | 'config') => ({
      ...{ kind, file: shopFile('services', name), line, text: 'x', reason: 'name is computed' },
    });
    const unresolved = [
      ...[at('stock', 90, 'event'), at('stock', 80, 'event'), at('stock', 70, 'config')],
      at('order', 60, 'event'),
    ];
    const { steps } = makePlan({ ...analysis, unresolved }, 'stock');
    expect(steps.filter(({ kind }) => kind === 'find-out')).toEqual([steps[0]]);
    expect(steps[0]).toMatchObject({
      text: '2 names of events in stock could not be read: who else says or hears them is missing below.',
      sites: [{ line: 80 }, { line: 90 }],
    });
  });

  it('takes nothing for a candidate that nobody asks', () => {
    const asked = { ...analysis, routes: [], events: [], jobs: [], injections: [] };
    const domains = analysis.domains.map((domain) => ({ ...domain, routes: [] }));
    const callsOf = (to: 'stock') =>
      analysis.calls.filter((one) => one.to === shopFile('services', to));
    const { candidates } = makePlan({ ...asked, domains, calls: callsOf('stock') });
    expect(candidates.map(({ domain }) => domain)).toEqual(['stock']);
  });

  it('orders the steps: code, data, contracts, traffic', () => {
    const { steps } = makePlan(analysis, 'stock');
    expect([...new Set(steps.map((step) => step.kind))]).toEqual([
      'break-cycle',
      'own-table',
      'replace-read',
      'replace-transaction',
      'untie-state',
      'split-job',
      'introduce-event',
      'write-contract',
      'prepare-service',
      'move-table',
      'move-job',
      'move-route',
    ]);
    expect(steps.map((step) => step.order)).toEqual(steps.map((_, i) => i + 1));
    expect(steps.find((step) => step.kind === 'write-contract')?.subject).toBe(
      `inbound ${shopFile('services', 'stock')}#reserve`,
    );
  });

  it('takes along what the service needs, tables and jobs', () => {
    const service = shopFile('services', 'stock');
    const environment = [
      ...['KEY', 'STOCK_LIMIT', 'NODE_ENV'].map((key) => ({ file: service, line: 3, key })),
      { file: shopFile('services', 'order'), line: 3, key: 'KEY' },
    ];
    const { steps } = makePlan({ ...analysis, environment }, 'stock');
    const said = steps.flatMap(({ kind, text }) =>
      ['prepare-service', 'move-table', 'move-job'].includes(kind) ? [text] : [],
    );
    expect(said).toEqual([
      'stock reads 2 keys of the environment (KEY, STOCK_LIMIT); other code reads KEY as well.',
      'stock uses 1 file that belongs to no domain (lib/logger.ts): packages for both, or copies, with what they use themselves.',
      'Move stock_levels to a store of the service, once nobody else uses it: order (1 write).',
      'Move stock_moves to a store of the service: nobody else was seen to use it.',
      'Start nightly (0 3 * * *) in the service and no longer in the monolith, at no time in both.',
    ]);
  });

  it.each([
    ['session', 'Keep kept in a store that both processes ask, or hand it over in a token.'],
    [
      'request-scope',
      'Hand over what kept of a.ts carries along as an argument, a header or a token.',
    ],
    [
      'lock',
      'Keep the lock kept of a.ts where both processes see it, or in the one that needs it.',
    ],
    [
      'cache',
      'Let each process have its own kept of a.ts, or both one store; what empties it has to reach both.',
    ],
    ['local-disk', 'Write what a.ts writes to disk (kept) to a store that both processes reach.'],
    ['module-variable', 'Give kept of a.ts one owner behind an operation.'],
  ] as const)('says what to do with shared state: %s', (state, text) => {
    const finding: Finding = {
      ...{ kind: 'shared-state', id: 's', severity: 'low', sites: [], domains: ['order', 'stock'] },
      ...{ name: 'kept', file: 'a.ts', state },
    };
    const { steps } = makePlan({ ...analysis, findings: [finding] }, 'stock');
    expect(steps.filter(({ kind }) => kind === 'untie-state')).toMatchObject([{ text }]);
  });

  it('writes no contract for a call that becomes an event', () => {
    const [first, second] = analysis.calls.filter(({ callee }) => callee === 'reserve');
    if (first === undefined) throw new Error('the shop reserves nothing');
    const told = `${first.to}#reserve`;
    const finding: Finding = {
      ...{ kind: 'event-candidate', id: `event-candidate:${told}`, severity: 'low' },
      ...{ domains: ['order', 'stock'], callers: [`${first.file}#${first.caller}`] },
      ...{ callee: told, sites: [{ file: first.file, line: first.line }] },
    };
    const stepsOf = (calls: typeof analysis.calls) =>
      makePlan({ ...analysis, calls, findings: [finding] }, 'stock').steps.flatMap(
        ({ kind, subject }) => (subject.endsWith('#reserve') ? [kind] : []),
      );
    expect(second).toBeUndefined();
    expect(stepsOf(analysis.calls)).toEqual(['introduce-event']);
    const asked = { ...first, line: first.line + 1 };
    expect(stepsOf([...analysis.calls, asked])).toEqual(['introduce-event', 'write-contract']);
  });

  it('asks for many at once where a call stands in a loop', () => {
    const { steps } = makePlan(analysis, 'stock');
    expect(steps.find(({ subject }) => subject.endsWith('#reserve'))?.text).toBe(
      `order calls ${shopFile('services', 'stock')}#reserve, in a loop: let it take many at once.`,
    );
  });

  it('tells a table of others that it writes from its own that others write', () => {
    const blockers = (domain: string) =>
      makePlan(analysis, domain).candidates.find((one) => one.domain === domain)?.blockers ?? [];
    expect(blockers('stock').map(({ text }) => text)).toContain(
      'another domain writes one of its tables (stock_levels)',
    );
    expect(blockers('order').map(({ text }) => text)).toContain(
      'it writes a table of another domain (stock_levels)',
    );
  });

  it('shares as code what is worked out at once, and asks over a contract for the rest', () => {
    const facts = shopFacts();
    const at = (callee: string, more: object) => ({
      ...{ file: shopFile('services', 'order'), line: 80, caller: 'place', callee },
      ...{ to: shopFile('services', 'stock'), awaited: false, inLoop: false, resultUsed: true },
      ...more,
    });
    const calls = [
      ...facts.calls,
      at('toBoxes', {}),
      at('weigh', { line: 81 }),
      at('count', { async: true }),
      at('Box', {}),
    ];
    const { steps } = makePlan(judgeFacts({ ...facts, calls }), 'stock');
    const of = (kind: string) =>
      steps.filter((step) => step.kind === kind).map(({ subject }) => subject);
    const service = shopFile('services', 'stock');
    expect(of('share-code')).toEqual([`inbound ${service}`]);
    expect(steps.find(({ kind }) => kind === 'share-code')?.sites).toHaveLength(2);
    expect(of('write-contract')).toEqual(
      expect.arrayContaining([`inbound ${service}#count`, `inbound ${service}#reserve`]),
    );
    expect(of('write-contract').join()).not.toMatch(/toBoxes|weigh|Box/);
  });

  /** Imports of `stock` by `order` and the other way round. */
  const named = (into: boolean, symbols: string[], more: Partial<ImportEdge> = {}): ImportEdge => ({
    ...{ from: shopFile('services', into ? 'order' : 'stock') },
    ...{ to: shopFile('services', into ? 'stock' : 'order'), line: 60 },
    ...{ kind: 'import' as const, typeOnly: false, symbols, ...more },
  });

  const stepsWith = (...more: ImportEdge[]) =>
    makePlan({ ...analysis, imports: [...analysis.imports, ...more] }, 'stock').steps;

  it.each<[string, ImportEdge, string | undefined]>([
    [
      'constants and shapes of data',
      named(true, ['MOST_STOCK', 'StockStatus', 'reserve']),
      'order uses MOST_STOCK, StockStatus of services/stock.service.ts: a package for both, or a copy.',
    ],
    [
      'guards, on its own side',
      named(false, ['SessionGuard', 'withSession']),
      'stock uses SessionGuard of services/order.service.ts of order: a package for both, or a copy.',
    ],
    [
      'types',
      named(true, ['Stock', 'default'], { typeOnly: true }),
      'order uses types of stock (Stock, stock.service): as the contracts say them, or a package for both.',
    ],
    ['functions and objects', named(true, ['reserve', 'stocks']), undefined],
    ['wiring', named(true, ['StockModule']), undefined],
    ['models of tables', named(true, ['StockLevel'], { to: 'models/stock.model.ts' }), undefined],
  ])('names what both sides need as code: %s', (_what, edge, text) => {
    const texts = stepsWith(edge)
      .filter(({ kind }) => kind === 'share-code')
      .map((step) => step.text);
    expect(texts).toEqual(text === undefined ? [] : [text]);
  });

  it('takes a class whose methods do work for none that is copied', () => {
    const copied = (caller: string) => {
      const [call] = analysis.calls;
      if (call === undefined) throw new Error('no calls');
      const calls = [...analysis.calls, { ...call, file: shopFile('services', 'stock'), caller }];
      const imports = [...analysis.imports, named(true, ['Stocks'])];
      const { steps } = makePlan({ ...analysis, calls, imports }, 'stock');
      return steps.filter(({ kind, text }) => kind === 'share-code' && /Stocks/.test(text)).length;
    };
    expect([copied('Stocks.count'), copied('count')]).toEqual([0, 1]);
  });

  it('turns nothing round of which both sides get a copy', () => {
    const turned = (...more: ImportEdge[]) =>
      stepsWith(...more).flatMap(({ kind, sites }) => (kind === 'break-cycle' ? sites : []));
    const guard = named(false, ['SessionGuard']);
    expect(turned(guard)).toEqual(turned());
    expect(turned(named(false, ['orders']))).not.toEqual(turned());
    const leaving = stepsWith(guard).filter(({ changes }) =>
      changes.some(({ factor }) => factor === 'no-cycle'),
    );
    expect(leaving.map(({ kind }) => kind)).toEqual(['share-code']);
  });

  it('passes over what others need before they can start, and says so', () => {
    const facts = shopFacts();
    const call = {
      ...{ file: shopFile('services', 'order'), line: 4, caller: 'register', callee: 'isSetUp' },
      ...{ to: shopFile('services', 'invoice'), awaited: true, inLoop: false, resultUsed: true },
      atStart: true as const,
    };
    const made = judgeFacts({ ...facts, calls: [...facts.calls, call] });
    const verdict = { ...made.verdict, answer: 'modularize-first' as const };
    const plan = makePlan({ ...made, verdict });
    expect(plan.candidates[0]).toMatchObject({ domain: 'invoice', neededBy: ['order'] });
    expect(plan.candidates[0]?.blockers.at(-1)).toEqual({
      text: 'others wait for its answer before they can start (order)',
      sites: [{ file: call.file, line: 4 }],
    });
    expect(plan.chosen).toBe(plan.candidates[1]?.domain);
    expect(renderPlanText(plan, verdict)).toContain('others need these before they can start');
  });

  it('passes over what much of the rest would wait for, and says so', () => {
    const facts = shopFacts();
    const call = {
      ...{ file: shopFile('services', 'order'), line: 4, caller: 'place', callee: 'check' },
      ...{ to: shopFile('services', 'invoice'), awaited: true, inLoop: false, resultUsed: true },
    };
    const handler = { file: call.file, symbol: 'place' };
    const routes = facts.routes.map((route) => ({ ...route, handler }));
    const made = judgeFacts({ ...facts, routes, calls: [...facts.calls, call] });
    const verdict = { ...made.verdict, answer: 'modularize-first' as const };
    const plan = makePlan({ ...made, verdict });
    const [invoice] = plan.candidates.filter(({ domain }) => domain === 'invoice');
    expect(invoice?.awaitedShare).toBe(1);
    expect(invoice?.factors.find(({ name }) => name === 'few-that-wait')?.value).toBe(0);
    expect(invoice?.blockers.at(-1)).toEqual({
      text: '1 of 1 way into other domains would wait for its answer',
      sites: [{ file: call.file, line: 4 }],
    });
    expect(plan.chosen).not.toBe('invoice');
  });

  it('says what each step changes, starting from the factors of the ranking', () => {
    const { candidates, steps } = makePlan(analysis, 'stock');
    const value = new Map(
      candidates.find(({ domain }) => domain === 'stock')?.factors.map((f) => [f.name, f.value]),
    );
    for (const { changes } of steps) {
      for (const { factor, before, after } of changes) {
        expect([factor, before]).toEqual([factor, value.get(factor)]);
        expect(after).toBeGreaterThan(before);
        value.set(factor, after);
      }
    }
    expect(steps.find(({ kind }) => kind === 'replace-transaction')?.changes).toEqual([
      { factor: 'few-transactions', before: expect.closeTo(2 ** -0.5, 3), after: 1 },
    ]);
    expect(value.get('write-ownership')).toBe(1);
    expect(value.get('no-cycle')).toBe(1);
  });

  it('says which routes the proxy has to move', () => {
    expect(makePlan(analysis, 'stock').routes).toEqual([{ method: 'GET', path: '/stock' }]);
  });

  it.each([
    ['HEAD', true, 'shadow it, compare, then canary'],
    ['POST', true, 'canary; what writes is shadowed only into a sandbox'],
    ['ALL', true, 'shadow what only reads, compare, then canary'],
    ['ACTION', false, 'a server action is posted to the address of its page'],
    ['QUERY', false, 'shares its address with other operations'],
    ['MUTATION', false, 'shares its address with other operations'],
    ['METHOD', false, 'methods of Meteor share one socket'],
  ])('moves %s by the proxy: %s', (method, byProxy, words) => {
    const shop = shopFacts();
    const more = {
      method,
      path: 'more',
      file: shopFile('controllers', 'stock'),
      line: 9,
      via: 'x',
    };
    const made = makePlan(judgeFacts({ ...shop, routes: [...shop.routes, more] }), 'stock');
    expect(made.steps.find(({ subject }) => subject === `${method} more`)?.text).toContain(words);
    expect(made.routes).toEqual([
      { method: 'GET', path: '/stock' },
      ...(byProxy ? [{ method, path: 'more' }] : []),
    ]);
    const factors = made.candidates.find(({ domain }) => domain === 'stock')?.factors;
    const toMove = factors?.find(({ name }) => name === 'routes-to-move');
    expect(toMove?.value).toBeCloseTo(1 - 2 ** (-(byProxy ? 2 : 1) / 3), 3);
  });

  it('says so where a domain has nothing to do', () => {
    const alone = { ...makePlan(analysis, 'stock'), steps: [] };
    expect(renderPlanText(alone, { answer: 'extract' })).toContain(
      'Steps for stock\n  None: nothing ties it',
    );
  });

  it('refuses an unknown domain and names the known ones', () => {
    expect(() => makePlan(analysis, 'nope')).toThrowError(
      expect.objectContaining({
        code: 'ANALYZER_UNKNOWN_DOMAIN',
        hint: expect.stringContaining('stock'),
      }),
    );
  });
});
