import { describe, expect, it } from 'vitest';
import { sayFinding } from '../../src/judge/finding-texts.ts';
import { judgeFacts } from '../../src/judge-facts.ts';
import type { Call, Facts, Job, TableAccess } from '../../src/model/analysis.ts';
import type { FindingKind, FindingOf } from '../../src/model/finding.ts';
import type { ProcessState } from '../../src/model/process-state.ts';
import { shopFacts, shopFile } from '../shop-facts.ts';

/** What maintainers of real codebases would have laughed at; each case was met in one of them. */
const order = shopFile('services', 'order');
const stock = shopFile('services', 'stock');
const invoice = shopFile('services', 'invoice');

const DOMAINS = {
  order: { files: ['**/order.*'], tables: ['order*'] },
  stock: { files: ['**/stock.*', '**/fix-orders.ts', 'prisma/*'], tables: ['stock_*'] },
  invoice: { files: ['**/invoice.*'], tables: ['invoice*'] },
};

function judged<K extends FindingKind>(
  kind: K,
  change: (facts: Facts) => Partial<Facts>,
): FindingOf<K>[] {
  const facts = shopFacts();
  const { findings } = judgeFacts({ ...facts, ...change(facts) }, { domains: DOMAINS });
  return findings.filter((finding): finding is FindingOf<K> => finding.kind === kind);
}

const call = (callee: string, more: Partial<Call> = {}): Call => ({
  ...{ file: order, line: 90, caller: 'place', to: stock, callee },
  ...{ awaited: false, inLoop: false, resultUsed: true, ...more },
});

describe('a call in a loop', () => {
  it.each([
    ['that is awaited', call('load', { inLoop: true, awaited: true }), 1],
    ['of a function that says it is slow', call('load', { inLoop: true, async: true }), 1],
    ['of a function that answers at once', call('isInternalUrl', { inLoop: true }), 0],
  ])('%s', (_what, one, times) => {
    const found = judged('call-in-loop', () => ({ calls: [one] }));
    expect(found).toHaveLength(times);
  });

  it('waits for what works on a table', () => {
    const found = judged('call-in-loop', (facts) => ({
      calls: [call('load', { inLoop: true })],
      accesses: [
        ...facts.accesses,
        {
          ...{ file: stock, line: 5, table: 'stock_levels', operation: 'read', via: 'sql' },
          ...{ statement: `${stock}:5`, confidence: 1, caller: 'load' },
        },
      ],
    }));
    expect(found).toHaveLength(1);
  });

  it('waits for what anybody else awaits', () => {
    const elsewhere = call('load', { file: invoice, awaited: true });
    const found = judged('call-in-loop', () => ({
      calls: [call('load', { inLoop: true }), elsewhere],
    }));
    expect(found).toHaveLength(1);
  });
});

describe('a transaction across domains', () => {
  const withInner = (inner: string | undefined) =>
    judged('cross-domain-transaction', ({ accesses }) => ({
      accesses: accesses.map((one) =>
        one.table.startsWith('stock_') && one.transaction !== undefined && inner !== undefined
          ? { ...one, inner }
          : one,
      ),
    })).flatMap(({ steps }) => steps ?? []);

  it.each([
    ['that a domain takes part in with a transaction of its own', `${stock}:7`, ['stock']],
    ['in which somebody else begins the inner one', `${order}:7`, []],
    ['that is one', undefined, []],
  ])('%s', (_what, inner, steps) => {
    expect(withInner(inner)).toEqual(steps);
  });
});

describe('a call whose result nobody uses', () => {
  const unused = (callee: string, more: Partial<Call> = {}) =>
    call(callee, { resultUsed: false, ...more });
  it.each([
    ['awaited, named like a message', unused('auditLog', { awaited: true }), 1],
    ['awaited, a command', unused('removeRow', { awaited: true }), 0],
    ['told and forgotten', unused('updateLastSeen', { async: true }), 1],
    ['a registration that is over at once', unused('attachmentTools'), 0],
    ['a registration that takes its time', unused('addWebhooksJob', { async: true }), 0],
    ['a counter', unused('increment'), 0],
    ['sent at once', unused('sendSlackMessage'), 1],
    ['a sender in name only', unused('sender'), 0],
    ['that answers what went wrong', unused('handleErrors', { awaited: true }), 0],
    ['that logs what went wrong', unused('logError', { async: true }), 0],
    ['a step, named like handling', unused('handleUpload', { awaited: true }), 0],
    ['what happened, awaited', unused('handleOrderPlaced', { awaited: true }), 1],
    ['into a queue, and awaited', unused('MailService.sendToQueue', { awaited: true }), 0],
    ['into a queue', unused('enqueueMail', { async: true }), 0],
    ['the event itself', unused('Bus.emitToRoom', { async: true }), 0],
    ['the event itself, awaited', unused('publishOrderPlaced', { awaited: true }), 0],
    ['an event that is handed on', unused('dispatchEvent', { async: true }), 0],
    ['goods', unused('dispatchParcel', { async: true }), 1],
  ])('%s', (_what, one, times) => {
    const found = judged('event-candidate', () => ({ calls: [one] }));
    expect(found).toHaveLength(times);
  });
});

it.each([
  ['which is an event by now', [], 0],
  ['and works on a table', ['stock_levels'], 1],
])('is told what a function sends as a message %s', (_what, tables, times) => {
  const found = judged('event-candidate', (facts) => ({
    calls: [call('Mails.sendInvitation', { awaited: true, resultUsed: false })],
    events: [
      {
        ...{ name: 'mail', role: 'emit', file: stock, line: 7, via: 'events' },
        caller: 'Mails.sendInvitation',
      },
    ],
    accesses: [
      ...facts.accesses,
      ...tables.map(
        (table): TableAccess => ({
          ...{ file: stock, line: 5, table, operation: 'write', via: 'sql', confidence: 1 },
          ...{ statement: `${stock}:5`, caller: 'Mails.sendInvitation' },
        }),
      ),
    ],
  }));
  expect(found).toHaveLength(times);
});

it('leaves functions that answer at once out of a chain', () => {
  const hops = (more: Partial<Call>) => [
    call('reserve', { awaited: true }),
    call('bill', { file: stock, caller: 'reserve', to: invoice, awaited: true }),
    call('remind', { file: invoice, caller: 'bill', to: order, awaited: true }),
    call('format', { file: order, caller: 'remind', to: stock, ...more }),
  ];
  expect(judged('synchronous-chain', () => ({ calls: hops({ async: true }) }))).toHaveLength(1);
  expect(judged('synchronous-chain', () => ({ calls: hops({}) }))).toHaveLength(0);
});

describe('state in the process', () => {
  const at = (file: string, kind: ProcessState['kind'], exportedAs?: string) => ({
    ...{ file, line: 2, name: 'kept', kind },
    ...(exportedAs === undefined ? {} : { exportedAs }),
  });
  it.each([
    ['a variable others import', at(stock, 'module-variable', 'reserve'), 'medium'],
    ['a variable of a domain that nobody imports', at(stock, 'module-variable'), undefined],
    ['an exported variable that only its own domain imports', at(order, 'cache', 'y'), undefined],
    ['a lock of a domain behind its functions', at(stock, 'lock'), undefined],
    ['a counter of a library', at('lib/logger.ts', 'module-variable'), undefined],
    ['a cache of a library', at('lib/logger.ts', 'cache'), 'low'],
    ['a lock of a library', at('lib/logger.ts', 'lock'), 'medium'],
  ])('%s', (_what, state, severity) => {
    const found = judged('shared-state', () => ({ state: [state] }));
    expect(found.map((one) => one.severity)).toEqual(severity === undefined ? [] : [severity]);
  });
});

describe('a variable that a function sets', () => {
  const kept = {
    ...{ file: stock, line: 2, name: 'kept', kind: 'module-variable' as const },
    ...{ exportedAs: 'reserve', setBy: ['open', 'reopen'] },
  };
  const from = (file: string, caller: string, callee: string) =>
    call(callee, { file, caller, to: stock });
  it.each([
    ['that nobody is seen to call', [], 1],
    ['that wiring calls', [from('app.ts', 'main', 'open'), from('app.ts', 'main', 'reopen')], 0],
    ['as modules load', [from(order, '<module>', 'open'), from(order, '<module>', 'reopen')], 0],
    [
      'that a request calls, too',
      [from('app.ts', 'main', 'open'), from(order, 'place', 'reopen')],
      1,
    ],
    ['beside one that nobody is seen to call', [from('app.ts', 'main', 'open')], 1],
  ])('%s', (_what, calls, times) => {
    const found = judged('shared-state', (facts) => ({
      state: [kept],
      calls: [...facts.calls, ...calls],
    }));
    expect(found).toHaveLength(times);
  });
});

it.each([
  ['import', 1],
  ['reexport', 0],
] as const)(
  'counts who uses an exported state, not a barrel that hands it on: %s',
  (kind, times) => {
    const state = {
      ...{ file: stock, line: 2, name: 'kept' },
      kind: 'cache',
      exportedAs: 'kept',
    } as const;
    const found = judged('shared-state', () => ({
      state: [state],
      imports: [{ from: order, to: stock, line: 1, kind, typeOnly: false, symbols: ['kept'] }],
    }));
    expect(found).toHaveLength(times);
  },
);

it.each([
  ['read', 1],
  ['ddl', 0],
] as const)(
  'takes a statement for a query unless it only changes the schema: %s',
  (operation, times) => {
    const touch = (table: string): TableAccess => ({
      ...{ file: stock, line: 9, table, operation, via: 'knex', statement: `${stock}:9` },
      confidence: 1,
    });
    const found = judged('cross-domain-join', () => ({
      accesses: [touch('orders'), touch('invoices')],
    }));
    expect(found).toHaveLength(times);
  },
);

it('tells once what a file writes to disk', () => {
  const disk = (name: string, line: number) => ({
    ...{ file: 'lib/logger.ts', kind: 'local-disk' as const, name, line },
  });
  const found = judged('shared-state', () => ({
    state: [disk('mkdir', 2), disk('writeFile', 3), disk('mkdir', 9)],
  }));
  expect(found.map(({ name }) => name)).toEqual(['mkdir, writeFile']);
});

it.each([
  [20, 0],
  [4, 1],
])(
  'takes a domain for a layer when the layer is mostly its own: beside %i files',
  (others, times) => {
    const inLayer = (thing: string, count: number) =>
      Array.from({ length: count }, (_, i) => ({ path: `services/${thing}${i}.ts`, loc: 10 }));
    const facts = shopFacts();
    const files = [...inLayer('mail', 5), ...inLayer('stock', others)];
    const { findings } = judgeFacts(
      { ...facts, files: [...facts.files, ...files] },
      {
        domains: {
          ...{
            mail: { files: ['services/mail*'] },
            stock: { files: ['services/stock*', '**/stock.*'], tables: ['stock_*'] },
          },
        },
      },
    );
    const layers = findings.filter(
      ({ kind, domains }) => kind === 'technical-layer' && domains[0] === 'mail',
    );
    expect(layers).toHaveLength(times);
  },
);

describe('code that somebody starts by hand', () => {
  const write = (file: string): TableAccess => ({
    ...{ file, line: 9, table: 'orders', operation: 'write', via: 'sql' },
    ...{ statement: `${file}:9`, confidence: 1 },
  });
  const withFile = (facts: Facts, path: string): Partial<Facts> => ({
    files: [...facts.files, { path, loc: 50 }],
    // The script belongs to stock, since it calls it.
    imports: [
      ...facts.imports,
      ...['reserve', 'release'].map((symbol) => ({
        ...{ from: path, to: stock, line: 1, kind: 'import' as const, typeOnly: false },
        symbols: [symbol],
      })),
    ],
    accesses: [...facts.accesses, write(path)],
  });
  const writersOf = (path: string, change: (facts: Facts) => Partial<Facts>) =>
    judged('shared-table', change)
      .filter(({ table }) => table === 'orders')
      .flatMap(({ sites }) => sites.map(({ file }) => file))
      .includes(path);

  it.each([
    ['stock/fix-orders.ts', true],
    ['scripts/stock/fix-orders.ts', false],
    ['migration-scripts/stock/fix-orders.ts', false],
    ['content-scripts/stock/fix-orders.ts', true],
    ['src/tools/fix-orders.ts', false],
    ['db/seeds/stock.ts', false],
    ['prisma/seed.ts', false],
    ['shop/seeds/stock.ts', true],
  ])('%s writes a table: %s', (path, counts) => {
    expect(writersOf(path, (facts) => withFile(facts, path))).toBe(counts);
  });

  it.each([
    ['stock/fix-orders.ts', 1],
    ['scripts/stock/fix-orders.ts', 0],
  ])('%s asks in a loop: %i findings', (file, times) => {
    const found = judged('call-in-loop', (facts) => ({
      files: withFile(facts, file).files ?? [],
      calls: [call('load', { file, to: order, inLoop: true, awaited: true })],
    }));
    expect(found).toHaveLength(times);
  });

  it('runs with the program where other code imports it', () => {
    const path = 'scripts/stock/fix-orders.ts';
    const found = writersOf(path, (facts) => {
      const more = withFile(facts, path);
      const used = { ...facts.imports[0], from: stock, to: path, typeOnly: false };
      return { ...more, imports: [...(more.imports ?? []), used as Facts['imports'][number]] };
    });
    expect(found).toBe(true);
  });
});

describe('a table that nobody writes', () => {
  const table = (name: string, file?: string) => ({
    ...{ name, kind: 'table' as const, foreignKeys: [] },
    ...(file === undefined ? {} : { definedAt: { file, line: 3 } }),
  });
  const read = (name: string, file: string): TableAccess => ({
    ...{ file, line: 12, table: name, operation: 'read', via: 'sql' },
    ...{ statement: `${file}:12`, confidence: 1 },
  });
  it.each([
    ['of the schema', table('old', 'schema.sql'), [], [{ file: 'schema.sql', line: 3 }]],
    ['that code reads', table('old'), [read('old', order)], [{ file: order, line: 12 }]],
    ['that only migrations know', table('old'), [read('old', 'migrations/20200101-x.js')], null],
    ['of the database itself', table('system.parts'), [read('system.parts', order)], null],
    ['made for tests', table('old', 'test/data/create.sql'), [], null],
  ])('%s', (_what, one, accesses, sites) => {
    const found = judged('table-without-writer', (facts) => ({
      tables: [...facts.tables, one],
      accesses: [...facts.accesses, ...accesses],
    }));
    expect(found.map((finding) => finding.sites)).toEqual(sites === null ? [] : [sites]);
  });

  it('is written by a trigger', () => {
    const fires = {
      ...{ name: 't', timing: 'after' as const, events: ['insert' as const], writes: ['old'] },
      site: { file: 'schema.sql', line: 9 },
    };
    const found = judged('table-without-writer', (facts) => ({
      tables: [
        ...facts.tables.map((one) => (one.name === 'orders' ? { ...one, triggers: [fires] } : one)),
        table('old', 'schema.sql'),
      ],
    }));
    expect(found).toEqual([]);
  });

  const open = (file: string, text: string): Facts['unresolved'][number] => ({
    ...{ kind: 'table', file, line: 7, text, reason: 'table name is computed' },
  });
  const imports = (from: string, to: string, typeOnly = false): Facts['imports'][number] => ({
    ...{ from, to, kind: 'import', typeOnly, symbols: ['Base'], line: 1 },
  });
  const base = 'src/models/base.ts';
  it.each<[string, Facts['unresolved'], Facts['imports'], number]>([
    ['in the file that reads it', [open(order, 'table.insertOne(…)')], [], 0],
    ['in what that file imports', [open(base, 'INSERT INTO …')], [imports(order, base)], 0],
    [
      'in what it imports for types',
      [open(base, 'INSERT INTO …')],
      [imports(order, base, true)],
      1,
    ],
    ['in a file it has nothing to do with', [open(invoice, 'INSERT INTO …')], [], 1],
    ['that only reads', [open(order, 'SELECT id FROM …'), open(order, 'table.findOne(…)')], [], 1],
    ['that names a route', [{ ...open(order, 'post'), kind: 'route' as const }], [], 1],
  ])('may be written by an access that was not understood %s', (_what, unresolved, more, times) => {
    const found = judged('table-without-writer', (facts) => ({
      tables: [...facts.tables, table('old')],
      accesses: [...facts.accesses, read('old', order)],
      imports: more,
      unresolved,
    }));
    expect(found).toHaveLength(times);
  });

  const key = (to: string) => ({
    ...{ columns: ['order_id'], table: to, referencedColumns: ['id'] },
    site: { file: 'schema.prisma', line: 4 },
  });
  const wrote = (table: string, via: string): TableAccess => ({
    ...read(table, order),
    ...{ operation: 'write', via },
  });
  it.each([
    ['a table that Prisma writes', [wrote('orders', 'prisma')], [key('orders')], 0],
    ['a table that statements write', [wrote('orders', 'sql')], [key('orders')], 1],
    ['a table that nobody writes', [wrote('orders', 'prisma')], [key('elsewhere')], 1],
  ])('may be written along with %s', (_what, accesses, foreignKeys, times) => {
    const found = judged('table-without-writer', (facts) => ({
      tables: [...facts.tables, { ...table('old', 'schema.prisma'), foreignKeys }],
      accesses: [...facts.accesses, read('old', order), ...accesses],
    }));
    expect(found.filter((finding) => finding.table === 'old')).toHaveLength(times);
  });

  it.each([
    ['typeorm', 0],
    ['sql', 1],
  ])('says nothing of one that only %s made between two others: %i', (via, times) => {
    const found = judged('table-without-writer', (facts) => ({
      tables: [...facts.tables, table('orders_tags')],
      accesses: [...facts.accesses, { ...read('orders_tags', order), via }],
    }));
    expect(found).toHaveLength(times);
  });

  it('says nothing of a schema that code hardly touches, nor where much was not understood', () => {
    const sample = ['a', 'b', 'c', 'd', 'e'].map((name) => table(name, 'samples/shop.prisma'));
    const tables = (facts: Facts) => [...facts.tables, ...sample];
    expect(judged('table-without-writer', (facts) => ({ tables: tables(facts) }))).toEqual([]);
    const used = ['a', 'b'].map((name) => read(name, order));
    const seen = judged('table-without-writer', (facts) => ({
      tables: tables(facts),
      accesses: [...facts.accesses, ...used],
    }));
    expect(seen).toHaveLength(5);
    const blind = judged('table-without-writer', (facts) => ({
      tables: tables(facts),
      accesses: [...facts.accesses, ...used],
      stats: { ...facts.stats, accesses: { total: 100, unknownTable: 30 } },
    }));
    expect(blind).toEqual([]);
  });

  it.each([
    ['read at one place', [read('old', order)], 'no writer of old was seen'],
    ['not used at all', [], 'no code was seen to read or write old'],
  ])('%s: says no more than was seen', (_what, accesses, text) => {
    const [found] = judged('table-without-writer', (facts) => ({
      tables: [...facts.tables, table('old', 'schema.sql')],
      accesses: [...facts.accesses, ...accesses],
    }));
    expect(found && sayFinding(found)).toBe(text);
  });
});

describe('the routes of a domain', () => {
  const library = 'src/lib/answer.ts';
  const route = (handler?: string): Facts['routes'][number] => ({
    ...{ file: order, line: 60, method: 'GET', path: '/parcels', via: 'express' },
    ...(handler === undefined ? {} : { handler: { file: handler } }),
  });
  it.each([
    ['answered by the file that declares it', [route()]],
    ['answered by a library', [route(library)]],
    ['declared in two places', [route(), { ...route(), line: 61 }]],
  ])('are as many as its numbers say: %s', (_what, routes) => {
    const facts = shopFacts();
    const files = [...facts.files, { path: library, loc: 3 }];
    const steering = { domains: DOMAINS, libraries: ['**/lib/**'] };
    const { domains } = judgeFacts({ ...facts, files, routes }, steering);
    const found = domains.find(({ name }) => name === 'order');
    expect(found?.routes).toEqual(['GET /parcels']);
    expect(found?.metrics.routes).toBe(1);
  });

  it('are shown with words that are no endings of files', () => {
    const files = ['a', 'b'].map((name) => ({ path: `order/${name}/schema.order.ts`, loc: 3 }));
    const template = ['a', 'b'].map((name) => ({ path: `order/${name}/schema.ts`, loc: 3 }));
    const { domains } = judgeFacts(
      { ...shopFacts(), files: [...shopFacts().files, ...files, ...template] },
      { domains: { ...DOMAINS, order: { files: ['**/order.*', 'order/**'] } } },
    );
    const because = domains.find(({ name }) => name === 'order')?.because.map(({ text }) => text);
    expect(because?.join('\n')).toContain('share the words order (');
    expect(because?.join('\n')).not.toMatch(/\bts\b/);
  });
});

describe('a job', () => {
  const job = (more: Partial<Job> = {}): Job => ({
    ...{ name: 'ping', schedule: '0 3 * * *', file: order, line: 100, via: 'cron', ...more },
  });
  const touch = (file: string, line: number, table: string, caller?: string): TableAccess => ({
    ...{ file, line, table, operation: 'read', via: 'sql', statement: `${file}:${line}` },
    ...(caller === undefined ? {} : { caller }),
    confidence: 1,
  });
  const two = (caller: string) => [
    touch(order, 40, 'orders', caller),
    touch(order, 41, 'stock_levels', caller),
  ];
  const started = (jobs: Job[], accesses: TableAccess[], calls: Call[] = []) =>
    judged('job-across-domains', () => ({ jobs, accesses, calls })).map(({ tables }) => tables);

  it('does not answer for what the file around it does', () => {
    expect(started([job()], two('place'))).toEqual([]);
  });

  it('works on what its function does, in its file and in those it calls', () => {
    const sweep = job({ handler: { file: order, symbol: 'sweep' } });
    expect(started([sweep], two('sweep'))).toEqual([['orders', 'stock_levels']]);
    const calls = [call('clear', { caller: 'sweep' })];
    const there = [touch(order, 40, 'orders', 'sweep'), touch(stock, 7, 'stock_levels', 'clear')];
    expect(started([sweep], there, calls)).toEqual([['orders', 'stock_levels']]);
    const beside = [touch(order, 40, 'orders', 'sweep'), touch(stock, 7, 'stock_levels', 'other')];
    expect(started([sweep], beside, calls)).toEqual([]);
  });

  it.each([
    ['does nothing else', [], [['orders', 'stock_levels']]],
    ['calls another file', [call('sweepAll', { caller: 'sweep' })], []],
  ])('among other jobs, answers for a helper beside them where it %s', (_what, calls, tables) => {
    const jobs = ['sweep', 'bill'].map((symbol, i) =>
      job({ name: symbol, line: 100 + i, handler: { file: order, symbol } }),
    );
    const bills = call('billAll', { caller: 'bill' });
    expect(started(jobs, two('helper'), [bills, ...calls])).toEqual(tables);
  });

  it('written in its place, ends where its last call does', () => {
    const ping = job({ name: 'setInterval', lastLine: 102 });
    const later = [touch(order, 105, 'orders'), touch(order, 106, 'stock_levels')];
    const called = [call('load', { line: 104 })];
    const there = [touch(order, 101, 'orders'), touch(stock, 7, 'stock_levels', 'load')];
    expect(started([ping], later)).toEqual([]);
    expect(started([ping], there, called)).toEqual([]);
    expect(started([{ ...ping, lastLine: 104 }], there, called)).toEqual([
      ['orders', 'stock_levels'],
    ]);
  });

  it('leaves the functions of other jobs of the file to them', () => {
    const jobs = ['sweep', 'bill'].map((symbol, i) =>
      job({ name: symbol, line: 100 + i, handler: { file: order, symbol } }),
    );
    const accesses = [
      touch(order, 40, 'orders', 'sweep'),
      touch(order, 41, 'stock_levels', 'bill'),
    ];
    expect(started(jobs, accesses)).toEqual([]);
  });
});

it('calls no model a library', () => {
  const found = (file: string) =>
    judged('shared-library', (facts) => ({
      tables: [
        ...facts.tables,
        { name: 'log', kind: 'table', foreignKeys: [], definedAt: { file, line: 1 } },
      ],
    }));
  expect(found('schema.sql')).toHaveLength(1);
  expect(found('lib/logger.ts')).toHaveLength(0);
});

it.each([
  ['alone', ['lib/logger.ts'], 0],
  ['as others do', ['lib/logger.ts', stock, order], 0],
  ['no more than others do', [stock, order], 1],
])('calls nothing a library that works on a table %s', (_what, writers, times) => {
  const found = judged('shared-library', (facts) => ({
    tables: [...facts.tables, { name: 'log', kind: 'table', foreignKeys: [] }],
    accesses: [
      ...facts.accesses,
      ...writers.map(
        (file): TableAccess => ({
          ...{ file, line: 5, table: 'log', operation: 'write', via: 'sql', confidence: 1 },
          statement: `${file}:5`,
        }),
      ),
    ],
  }));
  expect(found.filter(({ file }) => file === 'lib/logger.ts')).toHaveLength(times);
});

describe('a technical layer', () => {
  const layers = ['controllers', 'services', 'repositories', 'models'];
  const files = ['order', 'stock', 'invoice', 'user', 'ticket', 'tax'].flatMap((thing) =>
    layers.map((layer) => ({ path: `src/${layer}/${thing}/${thing}.ts`, loc: 50 })),
  );
  const tables: Facts['tables'] = ['orders', 'stocks'].map((name) => ({
    ...{ name, kind: 'table' as const, foreignKeys: [] },
    definedAt: { file: `src/models/${name.slice(0, -1)}/${name.slice(0, -1)}.ts`, line: 1 },
  }));
  const found = (
    domains: Record<string, { files: string[]; tables?: string[] }>,
    more: string[] = [],
  ) =>
    judgeFacts(
      {
        ...shopFacts(),
        files: [...files, ...more.map((path) => ({ path, loc: 50 }))],
        tables,
        imports: [],
        accesses: [],
        events: [],
        routes: [],
        calls: [],
      },
      { domains },
    ).findings.flatMap((finding) =>
      finding.kind === 'technical-layer' ? [`${finding.domain}: ${finding.folder}`] : [],
    );

  it('is one although it owns the tables', () => {
    const pins = Object.fromEntries(
      layers.map((layer) => [`the-${layer}`, { files: [`src/${layer}/**`] }]),
    );
    const data = { files: ['src/models/**'], tables: ['orders', 'stocks'] };
    expect(found({ ...pins, 'the-models': data })).toEqual(
      expect.arrayContaining(['the-models: models', 'the-services: services']),
    );
  });

  it('is one in several folders of one layer each, and more than half of the layers are none', () => {
    const pins = {
      web: { files: ['src/controllers/**', 'src/services/**'] },
      data: { files: ['src/models/**', 'src/repositories/**'], tables: ['orders', 'stocks'] },
    };
    expect(found(pins)).toEqual(['data: models', 'web: controllers']);
    const most = { files: ['src/controllers/**', 'src/services/**', 'src/repositories/**'] };
    expect(found({ most, data: { files: ['src/models/**'] } })).toEqual(['data: models']);
  });

  it('is none where a thing lies in a folder of its own below a layer', () => {
    const six = (at: (i: number) => string) => Array.from({ length: 6 }, (_, i) => at(i));
    const pin = { rules: { files: ['src/models/*/risk*'] } };
    expect(
      found(
        pin,
        six((i) => `src/models/rules/risk${i}.ts`),
      ),
    ).toEqual([]);
    expect(
      found(
        pin,
        six((i) => `src/models/rule${i}/risk${i}.ts`),
      ),
    ).toEqual(['rules: models']);
  });

  it('is none where everything lies in the same folder, or a thing has one file in each', () => {
    const things = Object.fromEntries(
      ['order', 'stock'].map((thing) => [
        thing,
        { files: [`src/*/${thing}/**`], tables: [`${thing}s`] },
      ]),
    );
    expect(found(things)).toEqual([]);
  });
});

describe('a domain of descriptions', () => {
  const specs = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `api/spec/${name}.ts`);
  const found = (more: string[], calls: string[], beside: string[] = []) =>
    judgeFacts(
      {
        ...shopFacts(),
        files: [
          ...shopFacts().files,
          ...[...specs, ...more, ...beside].map((path) => ({ path, loc: 20 })),
        ],
        calls: calls.map((to) => call('x', { to })),
      },
      {
        domains: {
          ...DOMAINS,
          order: { ...DOMAINS.order, files: ['**/order.*', ...beside.slice(0, 1)] },
          stock: { ...DOMAINS.stock, files: ['**/stock.*', ...beside.slice(1, 2)] },
          said: { files: [...specs, ...more] },
        },
      },
    ).findings.flatMap((finding) =>
      finding.kind === 'technical-layer' ? [sayFinding(finding)] : [],
    );
  const controller = 'api/said-controller.ts';
  const shared = ['api/spec/order-row.ts', 'api/spec/stock-row.ts'];

  it.each<[string, string[], string[], string[], number]>([
    ['where nothing runs', [], [], [], 1],
    ['that one file of another kind uses', [controller], [controller], [], 0],
    ['in a folder of all', [controller], [controller], shared, 1],
    ['that are called', [controller], [controller, ...specs.slice(0, 3)], shared, 0],
    ['with markup', specs.map((path) => `${path}x`), [], [], 0],
  ])('%s is a layer or not', (_what, more, calls, beside, times) => {
    expect(found(more, calls, beside)).toHaveLength(times);
  });

  it('says where', () => {
    expect(found([], [])).toEqual([
      '100 % of said only describes things, most of it in api/spec/: nothing there runs, and it owns no table',
    ]);
  });
});

describe('the size of a domain', () => {
  const many = (folder: string, count: number) =>
    Array.from({ length: count }, (_, i) => `${folder}/${folder}${i}.ts`);
  const sized = (sizes: Record<string, number>, change: Partial<Facts> = {}, tables = {}) =>
    judgeFacts(
      {
        ...shopFacts(),
        ...{ imports: [], accesses: [], events: [], routes: [], calls: [], jobs: [], tables: [] },
        ...change,
        files: Object.entries(sizes)
          .flatMap(([folder, count]) => many(folder, count))
          .map((path) => ({ path, loc: 50 })),
      },
      {
        domains: Object.fromEntries(
          Object.keys(sizes).map((name) => [name, { files: [`${name}/**`], ...tables }]),
        ),
      },
    ).findings.flatMap((finding) =>
      finding.kind === 'god-domain' || finding.kind === 'nano-domain' ? [sayFinding(finding)] : [],
    );
  const usual = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`part${i}`, 7]));

  it('is too large for most of all, and far beyond the others', () => {
    expect(sized({ all: 24, one: 8, two: 8 })).toEqual(['all holds 60 % of all domain files']);
    expect(sized({ all: 30, ...usual(11) })).toEqual(['all holds 28 % of all domain files']);
    expect(sized({ all: 30, other: 30, ...usual(6) })).toEqual([]);
    expect(sized({ all: 8, one: 6, two: 6 })).toEqual([]);
  });

  it('is too large for most of the tables', () => {
    const table = (name: string) => ({ name, kind: 'table' as const, foreignKeys: [] });
    const names = Array.from({ length: 12 }, (_, i) => `big${i}`);
    const tables = [...names, 'small1', 'small2'].map(table);
    const found = judgeFacts(
      { ...shopFacts(), tables, accesses: [] },
      {
        domains: {
          order: { files: ['**/order.*'], tables: ['big*'] },
          stock: { files: ['**/stock.*'], tables: ['small*'] },
          invoice: { files: ['**/invoice.*'] },
        },
      },
    ).findings.filter(({ kind }) => kind === 'god-domain');
    expect(found.map(sayFinding)).toEqual(['order holds 86 % of all tables that have an owner']);
  });

  it('is too small for three files, and for five that keep nothing and answer nobody', () => {
    const others = { one: 7, two: 7 };
    expect(sized({ ...others, few: 2 })).toEqual([
      'few has 2 files and no table; no route, event or job of its own was seen',
    ]);
    expect(sized({ ...others, few: 5 })).toHaveLength(1);
    expect(sized({ ...others, few: 6 })).toEqual([]);
    const route = { method: 'GET', path: '/few', file: 'few/few0.ts', line: 4, via: 'express' };
    expect(sized({ ...others, few: 5 }, { routes: [route] })).toEqual([]);
    expect(sized({ ...others, few: 2 }, { routes: [route] })).toEqual(['few has 2 files']);
  });
});
