import type {
  Alternative,
  Domain,
  Facts,
  Reason,
  Signal,
  SourceFile,
  Verdict,
} from '../model/analysis.ts';
import type { Finding, FindingKind, FindingOf } from '../model/finding.ts';
import { isMachine } from '../model/machine-authors.ts';
import { runningAccesses } from '../model/one-off.ts';
import { practiceSignals, sayMissingNet, sayUnseen } from './practice-signals.ts';
import { isIndependent, readyDomains } from './ready-domains.ts';
import { percent, SIGNAL_WORDS, signalValue } from './signal-words.ts';
import { MOST_UNREAD, sayUnread, unreadShare, unreadSites } from './unread-data.ts';
import { waysIn } from './ways-in.ts';

export interface VerdictInput {
  facts: Facts;
  files: readonly SourceFile[];
  domains: readonly Domain[];
  suggested: Alternative;
  findings: readonly Finding[];
  /** How many work on it, as a person says; otherwise who commits is counted. */
  people?: number | undefined;
}

/** Below these there is nothing that a split could pay for. */
const FEWEST_FILES = 40;
const FEWEST_LINES = 2500;
const FEWEST_DOMAINS = 3;
/** Beyond these the data says that the modules have to be made first. */
const MOST_ENTANGLED = 0.4;
const LEAST_STABLE = 0.4;
/** Beyond this share of the domains in circles of imports, taking one out pulls at all of them. */
const MOST_TANGLED = 0.5;
/** Fewer imports to turn round than this for each tangled domain are a matter of weeks. */
const CHEAP_CUT = 2;
/** Names in one sentence. */
const MOST_NAMED = 5;
/** Fewer people than two small teams have no use for a border between services. */
const SMALLEST_TEAM = 6;
/** Fewer cannot run two programs: one for each side of the border, and one who stands in. */
const FEWEST_PEOPLE = 3;
/** Signals about who does it and how; on these an extraction says also what it does not know. */
const PEOPLE_AND_PRACTICE: ReadonlySet<string> = new Set([
  'team-size',
  'safety-net',
  'delivery',
  'observability',
]);

type Answer = Verdict['answer'];

/** Each of these alone keeps one process as it is, where it speaks against a split. */
const STAY: ReadonlySet<string> = new Set(['domain-files', 'lines', 'domains', 'ways-in']);
/** Each of these alone asks for modules first, where it speaks against a split; of the team, only hardly anybody does. */
const MODULES_FIRST: ReadonlySet<string> = new Set([
  'entangled-accesses',
  'boundary-stability',
  'unresolved-accesses',
  'safety-net',
  'ready-domains',
]);

/**
 * Whether to split at all. Size, the number of domains, and that nothing is asked over a network can
 * forbid it; entangled data, data that could not be read and vague boundaries ask for modules first, and so does a codebase that is
 * known to have no tests or nothing that runs them, or hardly anybody who works on it. Otherwise at least one domain must be ready to go
 * (see {@link readyDomains}): that most of the others are tangled keeps nobody from taking out one that is not.
 * What is unknown never speaks for a split. The reasons that decided come first.
 */
export function reachVerdict(input: VerdictInput): Verdict {
  const read = readSignals(input);
  const answer = answerOf(read);
  const signals = read.map((one) =>
    decides(one, answer) ? { ...one, decides: true as const } : one,
  );
  const unread = notUnderstood(input.facts);
  if (answer !== 'extract') {
    const [first, others] = halves(signals.filter(isAgainst), (one) => one.decides === true);
    const reasons = [
      ...first.map((one) => ({ ...toReason(one, input), decides: true as const })),
      ...unread,
    ];
    return { answer, reasons: [...reasons, ...others.map((one) => toReason(one, input))], signals };
  }
  const ready = readyDomains(input).map(({ name }) => name);
  const people = signals.filter(({ name }) => PEOPLE_AND_PRACTICE.has(name));
  const reasons: Verdict['reasons'] = [
    { text: sayReady(ready, input), sites: [], decides: true },
    ...unread,
    ...obstacles(input.findings),
    // Nobody should take an answer for a yes to what was not asked.
    ...[...people.filter(isAgainst), ...people.filter(({ speaks }) => speaks === 'unknown')].map(
      (one) => toReason(one, input),
    ),
  ];
  return { answer, ready, reasons, signals };
}

function answerOf(signals: readonly Signal[]): Answer {
  if (signals.some((one) => decides(one, 'stay-a-monolith'))) return 'stay-a-monolith';
  return signals.some((one) => decides(one, 'modularize-first')) ? 'modularize-first' : 'extract';
}

/** Whether this alone is enough for the answer. That nobody knows whether data is entangled is no yes either. */
function decides({ name, value, speaks }: Signal, answer: Answer): boolean {
  if (answer === 'extract') return false;
  if (answer === 'stay-a-monolith') return STAY.has(name) && speaks === 'against';
  if (name === 'team-size') return value !== null && value < FEWEST_PEOPLE;
  if (name === 'entangled-accesses' && value === null) return true;
  return MODULES_FIRST.has(name) && speaks === 'against';
}

/** What speaks against a split, and what decided against it although it is not known. */
const isAgainst = ({ speaks, decides }: Signal): boolean =>
  speaks === 'against' || decides === true;

function halves<T>(all: readonly T[], first: (one: T) => boolean): [T[], T[]] {
  return [all.filter(first), all.filter((one) => !first(one))];
}

function sayReady(names: readonly string[], { domains }: VerdictInput): string {
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
  return `${names.length} of ${domains.length} domains could go first, with data of ${names.length === 1 ? 'its' : 'their'} own that nobody else writes and few imports to turn round: ${names.slice(0, MOST_NAMED).join(', ')}${more}`;
}

function readSignals(input: VerdictInput): Signal[] {
  const { facts, files, domains, suggested, findings, people } = input;
  const placed = files.filter((file) => file.domain !== null);
  const lines = files.reduce((sum, file) => sum + file.loc, 0);
  const owner = new Map(
    domains.flatMap((domain) => domain.tables.map((table) => [table, domain.name])),
  );
  const home = new Map(files.map((file) => [file.path, file.domain]));
  const known = runningAccesses(facts).filter(
    (access) => home.get(access.file) && owner.get(access.table),
  );
  const foreign = known.filter(
    (access) => home.get(access.file) !== owner.get(access.table),
  ).length;
  const share = known.length === 0 ? null : round(foreign / known.length);
  const count = (kind: FindingKind): number =>
    findings.filter((finding) => finding.kind === kind).length;
  return [
    signal('domain-files', placed.length, `at least ${FEWEST_FILES}`, (v) => v >= FEWEST_FILES),
    signal(
      'lines',
      lines,
      `at least ${FEWEST_LINES.toLocaleString('en')}`,
      (v) => v >= FEWEST_LINES,
    ),
    signal('domains', domains.length, `at least ${FEWEST_DOMAINS}`, (v) => v >= FEWEST_DOMAINS),
    signal('ways-in', waysIn(facts), 'at least 1', (v) => v >= 1),
    signal(
      'boundary-stability',
      suggested.stability,
      `at least ${percent(LEAST_STABLE)}`,
      (v) => v >= LEAST_STABLE,
    ),
    signal(
      'entangled-accesses',
      share,
      `at most ${percent(MOST_ENTANGLED)}`,
      (v) => v <= MOST_ENTANGLED,
    ),
    signal(
      'independent-domains',
      domains.filter(isIndependent).length,
      'at least 1',
      (v) => v >= 1,
    ),
    signal(
      'ready-domains',
      readyDomains({ facts, files, domains, findings }).length,
      'at least 1',
      (v) => v >= 1,
    ),
    signal('cross-domain-transactions', count('cross-domain-transaction'), '0', (v) => v === 0),
    signal('shared-tables', count('shared-table'), '0', (v) => v === 0),
    signal('domain-cycles', count('domain-cycle'), '0', (v) => v === 0),
    signal(
      'tangled-domains',
      domains.length === 0 ? null : round(inCircles(findings).size / domains.length),
      `at most ${percent(MOST_TANGLED)}`,
      (v) => v <= MOST_TANGLED,
    ),
    signal(
      'imports-in-circles',
      cutSize(findings),
      `at most ${CHEAP_CUT} for each domain in a circle`,
      (v) => v <= CHEAP_CUT * inCircles(findings).size,
    ),
    signal(
      'unresolved-accesses',
      rounded(unreadShare(facts.stats)),
      `at most ${percent(MOST_UNREAD)}`,
      (v) => v <= MOST_UNREAD,
    ),
    signal(
      'team-size',
      people ?? regularAuthors(facts),
      `at least ${SMALLEST_TEAM}`,
      (v) => v >= SMALLEST_TEAM,
    ),
    ...practiceSignals(facts.practices),
  ];
}

const cycles = (findings: readonly Finding[]): FindingOf<'domain-cycle'>[] =>
  findings.filter((finding) => finding.kind === 'domain-cycle');

const cutSize = (findings: readonly Finding[]): number =>
  cycles(findings).reduce((sum, { cut }) => sum + cut.length, 0);

const inCircles = (findings: readonly Finding[]): Set<string> =>
  new Set(cycles(findings).flatMap(({ cycle }) => cycle));

/** People who commit at least once a month on average; who passes by once is no member of a team. */
const REGULARLY = 12;

/** People who kept changing the code in its last year; unknown where history is missing or cut short. */
function regularAuthors({ history }: Facts): number | null {
  if (history === undefined || history.commits === 0) return null;
  if (history.lacks.some((text) => text.startsWith('a shallow clone'))) return null;
  return history.authors.filter(({ name, recent }) => recent >= REGULARLY && !isMachine(name))
    .length;
}

/** What follows was judged without that data. */
function notUnderstood(facts: Facts): Reason[] {
  return sayUnread(facts.stats).map((text, i) => ({
    text,
    sites: unreadSites(facts, facts.stats.unread?.[i]?.package).slice(0, MOST_NAMED),
  }));
}

function signal(
  name: string,
  value: number | null,
  wanted: string,
  good: (value: number) => boolean,
): Signal {
  const speaks = value === null ? 'unknown' : good(value) ? 'for' : 'against';
  return { name, value, wanted, speaks };
}

function toReason(one: Signal, { facts }: VerdictInput): Reason {
  const said =
    one.name === 'safety-net' && one.speaks === 'against'
      ? sayMissingNet(facts.practices)
      : sayWanted(one);
  // The signal wants two small teams; what decides is that there is hardly anybody.
  const few =
    one.name === 'team-size' && one.decides ? `; fewer than ${FEWEST_PEOPLE} keep one process` : '';
  return {
    text: `${said}${few}${one.speaks === 'unknown' ? sayUnseen(one.name, facts.practices) : ''}`,
    sites: (one.because ?? []).flatMap(({ sites }) => sites.slice(0, 1)),
  };
}

const sayWanted = (one: Signal): string =>
  `${SIGNAL_WORDS[one.name] ?? one.name}: ${signalValue(one)}, wanted ${one.wanted}`;

function obstacles(findings: readonly Finding[]): Reason[] {
  const kinds: [FindingKind, string, string][] = [
    [
      'cross-domain-transaction',
      'transaction writes tables of several domains',
      'transactions write tables of several domains',
    ],
    ['shared-table', 'table has several writers', 'tables have several writers'],
    ['domain-cycle', 'group of domains imports in circles', 'cycles between domains'],
  ];
  return kinds.flatMap(([kind, one, several]) => {
    const found = findings.filter((finding) => finding.kind === kind);
    if (found.length === 0) return [];
    const sites = found.flatMap((finding) => finding.sites.slice(0, 1));
    return [{ text: `around them: ${found.length} ${found.length === 1 ? one : several}`, sites }];
  });
}

const rounded = (value: number | null): number | null => (value === null ? null : round(value));
const round = (value: number): number => Math.round(value * 1000) / 1000;
