import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { HINTS } from '../../src/commands/short-run.ts';

test('this version of Node knows every hint of a short run', () => {
  const { status, stderr } = spawnSync(process.execPath, [...HINTS, '--eval', '0'], {
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
