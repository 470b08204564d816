import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { byCodeUnit, type JsonObject, parseJson, prettyJson } from './lossless-json.ts';
import { interactionIdentity, mergePair } from './merge.ts';
import { interactionsOf, type Pact, parsePact } from './pact-file.ts';

/**
 * What one test file contributed to the pacts of one folder. Parts outlive a run, so that running a
 * single test keeps what the others expect; a part goes when its test file does.
 */
export interface PactPart {
  /** Absolute path. */
  readonly testFile: string;
  /** Of the content of the test file, when it ran. */
  readonly testFileDigest: string;
  /** Which test run wrote it: the same in all workers of one run. */
  readonly run: string;
  readonly entries: readonly PartEntry[];
}

export interface PartEntry {
  /** Full name of the test. */
  readonly test: string;
  /** The pact as the test wrote it, with the interactions of this test only. */
  readonly document: JsonObject;
}

/** Of what is kept where. */
export interface PactFolders {
  /** Where the finished pacts go. */
  readonly pactDir: string;
  /** Where the parts are kept; belongs to this pactDir alone. */
  readonly partsDir: string;
}

export function foldersFor(root: string, dir: string): PactFolders {
  const pactDir = resolve(root, dir);
  return {
    pactDir,
    partsDir: join(root, 'node_modules/.cache/ashlar-pacts', digest(pactDir)),
  };
}

export async function readPart(
  folders: PactFolders,
  testFile: string,
): Promise<PactPart | undefined> {
  const text = await readFile(partPath(folders, testFile), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (parseJson(text) as unknown as PactPart);
}

export async function writePart(
  folders: PactFolders,
  part: Omit<PactPart, 'testFileDigest'>,
): Promise<void> {
  const whole = { ...part, testFileDigest: await digestOfFile(part.testFile) };
  await mkdir(folders.partsDir, { recursive: true });
  await writeWhole(partPath(folders, part.testFile), prettyJson(whole as unknown as JsonObject));
}

/**
 * Writes the pacts of all parts. Any number of processes may do so at once without a lock: whoever
 * replaces a pact looks again whether parts have changed since they were read, and if so starts over,
 * so the last one to write has seen everything.
 * @param run the current test run
 * @param former pairs that this test file had before; a pact with nothing left in it is deleted
 * @throws ContractsError CONTRACTS_PACT_CONFLICT; the pacts are then left as they were
 */
export async function assemblePacts(
  folders: PactFolders,
  run: string,
  former: readonly Pact[],
): Promise<void> {
  for (;;) {
    const before = await partsThere(folders);
    const parts = await Promise.all(before.map(({ path }) => livingPart(path, run)));
    const merged = mergeParts(
      parts.filter((part) => part !== undefined),
      run,
    );
    await mkdir(folders.pactDir, { recursive: true });
    for (const pact of merged) await writeIfChanged(pactPath(folders, pact), pact.text);
    for (const pact of former) {
      const gone = !merged.some((left) => pactPath(folders, left) === pactPath(folders, pact));
      if (gone) await rm(pactPath(folders, pact), { force: true });
    }
    const after = await partsThere(folders);
    if (JSON.stringify(before) === JSON.stringify(after)) return;
  }
}

export function pactsOf(part: PactPart): readonly Pact[] {
  return part.entries.map(({ test, document }) =>
    parsePact(prettyJson(document), `${part.testFile} > ${test}`),
  );
}

/** Undefined for a part of an earlier run whose test file is gone, or says something else now. */
async function livingPart(path: string, run: string): Promise<PactPart | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const part = parseJson(text) as unknown as PactPart;
  if (part.run === run) return part;
  return part.testFileDigest === (await digestOfFile(part.testFile)) ? part : undefined;
}

/**
 * Parts of this run are merged strictly. One of an earlier run may be about to be replaced by a
 * worker that is not done yet, so where it contradicts this run it gives way.
 */
function mergeParts(parts: readonly PactPart[], run: string): readonly Pact[] {
  const sorted = [...parts].sort((a, b) => byCodeUnit(a.testFile, b.testFile));
  const current = sorted.filter((part) => part.run === run).flatMap(pactsOf);
  const taken = new Set(current.flatMap(identities));
  const earlier = sorted
    .filter((part) => part.run !== run)
    .flatMap(pactsOf)
    .filter((pact) => {
      const own = identities(pact);
      const free = !own.some((identity) => taken.has(identity));
      for (const identity of own) taken.add(identity);
      return free;
    });
  const pairs = Map.groupBy([...current, ...earlier], ({ consumer, provider }) =>
    JSON.stringify([consumer, provider]),
  );
  // Also a single pact goes through the merge, for the sorting: the bytes must not depend on how many
  // test files there are.
  return [...pairs.values()].flatMap(([first, ...rest]) =>
    first === undefined ? [] : [mergePair([first, ...rest])],
  );
}

function identities({ consumer, provider, document }: Pact): readonly string[] {
  return interactionsOf(document).map((interaction) =>
    JSON.stringify([consumer, provider, interactionIdentity(interaction)]),
  );
}

interface PartThere {
  readonly path: string;
  /** Changes with every replacement of the file. */
  readonly stamp: string;
}

async function partsThere({ partsDir }: PactFolders): Promise<readonly PartThere[]> {
  const names = await readdir(partsDir).catch(() => []);
  const parts = names.filter((name) => name.endsWith('.json')).sort(byCodeUnit);
  const there = await Promise.all(
    parts.map(async (name) => {
      const path = join(partsDir, name);
      const found = await stat(path, { bigint: true }).catch(() => undefined);
      return found && { path, stamp: `${found.ino} ${found.mtimeNs} ${found.size}` };
    }),
  );
  return there.filter((part) => part !== undefined);
}

function partPath({ partsDir }: PactFolders, testFile: string): string {
  return join(partsDir, `${digest(testFile)}.json`);
}

/** Named as every Pact library names them. */
function pactPath({ pactDir }: PactFolders, { consumer, provider }: Pact): string {
  return join(pactDir, `${consumer}-${provider}.json`.replaceAll(/[/\\]/g, '_'));
}

async function writeIfChanged(path: string, text: string): Promise<void> {
  const there = await readFile(path, 'utf8').catch(() => undefined);
  if (there !== text) await writeWhole(path, text);
}

async function writeWhole(path: string, text: string): Promise<void> {
  const draft = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}.tmp`;
  await writeFile(draft, text);
  await rename(draft, path);
}

/** Of nothing when there is no such file. */
async function digestOfFile(path: string): Promise<string> {
  return digest(await readFile(path, 'utf8').catch(() => ''));
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 20);
}
