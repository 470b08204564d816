import type { BrokerConnection, EnvironmentRecord } from '@ashlar/contracts';
import type { Command } from 'commander';
import type { Rim } from '../command.ts';
import { print } from '../terminal/context.ts';
import { type BrokerOptions, requiredBroker, withBrokerOptions } from './broker-connection.ts';

interface Options extends BrokerOptions {
  pacticipant: string;
  version: string;
  environment: string;
  applicationInstance?: string;
}

type Record = (
  options: Options & { broker: BrokerConnection },
) => Promise<EnvironmentRecord | readonly EnvironmentRecord[]>;

/** `record-deployment`, `record-undeployment`, `record-release` and `record-support-ended`. */
export function defineRecord(program: Command, rim: Rim): void {
  recording(
    'record-deployment',
    'say that a version now runs in an environment, in place of the one before',
    async (options) => (await import('@ashlar/contracts')).recordDeployment(options),
  ).option('--application-instance <name>', 'which of several installations side by side');

  recording(
    'record-release',
    'say that a version is released and supported, beside others',
    async (options) => (await import('@ashlar/contracts')).recordRelease(options),
  );

  recording(
    'record-support-ended',
    'say that a released version is no longer supported',
    async (options) => (await import('@ashlar/contracts')).recordSupportEnded(options),
  );

  withBrokerOptions(
    program
      .command('record-undeployment')
      .description('say that it no longer runs in an environment'),
  )
    .requiredOption('-a, --pacticipant <name>', 'who')
    .option('-e, --version <version>', 'only this version; else whatever runs there')
    .requiredOption('--environment <name>', 'where')
    .option('--application-instance <name>', 'which of several installations side by side')
    .action(async (options: Options) => {
      const { recordUndeployment } = await import('@ashlar/contracts');
      show(await recordUndeployment({ ...options, broker: requiredBroker(options, rim.terminal) }));
    });

  function recording(name: string, description: string, record: Record): Command {
    return withBrokerOptions(program.command(name).description(description))
      .requiredOption('-a, --pacticipant <name>', 'who')
      .requiredOption('-e, --version <version>', 'its version')
      .requiredOption('--environment <name>', 'where')
      .action(async (options: Options) => {
        show(await record({ ...options, broker: requiredBroker(options, rim.terminal) }));
      });
  }

  function show(records: EnvironmentRecord | readonly EnvironmentRecord[]): void {
    for (const { pacticipant, version, environment, applicationInstance, current } of [
      records,
    ].flat()) {
      const instance = applicationInstance === undefined ? '' : ` (${applicationInstance})`;
      print(
        rim.terminal,
        `${pacticipant} ${version} ${current ? 'is in' : 'is no longer in'} ${environment}${instance}`,
      );
    }
  }
}
