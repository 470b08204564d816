import { AnalyzerError } from '../model/error.ts';
import { adjustedMutualInformation, adjustedRandIndex, pairF1 } from './agreement.ts';
import { mojoFm } from './mojofm.ts';

/** Part of each member, by name. */
export type Labels = Readonly<Record<string, string>>;

/** How near a decomposition is to one that people made. */
export interface Agreement {
  /** Members of the reference, and how many of them the decomposition knows. */
  members: number;
  known: number;
  parts: { reference: number; found: number };
  adjustedMutualInformation: number;
  adjustedRandIndex: number;
  /** 0..100; rewards over-splitting. */
  mojoFm: number;
  pairF1: number;
}

/**
 * The reference in a file of one of these forms: `{member: label}`, `{groundTruth: {member: label}}`,
 * `{reference: {member: [label, …]}}` (members with several labels are left out) or
 * `{expert: {label: [member, …]}}`.
 *
 * @throws {AnalyzerError} ANALYZER_REFERENCE_INVALID
 */
export function readReference(value: unknown): Labels {
  if (!isRecord(value)) throw invalid('it is no object');
  if (isRecord(value.groundTruth)) return labels(value.groundTruth);
  if (isRecord(value.reference)) return labels(value.reference);
  if (isRecord(value.expert)) {
    return labels(
      Object.fromEntries(
        Object.entries(value.expert).flatMap(([label, members]) => {
          if (!Array.isArray(members)) throw invalid(`the part ${label} is no list of members`);
          return members.map((member) => [String(member), label]);
        }),
      ),
    );
  }
  return labels(value);
}

/** Scores labels against a reference; a member that was put nowhere counts as a part of its own. */
export function scoreAgainst(reference: Labels, found: Labels): Agreement {
  const members = Object.keys(reference);
  const wanted = numbered(members.map((member) => reference[member] ?? ''));
  const got = numbered(members.map((member) => found[member] ?? `alone: ${member}`));
  return {
    members: members.length,
    known: members.filter((member) => found[member] !== undefined).length,
    parts: { reference: new Set(wanted).size, found: new Set(got).size },
    adjustedMutualInformation: round(adjustedMutualInformation(wanted, got)),
    adjustedRandIndex: round(adjustedRandIndex(wanted, got)),
    mojoFm: round(mojoFm(wanted, got)),
    pairF1: round(pairF1(wanted, got)),
  };
}

const round = (value: number): number => Math.round(value * 1000) / 1000;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function labels(members: Record<string, unknown>): Labels {
  const found = Object.entries(members).flatMap(([member, label]): [string, string][] => {
    if (typeof label === 'string') return [[member, label]];
    if (!Array.isArray(label) || !label.every((one) => typeof one === 'string'))
      throw invalid(`the label of ${member} is neither a text nor a list of texts`);
    return label.length === 1 ? [[member, label[0] ?? '']] : [];
  });
  if (found.length === 0) throw invalid('no member has a label');
  return Object.fromEntries(found);
}

function invalid(problem: string): AnalyzerError {
  return new AnalyzerError(
    'ANALYZER_REFERENCE_INVALID',
    `the reference cannot be used: ${problem}`,
    'Give {"member": "label", …}, or a graph with groundTruth, reference or expert.',
  );
}

function numbered(names: readonly string[]): number[] {
  const known = new Map<string, number>();
  return names.map((name) => {
    const number = known.get(name) ?? known.size;
    known.set(name, number);
    return number;
  });
}
