import type { WebhookEvent } from '@ashlar/contracts';
import type { Command } from 'commander';
import type { Rim } from '../command.ts';
import { EXIT, print, printJson } from '../terminal/context.ts';
import { headerField } from '../terminal/header.ts';
import { columns } from '../terminal/table.ts';
import { type BrokerOptions, requiredBroker, withBrokerOptions } from './broker-connection.ts';

interface ListOptions extends BrokerOptions {
  json?: boolean;
}

interface CreateOptions extends BrokerOptions {
  event: WebhookEvent[];
  url: string;
  method: string;
  header?: string[];
  body?: string;
  consumer?: string;
  provider?: string;
  description?: string;
}

const DEFAULT_EVENT: WebhookEvent = 'contract_requiring_verification_published';

/** `webhooks`, `webhooks create`, `webhooks test ID` and `webhooks delete ID`. */
export function defineWebhooks(program: Command, { terminal, exit }: Rim): void {
  const webhooks = withBrokerOptions(
    program
      .command('webhooks')
      .description('what the broker calls when something happens')
      .option('--json', 'as JSON'),
  ).action(async (options: ListOptions) => {
    const { listWebhooks } = await import('@ashlar/contracts');
    const known = await listWebhooks({ broker: requiredBroker(options, terminal) });
    if (options.json) return printJson(terminal, known);
    const rows = known.map((webhook) => [
      webhook.uuid,
      webhook.enabled ? '' : 'disabled',
      `${webhook.consumer ?? 'any'} -> ${webhook.provider ?? 'any'}`,
      `${webhook.method} ${webhook.url}`,
      webhook.events.join(', '),
    ]);
    print(terminal, columns(['uuid', '', 'between', 'calls', 'on'], rows));
  });

  withBrokerOptions(webhooks.command('create').description('add one'))
    .requiredOption('--url <url>', 'what to call')
    .option('--event <name...>', 'when', [DEFAULT_EVENT])
    .option('--method <method>', 'how', 'POST')
    .option('--header <name:value...>', 'headers to send')
    .option('--body <text>', 'body to send, with the placeholders of Pact webhooks')
    .option('--consumer <name>', 'only for this consumer')
    .option('--provider <name>', 'only for this provider')
    .option('--description <text>', 'what it is for')
    .action(async (options: CreateOptions) => {
      const { createWebhook } = await import('@ashlar/contracts');
      const { event, url, method, body, consumer, provider, description } = options;
      const headers = Object.fromEntries((options.header ?? []).map(headerField));
      const made = await createWebhook({
        broker: requiredBroker(options, terminal),
        events: event,
        request: { method, url, headers, body },
        consumer,
        provider,
        description,
      });
      print(terminal, made.uuid);
    });

  withBrokerOptions(
    webhooks.command('test').description('call one now').argument('<uuid>', 'which'),
  ).action(async (uuid: string, options: BrokerOptions) => {
    const { testWebhook } = await import('@ashlar/contracts');
    const { success, status, logs } = await testWebhook({
      broker: requiredBroker(options, terminal),
      uuid,
    });
    print(
      terminal,
      `${success ? 'called' : 'failed'}${status === undefined ? '' : `, answered ${status}`}\n${logs}`,
    );
    if (!success) exit(EXIT.no);
  });

  withBrokerOptions(
    webhooks.command('delete').description('remove one').argument('<uuid>', 'which'),
  ).action(async (uuid: string, options: BrokerOptions) => {
    const { deleteWebhook } = await import('@ashlar/contracts');
    await deleteWebhook({ broker: requiredBroker(options, terminal), uuid });
    print(terminal, `${uuid} is gone`);
  });
}
