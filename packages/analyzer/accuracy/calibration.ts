import type { Analysis, Labels } from '../src/index.ts';
import { isotonic, type Point } from './isotonic.ts';

/** Lower ends of the classes of confidence; the last goes up to 1. */
const CLASSES: readonly number[] = [0, 0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.74];
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

/** Mean squared errors of one codebase: what is said, a map fitted to all others, and their mean alone. */
interface LeftOut {
  name: string;
  files: number;
  said: number;
  fitted: number;
  constant: number;
}

interface Placed extends Point {
  name: string;
  isOther: boolean;
}

/** Counts, over codebases, how often files are among their kind by the confidence of their place. */
export function calibration(): {
  add: (name: string, labels: Labels, files: Analysis['files']) => void;
  rows: () => CalibrationRow[];
  /** Blocks of the isotonic regression over all files. */
  blocks: () => Point[];
  leftOut: () => LeftOut[];
} {
  const placed: Placed[] = [];
  return {
    add(name, labels, files) {
      const domains = Map.groupBy(
        files.filter(({ path, domain }) => domain !== null && labels[path] !== undefined),
        ({ domain }) => domain,
      );
      for (const members of domains.values()) {
        if (members.length < FEWEST_LABELLED) continue;
        for (const { path, confidence } of members) {
          // A file does not vote for itself, or small domains would always be right.
          const others = members.filter((one) => one.path !== path);
          const share = (label: string | undefined): number =>
            others.filter((one) => labels[one.path] === label).length / others.length;
          const right = share(labels[path]) > 0.5;
          const isOther = !right && others.some((one) => share(labels[one.path]) > 0.5);
          placed.push({ name, x: confidence, y: right ? 1 : 0, weight: 1, isOther });
        }
      }
    },
    rows: () =>
      CLASSES.map((from, i) => {
        const own = placed.filter(({ x }) => CLASSES.findLastIndex((end) => x >= end) === i);
        return {
          ...{ from, to: CLASSES[i + 1] ?? 1, files: own.length },
          right: own.filter(({ y }) => y === 1).length,
          other: own.filter(({ isOther }) => isOther).length,
        };
      }).filter(({ files }) => files > 0),
    blocks: () => isotonic(inClasses(placed)),
    leftOut: () =>
      [...Map.groupBy(placed, ({ name }) => name)].map(([name, own]) => {
        const rest = placed.filter((one) => one.name !== name);
        const blocks = isotonic(inClasses(rest));
        const error = (said: (x: number) => number): number =>
          mean(own.map(({ x, y }) => (said(x) - y) ** 2));
        const all = mean(rest.map(({ y }) => y));
        return {
          ...{ name, files: own.length, said: error((x) => x) },
          fitted: error((x) => read(blocks, x)),
          constant: error(() => all),
        };
      }),
  };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** One point a class: of single files the outermost would each be a block. */
function inClasses(placed: readonly Placed[]): Point[] {
  const classes = Map.groupBy(placed, ({ x }) => CLASSES.findLastIndex((end) => x >= end));
  return [...classes.values()]
    .map((own) => ({
      ...{ x: mean(own.map(({ x }) => x)), y: mean(own.map(({ y }) => y)) },
      weight: own.length,
    }))
    .sort((a, b) => a.x - b.x);
}

/** Linear between blocks. */
function read(blocks: readonly Point[], x: number): number {
  const next = blocks.findIndex((block) => x <= block.x);
  const above = blocks[next < 0 ? blocks.length - 1 : next] as Point;
  const below = blocks[Math.max(0, next - 1)] as Point;
  return next <= 0
    ? above.y
    : below.y + ((above.y - below.y) * (x - below.x)) / (above.x - below.x);
}
