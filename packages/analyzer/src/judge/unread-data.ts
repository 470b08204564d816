import type { Facts, Site, Stats, Unresolved } from '../model/analysis.ts';

/** When so many accesses could not be read, who else writes a table is not known. */
export const MOST_UNREAD = 0.2;

/** One sentence for each store that is used and that no detector reads. */
export const sayUnread = ({ unread = [] }: Stats): string[] =>
  unread.map(
    ({ package: name, files }) =>
      `${files === 1 ? '1 file uses' : `${files} files use`} ${name}, which is not understood: what is read and written there is not known`,
  );

/** Other accesses that are not understood are single ones. */
const isUnreadStore = ({ kind, calls }: Unresolved): boolean =>
  kind === 'access' && calls !== undefined;

/** Where it is used. */
export const unreadSites = ({ unresolved }: Facts, name: string | undefined): Site[] =>
  unresolved
    .filter((one) => isUnreadStore(one) && one.text === name)
    .map(({ file, line }) => ({ file, line }));

/** Each file with an unread store counts once, each call that could be told as an access. */
const weightOf = ({ files, calls }: { files: number; calls: number }): number =>
  Math.max(files, calls);

/** How many accesses the calls on stores that are not understood stand for. */
export const unreadCalls = ({ unread = [] }: Stats): number =>
  unread.reduce((sum, one) => sum + weightOf(one), 0);

/** Share of the accesses whose table is not known, 0..1; null without any. */
export function unreadShare(stats: Stats): number | null {
  const { accesses } = stats;
  const calls = unreadCalls(stats);
  const total = accesses.total + calls;
  return total === 0 ? null : (accesses.unknownTable + calls) / total;
}

/** Whether files use stores that are not understood so much that their tables say little of their data. */
export function isMostlyUnread(facts: Facts, files: ReadonlySet<string>): boolean {
  const calls = facts.unresolved.reduce(
    (sum, one) =>
      isUnreadStore(one) && files.has(one.file)
        ? sum + weightOf({ files: 1, calls: one.calls ?? 0 })
        : sum,
    0,
  );
  if (calls === 0) return false;
  const known = facts.accesses.filter(({ file }) => files.has(file)).length;
  return calls / (calls + known) > MOST_UNREAD;
}
