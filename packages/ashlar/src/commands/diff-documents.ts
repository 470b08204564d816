import type { Rim } from '../command.ts';
import { EXIT, note, print } from '../terminal/context.ts';
import { writeResult } from '../terminal/write-file.ts';

export interface DocumentDiffOptions {
  pact?: string[];
  json?: string;
}

/** `ashlar diff OLD NEW` for two API documents: exits 1 if something breaks. */
export async function diffApiDocuments(
  old: string,
  now: string,
  { pact, json }: DocumentDiffOptions,
  { terminal, exit }: Rim,
): Promise<void> {
  const contracts = await import('@ashlar/contracts/compare');
  const pacts = pact === undefined ? {} : { pacts: await contracts.readPactDocuments(pact) };
  const diff = contracts.diffDocuments(
    contracts.readApiDocument(old),
    contracts.readApiDocument(now),
    pacts,
  );
  if (json !== undefined) {
    writeResult(terminal, json, contracts.renderDiffJson(diff));
    if (json !== '-') note(terminal, `wrote ${json}`);
  }
  if (json !== '-') print(terminal, contracts.renderDiffText(diff));
  exit(diff.compatible ? EXIT.fine : EXIT.no);
}
