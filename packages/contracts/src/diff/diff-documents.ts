import { comparePacts } from '../compare/compare-pacts.ts';
import type { CompareOptions, ComparisonFinding, PactDocument } from '../compare/model.ts';
import { ContractsError } from '../model/error.ts';
import type { ApiDocument } from '../openapi/document.ts';
import { Routes } from '../openapi/routes.ts';
import { asyncOperations, diffMessages } from './diff-messages.ts';
import { diffOperations } from './diff-operations.ts';
import { diffWebhooks } from './diff-webhooks.ts';
import { diffWhole } from './diff-whole.ts';
import type { Change, DocumentDiff } from './model.ts';
import { recorder } from './recorder.ts';
import { unusedMembers } from './unused-members.ts';
import { consumersOf, messageUses, usesOf } from './usage.ts';

export interface DiffOptions extends CompareOptions {
  /** With pacts the answer is about their consumers: who uses what changed, and who breaks. */
  readonly pacts?: readonly PactDocument[];
}

const ORDER = { breaking: 0, risky: 1, harmless: 2 } as const;

/**
 * What changed from one version of a description to the next, worst first.
 * @throws ContractsError CONTRACTS_DOCUMENT_INVALID if only one of them is AsyncAPI
 */
export function diffDocuments(
  old: ApiDocument,
  now: ApiDocument,
  options: DiffOptions = {},
): DocumentDiff {
  if ((old.kind === 'asyncapi-3') !== (now.kind === 'asyncapi-3')) throw unlike(old, now);
  const found: Change[] = [];
  const { pacts } = options;
  const isAsync = old.kind === 'asyncapi-3';
  const routes = new Routes(old, options);
  const operations = [...routes.all()];
  if (isAsync) diffMessages(old, now, found);
  else {
    diffWhole(recorder(found), old.root, now.root);
    diffWebhooks(old, now, found);
    diffOperations(
      { operations, references: old.references },
      { operations: [...new Routes(now, options).all()], references: now.references },
      found,
    );
  }
  const sites = isAsync ? asyncOperations(old) : operations;
  const uses =
    pacts === undefined
      ? undefined
      : isAsync
        ? messageUses(pacts, asyncOperations(old))
        : usesOf(pacts, routes);
  const changes = found
    .map((change) =>
      uses === undefined ? change : { ...change, usedBy: consumersOf(change, uses) },
    )
    .sort((a, b) => ORDER[a.impact] - ORDER[b.impact]);
  const broken = pacts === undefined ? [] : brokenBy(old, now, pacts, options);
  const stats = count(changes);
  return {
    schemaVersion: 1,
    old: old.source,
    new: now.source,
    compatible: pacts === undefined ? stats.breaking === 0 : broken.length === 0,
    changes,
    broken,
    unused:
      uses === undefined
        ? []
        : sites
            .filter(
              ({ method, path }) => !uses.some((use) => use.method === method && use.path === path),
            )
            .map(({ method, path }) => ({ method, path })),
    unusedMembers: uses === undefined ? [] : unusedMembers(old, operations, uses),
    stats,
  };
}

/** Errors of the pacts with the new document that they do not have with the old one. */
function brokenBy(
  old: ApiDocument,
  now: ApiDocument,
  pacts: readonly PactDocument[],
  options: CompareOptions,
): readonly ComparisonFinding[] {
  const known = new Set(comparePacts(pacts, old, options).findings.map(identity));
  return comparePacts(pacts, now, options).findings.filter(
    (finding) => finding.severity === 'error' && !known.has(identity(finding)),
  );
}

function identity({ code, severity, pact }: ComparisonFinding): string {
  return [severity, code, pact.file, pact.pointer].join('\n');
}

function unlike(old: ApiDocument, now: ApiDocument): ContractsError {
  return new ContractsError(
    'CONTRACTS_DOCUMENT_INVALID',
    `${old.source} and ${now.source} are not of one kind: one is AsyncAPI, the other is not.`,
    'Name two versions of the same description.',
  );
}

function count(changes: readonly Change[]): DocumentDiff['stats'] {
  const of = (impact: Change['impact']) =>
    changes.filter((change) => change.impact === impact).length;
  return { breaking: of('breaking'), risky: of('risky'), harmless: of('harmless') };
}
