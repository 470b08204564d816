import { singular, splitWords } from '../model/words.ts';
import { type PartVocabulary, QUALIFIER, termsOf, weightsOf } from './name-terms.ts';

/** `user` is said everywhere, and who owns the table holds it all the same. */
const OWNER_HOLDS = 0.5;

/** A part's wish to be called by a term. */
export interface Claim {
  /** Of the part. */
  index: number;
  term: string;
  score: number;
  /** Share of the weight of the part's things that say the term, 0..1. */
  share: number;
  /** How much of all that is said of the term is said in this part, 0..1; at least half for `owns`. */
  held: number;
  /** A table of the part is called so. */
  owns: boolean;
}

/**
 * All claims of all parts, strongest first: the weight of the things of the part that say a term, times
 * their share of all its things, times how far the term is said in this part alone, times the root of
 * its rarity (tf-idf over parts). Elsewhere a word before another thing counts half: that `page_history`
 * lies in another part hardly makes pages less at home in their own.
 */
export function nameClaims(
  parts: readonly PartVocabulary[],
  ownWords: ReadonlySet<string>,
): Claim[] {
  const terms = parts.map((part) => termsOf(part, ownWords));
  const elsewhere = parts.map((part) => termsOf(part, ownWords, QUALIFIER));
  const totals = parts.map(({ names }) => weightsOf(names).reduce((sum, one) => sum + one, 0));
  const tables = parts.map(tableNames);
  const spread = new Map<string, number>();
  const everywhere = new Map<string, number>();
  for (const part of elsewhere) {
    for (const [term, weight] of part) {
      spread.set(term, (spread.get(term) ?? 0) + 1);
      everywhere.set(term, (everywhere.get(term) ?? 0) + weight);
    }
  }
  return terms
    .flatMap((part, index) =>
      [...part].map(([term, weight]) => {
        const share = weight / (totals[index] as number);
        const rarity = Math.log(1 + parts.length / (spread.get(term) ?? 1));
        const others = (everywhere.get(term) ?? 0) - (elsewhere[index]?.get(term) ?? 0);
        const owns = tables[index]?.has(term) === true;
        const held = Math.max(weight / (weight + others), owns ? OWNER_HOLDS : 0);
        return { index, term, score: weight * share * Math.sqrt(rarity) * held, share, held, owns };
      }),
    )
    .sort((a, b) => b.score - a.score || (a.term < b.term ? -1 : 1) || a.index - b.index);
}

const tableNames = ({ names }: PartVocabulary): Set<string> =>
  new Set(
    names.flatMap(({ name, of }) =>
      of === 'table' ? splitWords(name).map(singular).join('-') : [],
    ),
  );

/** The claim to a name of the other part that would be called so first of all. */
export function firstWish(
  claims: readonly Claim[],
  index: number,
  name: string,
): Claim | undefined {
  const seen = new Set([index]);
  return claims.find((claim) => {
    const isFirst = !seen.has(claim.index);
    seen.add(claim.index);
    return isFirst && claim.term === singular(name);
  });
}
