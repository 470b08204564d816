import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { detectBuild, requireBranch, requireVersion } from '../../src/git/detect.ts';

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'ashlar-git-'));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

function git(...args: readonly string[]): string {
  const who = {
    GIT_AUTHOR_NAME: 'a',
    GIT_AUTHOR_EMAIL: 'a@b',
    GIT_COMMITTER_NAME: 'a',
    GIT_COMMITTER_EMAIL: 'a@b',
  };
  const env = { ...process.env, ...who, GIT_CONFIG_GLOBAL: '/dev/null' };
  return execFileSync('git', args, { cwd, env, encoding: 'utf8' }).trim();
}

function commit(): string {
  git('init', '--quiet', '--initial-branch=feature/stock');
  writeFileSync(join(cwd, 'a'), 'a');
  git('add', 'a');
  git('commit', '--quiet', '-m', 'a');
  return git('rev-parse', 'HEAD');
}

describe('a build on a CI system', () => {
  it.each<
    [string, Record<string, string>, string | undefined, string | undefined, string | undefined]
  >([
    [
      'GitHub Actions',
      {
        GITHUB_ACTIONS: 'true',
        GITHUB_SHA: 'c1',
        GITHUB_REF_NAME: 'main',
        GITHUB_REF_TYPE: 'branch',
        GITHUB_HEAD_REF: '',
        GITHUB_SERVER_URL: 'https://github.com',
        GITHUB_REPOSITORY: 'a/b',
        GITHUB_RUN_ID: '7',
      },
      'c1',
      'main',
      'https://github.com/a/b/actions/runs/7',
    ],
    [
      'GitHub Actions',
      {
        GITHUB_ACTIONS: 'true',
        GITHUB_SHA: 'c1',
        GITHUB_REF_NAME: '12/merge',
        GITHUB_HEAD_REF: 'feature/x',
      },
      'c1',
      'feature/x',
      undefined,
    ],
    [
      'GitHub Actions',
      { GITHUB_ACTIONS: 'true', GITHUB_SHA: 'c1', GITHUB_REF_NAME: 'v1.0', GITHUB_REF_TYPE: 'tag' },
      'c1',
      undefined,
      undefined,
    ],
    [
      'GitLab CI',
      {
        GITLAB_CI: 'true',
        CI_COMMIT_SHA: 'c2',
        CI_COMMIT_BRANCH: 'main',
        CI_JOB_URL: 'https://g/1',
      },
      'c2',
      'main',
      'https://g/1',
    ],
    [
      'GitLab CI',
      { GITLAB_CI: 'true', CI_COMMIT_SHA: 'c2', CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: 'mr' },
      'c2',
      'mr',
      undefined,
    ],
    [
      'Jenkins',
      {
        JENKINS_URL: 'https://j',
        GIT_COMMIT: 'c3',
        GIT_BRANCH: 'origin/main',
        BUILD_URL: 'https://j/3',
      },
      'c3',
      'main',
      'https://j/3',
    ],
    [
      'Jenkins',
      { JENKINS_URL: 'https://j', GIT_COMMIT: 'c3', BRANCH_NAME: 'PR-4', CHANGE_BRANCH: 'pr' },
      'c3',
      'pr',
      undefined,
    ],
    [
      'CircleCI',
      {
        CIRCLECI: 'true',
        CIRCLE_SHA1: 'c4',
        CIRCLE_BRANCH: 'main',
        CIRCLE_BUILD_URL: 'https://c/4',
      },
      'c4',
      'main',
      'https://c/4',
    ],
    [
      'Buildkite',
      {
        BUILDKITE: 'true',
        BUILDKITE_COMMIT: 'c5',
        BUILDKITE_BRANCH: 'main',
        BUILDKITE_BUILD_URL: 'https://b/5',
      },
      'c5',
      'main',
      'https://b/5',
    ],
    [
      'Buildkite',
      { BUILDKITE: 'true', BUILDKITE_COMMIT: 'HEAD', BUILDKITE_BRANCH: 'main' },
      undefined,
      'main',
      undefined,
    ],
    [
      'Azure Pipelines',
      {
        TF_BUILD: 'True',
        BUILD_SOURCEVERSION: 'c6',
        BUILD_SOURCEBRANCH: 'refs/heads/release/1',
        SYSTEM_TEAMFOUNDATIONCOLLECTIONURI: 'https://dev.azure.com/o/',
        SYSTEM_TEAMPROJECT: 'My Shop',
        BUILD_BUILDID: '9',
      },
      'c6',
      'release/1',
      'https://dev.azure.com/o/My%20Shop/_build/results?buildId=9',
    ],
    [
      'Azure Pipelines',
      {
        TF_BUILD: 'True',
        BUILD_SOURCEVERSION: 'merge',
        SYSTEM_PULLREQUEST_SOURCECOMMITID: 'c7',
        BUILD_SOURCEBRANCH: 'refs/pull/3/merge',
        SYSTEM_PULLREQUEST_SOURCEBRANCH: 'refs/heads/pr',
      },
      'c7',
      'pr',
      undefined,
    ],
  ])('is known on %s: %o', async (source, env, expectedCommit, branch, buildUrl) => {
    expect(await detectBuild({ cwd, env })).toEqual({
      source,
      commit: expectedCommit,
      branch,
      buildUrl,
    });
  });
});

describe('a build in a git working copy', () => {
  it('knows commit and branch', async () => {
    const head = commit();
    expect(await detectBuild({ cwd, env: {} })).toEqual({
      source: 'git',
      commit: head,
      branch: 'feature/stock',
      buildUrl: undefined,
    });
  });

  it('has no branch with a detached head, and asks for one', async () => {
    const head = commit();
    git('checkout', '--quiet', '--detach');
    const build = await detectBuild({ cwd, env: {} });
    expect(build).toMatchObject({ commit: head, branch: undefined });
    expect(requireVersion(build, '--version')).toBe(head);
    expect(() => requireBranch(build, '--branch')).toThrow(/^The branch could not be detected/);
  });

  it('fills in from git what the CI system does not say', async () => {
    const head = commit();
    const build = await detectBuild({
      cwd,
      env: { BUILDKITE: 'true', BUILDKITE_COMMIT: 'HEAD', BUILDKITE_BRANCH: 'b' },
    });
    expect(build).toMatchObject({ commit: head, branch: 'b' });
  });

  it('does not take the local branch name of a CI checkout for the branch of a tag build', async () => {
    commit();
    git('checkout', '--quiet', '--detach');
    const env = {
      GITHUB_ACTIONS: 'true',
      GITHUB_SHA: 'c',
      GITHUB_REF_TYPE: 'tag',
      GITHUB_REF_NAME: 'v1',
    };
    expect((await detectBuild({ cwd, env })).branch).toBeUndefined();
  });
});

describe('a folder that is neither', () => {
  it('knows nothing and asks with a coded error that names the flag', async () => {
    const build = await detectBuild({ cwd, env: { PATH: process.env.PATH } });
    expect(build).toEqual({
      source: undefined,
      commit: undefined,
      branch: undefined,
      buildUrl: undefined,
    });
    try {
      requireVersion(build, '--consumer-version');
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({
        code: 'CONTRACTS_OPTION_MISSING',
        hint: 'Give it with --consumer-version.',
      });
    }
  });

  it('knows nothing of a repository without a commit but its branch', async () => {
    git('init', '--quiet', '--initial-branch=main');
    expect(await detectBuild({ cwd, env: {} })).toMatchObject({
      commit: undefined,
      branch: 'main',
    });
  });
});
