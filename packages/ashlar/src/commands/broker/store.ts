import { resolve } from 'node:path';
import type { ArchiveCounts } from '@ashlar/contracts';
import type { Command } from 'commander';
import type { Rim } from '../../command.ts';
import { note, print, printJson } from '../../terminal/context.ts';
import { type BrokerOptions, requiredBroker, withBrokerOptions } from '../broker-connection.ts';
import { databaseAt } from './database.ts';

interface StoreOptions {
  database: string;
}

const DATABASE = ['--database <where>', 'SQLite file or postgres:// URL of the store'] as const;

const cleanHelp = `
What is deployed or supported in an environment always stays. Without --keep, so does whatever is
younger than 90 days or the newest of its application, branch or tag. A version stays if one selector
holds; all parts of a selector must hold: pacticipant, branch, mainBranch, tag, latest, maxAge (days).

Examples:
  $ ashlar broker clean --database pacts.sqlite --dry-run
  $ ashlar broker clean --database pacts.sqlite --keep '[{"maxAge": 30}, {"latest": true, "branch": true}]'`;

const importHelp = `
Credentials for the other broker are read from PACT_BROKER_TOKEN, or PACT_BROKER_USERNAME and
PACT_BROKER_PASSWORD.

Examples:
  $ ashlar broker import backup --database postgres://pact@db/pact
  $ ashlar broker import --broker-url https://broker.example.org --database pacts.sqlite`;

/** Work on a store beside the running broker: no broker needs to be stopped for it. */
export function defineStoreCommands(broker: Command, rim: Rim): void {
  broker
    .command('clean')
    .description('delete old versions with their contracts and results')
    .requiredOption(...DATABASE)
    .option('--keep <json>', 'selectors of the versions to keep')
    .option('--dry-run', 'only say what would go')
    .option('--json', 'as JSON')
    .addHelpText('after', cleanHelp)
    .action((options) => clean(options, rim));
  broker
    .command('export')
    .description('write everything into a new folder, as of one moment; also the way to back up')
    .argument('<folder>', 'folder that does not exist yet')
    .requiredOption(...DATABASE)
    .action((folder: string, options: StoreOptions) => exportTo(folder, options, rim));
  withBrokerOptions(
    broker
      .command('import')
      .description('fill an empty store from an export, or from another Pact broker by its API')
      .argument('[folder]', 'folder written by export; without it, from --broker-url')
      .requiredOption(...DATABASE),
  )
    .addHelpText('after', importHelp)
    .action((folder: string | undefined, options: StoreOptions & BrokerOptions) =>
      folder === undefined ? importLive(options, rim) : importFrom(folder, options, rim),
    );
}

async function clean(
  options: StoreOptions & { keep?: string; dryRun?: boolean; json?: boolean },
  { terminal }: Rim,
): Promise<void> {
  const { cleanStore, parseKeepSelectors } = await import('@ashlar/contracts');
  const result = await cleanStore({
    database: databaseAt(options.database, terminal),
    dryRun: options.dryRun ?? false,
    ...(options.keep === undefined ? {} : { keep: parseKeepSelectors(options.keep) }),
  });
  if (options.json) {
    printJson(terminal, result);
    return;
  }
  for (const { pacticipant, version } of result.deleted)
    print(terminal, `${pacticipant} ${version}`);
  const done = options.dryRun ? 'would be deleted' : 'deleted';
  note(terminal, `${result.deleted.length} versions ${done}, ${result.kept} kept`);
}

async function exportTo(folder: string, options: StoreOptions, { terminal }: Rim): Promise<void> {
  const { exportStore } = await import('@ashlar/contracts');
  const counts = await exportStore({
    database: databaseAt(options.database, terminal),
    to: resolve(terminal.cwd, folder),
  });
  note(terminal, `exported ${summary(counts)} to ${folder}`);
}

async function importFrom(folder: string, options: StoreOptions, { terminal }: Rim): Promise<void> {
  const { importStore } = await import('@ashlar/contracts');
  const counts = await importStore({
    database: databaseAt(options.database, terminal),
    from: resolve(terminal.cwd, folder),
  });
  note(terminal, `imported ${summary(counts)} from ${folder}`);
}

async function importLive(options: StoreOptions & BrokerOptions, { terminal }: Rim): Promise<void> {
  const source = requiredBroker(options, terminal);
  const { importFromBroker } = await import('@ashlar/contracts');
  const database = databaseAt(options.database, terminal);
  const done = await importFromBroker({ source, database });
  note(
    terminal,
    `imported ${done.pacticipants} applications, ${done.versions} versions, ${done.pacts} contracts, ${done.results} results, ${done.live} live versions`,
  );
  for (const title of done.webhooksLeft) {
    note(terminal, `webhook left behind (its secrets cannot be read, create it again): ${title}`);
  }
}

function summary({ pacticipants, versions, publications, verifications }: ArchiveCounts): string {
  return `${pacticipants} applications, ${versions} versions, ${publications} contracts, ${verifications} results`;
}
