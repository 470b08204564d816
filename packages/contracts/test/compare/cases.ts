import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const shared = process.env.ASHLAR_SHARED ?? join(import.meta.dirname, '../../../../../shared');
export const casesFolder: string = join(shared, 'contracts-cases');

/** A recorded verdict of swagger-mock-validator. */
export interface ValidatorCase {
  readonly id: string;
  readonly name: string;
  readonly spec: unknown;
  readonly pact: unknown;
  readonly consensus: boolean;
  readonly expected:
    | {
        readonly success: boolean;
        readonly errors: readonly { readonly code: string }[];
        readonly warnings: readonly { readonly code: string }[];
      }
    | { readonly throws: string };
}

export function validatorCases(): readonly ValidatorCase[] {
  const file = join(casesFolder, 'swagger-mock-validator/unit-cases.jsonl');
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): ValidatorCase => JSON.parse(line));
}

export interface ComparatorResult {
  readonly code: string;
  readonly type: 'error' | 'warning' | 'info';
  readonly mockDetails?: { readonly location: string };
  readonly causes?: readonly ComparatorResult[];
}

/** A description, a pact, and what openapi-pact-comparator says about them. */
export interface Triple {
  readonly name: string;
  readonly oas: string | undefined;
  readonly asyncapi: string | undefined;
  readonly pact: string;
  readonly results: readonly ComparatorResult[];
}

export function comparatorTriples(): readonly Triple[] {
  const folder = join(casesFolder, 'openapi-pact-comparator');
  if (!existsSync(folder)) return [];
  const folders = ['oas', 'asyncapi'].flatMap((kind) =>
    readdirSync(join(folder, kind)).map((name) => `${kind}/${name}`),
  );
  return [...folders, 'oas-allOf-with-references'].sort().map((name) => {
    const at = join(folder, name);
    const file = (base: string) => {
      const found = [`${base}.yaml`, `${base}.json`].find((one) => existsSync(join(at, one)));
      return found === undefined ? undefined : join(at, found);
    };
    return {
      name,
      oas: file('oas'),
      asyncapi: file('asyncapi'),
      pact: join(at, 'pact.json'),
      results: JSON.parse(readFileSync(join(at, 'results.json'), 'utf8')),
    };
  });
}

export function readPact(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
