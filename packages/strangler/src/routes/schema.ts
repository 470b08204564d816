import { readFileSync } from 'node:fs';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';

const schemaFile = new URL('../../schemas/routes.schema.json', import.meta.url);
let ajv: Ajv2020 | undefined;

/** Problems of a written table against schemas/routes.schema.json, one sentence each. */
export function schemaProblems(written: unknown): string[] {
  return problemsBy(validator('routes.schema.json'), written, 'the table');
}

/** The same for a part that stands in a file of its own; `name` among the schema's definitions. */
export function definitionProblems(name: string, written: unknown, where: string): string[] {
  return problemsBy(validator(`routes.schema.json#/$defs/${name}`), written, where);
}

function problemsBy(validate: ValidateFunction, written: unknown, where: string): string[] {
  if (validate(written)) return [];
  const problems = (validate.errors ?? [])
    .filter((error) => error.keyword !== 'if')
    .map((error) => sentence(error, where));
  return [...new Set(problems)].sort();
}

function validator(ref: string): ValidateFunction {
  if (ajv === undefined) {
    ajv = new Ajv2020({ allErrors: true, strict: false });
    ajv.addSchema(JSON.parse(readFileSync(schemaFile, 'utf8')) as object);
  }
  const found = ajv.getSchema(ref);
  if (found === undefined) throw new TypeError(`no schema ${ref}`);
  return found;
}

function sentence(error: ErrorObject, whole: string): string {
  const where = place(error.instancePath, whole);
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
function place(pointer: string, whole: string): string {
  if (pointer === '') return whole;
  const inside = whole === 'the table' ? '' : whole;
  return pointer
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce(
      (path, part) =>
        /^\d+$/.test(part) ? `${path}[${part}]` : path === '' ? part : `${path}.${part}`,
      inside,
    );
}
