import { pactName } from '../hal/pact.ts';
import type { Urls } from '../hal/urls.ts';
import { distanceInWords, longDate } from '../hal/words.ts';
import type { Pact } from '../store/pacts.ts';

export interface DiffInput {
  readonly pact: Pact;
  readonly other: Pact;
  readonly changedAt: string;
  readonly now: string;
  readonly diff: string;
}

/** A diff as a short document: what is compared, since when, the changes, and both addresses. */
export function diffText({ pact, other, changedAt, now, diff }: DiffInput, urls: Urls): string {
  const ago = distanceInWords(changedAt, now);
  const link = (key: string, one: Pact) =>
    [
      `${key}:`,
      '  title: Pact',
      `  name: ${yamlText(pactName(one))}`,
      `  href: ${urls.pact(one)}`,
    ].join('\n');
  return [
    `# Diff between versions ${other.version} and ${pact.version} of the pact between ${pact.consumer} and ${pact.provider}`,
    `The following changes were made ${ago} ago (${longDate(changedAt)})`,
    diff,
    '## Links',
    `${link('pact-version', pact)}\n${link('comparison-pact-version', other)}\n`,
  ].join('\n\n');
}

/** Plain where YAML allows it (YAML 1.2, section 7.3.3). */
function yamlText(text: string): string {
  return /: | #|[\n\t]|[:\s]$/.test(text) ? JSON.stringify(text) : text;
}
