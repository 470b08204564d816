import { type Analysis, isForTypes, type Site, type TableAccess } from '../model/analysis.ts';
import { count } from '../model/count.ts';
import type { Step } from '../model/plan.ts';
import { isCron } from '../model/schedule.ts';
import { sortSites } from '../model/sites.ts';

type Draft = Omit<Step, 'order' | 'changes'>;

const MOST_NAMES = 6;
const MOST_SITES = 10;

/** What the service needs beside its own code, and what goes along with that: tables and jobs. */
export function moveSteps(analysis: Analysis, domain: string): Draft[] {
  return [
    ...librariesStep(analysis, domain),
    ...environmentStep(analysis, domain),
    ...tableSteps(analysis, domain),
    ...jobSteps(analysis, domain),
  ];
}

function librariesStep({ files, imports }: Analysis, domain: string): Draft[] {
  const home = filesOf(files, domain);
  const libraries = new Set(files.filter(({ role }) => role === 'library').map(({ path }) => path));
  const used = imports.filter(
    (edge) => home.has(edge.from) && libraries.has(edge.to) && !isForTypes(edge),
  );
  const names = distinct(used.map(({ to }) => to));
  if (names.length === 0) return [];
  return [
    {
      kind: 'prepare-service',
      subject: 'libraries',
      text: `${domain} uses ${count(names.length, 'file')} that belong${names.length === 1 ? 's' : ''} to no domain (${list(names)}): packages for both, or copies, with what they use themselves.`,
      sites: firstOf(used.map(({ from, line }) => ({ file: from, line }))),
    },
  ];
}

/** Says which of its ways to run a process has; every one is told. */
const TOLD_TO_ALL = 'NODE_ENV';

function environmentStep({ files, environment }: Analysis, domain: string): Draft[] {
  const home = filesOf(files, domain);
  const own = environment.filter(({ file, key }) => home.has(file) && key !== TOLD_TO_ALL);
  const keys = distinct(own.map(({ key }) => key));
  if (keys.length === 0) return [];
  const elsewhere = new Set(
    environment.filter(({ file }) => !home.has(file)).map(({ key }) => key),
  );
  const shared = keys.filter((key) => elsewhere.has(key));
  const also = shared.length === 0 ? '' : `; other code reads ${list(shared)} as well`;
  return [
    {
      kind: 'prepare-service',
      subject: 'environment',
      text: `${domain} reads ${count(keys.length, 'key')} of the environment (${list(keys)})${also}.`,
      sites: firstOf(own),
    },
  ];
}

/** Those that nobody else was seen to use in one step, and each of the others with who uses it. */
function tableSteps({ files, tables, accesses }: Analysis, domain: string): Draft[] {
  const domainOf = new Map(files.map((file) => [file.path, file.domain]));
  const own = tables.filter((table) => table.domain === domain && table.kind !== 'view');
  const foreign = Map.groupBy(
    accesses.filter(({ file, operation }) => domainOf.get(file) !== domain && operation !== 'ddl'),
    ({ table }) => table,
  );
  const alone = own.filter(({ name }) => !foreign.has(name));
  const names = distinct(alone.map(({ name }) => name));
  const together: Draft = {
    kind: 'move-table',
    subject: 'tables',
    text: `Move ${list(names)} to a store of the service: nobody else was seen to use ${names.length === 1 ? 'it' : 'them'}.`,
    sites: firstOf(
      alone.flatMap(
        ({ name, definedAt }) => definedAt ?? accesses.filter(({ table }) => table === name),
      ),
    ),
  };
  return [
    ...(names.length === 0 ? [] : [together]),
    ...own.flatMap(({ name, definedAt }): Draft[] => {
      const uses = foreign.get(name) ?? [];
      if (uses.length === 0) return [];
      return [
        {
          kind: 'move-table',
          subject: name,
          text: `Move ${name} to a store of the service, once nobody else uses it: ${usersOf(uses, domainOf)}.`,
          sites: [...(definedAt ? [definedAt] : []), ...firstOf(uses)],
        },
      ];
    }),
  ];
}

/** `order (3 reads), user (1 write)`. */
function usersOf(
  uses: readonly TableAccess[],
  domainOf: ReadonlyMap<string, string | null>,
): string {
  const users = Map.groupBy(uses, ({ file }) => domainOf.get(file) ?? 'code of no domain');
  const says = [...users]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([user, accesses]) => {
      const reads = accesses.filter(({ operation }) => operation === 'read').length;
      const writes = accesses.length - reads;
      const counts = [
        ...(reads > 0 ? [count(reads, 'read')] : []),
        ...(writes > 0 ? [count(writes, 'write')] : []),
      ];
      return `${user} (${counts.join(', ')})`;
    });
  return says.join(', ');
}

function jobSteps({ files, jobs }: Analysis, domain: string): Draft[] {
  const home = filesOf(files, domain);
  const own = jobs.filter(
    ({ kind, schedule, handler, file }) =>
      kind === undefined && isCron(schedule) && home.has(handler?.file ?? file),
  );
  return [...Map.groupBy(own, ({ name }) => name)].map(([name, starts]) => {
    const schedules = distinct(starts.flatMap(({ schedule }) => schedule ?? []));
    return {
      kind: 'move-job',
      subject: name,
      text: `Start ${name} (${schedules.join(', ')}) in the service and no longer in the monolith, at no time in both.`,
      sites: firstOf(starts),
    };
  });
}

const filesOf = (files: Analysis['files'], domain: string): ReadonlySet<string> =>
  new Set(files.filter((file) => file.domain === domain).map(({ path }) => path));

const distinct = (names: readonly string[]): string[] => [...new Set(names)].sort();

const firstOf = (sites: readonly Site[]): Site[] =>
  sortSites(sites.map(({ file, line }) => ({ file, line }))).slice(0, MOST_SITES);

/** The first of many. */
function list(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  const shown = names.slice(0, more > 1 ? MOST_NAMES : names.length).join(', ');
  return more > 1 ? `${shown} and ${more} more` : shown;
}
