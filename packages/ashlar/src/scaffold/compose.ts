import { stringify } from 'yaml';
import { type Deployable, PROXY } from './deployable.ts';
import { type Scaffold, type ScaffoldInput, WRITTEN_BY } from './model.ts';

/** One machine: a network for each contract, so that nobody reaches whom they have none with. */
export const compose: Scaffold = {
  name: 'compose',
  files: (input) => [
    {
      path: 'compose.yaml',
      content: `# ${WRITTEN_BY}\n${stringify(document(input), { lineWidth: 0, aliasDuplicateObjects: false })}`,
    },
    ...(input.proxy === undefined
      ? []
      : [{ path: 'compose.routes.yaml', content: input.proxy.table }]),
  ],
};

const network = (from: string, to: string): string => `${from}-to-${to}`;

const LOCKED = {
  read_only: true,
  cap_drop: ['ALL'],
  security_opt: ['no-new-privileges:true'],
  tmpfs: ['/tmp'],
  restart: 'unless-stopped',
  stop_grace_period: '30s',
};

function document({ deployables, proxy }: ScaffoldInput): object {
  const services = Object.fromEntries(deployables.map((one) => [one.name, service(one)]));
  const upstreams = proxy?.upstreams ?? [];
  if (proxy !== undefined) {
    services[PROXY] = {
      image: `${PROXY}:replace-me`,
      command: [
        ...['proxy', '/etc/ashlar/routes.yaml', '--host', '0.0.0.0', '--port', '8080'],
        ...['--state', '/var/lib/ashlar/state.json', '--recordings', '/var/lib/ashlar/recordings'],
      ],
      ports: ['8080:8080'],
      volumes: ['./compose.routes.yaml:/etc/ashlar/routes.yaml:ro', 'proxy-state:/var/lib/ashlar'],
      networks: ['front', ...upstreams.map(({ name }) => network(PROXY, name))],
      ...LOCKED,
    };
  }
  const contracts = deployables.flatMap(({ name, calledBy }) =>
    calledBy.map((from) => network(from, name)),
  );
  return {
    services,
    networks: Object.fromEntries([
      ...(proxy === undefined ? [] : [['front', {}] as const]),
      ...contracts.sort().map((name) => [name, { internal: true }] as const),
    ]),
    ...(proxy === undefined ? {} : { volumes: { 'proxy-state': {} } }),
  };
}

function service({ name, folder, containerfile, port, calls, calledBy }: Deployable): object {
  const networks = [
    ...calledBy.map((from) => network(from, name)),
    ...calls.map((to) => network(name, to.name)),
  ].sort();
  const addresses = calls.flatMap((to) =>
    to.env.map((key) => [key, `http://${to.name}:${to.port}`] as const),
  );
  return {
    build: { context: folder === '.' ? '.' : `./${folder}`, dockerfile: containerfile },
    environment: Object.fromEntries([['PORT', String(port)] as const, ...addresses]),
    // Secrets stay out of this file; compose goes on without the other one.
    env_file: [{ path: `${name}.env`, required: false }],
    ...(networks.length === 0 ? { network_mode: 'none' } : { networks }),
    ...LOCKED,
  };
}
