import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadRoutes } from '@ashlar/strangler';
import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { ConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { PersistentVolumeClaim } from 'kubernetes-models/v1/PersistentVolumeClaim';
import { Service } from 'kubernetes-models/v1/Service';
import { ServiceAccount } from 'kubernetes-models/v1/ServiceAccount';
import { afterAll, describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { parseConfig } from '../../src/config/load.ts';
import { contractEdges } from '../../src/contract-graph/contract-edge.ts';
import { deployables, PROXY } from '../../src/scaffold/deployable.ts';
import { tableInside } from '../../src/scaffold/proxy-table.ts';
import { SCAFFOLDS } from '../../src/scaffold/scaffolds.ts';

const root = mkdtempSync(join(tmpdir(), 'ashlar-scaffold-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
mkdirSync(join(root, 'services/inventory'), { recursive: true });
writeFileSync(
  join(root, 'services/inventory/package.json'),
  '{"scripts":{"start":"node --enable-source-maps ./build/server.js"}}',
);

const CONFIG = parseConfig(
  `schemaVersion: 1
pacticipant: shop
services:
  inventory: { source: [services/inventory/src/**], env: [INVENTORY_URL], url: "http://127.0.0.1:4100" }
  mail: { env: [MAIL_URL] }
`,
  'ashlar.yaml',
);

const TABLE = `schemaVersion: 1
# Where they are at a desk.
upstreams:
  monolith: http://127.0.0.1:3000
  inventory: { url: http://127.0.0.1:4000, health: /ready }
routes:
  - { match: /stock/**, service: inventory, state: shadow }
  - { match: /**, state: monolith }
`;

const pact = (consumer: string, provider: string) => ({
  consumer: { name: consumer },
  provider: { name: provider },
  interactions: [{ description: 'x', request: { method: 'GET', path: '/x' } }],
});
const ALL = [pact('shop', 'inventory'), pact('inventory', 'mail')];

function scaffold(kind: string, pacts: object[] = ALL, routed = true) {
  const file = join(root, 'routes.yaml');
  writeFileSync(file, TABLE);
  const table = routed ? loadRoutes(file) : undefined;
  const all = deployables(CONFIG, contractEdges(pacts), root, table);
  const proxy = routed
    ? {
        table: tableInside(TABLE, CONFIG, all),
        upstreams: all.filter(({ calledBy }) => calledBy.includes(PROXY)),
      }
    : undefined;
  const files = SCAFFOLDS.find(({ name }) => name === kind)?.files({ deployables: all, proxy });
  return new Map(files?.map(({ path, content }) => [path, content]));
}

describe('the deployables', () => {
  it('take port, health and entry from where they are known', () => {
    const all = deployables(CONFIG, contractEdges(ALL), root, loadRoutes(parse(TABLE)));
    expect(
      all.map(({ name, port, health, entry, folder }) => [name, port, health, entry, folder]),
    ).toEqual([
      ['inventory', 4000, '/ready', 'build/server.js', 'services/inventory'],
      ['mail', 3000, '/health', 'dist/main.js', '.'],
      ['shop', 3000, '/health', 'dist/main.js', '.'],
    ]);
    expect(all.map(({ name, calledBy }) => [name, calledBy])).toEqual([
      ['inventory', [PROXY, 'shop']],
      ['mail', ['inventory']],
      ['shop', [PROXY]],
    ]);
    const alone = deployables(CONFIG, [], root, undefined);
    expect(alone.find(({ name }) => name === 'inventory')?.port).toBe(4100);
  });
});

interface Manifest {
  kind: string;
  metadata: { name: string };
  spec: { ingress?: { from?: object[] }[]; egress?: { to?: object[] }[] } & Record<string, unknown>;
}

const manifestsOf = (files: Map<string, string>): Manifest[] =>
  [...files.values()].flatMap((text) => parseAllDocuments(text).map((one) => one.toJS()));

describe('the manifests for Kubernetes', () => {
  const KINDS = {
    Deployment,
    NetworkPolicy,
    PodDisruptionBudget,
    ConfigMap,
    PersistentVolumeClaim,
    Service,
    ServiceAccount,
  };

  it('fit the published schemas', () => {
    const manifests = manifestsOf(scaffold('kubernetes'));
    expect(manifests.length).toBe(3 * 5 + 7 - 1);
    for (const manifest of manifests) {
      const Kind = KINDS[manifest.kind as keyof typeof KINDS];
      new Kind(manifest as never).validate();
    }
    const broken = manifests.find(({ kind }) => kind === 'Deployment');
    expect(() =>
      new Deployment({ ...broken, spec: { replicas: 'two' } } as never).validate(),
    ).toThrow();
  });

  it('run as nobody, with probes, and with no secret in them', () => {
    const text = scaffold('kubernetes').get('k8s/inventory.yaml') ?? '';
    const deployment = manifestsOf(new Map([['x', text]])).find(
      ({ kind }) => kind === 'Deployment',
    );
    expect(deployment?.spec).toMatchObject({
      template: {
        spec: {
          automountServiceAccountToken: false,
          securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
          containers: [
            {
              readinessProbe: { httpGet: { path: '/ready', port: 'http' } },
              livenessProbe: { httpGet: { path: '/ready' } },
              securityContext: { readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
              env: [
                { name: 'PORT', value: '4000' },
                { name: 'MAIL_URL', value: 'http://mail:3000' },
              ],
              envFrom: [{ secretRef: { name: 'inventory', optional: true } }],
            },
          ],
        },
      },
    });
  });

  /** `from -> to` for every line that lets somebody through, on either side. */
  function allowed(pacts: object[], routed = true): { ingress: string[]; egress: string[] } {
    const policies = manifestsOf(scaffold('kubernetes', pacts, routed)).filter(
      ({ kind }) => kind === 'NetworkPolicy',
    );
    const named = (peers: object[] = []) =>
      peers.flatMap(
        (peer) =>
          (peer as { podSelector: { matchLabels: Record<string, string> } }).podSelector
            .matchLabels['app.kubernetes.io/name'] ?? [],
      );
    return {
      ingress: policies
        .flatMap(({ metadata, spec }) =>
          (spec.ingress ?? []).flatMap(({ from }) =>
            named(from).map((one) => `${one} -> ${metadata.name}`),
          ),
        )
        .sort(),
      egress: policies
        .flatMap(({ metadata, spec }) =>
          (spec.egress ?? []).flatMap(({ to }) =>
            named(to).map((one) => `${metadata.name} -> ${one}`),
          ),
        )
        .sort(),
    };
  }

  it.each<[string, object[], boolean, string[]]>([
    ['all contracts', ALL, false, ['inventory -> mail', 'shop -> inventory']],
    ['one contract less', [ALL[0] as object], false, ['shop -> inventory']],
    ['no contract', [], false, []],
    ['no interaction in the contract', [{ ...ALL[0], interactions: [] }], false, []],
    ['the proxy', [], true, [`${PROXY} -> inventory`, `${PROXY} -> shop`]],
  ])('let through exactly who has a contract: %s', (_, pacts, routed, expected) => {
    expect(allowed(pacts, routed)).toEqual({ ingress: expected, egress: expected });
  });

  it('gives the proxy its table with the addresses inside, all else as written', () => {
    const map = manifestsOf(scaffold('kubernetes')).find(({ kind }) => kind === 'ConfigMap');
    const table = (map as unknown as { data: Record<string, string> }).data['routes.yaml'] ?? '';
    expect(table).toContain('# Where they are at a desk.');
    expect(parse(table).upstreams).toEqual({
      monolith: 'http://shop:3000',
      inventory: { url: 'http://inventory:4000', health: '/ready' },
    });
    expect(loadRoutes(parse(table)).routes).toHaveLength(2);
  });
});

describe('compose', () => {
  it('has a network for each contract and for nothing else', () => {
    const { services, networks } = parse(scaffold('compose').get('compose.yaml') ?? '');
    expect(Object.keys(networks).sort()).toEqual([
      `${PROXY}-to-inventory`,
      `${PROXY}-to-shop`,
      'front',
      'inventory-to-mail',
      'shop-to-inventory',
    ]);
    expect(services.mail.networks).toEqual(['inventory-to-mail']);
    expect(services.shop).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      environment: { INVENTORY_URL: 'http://inventory:4000' },
    });
    const less = parse(scaffold('compose', [], false).get('compose.yaml') ?? '');
    expect(less.networks).toEqual({});
    expect(less.services.mail).toMatchObject({ network_mode: 'none' });
  });
});

describe('the Containerfile', () => {
  it('builds in one image and runs in another, as nobody', () => {
    const files = scaffold('container');
    const text = files.get('services/inventory/Containerfile') ?? '';
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    const words = lines.map((line) => line.split(' ')[0]);
    expect(words.filter((word) => word === 'FROM')).toHaveLength(2);
    expect(lines.indexOf('USER nonroot')).toBeGreaterThan(words.lastIndexOf('FROM'));
    expect(lines.at(-1)).toBe('CMD ["build/server.js"]');
    expect(text).toContain('EXPOSE 4000');
    const probe = /^HEALTHCHECK .* CMD (\[.*\])$/m.exec(text)?.[1] ?? '[]';
    expect(JSON.parse(probe)[2]).toContain("fetch('http://127.0.0.1:4000/ready')");
    expect(files.get('services/inventory/Containerfile.dockerignore')).toContain('.env*');
    expect(files.has(`${PROXY}/Containerfile`)).toBe(true);
    // Two in one folder do not write over each other.
    expect([...files.keys()].filter((path) => !path.includes('/'))).toEqual([
      'Containerfile.mail',
      'Containerfile.mail.dockerignore',
      'Containerfile.shop',
      'Containerfile.shop.dockerignore',
    ]);
  });
});

describe('units of systemd', () => {
  it('start what is there, locked', () => {
    const text = scaffold('systemd').get('systemd/inventory.service') ?? '';
    expect(text).toContain('ExecStart=/usr/bin/node /opt/inventory/build/server.js');
    expect(text).toContain('Environment=MAIL_URL=http://127.0.0.1:3000');
    for (const lock of [
      'DynamicUser=yes',
      'NoNewPrivileges=yes',
      'ProtectSystem=strict',
      'CapabilityBoundingSet=',
    ]) {
      expect(text.split('\n')).toContain(lock);
    }
  });

  const analyze = spawnSync('systemd-analyze', ['--version']).status === 0;
  it.skipIf(!analyze)('are understood by systemd', () => {
    for (const [path, content] of scaffold('systemd')) {
      const file = join(root, path.split('/').at(-1) ?? '');
      writeFileSync(file, content.replaceAll(/\/usr\/bin\/\w+/g, '/bin/true'));
      const ran = spawnSync('systemd-analyze', ['verify', '--man=no', file], { encoding: 'utf8' });
      expect(`${ran.stdout}${ran.stderr}`).not.toContain(file);
    }
  });
});

it.each(SCAFFOLDS.map(({ name }) => name))('%s is the same twice, and names no secret', (kind) => {
  const text = [...scaffold(kind).values()].join('\n');
  expect([...scaffold(kind).values()].join('\n')).toBe(text);
  expect(text).not.toMatch(/passw|api.?key|(?<!Account)token/i);
});
