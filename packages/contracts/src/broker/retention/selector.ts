import { ContractsError } from '../../model/error.ts';
import type { Sql } from '../store/database.ts';

/** Versions to keep. All parts of a selector must hold; a version stays if any selector holds. */
export interface KeepSelector {
  /** Of one application only. */
  readonly pacticipant?: string;
  /** On that branch, or with `true` on any. */
  readonly branch?: string | true;
  /** On the application's main branch. */
  readonly mainBranch?: true;
  /** With that tag, or with `true` with any. */
  readonly tag?: string | true;
  /** The newest: of each branch or tag when one is named, of the application otherwise. */
  readonly latest?: true;
  /** Created within so many days. */
  readonly maxAge?: number;
}

export const DEFAULT_KEEP: readonly KeepSelector[] = [
  { maxAge: 90 },
  { latest: true },
  { latest: true, branch: true },
  { latest: true, tag: true },
];

const KNOWN: readonly string[] = ['pacticipant', 'branch', 'mainBranch', 'tag', 'latest', 'maxAge'];

/**
 * Reads selectors as given by a person. `max_age` and `main_branch` are the official broker's
 * spelling.
 *
 * @throws ContractsError CONTRACTS_OPTION_INVALID
 */
export function parseKeepSelectors(text: string): KeepSelector[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw invalid(`it is not JSON: ${(cause as Error).message}`, cause);
  }
  const list = Array.isArray(value) ? value : [value];
  if (list.length === 0) throw invalid('an empty list would keep nothing');
  return list.map(parseOne);
}

function parseOne(value: unknown): KeepSelector {
  if (typeof value !== 'object' || value === null) throw invalid('a selector is an object');
  const entries = Object.entries(value).map(([key, part]) => [
    key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
    part,
  ]);
  if (entries.length === 0) throw invalid('{} names nothing');
  for (const [key, part] of entries) {
    if (!KNOWN.includes(key)) throw invalid(`"${key}" is not known`);
    if (!fits(key, part)) throw invalid(`"${key}" cannot be ${JSON.stringify(part)}`);
  }
  const selector = Object.fromEntries(entries) as KeepSelector;
  const lines = [selector.branch, selector.mainBranch, selector.tag];
  if (lines.filter((line) => line !== undefined).length > 1) {
    throw invalid('branch, mainBranch and tag exclude each other');
  }
  return selector;
}

function fits(key: string, value: unknown): boolean {
  switch (key) {
    case 'maxAge':
      return typeof value === 'number' && Number.isFinite(value) && value >= 0;
    case 'latest':
    case 'mainBranch':
      return value === true;
    case 'pacticipant':
      return typeof value === 'string' && value !== '';
    default:
      return value === true || (typeof value === 'string' && value !== '');
  }
}

function invalid(reason: string, cause?: unknown): ContractsError {
  return new ContractsError(
    'CONTRACTS_OPTION_INVALID',
    `What to keep cannot be understood: ${reason}.`,
    'Give a JSON list such as [{"maxAge": 30}, {"latest": true, "branch": true}].',
    { cause },
  );
}

const MEMBER =
  'SELECT 1 FROM branch_versions bv JOIN branches b ON b.id = bv.branch_id WHERE bv.version_id = v.id';
// The head is what was added last, not the newest version: see branchHead in store/versions.ts.
const HEAD =
  ' AND bv.id = (SELECT MAX(h.id) FROM branch_versions h WHERE h.branch_id = bv.branch_id)';
const TAGGED = 'SELECT 1 FROM tags t WHERE t.version_id = v.id';
const NEWEST_TAGGED = ` AND t.version_id = (SELECT MAX(h.version_id) FROM tags h
  WHERE h.pacticipant_id = t.pacticipant_id AND h.name = t.name)`;

/** A condition over `v` (a version) and `pt` (its application). */
export function keepSql(selector: KeepSelector, now: Date): Sql {
  const { pacticipant, branch, mainBranch, tag, latest, maxAge } = selector;
  const parts: string[] = [];
  const params: string[] = [];
  if (pacticipant !== undefined) {
    parts.push('pt.name = ?');
    params.push(pacticipant);
  }
  if (maxAge !== undefined) {
    parts.push('v.created_at >= ?');
    params.push(new Date(now.getTime() - maxAge * 86_400_000).toISOString());
  }
  if (branch !== undefined || mainBranch !== undefined) {
    const name = mainBranch
      ? ' AND b.name = pt.main_branch'
      : branch === true
        ? ''
        : ' AND b.name = ?';
    parts.push(`EXISTS (${MEMBER}${name}${latest ? HEAD : ''})`);
    if (typeof branch === 'string') params.push(branch);
  } else if (tag !== undefined) {
    parts.push(
      `EXISTS (${TAGGED}${tag === true ? '' : ' AND t.name = ?'}${latest ? NEWEST_TAGGED : ''})`,
    );
    if (typeof tag === 'string') params.push(tag);
  } else if (latest) {
    parts.push(
      'v.id = (SELECT MAX(n.id) FROM versions n WHERE n.pacticipant_id = v.pacticipant_id)',
    );
  }
  return { sql: parts.join(' AND '), params };
}
