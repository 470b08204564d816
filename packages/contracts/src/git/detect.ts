import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ContractsError } from '../model/error.ts';
import { CI_SYSTEMS, type Env, given } from './ci-systems.ts';
import type { BuildIdentity, DetectBuildOptions } from './model.ts';

const run = promisify(execFile);

/**
 * Commit, branch and build URL from the CI system; commit and branch from git where it says nothing.
 * Never throws: what cannot be told is undefined.
 */
export async function detectBuild(options: DetectBuildOptions = {}): Promise<BuildIdentity> {
  const env: Env = options.env ?? process.env;
  const system = CI_SYSTEMS.find((candidate) => candidate.detect(env));
  const cwd = options.cwd ?? process.cwd();
  const commit = given(system?.commit(env)) ?? (await git(cwd, ['rev-parse', 'HEAD']));
  // A CI system checks out a detached head, and git would then answer with whatever is at hand.
  const branch =
    given(system?.branch(env)) ?? (await git(cwd, ['symbolic-ref', '--quiet', '--short', 'HEAD']));
  const anything = commit !== undefined || branch !== undefined;
  return {
    commit,
    branch,
    buildUrl: given(system?.buildUrl(env)),
    source: system?.name ?? (anything ? 'git' : undefined),
  };
}

/** @throws ContractsError CONTRACTS_OPTION_MISSING */
export function requireVersion(identity: BuildIdentity, flag: string): string {
  if (identity.commit !== undefined) return identity.commit;
  throw missing('version', 'this is not a git working copy with a commit', flag);
}

/** @throws ContractsError CONTRACTS_OPTION_MISSING */
export function requireBranch(identity: BuildIdentity, flag: string): string {
  if (identity.branch !== undefined) return identity.branch;
  throw missing('branch', 'the head is detached, or this is not a git working copy', flag);
}

function missing(what: string, why: string, flag: string): ContractsError {
  return new ContractsError(
    'CONTRACTS_OPTION_MISSING',
    `The ${what} could not be detected: ${why}.`,
    `Give it with ${flag}.`,
  );
}

async function git(cwd: string, args: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout } = await run('git', [...args], { cwd, timeout: 5000 });
    return given(stdout.trim());
  } catch {
    return undefined;
  }
}
