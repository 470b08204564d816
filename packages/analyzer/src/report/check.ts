import {
  CHECK_SCHEMA_VERSION,
  type CheckResult,
  type CheckRule,
  type Violation,
} from '../model/check.ts';
import { ASHLAR_VERSION } from '../model/version.ts';
import { count } from './words.ts';

const MOST_SITES = 5;

/** What each rule demands, in a sentence. */
export const CHECK_RULE_WORDS: Readonly<Record<CheckRule, string>> = {
  imports: 'A domain imports only the domains it is allowed to.',
  'one-writer': 'A table is written by its own domain only.',
  transaction: 'A transaction writes the tables of one domain only.',
  join: 'A statement touches the tables of one domain only.',
  cycle: 'Domains do not import each other in circles.',
  owner: 'Every domain has an owner.',
  contract: 'What one service asks of another is in a contract between them.',
  'route-owner': 'Every route that has a service has an owner.',
};

/** For people. New violations with their places; then what is known, solved, exempt and expired. */
export function renderCheckText(result: CheckResult): string {
  const { fresh, known, exempt, solved, expired, unused } = result;
  return [
    fresh.length === 0 ? 'No new violation.' : `${count(fresh.length, 'new violation')}:`,
    ...fresh.flatMap((violation) => [
      `  [${violation.rule}] ${violation.message}`,
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

/** GitHub workflow commands: one annotation at the first place of every new violation. */
export function renderCheckGithub({ fresh }: CheckResult): string {
  return fresh
    .map(({ rule, message, sites }) => {
      const [site] = sites;
      const at = site ? ` file=${property(site.file)},line=${site.line},` : ' ';
      return `::error${at}title=${property(`ashlar ${rule}`)}::${data(message)}`;
    })
    .join('\n');
}

/** Escapes as in actions/toolkit, packages/core/src/command.ts. */
const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** SARIF 2.1.0 (OASIS standard). Known debt and exemptions are results that are suppressed. */
export function renderCheckSarif({ fresh, known, exempt }: CheckResult): string {
  const rules = Object.entries(CHECK_RULE_WORDS).map(([id, text]) => ({
    id,
    shortDescription: { text },
  }));
  const results = [
    ...fresh.map((violation) => sarifResult(violation)),
    ...known.map((violation) => sarifResult(violation, 'known debt of the baseline')),
    ...exempt.map(({ violation, exemption }) => sarifResult(violation, exemption.reason)),
  ];
  const driver = {
    name: 'ashlar',
    version: ASHLAR_VERSION,
    rules,
  };
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, results }],
  };
  return JSON.stringify(log, null, 2);
}

function sarifResult({ rule, id, message, sites }: Violation, suppressed?: string): object {
  return {
    ruleId: rule,
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

const toLocation = ({ file, line }: { file: string; line: number }): object => ({
  physicalLocation: {
    artifactLocation: { uri: file.split('/').map(encodeURIComponent).join('/') },
    region: { startLine: line },
  },
});
