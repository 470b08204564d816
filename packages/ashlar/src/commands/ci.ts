import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { Rim } from '../command.ts';
import { loadConfig } from '../config/load.ts';
import { CliError } from '../model/error.ts';
import { print } from '../terminal/context.ts';
import { type WrittenFiles, writeFiles } from '../terminal/write-files.ts';
import { brokerConnection } from './broker-connection.ts';

interface Options {
  provider?: 'github' | 'gitlab' | 'both';
  service?: string[];
  config?: string;
  force?: boolean;
  json?: boolean;
}

const examples = `
Writes one script for each service in ashlar.yaml (and for the codebase itself, where it has a pacticipant) and
a pipeline that calls it: tests, publish, verify, can-i-deploy, deploy, record-deployment, in that order. By the
contracts a service publishes, verifies, or both. Each stage can be run by hand: sh ci/ashlar/NAME.sh verify

A file that is there already is never replaced without --force; then nothing is written at all.

Examples:
  $ ashlar ci init --provider github
  $ ashlar ci init --provider gitlab --service inventory-service
  $ ashlar ci init --provider both --force`;

/** `ashlar ci init`. */
export function defineCi(program: Command, rim: Rim): void {
  const ci = program.command('ci').description('pipelines that keep services compatible');
  ci.command('init')
    .description('write a pipeline for each service: GitHub Actions, GitLab CI, or both')
    .argument('[folder]', 'root of the repository, where ashlar.yaml lies', '.')
    .addOption(
      new Option('--provider <name>', 'whose pipeline')
        .choices(['github', 'gitlab', 'both'])
        .default('github'),
    )
    .option('--service <name...>', 'only for these')
    .option('--config <file>', 'configuration instead of ashlar.yaml in the folder')
    .option('--force', 'replace files that are there already')
    .option('--json', 'which files were written, as JSON')
    .addHelpText('after', examples)
    .action((folder: string, options: Options) => init(folder, options, rim));
}

async function init(folder: string, options: Options, { terminal }: Rim): Promise<void> {
  const { readContracts } = await import('../contract-graph/read-contracts.ts');
  const { participants } = await import('../pipeline/participant.ts');
  const { CI_SYSTEMS, pipelineFiles } = await import('../pipeline/pipelines.ts');
  const config = loadConfig(terminal.cwd, folder, options.config);
  const root = resolve(terminal.cwd, folder);
  const contracts = await readContracts(config, root, brokerConnection({}, terminal));
  const all = participants(config, contracts);
  const chosen = all.filter(({ name }) => options.service?.includes(name) ?? true);
  refuseUnknown(
    all.map(({ name }) => name),
    options.service ?? [],
  );
  const systems = CI_SYSTEMS.filter(
    (system) => options.provider === 'both' || options.provider === system,
  );
  const files = pipelineFiles(chosen, systems);
  const done = writeFiles(terminal, root, files, options.force === true);
  print(terminal, options.json ? JSON.stringify(done, null, 2) : doneText(done));
}

function refuseUnknown(known: readonly string[], asked: readonly string[]): void {
  const names = known.join(', ') || '(none)';
  const [unknown] = asked.filter((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new CliError('CLI_USAGE', `no service is called ${unknown}`, `Choose one of: ${names}.`);
  }
  if (known.length > 0) return;
  throw new CliError(
    'CLI_USAGE',
    'ashlar.yaml declares nobody that could have a pipeline',
    'Declare services, or the pacticipant of the codebase itself: docs/configuration.md.',
  );
}

function doneText({ written, unchanged, left }: WrittenFiles): string {
  return [
    ...written.map((path) => `wrote ${path}`),
    ...unchanged.map((path) => `${path} says this already`),
    ...left.map(
      (path) => `${path} is yours: add to it  include: [{ local: .gitlab/ashlar/*.yml }]`,
    ),
    ...(written.length > 0
      ? ['', 'Say how each is started and deployed, at the top of its script.']
      : []),
  ].join('\n');
}
