import { comparePacts } from '../compare/compare-pacts.ts';
import type { CompareOptions, ComparisonFinding, PactDocument } from '../compare/model.ts';
import type { ApiDocument } from '../openapi/document.ts';
import { Routes } from '../openapi/routes.ts';
import { diffOperations } from './diff-operations.ts';
import { diffWhole } from './diff-whole.ts';
import type { Change, DocumentDiff } from './model.ts';
import { recorder } from './recorder.ts';
import { unusedMembers } from './unused-members.ts';
import { consumersOf, usesOf } from './usage.ts';

export interface DiffOptions extends CompareOptions {
  /** With pacts the answer is about their consumers: who uses what changed, and who breaks. */
  readonly pacts?: readonly PactDocument[];
}

const ORDER = { breaking: 0, risky: 1, harmless: 2 } as const;

/** What changed from one version of a description to the next, worst first. */
export function diffDocuments(
  old: ApiDocument,
  now: ApiDocument,
  options: DiffOptions = {},
): DocumentDiff {
  const found: Change[] = [];
  const before = new Routes(old, options);
  const after = new Routes(now, options);
  diffWhole(recorder(found), old.root, now.root);
  const operations = [...before.all()];
  diffOperations(
    { operations, references: old.references },
    { operations: [...after.all()], references: now.references },
    found,
  );
  const { pacts } = options;
  const uses = pacts === undefined ? undefined : usesOf(pacts, before);
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
        : operations
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

function count(changes: readonly Change[]): DocumentDiff['stats'] {
  const of = (impact: Change['impact']) =>
    changes.filter((change) => change.impact === impact).length;
  return { breaking: of('breaking'), risky: of('risky'), harmless: of('harmless') };
}
