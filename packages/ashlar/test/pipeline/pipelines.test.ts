import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseConfig } from '../../src/config/load.ts';
import { contractEdges } from '../../src/contract-graph/contract-edge.ts';
import { githubWorkflow } from '../../src/pipeline/github.ts';
import { gitlabJobs } from '../../src/pipeline/gitlab.ts';
import { type Participant, participants } from '../../src/pipeline/participant.ts';
import { pipelineFiles } from '../../src/pipeline/pipelines.ts';

const CONFIG = parseConfig(
  `schemaVersion: 1
pacticipant: "Shop Monolith's"
services:
  inventory: { pacticipant: inventory-service, source: [services/inventory/src/**] }
  mail: {}
`,
  'ashlar.yaml',
);
const pact = (consumer: string, provider: string) => ({
  consumer: { name: consumer },
  provider: { name: provider },
  interactions: [],
});
const EDGES = contractEdges([pact("Shop Monolith's", 'inventory-service')]);

describe('participants', () => {
  it('are the services and the codebase, with the roles that the contracts show', () => {
    expect(participants(CONFIG, EDGES)).toEqual([
      {
        name: 'inventory',
        pacticipant: 'inventory-service',
        folder: 'services/inventory',
        consumer: false,
        provider: true,
      },
      { name: 'mail', pacticipant: 'mail', folder: '.', consumer: true, provider: true },
      {
        name: 'shop-monolith-s',
        pacticipant: "Shop Monolith's",
        folder: '.',
        consumer: true,
        provider: false,
      },
    ]);
  });
});

const base: Participant = {
  name: 'inventory',
  pacticipant: 'inventory-service',
  folder: 'services/inventory',
  consumer: true,
  provider: true,
};
const roles: [string, Partial<Participant>, string[]][] = [
  ['both', {}, ['test', 'publish', 'verify', 'can-i-deploy']],
  ['a consumer', { provider: false }, ['test', 'publish', 'can-i-deploy']],
  ['a provider', { consumer: false }, ['test', 'verify', 'can-i-deploy']],
];

interface Workflow {
  on: Record<string, unknown>;
  jobs: Record<string, { needs?: string; if?: string; steps: { name?: string; run?: string }[] }>;
}

describe('the workflow of GitHub Actions', () => {
  it.each(roles)(
    'has the stages of %s in order, and deploys what is merged',
    (_, role, checking) => {
      const workflow = parse(githubWorkflow({ ...base, ...role })) as Workflow;
      const named = (job: string) => workflow.jobs[job]?.steps.flatMap(({ name }) => name ?? []);
      expect(named('contracts')).toEqual(checking);
      expect(named('deploy')).toEqual(['can-i-deploy', 'deploy', 'record']);
      expect(workflow.jobs.deploy).toMatchObject({
        needs: 'contracts',
        if: expect.stringContaining("== 'push'"),
        concurrency: { 'cancel-in-progress': false },
      });
      const runs = workflow.jobs.contracts?.steps.flatMap(({ run }) => run ?? []);
      expect(runs?.at(-1)).toBe('sh ci/ashlar/inventory.sh can-i-deploy');
      expect('repository_dispatch' in workflow.on).toBe(checking.includes('verify'));
    },
  );

  it('runs for every change where the codebase is the root', () => {
    const workflow = parse(githubWorkflow({ ...base, folder: '.' })) as Workflow;
    expect(workflow.on.push).toEqual({ branches: ['main'] });
  });
});

describe('the jobs of GitLab CI', () => {
  it.each(roles)('wait for each other in the order of %s', (_, role, checking) => {
    const text = gitlabJobs({ ...base, ...role });
    const jobs = parse(text) as Record<
      string,
      { stage: string; needs?: string[]; script: string[] }
    >;
    const { stages, ...rest } = jobs as typeof jobs & { stages: unknown };
    const order = [...checking, 'deploy', 'record'];
    const named = Object.entries(rest).filter(([name]) => !name.startsWith('.'));
    expect(named.map(([name]) => name)).toEqual(order.map((stage) => `inventory:${stage}`));
    expect(named.map(([, { needs }]) => needs?.[0])).toEqual([
      undefined,
      ...order.slice(0, -1).map((stage) => `inventory:${stage}`),
    ]);
    expect(stages).toEqual(['test', 'publish', 'verify', 'can-i-deploy', 'deploy', 'record']);
    expect(rest['inventory:deploy']).toMatchObject({
      rules: [{ if: '$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH' }],
      resource_group: 'deploy-inventory',
    });
    const artifacts = { paths: ['services/inventory/pacts/'] };
    if (checking.includes('publish')) expect(rest['inventory:test']).toMatchObject({ artifacts });
  });
});

it('writes the files of both systems, and a script once', () => {
  const files = pipelineFiles([base], ['github', 'gitlab']).map(({ path }) => path);
  expect(files).toEqual([
    '.github/workflows/inventory.yml',
    '.gitlab-ci.yml',
    '.gitlab/ashlar/inventory.yml',
    'ci/ashlar/inventory.sh',
  ]);
});
