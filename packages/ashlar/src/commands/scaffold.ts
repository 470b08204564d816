import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Argument, type Command } from 'commander';
import type { Rim } from '../command.ts';
import type { Config } from '../config/config.ts';
import { loadConfig } from '../config/load.ts';
import { CliError } from '../model/error.ts';
import type { Deployable } from '../scaffold/deployable.ts';
import type { ProxyPart } from '../scaffold/model.ts';
import { print } from '../terminal/context.ts';
import { writeFiles } from '../terminal/write-files.ts';
import { brokerConnection } from './broker-connection.ts';

interface Options {
  out: string;
  config?: string;
  force?: boolean;
  json?: boolean;
}

const KINDS = ['container', 'kubernetes', 'compose', 'systemd'] as const;

const examples = `
For each service of ashlar.yaml, the codebase itself (where it has a pacticipant), and the proxy (where the file
names a route table). Who may reach whom is what the contracts say: take an interaction away, and the line in
the network policy is gone. Databases and message brokers are in no HTTP contract: allow them yourself.

container   a Containerfile: two stages, no shell, not root
kubernetes  Deployment, Service, PodDisruptionBudget, NetworkPolicy; probes, no privileges
compose     compose.yaml with a network for each contract
systemd     units for a machine without containers

Examples:
  $ ashlar scaffold container
  $ ashlar scaffold kubernetes && kubectl apply --dry-run=server -f k8s/`;

export function defineScaffold(program: Command, { terminal }: Rim): void {
  program
    .command('scaffold')
    .description('files to run the services with: container, Kubernetes, Compose, systemd')
    .addArgument(new Argument('<kind>', 'which').choices(KINDS))
    .option('--out <folder>', 'root of the repository, where ashlar.yaml lies', '.')
    .option('--config <file>', 'configuration instead of ashlar.yaml in the folder')
    .option('--force', 'replace files that are there already')
    .option('--json', 'which files were written, as JSON')
    .addHelpText('after', examples)
    .action(async (kind: (typeof KINDS)[number], options: Options) => {
      const { readContracts } = await import('../contract-graph/read-contracts.ts');
      const { deployables } = await import('../scaffold/deployable.ts');
      const { SCAFFOLDS } = await import('../scaffold/scaffolds.ts');
      const config = loadConfig(terminal.cwd, options.out, options.config);
      const root = resolve(terminal.cwd, options.out);
      const contracts = await readContracts(config, root, brokerConnection({}, terminal));
      const file = tableFile(config, root);
      const { loadRoutes } = await import('@ashlar/strangler');
      const table = file === undefined ? undefined : loadRoutes(file);
      const all = deployables(config, contracts, root, table);
      refuseNobody(all);
      const proxy = file === undefined ? undefined : await proxyPart(file, config, all);
      const scaffold = SCAFFOLDS.find(({ name }) => name === kind);
      const files = scaffold?.files({ deployables: all, proxy }) ?? [];
      const done = writeFiles(terminal, root, files, options.force === true);
      const lines = [
        ...done.written.map((path) => `wrote ${path}`),
        ...done.unchanged.map((path) => `${path} says this already`),
      ];
      print(terminal, options.json ? JSON.stringify(done, null, 2) : lines.join('\n'));
    });
}

function tableFile({ routes }: Config, root: string): string | undefined {
  if (routes !== null) return resolve(root, routes);
  const usual = resolve(root, 'routes.yaml');
  return existsSync(usual) ? usual : undefined;
}

async function proxyPart(
  file: string,
  config: Config,
  all: readonly Deployable[],
): Promise<ProxyPart> {
  const { PROXY } = await import('../scaffold/deployable.ts');
  const { tableInside } = await import('../scaffold/proxy-table.ts');
  return {
    table: tableInside(readFileSync(file, 'utf8'), config, all),
    upstreams: all.filter(({ calledBy }) => calledBy.includes(PROXY)),
  };
}

function refuseNobody(all: readonly Deployable[]): void {
  if (all.length > 0) return;
  throw new CliError(
    'CLI_USAGE',
    'ashlar.yaml declares nothing that could be run',
    'Declare services, or the pacticipant of the codebase itself: docs/configuration.md.',
  );
}
