import type { MatrixIntegration } from './integrations.ts';
import type { MatrixOptions } from './query.ts';
import type { MatrixRow } from './rows.ts';
import {
  describe,
  describeMissing,
  nameOnly,
  pacticipantMissing,
  type ResolvedSelector,
  versionMissing,
} from './selector.ts';

/** Everything a verdict is made of. */
export interface MatrixResult {
  readonly considered: readonly MatrixRow[];
  readonly ignored: readonly MatrixRow[];
  readonly selectors: readonly ResolvedSelector[];
  readonly ignoreSelectors: readonly ResolvedSelector[];
  readonly integrations: readonly MatrixIntegration[];
  readonly options: MatrixOptions;
}

export interface Reason {
  readonly type: 'warning' | 'error' | 'success';
  readonly text: string;
}

/** Yes (true), no (false) or unknown (null), and always why. */
export interface Verdict {
  readonly deployable: boolean | null;
  readonly reasons: readonly Reason[];
  readonly counts: {
    readonly success: number;
    readonly failed: number;
    readonly unknown: number;
    readonly ignored?: number;
  };
}

export function judge(result: MatrixResult): Verdict {
  const { considered, ignored, ignoreSelectors } = result;
  const uncovered = requiredWithoutRow(result);
  const unknown = considered.filter(({ success }) => success === null).length;
  return {
    deployable: deployable(result, uncovered.length + unknown),
    reasons: [...warnings(result), ...conclusions(result, uncovered)],
    counts: {
      success: considered.filter(({ success }) => success === true).length,
      failed: considered.filter(({ success }) => success === false).length,
      unknown: uncovered.length + unknown,
      ...(ignoreSelectors.length > 0 ? { ignored: ignored.length } : {}),
    },
  };
}

function deployable(result: MatrixResult, unknown: number): boolean | null {
  if (missingSpecified(result).length > 0) return false;
  if (unknown > 0) return null;
  return result.considered.every(({ success }) => success === true);
}

function missingSpecified({ selectors }: MatrixResult): ResolvedSelector[] {
  return selectors.filter(
    (selector) => selector.kind === 'specified' && !selector.ignored && versionMissing(selector),
  );
}

function requiredWithoutRow(result: MatrixResult): MatrixIntegration[] {
  const rows = [...result.considered, ...result.ignored];
  return result.integrations.filter(
    ({ required, consumerId, providerId }) =>
      required &&
      !rows.some((row) => row.consumerId === consumerId && row.providerId === providerId),
  );
}

function conclusions(result: MatrixResult, uncovered: readonly MatrixIntegration[]): Reason[] {
  const missing = missingSpecified(result);
  if (missing.length > 0) return [...new Set(missing.map(describeMissing))].map(error);
  const words = selectorFinder(result);
  const failed = result.considered.filter((row) => row.success === false);
  const unknown = result.considered.filter((row) => row.success === null);
  const reasons = [
    ...uncovered.map((one) => unverified(words(one.consumer), words(one.provider))),
    ...failed.map((row) => `The verification for the pact between ${rowSides(row, words)} failed`),
    ...unknown.map((row) => `There is no verified pact between ${rowSides(row, words)}`),
  ];
  return reasons.length > 0 ? reasons.map(error) : [success(result)];
}

function success({ considered }: MatrixResult): Reason {
  const text =
    considered.length > 0
      ? 'All required verification results are published and successful'
      : 'There are no missing dependencies';
  return { type: 'success', text };
}

function error(text: string): Reason {
  return { type: 'error', text };
}

function unverified(consumer: string, provider: string): string {
  return `There is no verified pact between ${consumer} and ${provider}`;
}

type Words = (pacticipant: string, version?: string | null) => string;

function rowSides(row: MatrixRow, words: Words): string {
  return `${words(row.consumer, row.consumerVersion)} and ${words(row.provider, row.providerVersion)}`;
}

/** Finds the selector that brought an application version into the result, and words it. */
function selectorFinder({ selectors, considered }: MatrixResult): Words {
  return (pacticipant, version) => {
    const own = selectors.filter((selector) => selector.pacticipant === pacticipant);
    const [only] = own;
    if (only !== undefined && own.length === 1) return describe(only);
    const exact = version ? own.find((selector) => selector.version === version) : undefined;
    return exact === undefined ? stranger(pacticipant, considered) : describe(exact);
  };
}

/** An application nobody selected: told by the first row it appears in. */
function stranger(pacticipant: string, rows: readonly MatrixRow[]): string {
  for (const row of rows) {
    if (row.consumer === pacticipant) return `version ${row.consumerVersion} of ${pacticipant}`;
    if (row.provider === pacticipant && row.providerVersion !== null) {
      return `version ${row.providerVersion} of ${pacticipant}`;
    }
    if (row.provider === pacticipant) break;
  }
  return `any version of ${pacticipant}`;
}

function warnings(result: MatrixResult): Reason[] {
  const { selectors, ignoreSelectors, options } = result;
  const warn = (text: string): Reason => ({ type: 'warning', text: `WARN: ${text}` });
  const reasons = ignoreSelectors
    .filter((selector) => pacticipantMissing(selector) || versionMissing(selector))
    .map((selector) => warn(`Cannot ignore ${describe(selector)}`));
  const specified = selectors.filter(({ kind }) => kind === 'specified');
  const destination = options.tag ?? options.environment ?? (options.mainBranch || undefined);
  if (specified.length === 1 && destination === undefined) {
    reasons.push(
      warn(
        'It is recommended to specify the environment into which you are deploying. Without the environment, this result will not be reliable.',
      ),
    );
  }
  const narrowed = specified.some((selector) => !nameOnly(selector));
  if (narrowed && specified.every(({ original }) => original.version === undefined)) {
    reasons.push(
      warn(
        'It is recommended to specify the version number (rather than the tag or branch) of the pacticipant you wish to deploy to avoid race conditions. Without a version number, this result will not be reliable.',
      ),
    );
  }
  return reasons;
}
