import { describe, expect, it } from 'vitest';
import type { DomainStatus, RouteLine } from '../../src/status/model.ts';
import { nextStep, underWay } from '../../src/status/next-step.ts';
import type { StatusParts } from '../../src/status/parts.ts';

const unknown = { known: false, why: 'not there' } as const;
const known = { known: true, value: {} as never, from: 'x' } as const;
const parts = (change: Partial<StatusParts> = {}): StatusParts => ({
  plan: known,
  table: { ...known, from: 'routes.yaml' },
  proxy: known,
  environments: known,
  ...change,
});

const route = (change: Partial<RouteLine> = {}): RouteLine => ({
  id: 'stock',
  match: '/stock/**',
  service: 'inventory',
  owner: null,
  state: 'shadow',
  percent: null,
  live: true,
  held: false,
  armed: true,
  rehearsed: false,
  parity: null,
  override: null,
  ...change,
});
const equal = { compared: 100, different: 0, failed: 0, lower: 0.96 };
const plan = { rank: 1, of: 3, score: 0.8, stepsLeft: 0, step: null };
const step = { kind: 'own-table', subject: 'stock', text: 'move the writes' };
const contract = {
  pacticipant: 'inventory',
  version: '1',
  environment: 'production',
  deployable: true,
  text: 'yes',
  nextStep: null,
};

const domain = (change: Partial<DomainStatus> = {}): Omit<DomainStatus, 'next'> => ({
  domain: 'inventory',
  owner: null,
  plan,
  routes: [],
  contracts: [],
  runs: null,
  ...change,
});

describe('what to do next', () => {
  it.each<[string, Partial<DomainStatus>, Partial<StatusParts>, string, string]>([
    [
      'nothing is known of the code',
      { plan: null },
      { plan: unknown },
      'ashlar analyze . --json analysis.json',
      'nothing is known',
    ],
    ['the plan does not rank it', { plan: null }, {}, 'ashlar plan', 'does not rank inventory'],
    [
      'the code is not ready',
      { plan: { ...plan, stepsLeft: 2, step } },
      {},
      'ashlar plan inventory',
      '2 steps left; first: move the writes',
    ],
    [
      'no route is in the table',
      {},
      {},
      'ashlar proxy init inventory --from-plan plan.json --out routes.yaml',
      'no route',
    ],
    [
      'the proxy does not run',
      { routes: [route({ live: false })] },
      { proxy: unknown },
      'ashlar proxy routes.yaml --state proxy-state.json',
      'does not run',
    ],
    [
      'a route was rolled back',
      { routes: [route(), route({ id: 'b', armed: false })] },
      {},
      'ashlar proxy history --route b',
      'ashlar proxy rearm b',
    ],
    [
      'a route is held',
      { routes: [route({ held: true })] },
      {},
      'ashlar proxy hold stock --release',
      'held',
    ],
    [
      'a contract is not verified',
      {
        routes: [route()],
        contracts: [
          { ...contract, deployable: null, text: 'one is missing', nextStep: 'ashlar verify' },
        ],
      },
      {},
      'ashlar verify',
      'one is missing',
    ],
    [
      'answers differ',
      { routes: [route({ parity: { ...equal, different: 4 } })] },
      {},
      'ashlar proxy diff stock',
      '4 of 100 answers differ',
    ],
    [
      'it compares well',
      { routes: [route({ parity: equal })] },
      {},
      'ashlar proxy promote stock',
      'shadow',
    ],
    [
      'the way back was never gone',
      { routes: [route({ state: 'canary', percent: 5 })] },
      {},
      'ashlar proxy rehearse stock',
      'way back',
    ],
    [
      'it was',
      { routes: [route({ state: 'canary', percent: 5, rehearsed: true })] },
      {},
      'ashlar proxy promote stock',
      'canary',
    ],
    [
      'one of two routes is behind',
      { routes: [route({ id: 'a', state: 'service' }), route({ id: 'b', state: 'monolith' })] },
      {},
      'ashlar proxy promote b',
      'monolith',
    ],
    [
      'all is moved',
      { routes: [route({ state: 'service', rehearsed: true })] },
      {},
      'ashlar proxy progress',
      'deleted',
    ],
  ])('when %s', (_, status, others, command, why) => {
    const next = nextStep(domain(status), parts(others));
    expect(next.command).toBe(command);
    expect(next.why).toContain(why);
  });
});

describe('one domain at a time', () => {
  const at = (state: string, id = 'stock') => route({ id, state });
  const others = (state: string) => [
    { domain: 'ordering', routes: [at(state, 'orders')] },
    { domain: 'inventory', routes: [at('shadow')] },
  ];
  it.each<[string, string, RouteLine[], string]>([
    ['shadow', 'a domain at the monolith', [at('monolith')], 'ashlar proxy status'],
    ['canary', 'a domain without routes', [], 'ashlar proxy status'],
    ['dark', 'a domain that has begun, too', [at('shadow')], 'ashlar proxy promote stock'],
    ['service', 'a domain at the monolith', [at('monolith')], 'ashlar proxy promote stock'],
    ['monolith', 'a domain at the monolith', [at('monolith')], 'ashlar proxy promote stock'],
  ])('beside another in %s: %s', (state, _, routes, command) => {
    const other = underWay(others(state), 'inventory');
    const next = nextStep(domain({ routes }), parts(), other);
    expect(next.command).toBe(command);
    if (command === 'ashlar proxy status') expect(next.why).toContain('ordering is under way');
  });

  it('is not kept from what is broken, nor from its code', () => {
    const broken = nextStep(domain({ routes: [route({ armed: false })] }), parts(), 'ordering');
    expect(broken.command).toBe('ashlar proxy history --route stock');
    const unready = nextStep(
      domain({ plan: { ...plan, stepsLeft: 1, step } }),
      parts(),
      'ordering',
    );
    expect(unready.command).toBe('ashlar plan inventory');
  });
});
