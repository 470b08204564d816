import { type Command, Option } from 'commander';
import type { Rim } from '../command.ts';
import { CliError } from '../model/error.ts';
import { EXIT, print } from '../terminal/context.ts';
import { keepYoungSpaceSmall } from './small-heap.ts';

interface Options {
  strict?: boolean;
  basePath?: string;
  output: 'text' | 'json' | 'sarif';
}

const examples = `
Exits 0 for yes, 1 for no, 2 when it could not compare.

What a consumer sends has to be accepted as it is. What it expects is a part of the answer: nothing has to be
complete, but every member has to be declared. Matching rules count, not only examples: an integer
that is expected where the document says number is a no, since 1.5 may come.

With --strict also what the document allows but does not promise is an error: fields that may be
absent or null, and values beyond those that the consumer accepts.

Examples:
  $ ashlar compare pacts/shop-inventory.json openapi.yaml
  $ ashlar compare pacts/ openapi.yaml --strict
  $ ashlar compare pacts/ openapi.yaml --output sarif > compare.sarif
  $ ashlar compare pacts/shop-email.json asyncapi.yaml`;

export function defineCompare(program: Command, { terminal, exit }: Rim): void {
  program
    .command('compare')
    .description(
      'is everything the pacts expect inside what an OpenAPI or AsyncAPI document allows?',
    )
    .argument('<files...>', 'pact files or folders, then the document')
    .option('--strict', 'open promises are errors, not warnings')
    .option('--base-path <path>', 'in front of every path, in place of what the document says')
    .addOption(
      new Option('-o, --output <form>', 'form of the answer')
        .choices(['text', 'json', 'sarif'])
        .default('text'),
    )
    .addHelpText('after', examples)
    .action(async (files: string[], options: Options) => {
      const document = files.at(-1);
      const pacts = files.slice(0, -1);
      if (document === undefined || pacts.length === 0) {
        throw new CliError(
          'CLI_USAGE',
          'there is nothing to compare',
          'Name one or more pacts, then the OpenAPI or AsyncAPI document.',
        );
      }
      keepYoungSpaceSmall();
      const contracts = await import('@ashlar/contracts/compare');
      const comparison = contracts.comparePacts(
        await contracts.readPactDocuments(pacts),
        contracts.readApiDocument(document),
        {
          strict: options.strict === true,
          ...(options.basePath === undefined ? {} : { basePath: options.basePath }),
        },
      );
      const render = {
        text: contracts.renderComparisonText,
        json: contracts.renderComparisonJson,
        sarif: contracts.renderComparisonSarif,
      };
      print(terminal, render[options.output](comparison));
      exit(comparison.compatible ? EXIT.fine : EXIT.no);
    });
}
