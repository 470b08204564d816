import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { HINTS, HOLD } from '../../src/commands/short-run.ts';

test('this version of Node knows every hint of a short run', () => {
  const { status, stderr } = spawnSync(process.execPath, [...HINTS, HOLD, '--eval', '0'], {
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

/** Megabytes that the space for new objects has when a process has made many objects that stay. */
function youngSpace(statement: string): number {
  const module = fileURLToPath(new URL('../../src/commands/short-run.ts', import.meta.url));
  const script = `
    import { getHeapSpaceStatistics } from 'node:v8';
    import { holdYoungSpace } from ${JSON.stringify(module)};
    const kept = [];
    for (let round = 0; round < 400; round++) {
      ${statement}
      kept.push(Array.from({ length: 5_000 }, (_, index) => ({ round, index })));
    }
    console.log(getHeapSpaceStatistics().find((of) => of.space_name === 'new_space').space_size);`;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--conditions=@ashlar/source', '--input-type=module', '--eval', script],
    { encoding: 'utf8' },
  );
  expect(stderr).toBe('');
  return Number(stdout) / 2 ** 20;
}

test('the space for new objects stays small where it is held, and would not', () => {
  // V8 in Node 22 never lets it grow as far.
  if (Number.parseInt(process.versions.node, 10) >= 24)
    expect(youngSpace('')).toBeGreaterThanOrEqual(64);
  expect(youngSpace('holdYoungSpace();')).toBeLessThanOrEqual(32);
});
