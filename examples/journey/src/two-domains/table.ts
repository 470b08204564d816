import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROUTE } from '../proxy.ts';
import { REPOSITORY } from '../stage.ts';

/** Everything that the story writes. */
export const STORY_OUT: string = join(REPOSITORY, 'examples/journey/out-two-domains/');
export const STORY_TABLE: string = join(STORY_OUT, 'routes.yaml');

export async function writeTable(addresses: {
  readonly monolith: string;
  readonly inventory: string;
  readonly receiver: string;
}): Promise<void> {
  await writeFile(STORY_TABLE, table(addresses));
}

function table({
  monolith,
  inventory,
  receiver,
}: Record<'monolith' | 'inventory' | 'receiver', string>): string {
  return `schemaVersion: 1
upstreams:
  monolith: ${monolith}
  inventory: { url: ${inventory}, health: /health, version: version }
observability:
  traces: { endpoint: "${receiver}/v1/traces", service: shop-proxy }
defaults:
  observe: { traces: 1 }
routes:
  - id: ${ROUTE}
    match: /inventory/stock/**
    methods: [GET]
    state: monolith
    service: inventory
    owner: warehouse
    steps: [25]
    sticky: { cookie: shop_visitor }
    shadow: { duringCanary: false }
    compare: { ignore: ['**.updatedAt'] }
    budget: { errors: 0.05, parity: 0.9, minimum: 20, latencySlackMs: 500 }
    gate: { telemetry: { metrics: false, traces: echo } }
  - id: shop
    match: /**
    state: monolith
`;
}
