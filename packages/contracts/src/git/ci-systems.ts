/** Reads the environment of one CI system. All names are from the systems' own references. */
export interface CiSystem {
  readonly name: string;
  readonly detect: (env: Env) => boolean;
  readonly commit: (env: Env) => string | undefined;
  readonly branch: (env: Env) => string | undefined;
  readonly buildUrl: (env: Env) => string | undefined;
}

export type Env = Readonly<Record<string, string | undefined>>;

const githubActions: CiSystem = {
  name: 'GitHub Actions',
  detect: (env) => env.GITHUB_ACTIONS === 'true',
  // On pull_request GITHUB_SHA is a merge commit that nobody else will ever see.
  commit: (env) => env.GITHUB_HEAD_SHA ?? env.GITHUB_SHA,
  // GITHUB_HEAD_REF is set on pull requests only; GITHUB_REF_NAME would be `12/merge` there.
  branch: (env) =>
    given(env.GITHUB_HEAD_REF) ?? (env.GITHUB_REF_TYPE === 'tag' ? undefined : env.GITHUB_REF_NAME),
  buildUrl: (env) =>
    joined(env.GITHUB_SERVER_URL, env.GITHUB_REPOSITORY, 'actions/runs', env.GITHUB_RUN_ID),
};

const gitlabCi: CiSystem = {
  name: 'GitLab CI',
  detect: (env) => env.GITLAB_CI === 'true',
  commit: (env) => env.CI_COMMIT_SHA,
  branch: (env) => given(env.CI_MERGE_REQUEST_SOURCE_BRANCH_NAME) ?? env.CI_COMMIT_BRANCH,
  buildUrl: (env) => env.CI_JOB_URL,
};

const jenkins: CiSystem = {
  name: 'Jenkins',
  detect: (env) => env.JENKINS_URL !== undefined,
  commit: (env) => env.GIT_COMMIT,
  branch: (env) => given(env.CHANGE_BRANCH) ?? env.BRANCH_NAME ?? remoteless(env.GIT_BRANCH),
  buildUrl: (env) => env.BUILD_URL,
};

const circleCi: CiSystem = {
  name: 'CircleCI',
  detect: (env) => env.CIRCLECI === 'true',
  commit: (env) => env.CIRCLE_SHA1,
  branch: (env) => env.CIRCLE_BRANCH,
  buildUrl: (env) => env.CIRCLE_BUILD_URL,
};

const buildkite: CiSystem = {
  name: 'Buildkite',
  detect: (env) => env.BUILDKITE === 'true',
  // Documented to be the word HEAD when a build is started by hand.
  commit: (env) => (env.BUILDKITE_COMMIT === 'HEAD' ? undefined : env.BUILDKITE_COMMIT),
  branch: (env) => env.BUILDKITE_BRANCH,
  buildUrl: (env) => env.BUILDKITE_BUILD_URL,
};

const azurePipelines: CiSystem = {
  name: 'Azure Pipelines',
  detect: (env) => env.TF_BUILD !== undefined,
  commit: (env) => given(env.SYSTEM_PULLREQUEST_SOURCECOMMITID) ?? env.BUILD_SOURCEVERSION,
  branch: (env) => head(given(env.SYSTEM_PULLREQUEST_SOURCEBRANCH) ?? env.BUILD_SOURCEBRANCH),
  buildUrl: (env) => {
    const project = joined(env.SYSTEM_TEAMFOUNDATIONCOLLECTIONURI, env.SYSTEM_TEAMPROJECT);
    const id = env.BUILD_BUILDID;
    return project === undefined || id === undefined
      ? undefined
      : `${project}/_build/results?buildId=${id}`;
  },
};

export const CI_SYSTEMS: readonly CiSystem[] = [
  githubActions,
  gitlabCi,
  jenkins,
  circleCi,
  buildkite,
  azurePipelines,
];

/** An empty variable counts as not set: several systems set all of theirs always. */
export function given(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === '' ? undefined : value;
}

function joined(...parts: readonly (string | undefined)[]): string | undefined {
  const known = parts.map(given);
  if (known.includes(undefined)) return undefined;
  return known.map((part) => encodeURI((part ?? '').replace(/\/+$/, ''))).join('/');
}

function head(ref: string | undefined): string | undefined {
  const name = given(ref);
  if (name === undefined || !name.startsWith('refs/')) return name;
  return name.startsWith('refs/heads/') ? name.slice('refs/heads/'.length) : undefined;
}

/** The Git plug-in of Jenkins writes `origin/main`. */
function remoteless(branch: string | undefined): string | undefined {
  return given(branch)?.replace(/^(?:refs\/heads\/|origin\/)/, '');
}
