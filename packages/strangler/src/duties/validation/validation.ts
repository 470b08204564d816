import type { ApiDocument, ValidationSettings } from '../../model/duties.ts';
import { pathOf } from '../../routes/path.ts';
import type { Admission, Denial, Duty, Visit } from '../duty.ts';
import { compileApi, type Operation } from './api.ts';
import type { BodyCheck } from './body-check.ts';
import { createLookup, mediaOf } from './lookup.ts';
import { parameterProblems } from './parameters.ts';
import { firstProblem } from './problem.ts';

export interface Violation {
  readonly route: string;
  readonly message: 'request' | 'response';
  /** As in the document; undefined for what is not in it. */
  readonly operation: string | undefined;
  readonly detail: string;
}

/** Holds requests to an OpenAPI document before they go upstream. */
export function requestValidation(
  settings: ValidationSettings,
  document: ApiDocument,
  violated: (violation: Violation) => void,
): Duty {
  const find = createLookup(compileApi(document));
  const refuses = settings.requests === 'refuse';
  const judge = (visit: Visit, operation: Operation | undefined, denial: Denial): Admission => {
    violated({
      route: visit.route.id,
      message: 'request',
      operation: operation?.name,
      detail: `${denial.status} ${denial.detail ?? ''}`,
    });
    return refuses ? denial : undefined;
  };
  const operations = new WeakMap<Visit, Operation>();
  return {
    name: 'validation',
    wholeBody: (visit) => {
      const operation = operations.get(visit);
      return operation !== undefined && checkOf(operation, visit, settings) !== undefined
        ? settings.maxBodyBytes
        : undefined;
    },
    admit: (visit) => {
      const found = find(visit.request.method, pathOf(visit.request.target));
      if (found.kind === 'operation') {
        operations.set(visit, found.operation);
        const denial = headDenial(found.operation, visit, found.path, settings);
        return denial === undefined ? undefined : judge(visit, found.operation, denial);
      }
      if (found.kind !== 'unreadable' && settings.unknown === 'allow') return undefined;
      return judge(visit, undefined, unknownDenial(found));
    },
    inspect: (visit, body) => {
      const operation = operations.get(visit);
      const denial =
        operation === undefined ? undefined : bodyDenial(operation, visit, body, settings);
      return denial === undefined ? undefined : judge(visit, operation, denial);
    },
  };
}

function unknownDenial(
  found: Exclude<ReturnType<ReturnType<typeof createLookup>>, { kind: 'operation' }>,
): Denial {
  switch (found.kind) {
    case 'unreadable':
      return { status: 400, detail: 'The path cannot be read in one way only.' };
    case 'no-path':
      return { status: 404, detail: 'The API description has no such path.' };
    case 'no-method':
      return {
        status: 405,
        detail: 'The API description has no such method on this path.',
        fields: ['Allow', found.allowed.join(', ')],
      };
  }
}

function headDenial(
  operation: Operation,
  visit: Visit,
  path: Readonly<Record<string, string>>,
  settings: ValidationSettings,
): Denial | undefined {
  const { parameters, body } = operation;
  const errors = parameterProblems(parameters, visit, path);
  if (errors.length > 0) return invalid('A parameter does not fit the API description.', errors);
  const { framing } = visit.request;
  const empty = framing.kind === 'none' || (framing.kind === 'length' && framing.length === 0);
  if (body === undefined) return undefined;
  if (empty) return body.required ? invalid('The body is missing.', []) : undefined;
  const types = visit.request.names.filter((name) => name === 'content-type').length;
  if (types > 1) return unsupported('The request has more than one Content-Type.');
  const media = mediaOf(body.media, visit.header('content-type') ?? '');
  if (media === 'none') return unsupported('The API description has no such media type here.');
  const coding = visit.header('content-encoding') ?? 'identity';
  const looked = checkOf(operation, visit, settings) !== undefined;
  if (looked && coding.toLowerCase() !== 'identity') {
    return unsupported('A body with a Content-Encoding cannot be held to the API description.');
  }
  return undefined;
}

function bodyDenial(
  operation: Operation,
  visit: Visit,
  bytes: Buffer,
  settings: ValidationSettings,
): Denial | undefined {
  const { body } = operation;
  if (body === undefined) return undefined;
  if (bytes.length === 0) {
    return body.required ? invalid('The body is missing.', []) : undefined;
  }
  const check = checkOf(operation, visit, settings);
  if (check === undefined) return undefined;
  const { validate } = check;
  const read = check.read(bytes, visit.header('content-type') ?? '');
  if (!read.ok) return invalid(`The body cannot be read: ${read.why}.`, []);
  if (validate(read.value)) return undefined;
  return invalid('The body does not fit the API description.', [firstProblem(validate.errors)]);
}

/** What the body is held to; undefined where it is not looked into. */
function checkOf(
  { body }: Operation,
  visit: Visit,
  { forms }: ValidationSettings,
): BodyCheck | undefined {
  const type = visit.header('content-type') ?? '';
  const check = body === undefined ? undefined : mediaOf(body.media, type);
  if (check === undefined || check === 'none') return undefined;
  return check.form && !forms ? undefined : check;
}

function invalid(detail: string, errors: readonly object[]): Denial {
  return { status: 400, detail, members: errors.length === 0 ? {} : { errors } };
}

function unsupported(detail: string): Denial {
  return { status: 415, detail };
}
