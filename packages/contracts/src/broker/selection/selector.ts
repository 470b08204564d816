import type { Environment } from '../store/environments.ts';

/** Which consumer versions' pacts a provider wants to verify. */
export interface Selector {
  readonly consumer?: string;
  readonly mainBranch?: true;
  /** `true`: the head of every branch. */
  readonly branch?: string | true;
  readonly fallbackBranch?: string;
  readonly tag?: string;
  readonly fallbackTag?: string;
  readonly latest?: boolean;
  readonly deployed?: true;
  readonly released?: true;
  readonly environment?: string;
}

/** A selector together with one consumer version it found. */
export interface ResolvedSelector extends Selector {
  readonly versionId: number;
  readonly version: string;
  readonly foundIn?: Environment;
  /** The fallback was used because the first choice found nothing. */
  readonly fellBack?: true;
}

export function isOverallLatest(one: Selector): boolean {
  return (
    one.latest === true &&
    one.tag === undefined &&
    one.branch === undefined &&
    !one.mainBranch &&
    !one.deployed &&
    !one.released &&
    one.environment === undefined
  );
}

export function isLatestForTag(one: Selector): boolean {
  return one.latest === true && one.tag !== undefined;
}

export function isLatestForBranch(one: Selector): boolean {
  return one.latest === true && typeof one.branch === 'string';
}

/** Kinds of selectors, in the order in which they are told apart. */
export function kindOf(one: Selector): string {
  if (one.mainBranch) return 'mainBranch';
  if (one.branch === true) return 'everyBranch';
  if (isLatestForBranch(one)) return 'branch';
  if (one.deployed) return 'deployed';
  if (one.released) return 'released';
  if (one.environment !== undefined) return 'environment';
  if (isLatestForTag(one)) return 'latestTag';
  if (one.tag !== undefined) return 'tag';
  return isOverallLatest(one) ? 'latest' : 'other';
}

/** The order in which the reasons for a selection are listed. */
export function compareSelectors(a: ResolvedSelector, b: ResolvedSelector): number {
  return compareKinds(a, b) || a.versionId - b.versionId;
}

function compareKinds(a: ResolvedSelector, b: ResolvedSelector): number {
  for (const test of [isOverallLatest, isLatestForBranch, isLatestForTag]) {
    if (test(a) !== test(b)) return test(a) ? -1 : 1;
    if (!test(a)) continue;
    return test === isOverallLatest ? 0 : compareText(nameOf(a), nameOf(b));
  }
  if ((a.tag ?? b.tag) !== undefined) return compareOptional(a.tag, b.tag) || byConsumer(a, b);
  for (const flag of ['deployed', 'released'] as const) {
    if (a[flag] !== b[flag]) return a[flag] ? -1 : 1;
    if (a[flag]) return byEnvironment(a.foundIn, b.foundIn);
  }
  return byConsumer(a, b);
}

function nameOf(one: Selector): string {
  return String(one.branch ?? one.tag ?? '');
}

function byConsumer(a: Selector, b: Selector): number {
  return compareOptional(a.consumer, b.consumer);
}

/** Production last: it is what matters most and is read last. */
function byEnvironment(a: Environment | undefined, b: Environment | undefined): number {
  if (a === undefined || b === undefined) return 0;
  if (a.production !== b.production) return a.production ? 1 : -1;
  return compareText(a.name, b.name);
}

function compareOptional(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? 1 : -1;
  return compareText(a, b);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
