import { adjustedRandIndex } from '../metrics/agreement.ts';
import type { Facts, SecondOpinion } from '../model/analysis.ts';
import { isMigration } from '../model/migrations.ts';
import { type Contexts, contextSimilarity } from './contexts.ts';
import { averageLinkage } from './linkage.ts';

/** With less there is nothing that two ways could disagree about. */
const FEWEST_TABLES = 6;
const FEWEST_JOINT_USES = 4;

/**
 * How the tables would be divided if nothing were known but who uses them together: average linkage
 * over joint use in files, transactions and statements, cut into as many parts as there are domains
 * with tables. It knows no imports and no names, so where it agrees both are more to be believed.
 *
 * @param owners domain of each table that has one
 * @returns undefined where too little is used together
 */
export function secondOpinion(
  facts: Pick<Facts, 'accesses'>,
  owners: ReadonlyMap<string, string>,
): SecondOpinion | undefined {
  const contexts = contextsOf(facts, owners);
  const joint = Object.values(contexts).filter((uses) => Object.keys(uses).length > 1);
  const used = new Set(joint.flatMap((uses) => Object.keys(uses)));
  const tables = [...used].sort();
  const names = [...new Set(tables.map((table) => owners.get(table) ?? ''))].sort();
  if (tables.length < FEWEST_TABLES || joint.length < FEWEST_JOINT_USES || names.length < 2)
    return undefined;
  const parts = averageLinkage(contextSimilarity(tables, contexts)).cut(names.length);
  const own = Int32Array.from(tables, (table) => names.indexOf(owners.get(table) ?? ''));
  return {
    method: 'average-linkage',
    tables: tables.length,
    agreement: round(adjustedRandIndex(own, parts)),
    differences: differences(tables, names, own, parts),
  };
}

function contextsOf(
  { accesses }: Pick<Facts, 'accesses'>,
  owners: ReadonlyMap<string, string>,
): Contexts {
  const contexts: Record<string, Record<string, string>> = {};
  for (const { table, file, transaction, statement, operation } of accesses) {
    if (!owners.has(table) || operation === 'ddl' || isMigration(file)) continue;
    for (const context of [`file ${file}`, transaction && `tx ${transaction}`, `at ${statement}`]) {
      if (context === undefined || context === '') continue;
      contexts[context] ??= {};
      (contexts[context] as Record<string, string>)[table] = 'RW';
    }
  }
  return contexts;
}

/** Tables that it puts where most tables are another domain's. */
function differences(
  tables: readonly string[],
  names: readonly string[],
  own: Int32Array,
  parts: Int32Array,
): SecondOpinion['differences'] {
  return tables.flatMap((table, i) => {
    const votes = new Map<number, number>();
    for (const [j, part] of parts.entries()) {
      if (part !== parts[i] || j === i) continue;
      votes.set(own[j] as number, (votes.get(own[j] as number) ?? 0) + 1);
    }
    const [most] = [...votes].sort(([a, x], [b, y]) => y - x || a - b);
    if (most === undefined || most[0] === own[i]) return [];
    // As many of its own are there: no opinion.
    if ((votes.get(own[i] as number) ?? 0) >= most[1]) return [];
    return [{ table, domain: names[own[i] as number] ?? '', with: names[most[0]] ?? '' }];
  });
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
