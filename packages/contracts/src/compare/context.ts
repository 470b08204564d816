import type { ApiDocument } from '../openapi/document.ts';
import { type DocumentNode, jsonPointer, locationOf } from '../openapi/node.ts';
import type { Operation } from '../openapi/operation.ts';
import { type CheckResult, checkValue } from '../openapi/schema/check.ts';
import type { Mode, Problem, Sampling } from '../openapi/schema/model.ts';
import type { HttpInteraction, Interaction } from '../pact/interactions.ts';
import type { QueryPair } from '../pact/query-string.ts';
import { COMPARISON_CODES, type ComparisonCode } from './codes.ts';
import type { CompareOptions, ComparisonFinding } from './model.ts';

/** Everything one interaction is compared with, and where findings go. */
export interface Context {
  readonly document: ApiDocument;
  readonly options: CompareOptions;
  readonly interaction: Interaction;
  report(
    code: ComparisonCode,
    path: readonly (string | number)[],
    node: DocumentNode,
    message: string,
  ): void;
}

export interface HttpContext extends Context {
  readonly interaction: HttpInteraction;
  readonly operation: Operation;
  /** Percent-encoded values from the path. */
  readonly pathParameters: ReadonlyMap<string, string>;
  /** Query that the document writes as a part of the path. */
  readonly fixedQuery: readonly QueryPair[];
}

export interface PactParty {
  readonly source: string;
  readonly consumer: string;
  readonly provider: string;
}

export function reporter(
  party: PactParty,
  interaction: Interaction,
  options: CompareOptions,
  findings: ComparisonFinding[],
): Context['report'] {
  return (code, path, node, message) => {
    const { severity, suggestion, promise } = COMPARISON_CODES[code];
    findings.push({
      code,
      severity: promise === true && options.strict === true ? 'error' : severity,
      message,
      pact: {
        file: party.source,
        pointer: jsonPointer([...interaction.path, ...path]),
        consumer: party.consumer,
        provider: party.provider,
        interaction: interaction.description,
        providerStates: interaction.providerStates,
      },
      document: locationOf(node),
      suggestion,
    });
  };
}

export function check(
  context: Context,
  schema: DocumentNode,
  value: unknown,
  mode: Mode,
  sampling?: Sampling,
): CheckResult {
  return checkAll(context, [schema], value, mode, sampling);
}

/** All of the schemas have to hold, and a member is declared if any of them declares it. */
export function checkAll(
  { document }: Context,
  schemas: readonly DocumentNode[],
  value: unknown,
  mode: Mode,
  sampling?: Sampling,
): CheckResult {
  const { kind, references } = document;
  const options = { kind, references, mode, ...(sampling === undefined ? {} : { sampling }) };
  const all = schemas.map((node) => ({ node, scope: undefined }));
  return checkValue(all, value, options);
}

/** Reports the problems of one value; a reference that names nothing has a code of its own. */
export function reportProblems(
  context: Context,
  code: ComparisonCode,
  path: readonly (string | number)[],
  what: string,
  problems: readonly Problem[],
): void {
  for (const problem of problems) {
    const broken = problem.keyword === '$ref';
    const at = problem.path.length === 0 ? '' : ` at ${jsonPointer(problem.path)}`;
    context.report(
      broken ? 'document.reference.unresolved' : code,
      [...path, ...problem.path],
      keywordNode(problem),
      broken
        ? `The document ${problem.message}.`
        : `The ${what}${at} ${problem.message}${is(problem)}.`,
    );
  }
}

function is({ value, message }: Problem): string {
  if (message.startsWith('is ')) return '';
  const text = JSON.stringify(value) ?? 'absent';
  return `, and is ${text.length > 60 ? `${text.slice(0, 57)}…` : text}`;
}

function keywordNode({ node, keyword }: Problem): DocumentNode {
  const value = typeof node.value === 'object' && node.value !== null ? node.value : {};
  const member = Object.getOwnPropertyDescriptor(value, keyword)?.value;
  return member === undefined
    ? node
    : { value: member, file: node.file, parent: node, key: keyword };
}
