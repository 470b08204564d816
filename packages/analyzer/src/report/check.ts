import {
  CHECK_RULES,
  CHECK_SCHEMA_VERSION,
  type CheckResult,
  type CheckRule,
  type Violation,
} from '../model/check.ts';
import { count } from '../model/count.ts';
import type { Site } from '../model/site.ts';
import { ASHLAR_VERSION } from '../model/version.ts';

const MOST_SITES = 5;

interface RuleWords {
  /** What it demands, in a sentence. */
  demand: string;
  /** What to do about a breach. */
  advice: string;
}

export const CHECK_RULE_WORDS: Readonly<Record<CheckRule, RuleWords>> = {
  imports: {
    demand: 'A domain imports only the domains it is allowed to.',
    advice:
      'Ask the domain through one it may import, turn the import round, or allow it under `check.imports`.',
  },
  'one-writer': {
    demand: 'A table is written by its own domain only.',
    advice:
      'Give the owner an operation that writes it and call that, or let the owner react to an event.',
  },
  transaction: {
    demand: 'A transaction writes the tables of one domain only.',
    advice:
      'Split it into local transactions tied by an outbox, with compensations where a later one fails.',
  },
  join: {
    demand: 'A statement touches the tables of one domain only.',
    advice:
      'Ask the other domain for what is missing, or keep a read model that its events bring up to date.',
  },
  cycle: {
    demand: 'Domains do not import each other in circles.',
    advice: 'Turn the named import round: an interface owned by the caller, an event, or a move.',
  },
  owner: {
    demand: 'Every domain has an owner.',
    advice: 'Name one in ashlar.yaml, or for all its files in CODEOWNERS.',
  },
  contract: {
    demand: 'What one service asks of another is in a contract between them.',
    advice:
      'Write a test that records the interaction, or accept a draft of it, and publish the contract.',
  },
  'route-owner': {
    demand: 'Every route that has a service has an owner.',
    advice: 'Name an owner of the route in the table, or of its service in ashlar.yaml.',
  },
};

/** How a file is called from where the reader of a report looks at it. */
export type PathFrom = (file: string) => string;
const asItIs: PathFrom = (file) => file;

/** For people. New violations with their places; then what is known, solved, exempt and expired. */
export function renderCheckText(result: CheckResult): string {
  const { fresh, known, exempt, solved, expired, unused } = result;
  return [
    fresh.length === 0 ? 'No new violation.' : `${count(fresh.length, 'new violation')}:`,
    ...fresh.flatMap((violation, i) => [
      `  [${violation.rule}] ${violation.message}`,
      // Once for each rule: violations are sorted by their ids, which begin with it.
      ...(fresh[i - 1]?.rule === violation.rule
        ? []
        : [`    ${CHECK_RULE_WORDS[violation.rule].advice}`]),
      ...violation.sites.slice(0, MOST_SITES).map(({ file, line }) => `    ${file}:${line}`),
      ...(violation.sites.length > MOST_SITES
        ? [`    and ${count(violation.sites.length - MOST_SITES, 'more place')}`]
        : []),
      `    id: ${violation.id}`,
    ]),
    '',
    `Baseline: ${known.length} known, ${solved.length} solved since it was written.`,
    ...(fresh.length > 0 && known.length + solved.length === 0
      ? ['  Nothing is known debt yet: --update-baseline accepts what is broken today.']
      : []),
    ...solved.map((id) => `  solved: ${id}`),
    ...(solved.length > 0 ? ['  Take them off with --update-baseline.'] : []),
    ...exempt.map(
      ({ violation, exemption }) =>
        `  exempt until ${exemption.expires} (${exemption.owner}: ${exemption.reason}): ${violation.id}`,
    ),
    ...expired.map(({ id, owner, expires }) => `  expired on ${expires} (${owner}): ${id}`),
    ...unused.map(({ id, owner }) => `  exemption without use (${owner}): ${id}`),
  ].join('\n');
}

/** For programs: schemas/check.schema.json. */
export const renderCheckJson = (result: CheckResult): string =>
  JSON.stringify({ schemaVersion: CHECK_SCHEMA_VERSION, ...result }, null, 2);

/**
 * GitHub workflow commands: one annotation at the first place of every new violation, a warning for every exemption that
 * has run out, and a notice of what changed in the baseline.
 *
 * @param pathFrom GitHub looks for files from the root of the repository
 */
export function renderCheckGithub(result: CheckResult, pathFrom: PathFrom = asItIs): string {
  return [
    ...result.fresh.map(({ rule, message, sites: [site] }) => {
      const at = site ? ` file=${property(pathFrom(site.file))},line=${site.line},` : ' ';
      const text = `${message}. ${CHECK_RULE_WORDS[rule].advice}`;
      return `::error${at}title=${property(`ashlar ${rule}`)}::${data(text)}`;
    }),
    ...result.expired.map(
      ({ id, owner, expires }) =>
        `::warning title=${property('ashlar exemption')}::${data(`The exemption of ${id} expired on ${expires} (${owner}).`)}`,
    ),
    `::notice title=${property('ashlar baseline')}::${data(sayBaseline(result))}`,
  ].join('\n');
}

function sayBaseline({ fresh, known, exempt, solved, unused }: CheckResult): string {
  const parts = [
    fresh.length === 0 ? 'No new violation.' : `${count(fresh.length, 'new violation')}.`,
    `Baseline: ${known.length} known, ${solved.length} solved since it was written${exempt.length > 0 ? `, ${exempt.length} exempt` : ''}.`,
    ...(fresh.length > 0 && known.length + solved.length === 0
      ? ['Nothing is known debt yet: --update-baseline accepts what is broken today.']
      : []),
    ...(solved.length > 0
      ? [
          `Solved: ${few(solved)}. Take ${solved.length === 1 ? 'it' : 'them'} off with --update-baseline.`,
        ]
      : []),
    ...(unused.length > 0 ? [`Exemptions without use: ${few(unused.map(({ id }) => id))}.`] : []),
  ];
  return parts.join(' ');
}

const MOST_IDS = 10;

const few = (ids: readonly string[]): string =>
  `${ids.slice(0, MOST_IDS).join(', ')}${ids.length > MOST_IDS ? ` and ${ids.length - MOST_IDS} more` : ''}`;

/** Escapes as in actions/toolkit, packages/core/src/command.ts. */
const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/**
 * SARIF 2.1.0 (OASIS standard). Known debt and exemptions are results that are suppressed.
 *
 * @param pathFrom code scanning takes relative paths from the root of the repository, which `%SRCROOT%` stands for
 */
export function renderCheckSarif(
  { fresh, known, exempt }: CheckResult,
  pathFrom: PathFrom = asItIs,
): string {
  const rules = CHECK_RULES.map((id) => {
    const { demand, advice } = CHECK_RULE_WORDS[id];
    return {
      id,
      shortDescription: { text: demand },
      help: { text: advice, markdown: `**${demand}**\n\n${advice}` },
    };
  });
  const results = [
    ...fresh.map((violation) => sarifResult(violation, pathFrom)),
    ...known.map((violation) => sarifResult(violation, pathFrom, 'known debt of the baseline')),
    ...exempt.map(({ violation, exemption }) => sarifResult(violation, pathFrom, exemption.reason)),
  ];
  const driver = { name: 'ashlar', version: ASHLAR_VERSION, rules };
  const originalUriBaseIds = {
    // Where that is, is known to who reads it: the same document on every machine.
    [ROOT]: { description: { text: 'The root of the repository.' } },
  };
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, originalUriBaseIds, results }],
  };
  return JSON.stringify(log, null, 2);
}

const ROOT = '%SRCROOT%';

function sarifResult(
  { rule, id, message, sites }: Violation,
  pathFrom: PathFrom,
  suppressed?: string,
): object {
  const toLocation = ({ file, line }: Site): object => ({
    physicalLocation: {
      artifactLocation: { uri: asUri(pathFrom(file)), uriBaseId: ROOT },
      region: { startLine: line },
    },
  });
  return {
    ruleId: rule,
    ruleIndex: CHECK_RULES.indexOf(rule),
    level: 'error',
    message: { text: message },
    partialFingerprints: { ashlarId: id },
    locations: sites.slice(0, 1).map(toLocation),
    relatedLocations: sites.slice(1, MOST_SITES + 1).map(toLocation),
    ...(suppressed === undefined
      ? {}
      : { suppressions: [{ kind: 'external', justification: suppressed }] }),
  };
}

const asUri = (path: string): string => path.split('/').map(encodeURIComponent).join('/');
