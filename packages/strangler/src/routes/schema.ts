import { readFileSync } from 'node:fs';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';

let compiled: ValidateFunction | undefined;

/** Problems of a written table against schemas/routes.schema.json, one sentence each. */
export function schemaProblems(written: unknown): string[] {
  compiled ??= compile();
  if (compiled(written)) return [];
  const problems = (compiled.errors ?? []).filter((error) => error.keyword !== 'if').map(sentence);
  return [...new Set(problems)].sort();
}

function compile(): ValidateFunction {
  const schema: unknown = JSON.parse(
    readFileSync(new URL('../../schemas/routes.schema.json', import.meta.url), 'utf8'),
  );
  return new Ajv2020({ allErrors: true, strict: false }).compile(schema as object);
}

function sentence(error: ErrorObject): string {
  const where = place(error.instancePath);
  const params = error.params as Record<string, unknown>;
  switch (error.keyword) {
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return `${where} has an unknown key "${params.additionalProperty ?? params.unevaluatedProperty}"`;
    case 'required':
      return `${where} lacks "${params.missingProperty}"`;
    case 'enum':
      return `${where} must be one of ${(params.allowedValues as unknown[]).join(', ')}`;
    case 'const':
      return `${where} must be ${JSON.stringify(params.allowedValue)}`;
    default:
      return `${where} ${error.message ?? 'is not valid'}`;
  }
}

/** JSON pointer to the way people write it: `/routes/1/percent` to `routes[1].percent`. */
function place(pointer: string): string {
  if (pointer === '') return 'the table';
  return pointer
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce(
      (path, part) =>
        /^\d+$/.test(part) ? `${path}[${part}]` : path === '' ? part : `${path}.${part}`,
      '',
    );
}
