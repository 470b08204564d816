import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Rim } from '../../command.ts';
import { CliError } from '../../model/error.ts';
import { note, print } from '../../terminal/context.ts';
import { writeResult } from '../../terminal/write-file.ts';
import { type DraftOptions, draftFile } from './options.ts';

/** Reads the recordings, draws up the drafts and writes them: nothing is written that was not redacted. */
export async function draftTraffic(
  options: DraftOptions & { from: string[] },
  { terminal }: Rim,
): Promise<void> {
  const { consumer, provider } = options;
  if (consumer === undefined || provider === undefined) {
    throw new CliError(
      'CLI_USAGE',
      'a contract has two parties',
      'Give --consumer NAME (who asks) and --provider NAME (who answers), as the broker is to know them.',
    );
  }
  const contracts = await import('@ashlar/contracts');
  const { exchanges, leftOut } = await contracts.readTraffic(
    options.from.map((path) => resolve(terminal.cwd, path)),
    { origin: options.origin },
  );
  const draft = contracts.draftFromTraffic(exchanges, {
    consumer,
    provider,
    fields: options.redact,
    accepted: await contracts.contractIdentities(
      resolve(terminal.cwd, options.pacts),
      consumer,
      provider,
    ),
  });
  const name = contracts.draftFileName({ consumer, provider });
  const files: [string, string][] = [
    [`${name}.json`, contracts.prettyJson(draft.pact)],
    [`${contracts.draftFileName({ provider })}.openapi.yaml`, contracts.renderDraftDocument(draft)],
    [`${name}.md`, contracts.renderDraftMarkdown(draft, leftOut)],
  ];
  print(terminal, contracts.renderDraftText(draft, leftOut));
  for (const [file, content] of files) {
    writeResult(terminal, draftFile(options, file), content);
    note(terminal, `wrote ${draftFile(options, file)}`);
  }
  // A person fills this one in: it is begun once and never written over.
  const states = draftFile(options, `${contracts.draftFileName({ provider })}.states.mjs`);
  if (existsSync(resolve(terminal.cwd, states))) {
    note(terminal, `kept ${states}`);
  } else {
    writeResult(terminal, states, contracts.renderDraftStates(draft));
    note(terminal, `wrote ${states}`);
  }
}
