import type { Detector } from '../detector.ts';

/**
 * Raw SQL is found by its text, wherever it stands, and read in `link/sql-accesses.ts`: no receiver
 * has to be known. This entry names the drivers, and the calls whose arguments hold SQL.
 */
export const sql: Detector = {
  name: 'sql',
  packages: [],
  calls: [
    'query',
    'execute',
    'raw',
    'unsafe',
    'prepare',
    'exec',
    'run',
    'all',
    'get',
    'any',
    'many',
    'one',
    'none',
    'oneOrNone',
    '$queryRaw',
    '$executeRaw',
    '$queryRawUnsafe',
    '$executeRawUnsafe',
  ],
};
