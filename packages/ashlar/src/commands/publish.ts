import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Rim } from '../command.ts';
import { note, print } from '../terminal/context.ts';
import { type BrokerOptions, requiredBroker, withBrokerOptions } from './broker-connection.ts';

interface Options extends BrokerOptions {
  consumerAppVersion?: string;
  branch?: string;
  tag?: string[];
  buildUrl?: string;
}

const examples = `
Commit, branch and build URL come from the CI system or from git unless given.

Examples:
  $ ashlar publish pacts/
  $ ashlar publish pacts/shop-inventory.json --consumer-app-version 1.4.0 --branch main`;

export function definePublish(program: Command, rim: Rim): void {
  withBrokerOptions(
    program
      .command('publish')
      .description('send pacts to a Pact broker')
      .argument('<pacts...>', 'pact files, or folders of them'),
  )
    .option(
      '-a, --consumer-app-version <version>',
      'version of the consumer; the commit unless given',
    )
    .option('--branch <name>', 'branch of the consumer; detected unless given')
    .option('-t, --tag <name...>', 'tags for the version')
    .option('--build-url <url>', 'where the build can be looked at')
    .addHelpText('after', examples)
    .action((pacts: string[], options: Options) => publish(pacts, options, rim));
}

async function publish(paths: string[], options: Options, { terminal }: Rim): Promise<void> {
  const broker = requiredBroker(options, terminal);
  const { detectBuild, publishPacts, requireVersion } = await import('@ashlar/contracts');
  const build = await detectBuild({ cwd: terminal.cwd, env: terminal.env });
  const absolute = paths.map((path) => resolve(terminal.cwd, path));
  const { pacts, notices, drafts } = await publishPacts({
    broker,
    files: absolute.filter((path) => !isFolder(path)),
    dirs: absolute.filter(isFolder),
    consumerVersion: options.consumerAppVersion ?? requireVersion(build, '--consumer-app-version'),
    branch: options.branch ?? build.branch,
    tags: options.tag,
    buildUrl: options.buildUrl ?? build.buildUrl,
  });
  for (const { consumer, provider, version, url } of pacts) {
    print(terminal, `published ${consumer} ${version} -> ${provider}${url ? `\n  ${url}` : ''}`);
  }
  if (drafts > 0) {
    note(terminal, `left out ${drafts} drafts that nobody has accepted (see ashlar accept)`);
  }
  for (const { text } of notices) print(terminal, `  ${text}`);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
