import type { Command } from 'commander';
import type { Rim } from '../command.ts';
import { CliError } from '../model/error.ts';
import type { DraftOptions } from './draft/options.ts';

const examples = `
From traffic: a HAR file of a browser ("Save all as HAR with content"), or what the proxy recorded on
routes that say "record" (docs/drafts.md). One interaction per operation, status and shape of the
answer; matchers by what all samples had in common. Secrets and personal data are taken out first.

Written to --out: CONSUMER-PROVIDER.json (a pact, every interaction pending), PROVIDER.openapi.yaml,
CONSUMER-PROVIDER.md, which says on how many samples each line rests and what is to decide, and
PROVIDER.states.mjs with the provider states to fill in (never written over).

From types: the operations of a domain that others call (as \`ashlar plan\` lists them, and through the
interfaces it implements), read with the codebase's own TypeScript. For each: can it cross a network? Safe,
needs a codec (Date, bigint, Map, Set), needs a decision (class instance, generic, ORM entity, unknown type),
or cannot (callback, stream, transaction, changed argument, a caller that cannot await), with the lines.
Written to --out: DOMAIN.seam.json, DOMAIN.schema.json (in seam/), DOMAIN.openapi.yaml, a pact for what can
cross, and a Vitest file typed by the monolith's own operations.

A draft holds nobody to anything: it is never published and never fails a build. Read it, then
\`ashlar accept\` what is meant.

Examples:
  $ ashlar draft --from shop.har --consumer web --provider shop
  $ ashlar draft --from recordings/ --consumer shop --provider inventory
  $ ashlar draft --from shop.har --consumer web --provider shop --redact nickname '$.order.notes[*]'
  $ ashlar draft --from-seam inventory --code . --consumer shop
  $ ashlar accept drafts/web-shop.json --only "GET /orders"`;

export function defineDraft(program: Command, rim: Rim): void {
  program
    .command('draft')
    .description(
      'draw up contracts from what exists: recorded traffic, or the types of the monolith',
    )
    .option('--from <files...>', 'HAR files, recordings of the proxy (.jsonl), or folders of them')
    .option('--from-seam <domain>', 'what other domains call of this one, by the types of the code')
    .option('--code <folder>', 'with --from-seam: the codebase', '.')
    .option('--plan <file>', 'with --from-seam: a plan.json that has chosen the domain')
    .option('--config <file>', 'with --from-seam: configuration instead of ashlar.yaml')
    .option('--consumer <name>', 'who asks')
    .option('--provider <name>', 'who answers')
    .option(
      '--origin <origin>',
      'whose answers, if a HAR has several; the one with the most data unless given',
    )
    .option('--redact <fields...>', 'further fields to keep back: names, or JSON paths')
    .option('--out <folder>', 'where the drafts go', 'drafts')
    .option(
      '--pacts <folder>',
      'contracts that are there already; what they say is not drafted again',
      'pacts',
    )
    .addHelpText('after', examples)
    .action(async (options: DraftOptions) => {
      if ((options.from === undefined) === (options.fromSeam === undefined)) {
        throw new CliError(
          'CLI_USAGE',
          options.from === undefined ? 'there is nothing to draw from' : 'one source at a time',
          'Give --from with a HAR file or a recording, or --from-seam with a domain.',
        );
      }
      if (options.fromSeam !== undefined) {
        const { draftSeam } = await import('./draft/from-seam.ts');
        await draftSeam({ ...options, fromSeam: options.fromSeam }, rim);
        return;
      }
      const { draftTraffic } = await import('./draft/from-traffic.ts');
      await draftTraffic({ ...options, from: options.from ?? [] }, rim);
    });
}
