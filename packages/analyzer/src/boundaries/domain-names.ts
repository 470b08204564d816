import { singular, splitWords } from '../model/words.ts';
import { commonFolders } from './common-folder.ts';
import { type Claim, firstWish, nameClaims } from './name-claims.ts';
import { type PartVocabulary, shareSaying } from './name-terms.ts';
import { asWritten, wordsOfNames } from './written-forms.ts';

/** A term that less of a part says does not tell what the part is; shares are of the weight of its things. */
const LEAST_SHARE = 0.2;
/** A term that so much of all that is said of it is not this part's says nothing of it: the name of the product. */
const LEAST_HELD = 0.15;
/** Below this share a second term is named as well that is nearly as common, is said by other things and makes up for it. */
const CLEAR_SHARE = 0.3;
const NEARLY = 0.75;
const ADDS = 1.5;
const LEAST_TOGETHER = 0.25;
const MOST_SAYING = 0.5;
/** Where nothing that is mostly this part's reaches as much, it is called by what it says most, though others say it too. */
const LEAST_ALONE = 0.12;
/** Words of two terms together. */
const LONGEST_PAIR = 4;

/**
 * A readable name for each part. The table that all others begin with, or a folder that is nearly the
 * same as the part, has named it already. Else the word, or pair of neighbouring words, that most of the part says
 * and that is rare elsewhere, if a fifth of its weight says it; else the folder most of its files lie in, whatever
 * it is called; else its two commonest words, or the one. Words of layers, of doings and of tools
 * never count as words. Names differ in more than their number; the part with the strongest claim gets the word,
 * as its own names write it most.
 *
 * @param ownWords layer words that name things of this business, see `ownWords`
 */
export function nameParts(
  parts: readonly PartVocabulary[],
  ownWords: ReadonlySet<string> = new Set(),
): string[] {
  const names: (string | undefined)[] = parts.map(() => undefined);
  const taken = new Set<string>();
  const give = (index: number, name: string | undefined): void => {
    if (name === undefined || names[index] !== undefined || taken.has(stem(name))) return;
    names[index] = name;
    taken.add(stem(name));
  };
  const roots = parts.map(rootName);
  roots.forEach((root, index) => {
    if (roots.indexOf(root) === index) give(index, root);
  });
  const claims = nameClaims(parts, ownWords);
  nameByHome(parts, claims, give);
  const written = parts.map(({ names }) => wordsOfNames(names));
  const form = ({ index, term }: Claim): string => asWritten(written[index] ?? [], term);
  const giveTerms = (isStrong: (claim: Claim) => boolean): void => {
    for (const claim of claims) {
      if (names[claim.index] !== undefined || taken.has(claim.term) || !isStrong(claim)) continue;
      const others = claims.filter(({ index, term }) => index === claim.index && !taken.has(term));
      const second = secondTerm(claim, others, parts[claim.index]?.names ?? []);
      const both = second === undefined ? [claim] : [claim, second];
      give(claim.index, both.map(form).sort().join('-and-'));
      for (const { term } of both) taken.add(term);
    }
  };
  const isStrong = ({ share, held }: Claim): boolean => share >= LEAST_SHARE && held >= LEAST_HELD;
  const owned = new Map<string, number>();
  for (const claim of claims)
    if (claim.owns && isStrong(claim))
      owned.set(claim.term, Math.max(owned.get(claim.term) ?? 0, claim.share));
  // What another part has a table of, and says as much, is left to it.
  const isOfOthers = ({ term, owns, share }: Claim): boolean =>
    !owns && (owned.get(term) ?? 0) >= share;
  giveTerms((claim) => isStrong(claim) && !isOfOthers(claim));
  giveTerms(isStrong);
  parts.forEach(({ home }, index) => {
    give(index, home?.full);
  });
  commonFolders(parts, ownWords).forEach((folders, index) => {
    for (const folder of folders) give(index, folder);
  });
  giveTerms(({ share, held }) => share >= LEAST_ALONE && held >= LEAST_HELD);
  parts.forEach((_, index) => {
    const common = claims
      .filter((claim) => claim.index === index && claim.share >= LEAST_ALONE)
      .sort((a, b) => b.share - a.share || (a.term < b.term ? -1 : 1));
    const [first, ...others] = common;
    const second = others.find(({ term }) => canBeSaidTogether(first?.term ?? '', term));
    if (first !== undefined && second !== undefined)
      give(index, [first, second].map(form).sort().join('-and-'));
  });
  giveTerms(({ held }) => held >= LEAST_HELD);
  giveTerms(() => true);
  parts.forEach((part, index) => {
    give(index, anyWord(part.names, taken));
  });
  return names.map((name, index) => name ?? `part-${index + 1}`);
}

/** A term that is nearly as common in the part as the first, and that other things say. */
function secondTerm(
  first: Claim,
  claims: readonly Claim[],
  things: PartVocabulary['names'],
): Claim | undefined {
  const alone = shareSaying(things, [first.term]);
  if (alone >= CLEAR_SHARE) return undefined;
  const together = Math.max(alone * ADDS, LEAST_TOGETHER);
  return claims.find(
    ({ term, share, held }) =>
      share >= first.share * NEARLY &&
      held >= LEAST_HELD &&
      canBeSaidTogether(first.term, term) &&
      shareSaying(things, [first.term, term]) >= together,
  );
}

function canBeSaidTogether(first: string, second: string): boolean {
  const words = `${first}-${second}`.split('-');
  return words.length <= LONGEST_PAIR && new Set(words).size === words.length;
}

/** A term that most of a part says is what it is. */
const isTitle = ({ share }: Claim): boolean => share >= MOST_SAYING;

const stem = (name: string): string => splitWords(name).map(singular).join('-');

/** Gives parts the names of the folders that they are nearly the same as, the largest first. */
function nameByHome(
  parts: readonly PartVocabulary[],
  claims: readonly Claim[],
  give: (index: number, name: string | undefined) => void,
): void {
  const housed = [...parts.keys()].sort(
    (a, b) => (parts[b]?.home?.files ?? 0) - (parts[a]?.home?.files ?? 0) || a - b,
  );
  for (const index of housed) {
    const home = parts[index]?.home;
    if (home === undefined) continue;
    const { name, full, longer } = home;
    // What is short for its folder, the name of another part's table, or most of what a larger part says is left
    // to the part that would be called so first of all.
    const other = firstWish(claims, index, name);
    if (other !== undefined && full !== undefined) continue;
    const own = claims.find((claim) => claim.index === index && claim.term === other?.term);
    const isLess =
      longer !== undefined &&
      other !== undefined &&
      isTitle(other) &&
      other.score > (own?.score ?? 0);
    if (isLess || (other !== undefined && ownsNamesake(parts, index, name))) give(index, longer);
    else give(index, name);
  }
}

/** Whether only other parts have a table that is called so. */
function ownsNamesake(parts: readonly PartVocabulary[], index: number, name: string): boolean {
  const owners = parts.map(({ names }) =>
    names.some((one) => one.of === 'table' && stem(one.name) === stem(name)),
  );
  return owners[index] !== true && owners.includes(true);
}

/** So many tables make a family. */
const FAMILY = 3;

/**
 * The table whose whole name the names of all tables of the part begin with: `mock_server` among
 * `mock_server_logs` and `mock_server_activities`. Words of technology count here, since a thing of the
 * business is called by them.
 */
function rootName({ names }: PartVocabulary): string | undefined {
  const tables = names
    .filter(({ of }) => of === 'table')
    .map(({ name }) => splitWords(name).map(singular));
  if (tables.length < FAMILY) return undefined;
  const root = tables.find((words) =>
    tables.every((other) => words.every((word, i) => other[i] === word)),
  );
  return root === undefined || root.every((word) => word.length < 3) ? undefined : root.join('-');
}

/** Any word of the names in their order, even one of a layer, before a number. */
function anyWord(names: PartVocabulary['names'], taken: ReadonlySet<string>): string | undefined {
  return names
    .map(({ name }) =>
      splitWords(name)
        .filter((word) => !ALWAYS_SAID.has(word))
        .join('-'),
    )
    .find((word) => word.length > 2 && /^\p{L}/u.test(word) && !taken.has(stem(word)));
}

/** What the last word of a file says of its layer where it has one. */
const ALWAYS_SAID: ReadonlySet<string> = new Set(
  `command controller dto module repository resolver service usecase`.split(/\s+/),
);
