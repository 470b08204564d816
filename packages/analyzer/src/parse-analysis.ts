import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { ANALYSIS_SCHEMA_VERSION, type Analysis, type SourceFile } from './model/analysis.ts';
import { AnalyzerError } from './model/error.ts';

/**
 * Reads the text of an `analysis.json` back, checked against its schema. `shown` names it in messages.
 *
 * @throws {AnalyzerError} ANALYZER_ANALYSIS_INVALID, ANALYZER_ANALYSIS_TOO_NEW
 */
export function parseAnalysis(text: string, shown: string): Analysis {
  const value = parseJson(text, shown);
  const version = schemaVersionOf(value);
  if (version > ANALYSIS_SCHEMA_VERSION) {
    throw new AnalyzerError(
      'ANALYZER_ANALYSIS_TOO_NEW',
      `${shown} has schemaVersion ${version}; this ashlar reads up to ${ANALYSIS_SCHEMA_VERSION}`,
      'Install a newer ashlar, or analyse the codebase again with this one.',
    );
  }
  const schema = new URL('../schemas/analysis.schema.json', import.meta.url);
  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile<Analysis>(
    JSON.parse(readFileSync(schema, 'utf8')),
  );
  if (validate(value)) return { ...value, files: value.files.map(withPlace) };
  const [problem] = validate.errors ?? [];
  throw invalid(
    `${shown}${problem?.instancePath ?? ''} ${problem?.message ?? 'does not fit its schema'}`,
  );
}

/** Older versions left files that nothing ties to a domain with that role all the same. */
const withPlace = (file: SourceFile): SourceFile =>
  (file.domain as string | null) === null && file.role === 'domain'
    ? { ...file, role: 'shell', domain: null }
    : file;

function parseJson(text: string, shown: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalid(`${shown} is not JSON`, { cause });
  }
}

function schemaVersionOf(value: unknown): number {
  const version =
    typeof value === 'object' && value !== null && 'schemaVersion' in value
      ? value.schemaVersion
      : 0;
  return typeof version === 'number' ? version : 0;
}

function invalid(message: string, options?: ErrorOptions): AnalyzerError {
  return new AnalyzerError(
    'ANALYZER_ANALYSIS_INVALID',
    message,
    'Make it again with `ashlar analyze DIR --json FILE`.',
    options,
  );
}
