import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { repositoryPaths } from '../../src/check/repository-paths.ts';

const home = mkdtempSync(join(tmpdir(), 'ashlar-paths-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const at = (...names: string[]): string => {
  const folder = join(home, ...names);
  mkdirSync(folder, { recursive: true });
  return folder;
};
mkdirSync(join(at('mono'), '.git'));
writeFileSync(join(at('tree'), '.git'), 'gitdir: elsewhere');

it.each<[string, string, string, string | undefined, string]>([
  [
    'a package of a repository',
    at('mono', 'packages', 'shop'),
    at('mono'),
    undefined,
    'packages/shop/src/a.ts',
  ],
  [
    'called from the package',
    at('mono', 'packages', 'shop'),
    at('mono', 'packages', 'shop'),
    undefined,
    'packages/shop/src/a.ts',
  ],
  [
    'a checkout below the workspace',
    at('mono', 'packages', 'shop'),
    at('mono'),
    home,
    'packages/shop/src/a.ts',
  ],
  ['a worktree', at('tree', 'shop'), at('tree'), undefined, 'shop/src/a.ts'],
  ['the root', at('mono'), at('mono'), undefined, 'src/a.ts'],
  [
    'no repository, in a workflow',
    at('bare', 'shop'),
    at('bare', 'shop'),
    at('bare'),
    'shop/src/a.ts',
  ],
  ['no repository, called from above', at('bare', 'shop'), at('bare'), undefined, 'shop/src/a.ts'],
  ['no repository, called from elsewhere', at('bare', 'shop'), at('other'), undefined, 'src/a.ts'],
  [
    'a workspace whose name begins alike',
    at('bare-2', 'shop'),
    at('other'),
    at('bare'),
    'src/a.ts',
  ],
])(
  'says paths from where annotations are looked for: %s',
  (_what, folder, cwd, workspace, path) => {
    const env = workspace === undefined ? {} : { GITHUB_WORKSPACE: workspace };
    expect(repositoryPaths(folder, { cwd, env })('src/a.ts')).toBe(path);
  },
);

it('leaves the folder where a file does', () => {
  const folder = at('mono', 'packages', 'shop');
  expect(repositoryPaths(folder, { cwd: home, env: {} })('../../routes.yaml')).toBe('routes.yaml');
});
