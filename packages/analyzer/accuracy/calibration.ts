import type { Analysis, Labels } from '../src/index.ts';

/** Lower ends of the classes of confidence; a confidence of 1 is in the last. */
const CLASSES: readonly number[] = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
/** With fewer labelled files in a domain nobody knows whose it is. */
const FEWEST_LABELLED = 3;

interface CalibrationRow {
  from: number;
  to: number;
  /** Labelled files of domains with enough of them. */
  files: number;
  /** Those whose label is also that of most other labelled files of their domain. */
  right: number;
  /** Those whose domain is another label's: more than half of the others have that one. */
  other: number;
}

/** Counts, over codebases, how often files are among their kind by the confidence of their place. */
export function calibration(): {
  add: (labels: Labels, files: Analysis['files']) => void;
  rows: () => CalibrationRow[];
} {
  const rows = CLASSES.map((from, i) => ({
    from,
    to: CLASSES[i + 1] ?? 1,
    files: 0,
    right: 0,
    other: 0,
  }));
  return {
    add(labels, files) {
      const domains = Map.groupBy(
        files.filter(({ path, domain }) => domain !== null && labels[path] !== undefined),
        ({ domain }) => domain,
      );
      for (const members of domains.values()) {
        if (members.length < FEWEST_LABELLED) continue;
        for (const { path, confidence } of members) {
          const row = rows.findLast(({ from }) => confidence >= from);
          if (row === undefined) continue;
          // A file does not vote for itself, or small domains would always be right.
          const others = members.filter((one) => one.path !== path);
          const share = (label: string | undefined): number =>
            others.filter((one) => labels[one.path] === label).length / others.length;
          row.files++;
          if (share(labels[path]) > 0.5) row.right++;
          else if (others.some((one) => share(labels[one.path]) > 0.5)) row.other++;
        }
      }
    },
    rows: () => rows.filter(({ files }) => files > 0),
  };
}
