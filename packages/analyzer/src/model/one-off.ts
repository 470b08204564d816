import { type Facts, isForTypes, type TableAccess } from './analysis.ts';
import { isMigration } from './migrations.ts';

/** What fills a database for the first time, beside the schema or among the commands. */
const SEEDS =
  /(?:^|\/)(?:db|database|prisma|drizzle|typeorm|knex|sequelize|mikro-orm|migrations?|commands?|scripts?)\/(?:.*\/)?seed(?:s|er|ers|ing)?(?:\/|[-_.][^/]*$)/i;
/** `scripts/`, `tools/`, `migration-scripts/`; the `content-scripts/` of a browser's extension run with it. */
const SCRIPTS =
  /(?:^|\/)(?:(?:(?:migrations?|maintenance|upgrade|data|db|database|build|release|deploy|setup|ci)[-_])?scripts?|tools)\//;

/** By its place, a seed or a script: whatever imports it. */
export const isStartedByHand = (path: string): boolean => SEEDS.test(path) || SCRIPTS.test(path);

type Programme = Pick<Facts, 'files' | 'imports' | 'routes' | 'events' | 'jobs'>;

/**
 * Files that somebody starts by hand, once or now and then: seeds, and scripts and tools that no other code imports
 * and that answer no request, message or clock. They say nothing about which code works on which table
 * while the program runs.
 */
export function oneOffFiles({ files, imports, routes, events, jobs }: Programme): Set<string> {
  const runs = new Set([
    ...imports.filter((edge) => !isForTypes(edge) && !SCRIPTS.test(edge.from)).map(({ to }) => to),
    ...routes.flatMap(({ file, handler }) => [file, handler?.file ?? file]),
    ...events.filter(({ role }) => role === 'listen').map(({ file }) => file),
    ...jobs.filter(({ kind }) => kind === undefined).map(({ file }) => file),
  ]);
  const isOneOff = (path: string): boolean =>
    SEEDS.test(path) || (SCRIPTS.test(path) && !runs.has(path));
  return new Set(files.map(({ path }) => path).filter(isOneOff));
}

/** Accesses of code that runs today: those of migrations, seeds and scripts are left out. */
export function runningAccesses(facts: Programme & Pick<Facts, 'accesses'>): TableAccess[] {
  const oneOff = oneOffFiles(facts);
  return facts.accesses.filter(({ file }) => !isMigration(file) && !oneOff.has(file));
}
