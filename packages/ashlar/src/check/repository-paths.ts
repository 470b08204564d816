import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import type { Terminal } from '../terminal/context.ts';

/**
 * How files of a folder are called from the root of its repository, which is where annotations and code scanning look for
 * them. Outside of a repository that is the workspace of the workflow, else the working directory, where one of
 * them holds the folder.
 */
export function repositoryPaths(
  folder: string,
  { cwd, env }: Pick<Terminal, 'cwd' | 'env'>,
): (file: string) => string {
  const root =
    repositoryAbove(folder) ?? [env.GITHUB_WORKSPACE, cwd].find((one) => holds(one, folder));
  const from = root === undefined ? folder : resolve(root);
  return (file) => relative(from, join(folder, file)).replaceAll('\\', '/');
}

/** `.git` is a folder, or a file in a worktree and a submodule. */
function repositoryAbove(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (dirname(at) === at) return undefined;
  }
}

function holds(outer: string | undefined, folder: string): boolean {
  if (outer === undefined || outer === '') return false;
  const way = relative(resolve(outer), folder);
  return !isAbsolute(way) && !/^\.\.(?:[/\\]|$)/.test(way);
}
