import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, it } from 'vitest';
import {
  endAll,
  publishOneVersionFromManyProcesses,
  writeFromManyProcesses,
} from './broker-processes.ts';

const SERVER = process.env.ASHLAR_TEST_POSTGRES_URL ?? '';
const schema = `ashlar_processes_${process.pid}`;

function database(): string {
  const url = new URL(SERVER);
  url.searchParams.set('options', `-csearch_path=${schema}`);
  return url.href;
}

function administer(sql: string): void {
  execFileSync('psql', ['--quiet', SERVER, '--command', sql], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

describe.skipIf(SERVER === '')(
  'brokers under fire on one PostgreSQL database (skipped without ASHLAR_TEST_POSTGRES_URL)',
  () => {
    beforeEach(() => administer(`CREATE SCHEMA ${schema}`));
    afterEach(async () => {
      await endAll();
      administer(`SET client_min_messages = warning; DROP SCHEMA ${schema} CASCADE`);
    });

    it('take publications and results from several processes', () =>
      writeFromManyProcesses(database()));

    it('let one of 200 different contents for one version win, and tell the others so', () =>
      publishOneVersionFromManyProcesses(database()));
  },
);
