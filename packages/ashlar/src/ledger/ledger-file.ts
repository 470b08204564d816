import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { CliError } from '../model/error.ts';
import type { LedgerAccount, LedgerEntry } from './model.ts';

export const LEDGER_FILE = 'ashlar-ledger.jsonl';

const schema = JSON.parse(
  readFileSync(new URL('../../schemas/ledger.schema.json', import.meta.url), 'utf8'),
);

/**
 * Every entry, oldest first; none where there is no file.
 *
 * @throws {CliError} CLI_FILE_INVALID with the line that does not fit
 */
export function readLedger(file: string): LedgerEntry[] {
  if (!existsSync(file)) return [];
  const validate = new Ajv2020({ strict: true, strictRequired: false }).compile<LedgerEntry>(
    schema,
  );
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, index) => {
      if (line.trim() === '') return [];
      const value = parsed(line);
      if (validate(value)) return [value];
      const [problem] = validate.errors ?? [];
      const why =
        value === undefined
          ? 'is not JSON'
          : `${problem?.instancePath ?? ''} ${problem?.message ?? ''}`;
      throw new CliError(
        'CLI_FILE_INVALID',
        `${file}:${index + 1} ${why.trim()}`,
        'Correct that line, or take it from git as it was. The form is in schemas/ledger.schema.json.',
      );
    });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}

/** Only ever adds a line: what was promised stays readable beside what came of it. @throws {CliError} CLI_WRITE_FAILED */
export function appendToLedger(file: string, entry: LedgerEntry): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const gap = before === '' || before.endsWith('\n') ? '' : '\n';
    appendFileSync(file, `${gap}${JSON.stringify(entry)}\n`);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CliError(
      'CLI_WRITE_FAILED',
      `cannot write ${file}: ${reason}`,
      'Name another --file.',
      {
        cause,
      },
    );
  }
}

/** The entries by hypothesis, in the order in which they were stated. */
export function accountsOf(entries: readonly LedgerEntry[]): LedgerAccount[] {
  const accounts = new Map<string, LedgerAccount>();
  for (const entry of entries) {
    if (entry.type === 'hypothesis') {
      accounts.set(entry.id, { hypothesis: entry, measurements: [], decision: null });
      continue;
    }
    const account = accounts.get(entry.id);
    if (account === undefined) continue;
    if (entry.type === 'measurement') account.measurements.push(entry);
    else account.decision = entry;
  }
  return [...accounts.values()];
}

/**
 * The hypothesis meant: by its id, or the latest of a domain.
 *
 * @throws {CliError} CLI_USAGE
 */
export function accountNamed(accounts: readonly LedgerAccount[], name: string): LedgerAccount {
  const found =
    accounts.find(({ hypothesis }) => hypothesis.id === name) ??
    accounts.findLast(({ hypothesis }) => hypothesis.domain === name);
  if (found !== undefined) return found;
  const known = accounts.map(({ hypothesis }) => hypothesis.id).join(', ');
  throw new CliError(
    'CLI_USAGE',
    `the ledger has no hypothesis for ${name}`,
    known === '' ? `State one: ashlar ledger add ${name} …` : `It has ${known}.`,
  );
}
