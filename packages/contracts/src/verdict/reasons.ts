import type { Matrix } from './matrix.ts';
import type {
  DeployTarget,
  VerdictQuestion,
  VerdictReason,
  VerdictRow,
  VersionedPacticipant,
} from './model.ts';
import { type PairNotice, parseNonePublished, parsePairNotice } from './notice-grammar.ts';

/**
 * One reason for everything that stands in the way, the certain ones first; or one that says why
 * nothing does. What the broker says beyond that is passed on in its own words.
 */
export function reasonsOf(question: VerdictQuestion, matrix: Matrix): readonly VerdictReason[] {
  const errors = matrix.notices.filter(({ type }) => type === 'error' || type === 'danger');
  const pairs = errors
    .map(({ text }) => parsePairNotice(text))
    .filter((pair) => pair !== undefined);
  const counted = matrix.rows.filter((row) => !row.ignored);
  const failed = counted.filter(({ success }) => success === false).map(failure);
  const unverified = counted
    .filter(({ success }) => success === null)
    .map((row) => openQuestion(row, pairs, question.to));
  const rest = errors.flatMap(({ text }) => statement(text, matrix.rows));
  const warnings = matrix.notices
    .filter(({ type }) => type === 'warning')
    .map(({ text }) => warning(text));
  const obstacles = unique([...failed, ...rest, ...unverified]);
  if (matrix.deployable === true) return [consent(question, matrix), ...warnings];
  return [...obstacles, ...warnings];
}

export function describeTarget(to: DeployTarget | null): string {
  if (to === null) return 'the versions asked about';
  if ('environment' in to) return to.environment;
  return 'tag' in to ? `the latest versions with the tag ${to.tag}` : 'the main branches';
}

export function versioned({ name, version }: VersionedPacticipant): string {
  return version === undefined ? name : `${name} ${version}`;
}

function failure(row: VerdictRow): VerdictReason {
  const { consumer, provider, resultUrl } = row;
  return {
    kind: 'verification-failed',
    consumer,
    provider,
    resultUrl,
    text: `${versioned(provider)} does not fulfil the pact of ${versioned(consumer)}: its verification failed.`,
    nextStep: `See what differs${resultUrl === undefined ? '' : ` at ${resultUrl}`}, then fix ${provider.name} and verify again, or change what ${consumer.name} expects and publish again.`,
  };
}

function openQuestion(
  row: VerdictRow,
  notices: readonly PairNotice[],
  to: DeployTarget | null,
): VerdictReason {
  const notice = notices.find(
    ({ kind, consumer, provider }) =>
      kind === 'unverified' &&
      consumer.name === row.consumer.name &&
      provider.name === row.provider.name,
  );
  const consumer = {
    name: row.consumer.name,
    version: row.consumer.version ?? notice?.consumer.version,
  };
  const provider = {
    name: row.provider.name,
    version: row.provider.version ?? notice?.provider.version,
  };
  const missing = [notice?.consumer, notice?.provider].find((side) => side?.missing === true);
  if (missing !== undefined) return absent(missing.name, { consumer, provider }, to);
  return {
    kind: 'not-verified',
    consumer,
    provider,
    text: `${versioned(provider)} has never verified the pact of ${versioned(consumer)}.`,
    nextStep: `In ${provider.name}${provider.version === undefined ? '' : ` at version ${provider.version}`}, run: ashlar verify --provider ${quoted(provider.name)} --provider-base-url URL --provider-version ${quoted(provider.version ?? 'VERSION')} --publish`,
  };
}

function absent(
  name: string,
  pair: { consumer: VersionedPacticipant; provider: VersionedPacticipant },
  to: DeployTarget | null,
): VerdictReason {
  const base = { kind: 'no-version-at-target', ...pair, missing: name } as const;
  if (to !== null && 'environment' in to) {
    return {
      ...base,
      text: `No version of ${name} is recorded in ${to.environment}.`,
      nextStep: `If ${name} runs there, record it: ashlar record-deployment --pacticipant ${quoted(name)} --version VERSION --environment ${quoted(to.environment)}. If not, deploy it first.`,
    };
  }
  if (to !== null && 'tag' in to) {
    return {
      ...base,
      text: `No version of ${name} has the tag ${to.tag}.`,
      nextStep: `Tag the version of ${name} that counts, or ask about an environment instead.`,
    };
  }
  return {
    ...base,
    text: `There is no version of ${name} in ${describeTarget(to)}.`,
    nextStep: `Verify the pact in ${name} and publish the result: ashlar verify --provider ${quoted(name)} --provider-base-url URL --publish`,
  };
}

/** What an error notice says that no row shows. */
function statement(text: string, rows: readonly VerdictRow[]): readonly VerdictReason[] {
  const none = parseNonePublished(text);
  if (none !== undefined) {
    return [
      {
        kind: 'version-unknown',
        pacticipant: none,
        text: `The broker does not know version ${none.version} of ${none.name}: it has neither published nor verified a pact.`,
        nextStep: `Publish its pacts (ashlar publish --consumer-app-version ${quoted(none.version)}) or its verification results (ashlar verify --provider ${quoted(none.name)} --provider-base-url URL --provider-version ${quoted(none.version)} --publish).`,
      },
    ];
  }
  const pair = parsePairNotice(text);
  const told =
    pair !== undefined &&
    rows.some(
      ({ consumer, provider }) =>
        consumer.name === pair.consumer.name && provider.name === pair.provider.name,
    );
  return told ? [] : [{ kind: 'broker-statement', text, nextStep: undefined }];
}

function warning(text: string): VerdictReason {
  return { kind: 'warning', text: text.replace(/^WARN: /, ''), nextStep: undefined };
}

function consent(question: VerdictQuestion, matrix: Matrix): VerdictReason {
  const { success } = matrix.counts;
  if (success > 0) {
    const results =
      success === 1 ? 'The one pact that counts is' : `All ${success} pacts that count are`;
    return { kind: 'all-verified', text: `${results} verified.`, nextStep: undefined };
  }
  const names = question.pacticipants.map(({ name }) => name).join(' and ');
  return {
    kind: 'nothing-to-verify',
    text: `No pact ties ${names} to ${describeTarget(question.to)}: nothing has to be verified.`,
    nextStep: undefined,
  };
}

function unique(reasons: readonly VerdictReason[]): readonly VerdictReason[] {
  const seen = new Set<string>();
  return reasons.filter(({ kind, text }) => {
    const key = `${kind}\n${text}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Next steps are there to be pasted into a shell. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
