import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { isNode, LineCounter, parseDocument } from 'yaml';
import { CliError } from '../model/error.ts';
import { type Config, type WrittenConfig, withDefaults } from './config.ts';

export const CONFIG_FILE = 'ashlar.yaml';
const SCHEMA_VERSION = 1;

const schema = JSON.parse(
  readFileSync(new URL('../../schemas/ashlar.schema.json', import.meta.url), 'utf8'),
);

/**
 * Reads the file that was named, else `ashlar.yaml` in the analysed folder if there is one, else the
 * defaults.
 *
 * @throws {CliError} CLI_CONFIG_NOT_FOUND, CLI_CONFIG_INVALID, CLI_CONFIG_TOO_NEW
 */
export function loadConfig(cwd: string, folder: string, named?: string): Config {
  if (named !== undefined) return readConfig(resolve(cwd, named), named);
  const usual = join(resolve(cwd, folder), CONFIG_FILE);
  return existsSync(usual)
    ? readConfig(usual, usual)
    : withDefaults({ schemaVersion: SCHEMA_VERSION });
}

function readConfig(path: string, shown: string): Config {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new CliError(
      'CLI_CONFIG_NOT_FOUND',
      `cannot read the configuration ${shown}`,
      'Name an existing file with --config, or leave the option out.',
      { cause },
    );
  }
  return parseConfig(text, shown);
}

/** Parses and checks the text of an `ashlar.yaml`; `shown` is how messages name it. */
export function parseConfig(text: string, shown: string): Config {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [broken] = document.errors;
  if (broken) {
    const { line, col } = lines.linePos(broken.pos[0]);
    throw new CliError(
      'CLI_CONFIG_INVALID',
      `${shown}:${line}:${col} is not valid YAML: ${firstLine(broken.message)}`,
      'Correct the YAML at that place.',
    );
  }
  const value: unknown = document.toJS() ?? {};
  refuseNewer(value, shown);
  const validate = new Ajv2020({ allErrors: true, strict: true, validateFormats: false }).compile(
    schema,
  );
  const fits = validate(value);
  const problems = fits
    ? strangeDays(value as WrittenConfig).map(
        ({ path, day }) => `  ${shown}:${lineAt(path)}/${path.join('/')} ${noDay(day)}`,
      )
    : (validate.errors ?? []).map(
        (problem) =>
          `  ${shown}:${lineOf(problem)}${problem.instancePath || '/'} ${words(problem, value)}`,
      );
  if (problems.length > 0) {
    throw new CliError(
      'CLI_CONFIG_INVALID',
      `the configuration does not fit its schema:\n${problems.join('\n')}`,
      'The smallest file is `schemaVersion: 1`; the form is in schemas/ashlar.schema.json of the ashlar package.',
    );
  }
  return withDefaults(value as WrittenConfig);

  function lineOf({ instancePath, keyword, params }: ErrorObject): string {
    const path = instancePath.split('/').slice(1).map(decodePointer);
    if (keyword === 'additionalProperties') path.push(params.additionalProperty);
    return lineAt(path);
  }

  function lineAt(path: readonly (string | number)[]): string {
    const node = document.getIn(path, true) ?? document.contents;
    const range = isNode(node) ? node.range : null;
    return range ? `${lines.linePos(range[0]).line} ` : '';
  }
}

function decodePointer(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~');
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}

function refuseNewer(value: unknown, shown: string): void {
  if (typeof value !== 'object' || value === null || !('schemaVersion' in value)) return;
  const { schemaVersion } = value;
  if (typeof schemaVersion === 'number' && schemaVersion > SCHEMA_VERSION) {
    throw new CliError(
      'CLI_CONFIG_TOO_NEW',
      `${shown} has schemaVersion ${schemaVersion}; this ashlar reads up to ${SCHEMA_VERSION}`,
      'Install a newer ashlar, or write the file in the older form.',
    );
  }
}

function words({ keyword, params, message, instancePath }: ErrorObject, value: unknown): string {
  if (keyword === 'additionalProperties') return `does not know "${params.additionalProperty}"`;
  if (keyword === 'required') return `lacks "${params.missingProperty}"`;
  if (keyword === 'const') return `must be ${JSON.stringify(params.allowedValue)}`;
  if (keyword === 'pattern' && instancePath.endsWith('/expires'))
    return noDay(valueAt(value, instancePath));
  return message ?? keyword;
}

const noDay = (day: unknown): string => `is no day of the calendar: ${day} (YYYY-MM-DD is wanted)`;

function valueAt(value: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .map(decodePointer)
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], value);
}

/** Days that have the form of one and are none, such as the 31st of February: a pattern does not know. */
function strangeDays({ check }: WrittenConfig): { path: (string | number)[]; day: string }[] {
  return (check?.exemptions ?? []).flatMap(({ expires }, i) =>
    isDay(expires) ? [] : [{ path: ['check', 'exemptions', i, 'expires'], day: expires }],
  );
}

/** A day that is none is read as one of the next month, or not at all. */
function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
