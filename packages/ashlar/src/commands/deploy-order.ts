import { resolve } from 'node:path';
import type { PactDocument } from '@ashlar/contracts';
import type { Command } from 'commander';
import type { Rim } from '../command.ts';
import { providerOf } from '../deploy-order/parties.ts';
import { CliError } from '../model/error.ts';
import { print } from '../terminal/context.ts';

interface Options {
  provider: string;
  pact: string[];
  nextPact?: string[];
  json?: boolean;
}

const examples = `
A removal wants the consumer first, an addition the provider first. Where one consumer needs both, the provider
offers old and new beside each other for a while: expand, migrate, contract.

--pact is what the versions that are live ask; --next-pact what is to be deployed. Whether a version may go out
in the end is for can-i-deploy to say.

Examples:
  $ ashlar deploy-order openapi.old.yaml openapi.yaml --provider inventory --pact pacts/
  $ ashlar deploy-order openapi.old.yaml openapi.yaml --provider inventory --pact live/ --next-pact pacts/`;

/** A name that is spelt wrong would make every change look free. */
function refuseOthers(pacts: readonly PactDocument[], provider: string): void {
  const providers = new Set(pacts.map(({ value }) => providerOf(value)));
  if (providers.has(provider)) return;
  throw new CliError(
    'CLI_USAGE',
    `none of the pacts is with ${provider}`,
    `Those that were given are with ${[...providers].sort().join(', ')}.`,
  );
}

export function defineDeployOrder(program: Command, { terminal }: Rim): void {
  program
    .command('deploy-order')
    .description('who goes out first when an API changes: provider or consumers')
    .argument('<old>', 'API document of the provider that is live')
    .argument('<new>', 'the one that is to replace it')
    .requiredOption('--provider <name>', 'whose documents these are')
    .requiredOption('--pact <path...>', 'pacts of the consumers that are live')
    .option('--next-pact <path...>', 'pacts of their next versions')
    .option('--json', 'as JSON (schemas/deploy-order.schema.json)')
    .addHelpText('after', examples)
    .action(async (old: string, now: string, options: Options) => {
      const { readApiDocument, readPactDocuments } = await import('@ashlar/contracts');
      const { adviseDeployOrder } = await import('../deploy-order/advise.ts');
      const { renderDeployOrderText } = await import('../deploy-order/render-text.ts');
      const at = (path: string): string => resolve(terminal.cwd, path);
      const today = await readPactDocuments(options.pact.map(at));
      refuseOthers(today, options.provider);
      const order = adviseDeployOrder({
        provider: options.provider,
        old: { ...readApiDocument(at(old)), source: old },
        new: { ...readApiDocument(at(now)), source: now },
        today,
        next:
          options.nextPact === undefined ? [] : await readPactDocuments(options.nextPact.map(at)),
      });
      print(terminal, options.json ? JSON.stringify(order, null, 2) : renderDeployOrderText(order));
    });
}
