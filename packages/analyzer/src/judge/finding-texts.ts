import { count } from '../model/count.ts';
import type { Finding, FindingKind, FindingOf } from '../model/finding.ts';

interface Words<K extends FindingKind> {
  /** Name of the kind, for headings and filters. */
  title: string;
  say: (finding: FindingOf<K>) => string;
  /** What to do about it, one sentence. */
  advice: string;
}

const list = (names: readonly string[]): string => names.join(', ');
const percent = (share: number): string => `${Math.round(share * 100)} %`;

const tablesOwned = (tables: number): string =>
  tables === 0 ? 'and it owns no table' : `with ${count(tables, 'table')}`;

/** The words about every kind of finding; the compiler refuses a kind without them. */
export const FINDING_TEXTS: { readonly [K in FindingKind]: Words<K> } = {
  'shared-table': {
    title: 'Table with several writers',
    say: (f) => `${f.table} is written by ${list(f.writers.map((writer) => writer.domain))}`,
    advice: 'Let one domain own the table and give the others an operation of it to call.',
  },
  'cross-domain-write': {
    title: 'Table that only another domain writes',
    say: (f) => `only ${f.writer} writes ${f.table}, which belongs to ${f.owner}`,
    advice: 'Move the table to its writer, or the writing to the domain that the table belongs to.',
  },
  'cross-domain-read': {
    title: 'Read of another domain’s table',
    say: (f) => `${f.reader} reads ${f.table}, which ${f.owner} owns`,
    advice: 'Ask the owner through an operation, or keep a copy that its events bring up to date.',
  },
  'cross-domain-transaction': {
    title: 'Transaction across domains',
    say: (f) =>
      `one transaction at ${f.transaction} writes ${list(f.tables)} of ${list(f.domains)}` +
      (f.steps === undefined
        ? ''
        : `; what it does of ${list(f.steps)} is a transaction of its own already`),
    advice: 'Split it into local transactions tied by an outbox and a saga with compensations.',
  },
  'cross-domain-join': {
    title: 'Query across domains',
    say: (f) => `one statement at ${f.statement} joins ${list(f.tables)} of ${list(f.domains)}`,
    advice: 'Compose the answer from calls to the owners, or build a read model for it.',
  },
  'cross-domain-foreign-key': {
    title: 'Foreign key across domains',
    say: (f) =>
      `${f.from}${f.columns ? ` (${list(f.columns)})` : ''} references ${f.to}${f.onDelete ? `, on delete ${f.onDelete}` : ''}${f.onUpdate && !f.onDelete ? `, on update ${f.onUpdate}` : ''}`,
    advice: 'Keep the identifier, drop the constraint, and replace a cascade by an event.',
  },
  'trigger-across-domains': {
    title: 'Trigger across domains',
    say: (f) =>
      `trigger ${f.trigger} on ${f.table} ${[
        ...(f.writes.length > 0 ? [`writes ${list(f.writes)}`] : []),
        ...(f.reads.length > 0 ? [`reads ${list(f.reads)}`] : []),
      ].join(' and ')} of ${list(f.domains)}`,
    advice:
      'Move what it does into code of the owner, and let the other domain hear it as an event.',
  },
  'view-across-domains': {
    title: 'View across domains',
    say: (f) => `view ${f.view} reads ${list(f.tables)} of ${list(f.domains)}`,
    advice: 'Build a read model fed by events, or compose the answer from calls to the owners.',
  },
  'domain-cycle': {
    title: 'Cycle between domains',
    say: (f) => {
      const imports = new Set(f.cut.map(({ from, line }) => `${from}:${line}`)).size;
      const cut = `cheapest cut: ${count(imports, 'import')}`;
      return f.id.endsWith('+')
        ? `${count(f.cycle.length, 'domain')} import each other in circles (${f.cycle.join(', ')}); ${cut}`
        : `${[...f.cycle, f.cycle[0] ?? ''].join(' → ')}; ${cut}`;
    },
    advice: 'Turn the cut imports round: an interface owned by the caller, an event, or a move.',
  },
  'synchronous-chain': {
    title: 'Chain of calls across domains',
    say: (f) =>
      `${count(f.depth, 'call')} in a row, ${f.calls[0] ?? ''} to ${f.calls[f.calls.length - 1] ?? ''}; as services of 99.9 % each that chain is up ${(f.availability * 100).toFixed(2)} %`,
    advice:
      'Shorten it: pass the data along, keep a copy near the reader, or answer later by event.',
  },
  'event-across-domains': {
    title: 'Event between domains',
    say: (f) => `${f.emitter} emits ${f.event}, heard by ${list(f.listeners)}`,
    advice: 'Good seam: give it a schema and a message contract, and send it through an outbox.',
  },
  'shared-state': {
    title: 'State in the process shared by domains',
    say: (f) => `${f.name} in ${f.file} (${f.state}) is reached from ${list(f.domains)}`,
    advice:
      'Give the state one owner behind an operation, or move it to a store that processes share.',
  },
  'job-across-domains': {
    title: 'Job or queue over several domains',
    say: (f) =>
      `${f.startedBy === 'clock' ? 'job' : 'what hears'} ${f.job} works on ${list(f.tables)} of ${list(f.domains)}`,
    advice: 'Split the job by owner, or let it call operations of the owners.',
  },
  'two-phase-commit': {
    title: 'Two-phase commit',
    say: (f) => `${f.file} commits in two phases: ${f.statement}`,
    advice:
      'Replace it by local transactions, an outbox and compensations before it spans two services.',
  },
  'shared-store': {
    title: 'Keys or index shared by domains',
    say: (f) =>
      `${f.name} in ${f.store === 'redis' ? 'Redis' : 'Elasticsearch'} is written by ${f.writers.length === 0 ? 'nobody seen' : list(f.writers)}${f.readers.length === 0 ? '' : ` and read by ${list(f.readers)}`}`,
    advice: 'Give the keys or the index one owner and the others an operation of it to call.',
  },
  'library-as-domain': {
    title: 'Library posing as a domain',
    say: (f) =>
      `${f.domain} owns no table, serves no route and hears no event; ${f.usedBy === 1 ? '1 domain uses' : `${f.usedBy} domains use`} it and it uses ${f.uses}`,
    advice: 'List its files under `libraries` in ashlar.yaml; make it a package, not a service.',
  },
  'shared-library': {
    title: 'Library used by most domains',
    say: (f) => `${f.file} is used by ${count(f.usedBy, 'domain')} and owns no table`,
    advice: 'Make it a package with its own version before the first service needs it.',
  },
  'call-in-loop': {
    title: 'Call in a loop across domains',
    say: (f) => `${f.caller} calls ${f.callee} in a loop`,
    advice: 'Offer a batch operation that takes all keys at once.',
  },
  'event-candidate': {
    title: 'Call that could be an event',
    say: (f) =>
      f.callers.length === 1
        ? `${f.callers[0]} calls ${f.callee} and does not use its result`
        : `${f.callers.length} functions call ${f.callee} and do not use its result`,
    advice: 'Publish what happened and let the other domain react.',
  },
  'god-domain': {
    title: 'Domain that holds too much',
    say: (f) =>
      `${f.domain} holds ${percent(f.share)} of all ${f.of === 'tables' ? 'tables that have an owner' : 'domain files'}`,
    advice: 'Look at the fine alternative, or pin its tables to smaller domains.',
  },
  'nano-domain': {
    title: 'Domain that is too small',
    say: (f) =>
      `${f.domain} has ${count(f.files, 'file')}` +
      (f.idle ? ' and no table; no route, event or job of its own was seen' : ''),
    advice: 'Join it with the domain it talks to most; do not make it a service.',
  },
  'technical-layer': {
    title: 'Technical layer posing as a domain',
    say: (f) =>
      f.describes
        ? `${percent(f.share)} of ${f.domain} only describes things, most of it in ${f.folder}/: nothing there runs, and it owns no table`
        : `${percent(f.share)} of ${f.domain} lies in folders of layers, most of it in ${f.folder}/, ${tablesOwned(f.ownTables ?? 0)}`,
    advice: 'Assign its files to the business domains they serve; a layer is no service.',
  },
  'table-without-writer': {
    title: 'Table without a known writer',
    say: (f) =>
      `${f.reads === 0 ? 'no code was seen to read or write' : 'no writer of'} ${f.table}${f.reads === 0 ? '' : ' was seen'}`,
    advice: 'Find out who fills it (another program, a package, nobody any more) before moving it.',
  },
  lockstep: {
    title: 'Domains that change together',
    say: (f) =>
      `${f.domains.find((domain) => domain !== f.quieter) ?? ''} changed along in ${f.together} of ${f.commits === 1 ? 'the 1 commit' : `the ${f.commits} commits`} that changed ${f.quieter}`,
    advice: 'Look at what such commits change in both, and give that to one of them.',
  },
  hotspot: {
    title: 'Hotspot',
    say: (f) =>
      `${f.file} has ${count(f.loc, 'line')} and was changed in ${count(f.commits, 'commit')} of the last year`,
    advice: 'Split it before anything near it moves: what changes most costs most to have twice.',
  },
  'one-person-knowledge': {
    title: 'Knowledge of one person',
    say: (f) =>
      `${percent(f.share)}${f.domains.length > 1 ? ' or more' : ''} of the changes to ${list(f.domains)} were made by ${f.person}` +
      (f.gone === undefined ? '' : `, who made no commit after ${f.gone}`),
    advice:
      'Let a second person do the next changes before the domain becomes a service of a team.',
  },
  'no-owner': {
    title: 'Domain without an owner',
    say: (f) => `nobody is named as owner of ${count(f.files, 'file')} of ${f.domain}`,
    advice:
      'Name an owner in ashlar.yaml or CODEOWNERS; a service needs somebody to answer for it.',
  },
  'unparsed-file': {
    title: 'File that could not be read',
    say: (f) => `${f.file}: ${f.reason}`,
    advice: 'Correct the file; whatever it does is missing from this analysis.',
  },
};

/** The sentence about one finding. */
export function sayFinding(finding: Finding): string {
  // The table is exhaustive and keyed by the finding's own kind, which TypeScript cannot correlate.
  const words = FINDING_TEXTS[finding.kind] as unknown as Words<FindingKind>;
  return words.say(finding);
}
