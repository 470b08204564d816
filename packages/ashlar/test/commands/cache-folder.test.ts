import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { cacheFolder } from '../../src/commands/cache-folder.ts';

const bare = mkdtempSync(join(tmpdir(), 'ashlar-bare-'));
const installed = mkdtempSync(join(tmpdir(), 'ashlar-installed-'));
mkdirSync(join(installed, 'node_modules'));
afterAll(() => {
  for (const folder of [bare, installed]) rmSync(folder, { recursive: true });
});
const digest = createHash('sha256').update(bare).digest('hex').slice(0, 16);

it.each([
  ['the variable wins', installed, { ASHLAR_CACHE_DIR: '/c' }, '/c'],
  ['node_modules of the codebase', installed, {}, join(installed, 'node_modules/.cache/ashlar')],
  ['the user’s caches', bare, { XDG_CACHE_HOME: '/x' }, join('/x/ashlar', digest)],
])('%s', (_, root, env, expected) => {
  expect(cacheFolder(root, env)).toBe(expected);
});

it.runIf(process.platform === 'linux')('falls back to the home folder', () => {
  expect(cacheFolder(bare, {})).toBe(join(homedir(), '.cache/ashlar', digest));
});
