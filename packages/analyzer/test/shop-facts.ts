import type { Call, Facts, ImportEdge, TableAccess } from '../src/model/analysis.ts';

/** Three layers by three domains: folders do not give the domains away. */
const DOMAINS = {
  order: ['orders', 'order_items'],
  stock: ['stock_levels', 'stock_moves'],
  invoice: ['invoices', 'invoice_lines'],
} as const;
type Domain = keyof typeof DOMAINS;

const LAYERS = ['controllers', 'services', 'repositories', 'models'] as const;
export const shopFile = (layer: (typeof LAYERS)[number], domain: Domain): string =>
  `${layer}/${domain}.${layer === 'services' ? 'service' : layer.slice(0, -1)}.ts`;

/** A small layered shop with known sins, as facts. Every call gives a fresh value. */
export function shopFacts(): Facts {
  const domains = Object.keys(DOMAINS) as Domain[];
  const files = [
    ...domains.flatMap((domain) => LAYERS.map((layer) => shopFile(layer, domain))),
    'lib/logger.ts',
    'app.ts',
  ];
  return {
    root: 'shop',
    files: files.sort().map((path) => ({ path, loc: 100 })),
    imports: [...domains.flatMap(layerImports), ...sharedImports(domains), ...crossImports()],
    unresolved: [
      { kind: 'file', file: 'broken.ts', line: 3, text: '', reason: 'unexpected token' },
    ],
    tables: domains.flatMap((domain) =>
      DOMAINS[domain].map((name, i) => ({
        name,
        kind: 'table' as const,
        definedAt: { file: shopFile('models', domain), line: 5 + i },
        foreignKeys:
          name === 'invoices'
            ? [
                {
                  columns: ['order_id'],
                  table: 'orders',
                  referencedColumns: ['id'],
                  onDelete: 'cascade' as const,
                  site: { file: shopFile('models', 'invoice'), line: 9 },
                },
              ]
            : [],
      })),
    ),
    accesses: [...domains.flatMap(ownAccesses), ...foreignAccesses()],
    routes: domains.map((domain) => ({
      method: 'GET',
      path: `/${domain}`,
      file: shopFile('controllers', domain),
      line: 4,
      via: 'express',
    })),
    events: [
      {
        name: 'OrderPlaced',
        role: 'emit',
        file: shopFile('services', 'order'),
        line: 30,
        via: 'events',
      },
      {
        name: 'OrderPlaced',
        role: 'listen',
        file: shopFile('services', 'invoice'),
        line: 8,
        via: 'events',
      },
    ],
    jobs: [
      {
        name: 'nightly',
        schedule: '0 3 * * *',
        file: shopFile('services', 'stock'),
        line: 60,
        via: 'cron',
      },
    ],
    injections: [],
    calls: calls(),
    state: [{ name: 'cache', kind: 'cache', file: 'lib/logger.ts', line: 2 }],
    environment: [],
    outbound: [],
    stats: {
      files: files.length,
      excluded: [],
      loc: files.length * 100,
      specifiers: { total: 40, internal: 40, external: 0, builtin: 0, unresolved: 0 },
      accesses: { total: 20, unknownTable: 0 },
      detectors: {},
    },
  };
}

function edge(from: string, to: string, line: number, symbol = 'x'): ImportEdge {
  return { from, to, kind: 'import', typeOnly: false, symbols: [symbol], line };
}

function layerImports(domain: Domain): ImportEdge[] {
  return [
    edge(shopFile('controllers', domain), shopFile('services', domain), 1),
    edge(shopFile('services', domain), shopFile('repositories', domain), 1),
    edge(shopFile('repositories', domain), shopFile('models', domain), 1),
  ];
}

function sharedImports(domains: readonly Domain[]): ImportEdge[] {
  return domains.flatMap((domain) => [
    edge(shopFile('controllers', domain), 'lib/logger.ts', 2, 'log'),
    edge(shopFile('services', domain), 'lib/logger.ts', 2, 'log'),
    edge('app.ts', shopFile('controllers', domain), 1),
  ]);
}

/** order → stock and stock → order: a circle whose cheap half is the second. */
function crossImports(): ImportEdge[] {
  return [
    {
      ...edge(shopFile('services', 'order'), shopFile('services', 'stock'), 3),
      symbols: ['reserve', 'release'],
    },
    edge(shopFile('services', 'stock'), shopFile('services', 'order'), 4),
  ];
}

function ownAccesses(domain: Domain): TableAccess[] {
  return DOMAINS[domain].flatMap((table, i) =>
    (['read', 'write', 'write'] as const).map((operation, j) =>
      access(shopFile('repositories', domain), 10 + i * 10 + j, table, operation),
    ),
  );
}

function foreignAccesses(): TableAccess[] {
  const place = shopFile('services', 'order');
  const transaction = `${place}:20`;
  return [
    { ...access(place, 21, 'orders', 'write'), transaction },
    { ...access(place, 22, 'stock_levels', 'write'), transaction },
    {
      ...access(shopFile('repositories', 'invoice'), 40, 'invoices', 'read'),
      statement: 'join' + ':40',
    },
    {
      ...access(shopFile('repositories', 'invoice'), 40, 'orders', 'read'),
      statement: 'join' + ':40',
    },
    access(shopFile('services', 'stock'), 61, 'stock_levels', 'write'),
    access(shopFile('services', 'stock'), 62, 'invoices', 'read'),
  ];
}

function access(
  file: string,
  line: number,
  table: string,
  operation: TableAccess['operation'],
): TableAccess {
  return { file, line, table, operation, via: 'sql', statement: `${file}:${line}`, confidence: 1 };
}

function calls(): Call[] {
  const base = { awaited: true, inLoop: false, resultUsed: true };
  return [
    {
      ...base,
      file: shopFile('controllers', 'order'),
      line: 6,
      caller: 'post',
      to: shopFile('services', 'order'),
      callee: 'place',
    },
    {
      ...base,
      file: shopFile('services', 'order'),
      line: 24,
      caller: 'place',
      to: shopFile('services', 'stock'),
      callee: 'reserve',
      inLoop: true,
    },
    {
      ...base,
      file: shopFile('services', 'stock'),
      line: 14,
      caller: 'reserve',
      to: shopFile('repositories', 'stock'),
      callee: 'take',
    },
    {
      ...base,
      file: shopFile('services', 'stock'),
      line: 15,
      caller: 'reserve',
      to: shopFile('services', 'order'),
      callee: 'remind',
      async: true,
      awaited: false,
      resultUsed: false,
    },
    {
      ...base,
      file: shopFile('services', 'order'),
      line: 34,
      caller: 'remind',
      to: shopFile('repositories', 'order'),
      callee: 'find',
    },
  ];
}
