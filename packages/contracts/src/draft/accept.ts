import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ContractsError } from '../model/error.ts';
import { byCodeUnit, type JsonObject, prettyJson } from '../pact/lossless-json.ts';
import { interactionIdentity } from '../pact/merge.ts';
import { interactionsOf, type Pact, parsePact, readPacts } from '../pact/pact-file.ts';
import { type Acceptance, accepted, draftPact, isDraft } from './pending.ts';

export interface AcceptOptions extends Acceptance {
  /** Pact files, or folders of them, with drafts in them. */
  readonly drafts: readonly string[];
  /** Where contracts are kept. */
  readonly pactDir: string;
  /** Beginnings of descriptions (`GET /orders`); undefined takes everything. */
  readonly only?: readonly string[] | undefined;
}

export interface AcceptedPact {
  readonly consumer: string;
  readonly provider: string;
  /** Descriptions. */
  readonly accepted: readonly string[];
  /** Drafts that are left in their file. */
  readonly left: number;
  readonly file: string;
}

/**
 * Moves drafts into the pacts. They get a file of their own beside what tests write, since those
 * replace their files whole; `publish` merges both.
 * @throws ContractsError CONTRACTS_NO_PACTS, CONTRACTS_PACT_FILE_INVALID, CONTRACTS_NO_DRAFTS
 */
export async function acceptDrafts(options: AcceptOptions): Promise<readonly AcceptedPact[]> {
  const pacts = await readPacts(options.drafts);
  const chosen = pacts
    .map((pact) => ({ pact, taken: draftsIn(pact).filter((one) => isWanted(one, options.only)) }))
    .filter(({ taken }) => taken.length > 0);
  if (chosen.length === 0) throw nothingToAccept(pacts, options.only);
  const results: AcceptedPact[] = [];
  for (const { pact, taken } of chosen) results.push(await accept(pact, taken, options));
  return results;
}

/** What tells accepted interactions and those of tests from new ones; nothing for a folder that is not there. */
export async function contractIdentities(
  pactDir: string,
  consumer: string,
  provider: string,
): Promise<ReadonlySet<string>> {
  const pacts = await readPacts([pactDir]).catch((error: unknown) => {
    if (error instanceof ContractsError && error.code === 'CONTRACTS_NO_PACTS') return [];
    throw error;
  });
  return new Set(
    pacts
      .filter((pact) => pact.consumer === consumer && pact.provider === provider)
      .flatMap(({ document }) => interactionsOf(document))
      .filter((interaction) => !isDraft(interaction))
      .map(interactionIdentity),
  );
}

async function accept(
  pact: Pact,
  taken: readonly JsonObject[],
  { by, at, pactDir }: AcceptOptions,
): Promise<AcceptedPact> {
  const file = join(pactDir, acceptedFileName(pact));
  const before = await readFile(file, 'utf8').catch(() => undefined);
  const known = before === undefined ? [] : interactionsOf(parsePact(before, file).document);
  const all = new Map(known.map((one) => [interactionIdentity(one), one]));
  for (const one of taken) all.set(interactionIdentity(one), accepted(one, { by, at }));
  const sorted = [...all]
    .sort(([a], [b]) => byCodeUnit(a, b))
    .map(([, interaction]) => interaction);
  // The contract first: if the second write fails, a draft is left over and nothing is lost.
  await writeWhole(file, prettyJson(draftPact(pact.consumer, pact.provider, sorted)));
  const left = interactionsOf(pact.document).filter((one) => !taken.includes(one));
  if (left.length === 0) await rm(pact.source);
  else await writeWhole(pact.source, prettyJson({ ...pact.document, interactions: left }));
  return {
    consumer: pact.consumer,
    provider: pact.provider,
    accepted: taken.map(descriptionOf).sort(byCodeUnit),
    left: left.filter(isDraft).length,
    file,
  };
}

export function draftFileName({
  consumer,
  provider,
}: {
  readonly consumer?: string;
  readonly provider: string;
}): string {
  return [consumer, provider]
    .filter((name) => name !== undefined)
    .join('-')
    .replaceAll(/[/\\]/g, '_');
}

function acceptedFileName(pact: Pact): string {
  return `${draftFileName(pact)}.accepted.json`;
}

function draftsIn({ document }: Pact): readonly JsonObject[] {
  return interactionsOf(document).filter(isDraft);
}

function isWanted(interaction: JsonObject, only: readonly string[] | undefined): boolean {
  return only === undefined || only.some((start) => descriptionOf(interaction).startsWith(start));
}

function descriptionOf({ description }: JsonObject): string {
  return typeof description === 'string' ? description : '';
}

function nothingToAccept(
  pacts: readonly Pact[],
  only: readonly string[] | undefined,
): ContractsError {
  const there = pacts.flatMap(draftsIn).map(descriptionOf).sort(byCodeUnit);
  if (there.length === 0) {
    return new ContractsError(
      'CONTRACTS_NO_DRAFTS',
      `There is no draft in ${pacts.map(({ source }) => source).join(', ')}.`,
      'Draw some up with `ashlar draft`, or name the folder they were written to.',
    );
  }
  return new ContractsError(
    'CONTRACTS_NO_DRAFTS',
    `No draft begins with ${(only ?? []).map((one) => `"${one}"`).join(' or ')}.`,
    `Choose from: ${there.slice(0, 12).join('; ')}${there.length > 12 ? '; …' : ''}.`,
  );
}

async function writeWhole(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  await writeFile(temporary, text);
  await rename(temporary, path);
}
