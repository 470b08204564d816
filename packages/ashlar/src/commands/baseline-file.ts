import { readFileSync } from 'node:fs';
import type { Baseline } from '@ashlar/analyzer';
import { CliError } from '../model/error.ts';

/** Stated here, so that reading a small file does not load the analyzer. */
const BASELINE_SCHEMA_VERSION = 1 satisfies Baseline['schemaVersion'];

/**
 * Reads the file of known debt.
 *
 * @throws {CliError} CLI_FILE_UNREADABLE, CLI_FILE_INVALID
 */
export function readBaseline(file: string): Baseline {
  const value = parse(file);
  if (isBaseline(value)) return value;
  throw new CliError(
    'CLI_FILE_INVALID',
    `${file} is no baseline of this version (schemaVersion ${BASELINE_SCHEMA_VERSION}, violations: […])`,
    'Write it anew with `ashlar check --update-baseline`.',
  );
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    const broken = cause instanceof SyntaxError;
    throw new CliError(
      broken ? 'CLI_FILE_INVALID' : 'CLI_FILE_UNREADABLE',
      broken ? `${file} is not JSON` : `cannot read ${file}`,
      'Write it anew with `ashlar check --update-baseline`.',
      { cause },
    );
  }
}

function isBaseline(value: unknown): value is Baseline {
  if (typeof value !== 'object' || value === null) return false;
  if (!('schemaVersion' in value) || value.schemaVersion !== BASELINE_SCHEMA_VERSION) return false;
  if (!('violations' in value) || !Array.isArray(value.violations)) return false;
  if (!value.violations.every((id) => typeof id === 'string')) return false;
  return !('boundaries' in value) || isBoundaries(value.boundaries);
}

function isBoundaries(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { steeredBy, domains, libraries, shell } = value as Record<string, unknown>;
  if (typeof steeredBy !== 'string' || !isNames(libraries) || !isNames(shell)) return false;
  if (typeof domains !== 'object' || domains === null) return false;
  return Object.values(domains).every(
    (own: unknown) =>
      typeof own === 'object' &&
      own !== null &&
      isNames((own as Record<string, unknown>).files) &&
      isNames((own as Record<string, unknown>).tables),
  );
}

const isNames = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');
