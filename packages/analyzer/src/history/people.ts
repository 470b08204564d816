import { isMachine } from '../model/machine-authors.ts';

/** Addresses that many share. */
const NOBODYS = /^(?:$|noreply@|no-reply@|root@|[^@]*@(?:localhost|[^@]*\.local)$)/i;

/**
 * One name for each person: names under one address, and addresses under one name, are the same person
 * (Bird et al., "Mining email social networks", MSR 2006, merge by both), called as in most of the commits.
 * Programs keep their names, also where they commit under the address of a person.
 */
export function nameOnce<T extends { author: string; email: string }>(commits: readonly T[]): T[] {
  const commitsOf = new Map<string, number>();
  const namesOf = new Map<string, Set<string>>();
  for (const { author, email } of commits) {
    commitsOf.set(author, (commitsOf.get(author) ?? 0) + 1);
    if (isMachine(author) || NOBODYS.test(email)) continue;
    const address = email.toLowerCase();
    namesOf.set(address, (namesOf.get(address) ?? new Set()).add(author));
  }
  const circleOf = new Map<string, Set<string>>();
  for (const names of namesOf.values()) {
    const circle = new Set([...names].flatMap((name) => [name, ...(circleOf.get(name) ?? [])]));
    for (const name of circle) circleOf.set(name, circle);
  }
  const nameOf = new Map(
    [...circleOf].map(([name, circle]) => [name, mostUsed(circle, commitsOf)]),
  );
  return commits.map((commit) => ({
    ...commit,
    author: nameOf.get(commit.author) ?? commit.author,
  }));
}

const mostUsed = (names: ReadonlySet<string>, uses: ReadonlyMap<string, number>): string =>
  [...names].sort((a, b) => (uses.get(b) ?? 0) - (uses.get(a) ?? 0) || (a < b ? -1 : 1))[0] ?? '';
