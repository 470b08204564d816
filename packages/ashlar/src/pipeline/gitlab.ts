import type { Participant } from './participant.ts';
import { concerns, STAGES, type Stage, scriptPath, WRITTEN_BY } from './stages.ts';

/** What .gitlab-ci.yml needs, so that the files beside it count. */
export const GITLAB_ROOT: string = `# ${WRITTEN_BY}
include:
  - local: .gitlab/ashlar/*.yml
`;

/** Jobs of GitLab CI for one participant; they wait for each other by \`needs\`. */
export function gitlabJobs(participant: Participant): string {
  const stages = STAGES.filter((stage) => concerns(stage, participant));
  const jobs = stages.map((stage, index) => job(participant, stage, stages[index - 1]));
  return `# ${WRITTEN_BY}
# Set PACT_BROKER_BASE_URL, PACT_BROKER_TOKEN (masked) and DEPLOY_COMMAND as variables of the project.
stages: [${STAGES.join(', ')}]

.${participant.name}:
  image: node:24
  variables:
    VERSION: $CI_COMMIT_SHA
  before_script:
    - npm ci

${jobs.join('\n')}`;
}

function job(participant: Participant, stage: Stage, before: Stage | undefined): string {
  const { name } = participant;
  const lines = [
    `${name}:${stage}:`,
    `  extends: .${name}`,
    `  stage: ${stage}`,
    ...(before === undefined ? [] : [`  needs: ["${name}:${before}"]`]),
    ...(extras(participant)[stage] ?? []),
    '  script:',
    `    - sh ${scriptPath(participant)} ${stage}`,
  ];
  return `${lines.join('\n')}\n`;
}

function extras({ name, folder, consumer }: Participant): Partial<Record<Stage, string[]>> {
  const pacts = folder === '.' ? 'pacts/' : `${folder}/pacts/`;
  const merged = ['  rules:', '    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH'];
  return {
    // The pacts that the tests have written are what the next job publishes.
    ...(consumer ? { test: ['  artifacts:', `    paths: ["${pacts}"]`], publish: [] } : {}),
    // One deploy after the other, so that what is recorded is what runs.
    deploy: [...merged, `  resource_group: deploy-${name}`, '  environment: production'],
    record: merged,
  };
}
