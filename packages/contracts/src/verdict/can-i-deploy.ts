import { setTimeout as sleep } from 'node:timers/promises';
import { type BrokerSession, openBroker } from '../client/session.ts';
import { ContractsError } from '../model/error.ts';
import { askMatrix, type Matrix } from './matrix.ts';
import type {
  CanIDeployOptions,
  CanIMergeOptions,
  PacticipantSelector,
  Verdict,
  VerdictQuestion,
} from './model.ts';
import { describeTarget, reasonsOf } from './reasons.ts';

const RETRY_INTERVAL_MS = 10_000;

/**
 * May these versions go there? The verdict is the broker's; the reasons say what to do about it.
 * @throws ContractsError CONTRACTS_OPTION_INVALID, CONTRACTS_NOT_FOUND_IN_BROKER for an unknown
 *   pacticipant or environment, CONTRACTS_BROKER_*
 */
export async function canIDeploy(options: CanIDeployOptions): Promise<Verdict> {
  const question = checkQuestion(options);
  const broker = await openBroker(options.broker);
  const { times = 0, intervalMs = RETRY_INTERVAL_MS } = options.retryWhileUnknown ?? {};
  for (let attempt = 1; ; attempt += 1) {
    const verdict = await ask(broker, question, options.dryRun ?? false);
    if (verdict.deployable !== null || attempt > times) return verdict;
    options.onRetry?.(attempt, verdict);
    await sleep(intervalMs);
  }
}

/** May this version be merged: does it get along with the main branches of all its partners? */
export async function canIMerge(options: CanIMergeOptions): Promise<Verdict> {
  return canIDeploy({ ...options, to: { mainBranch: true } });
}

/** 0 yes (or a dry run), 1 no or unknown. Could not run is an error, with 2. */
export function verdictExitCode(verdict: Verdict): 0 | 1 {
  return verdict.deployable === true || verdict.dryRun ? 0 : 1;
}

async function ask(
  broker: BrokerSession,
  question: VerdictQuestion,
  dryRun: boolean,
): Promise<Verdict> {
  const matrix = await askMatrix(broker, question);
  return {
    schemaVersion: 1,
    question,
    deployable: matrix.deployable,
    summary: summary(question, matrix),
    reasons: reasonsOf(question, matrix),
    rows: matrix.rows,
    counts: matrix.counts,
    dryRun,
  };
}

function checkQuestion(options: CanIDeployOptions): VerdictQuestion {
  const { pacticipants, to, ignore = [] } = options;
  if (pacticipants.length === 0) {
    throw invalid('No pacticipant was named.', 'Name one, with a version.');
  }
  for (const selector of pacticipants) checkSelector(selector);
  return { pacticipants, to: to ?? null, ignore };
}

function checkSelector(selector: PacticipantSelector): void {
  const { name, version, branch, tag, latest, mainBranch } = selector;
  const given = [version, branch, tag, mainBranch === true ? true : undefined].filter(
    (value) => value !== undefined,
  );
  if (given.length > 1 || (version !== undefined && latest === true)) {
    throw invalid(
      `${name} is given more than one of version, branch, tag, latest and main branch.`,
      'Give one; a version is the only one that cannot change while you ask.',
    );
  }
  if (given.length === 0 && latest !== true) {
    throw invalid(
      `It is not said which version of ${name} is meant.`,
      'Give its version (the commit it was published with).',
    );
  }
}

function invalid(message: string, hint: string): ContractsError {
  return new ContractsError('CONTRACTS_OPTION_INVALID', message, hint);
}

function summary(question: VerdictQuestion, { deployable, counts }: Matrix): string {
  const who = question.pacticipants.map(selected).join(' with ');
  const where = question.to === null ? '' : ` to ${describeTarget(question.to)}`;
  if (deployable === true) return `Yes: ${who} can go${where}.`;
  if (deployable === false) return `No: ${who} must not go${where}.`;
  const open = counts.unknown === 1 ? 'one result is' : `${counts.unknown} results are`;
  return `Unknown: whether ${who} can go${where} is not known, ${open} missing.`;
}

function selected({ name, version, branch, tag, mainBranch }: PacticipantSelector): string {
  if (version !== undefined) return `${name} ${version}`;
  if (branch !== undefined) return `the latest ${name} of the branch ${branch}`;
  if (tag !== undefined) return `the latest ${name} with the tag ${tag}`;
  return mainBranch === true ? `the latest ${name} of the main branch` : `the latest ${name}`;
}
