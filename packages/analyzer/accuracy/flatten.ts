import type { Facts } from '../src/index.ts';

/** Where the pattern finds the label of a path, or undefined. Its first group is the label. */
export function labelIn(path: string, patterns: readonly string[]): RegExpExecArray | undefined {
  for (const pattern of patterns) {
    const match = new RegExp(pattern, 'd').exec(path);
    if (match !== null) return match;
  }
  return undefined;
}

/**
 * The codebase as it would be in layers: the folder that says which module a file is of is taken out
 * of its path (`modules/billing/dto/card.ts` becomes `modules/dto/card.ts`), so that a cut cannot be read
 * off the folders. Two files that would then have one path are numbered.
 *
 * @param folder where the paths are seen from in the repository, which the patterns speak of
 * @returns the new path of each file
 */
export function flattened(
  { files }: Pick<Facts, 'files'>,
  patterns: readonly string[],
  folder: string,
): Map<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  const skipped = folder.length + 1;
  for (const { path } of files) {
    const [from, to] = labelIn(`${folder}/${path}`, patterns)?.indices?.[1] ?? [0, 0];
    const wished = to === 0 ? path : path.slice(0, from - skipped) + path.slice(to + 1 - skipped);
    let name = wished;
    for (let n = 2; taken.has(name); n++) name = wished.replace(/(\.[^/]*)$/, `_${n}$1`);
    taken.add(name);
    names.set(path, name);
  }
  return names;
}
