/** How an answer follows the earlier one that the search was given. */
export interface Continuity {
  /** Files that the earlier one had placed and that are still there. */
  files: number;
  /** Those of them in the same domain, or set aside as before. */
  kept: number;
  /** Those of the kept ones that a search from nothing would have put elsewhere. */
  held: number;
  /** The others, by path: a domain, or `library`, `shell`, `no domain`. */
  moved: { path: string; from: string; to: string }[];
}
