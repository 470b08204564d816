import type { Participant } from './participant.ts';
import { CHECKING, concerns, DEPLOYING, type Stage, scriptPath, WRITTEN_BY } from './stages.ts';

/** A workflow of GitHub Actions for one participant. */
export function githubWorkflow(participant: Participant): string {
  const { name, folder, provider } = participant;
  const paths = folder === '.' ? '' : `\n    paths: ["${folder}/**", "${scriptPath(participant)}"]`;
  return `# ${WRITTEN_BY}
# Set the variable PACT_BROKER_BASE_URL and the secret PACT_BROKER_TOKEN of the repository.
name: ${name}
on:
  push:
    branches: [main]${paths}
  pull_request:${paths === '' ? ' {}' : paths}
${provider ? DISPATCH : ''}permissions:
  contents: read
env:
  PACT_BROKER_BASE_URL: \${{ vars.PACT_BROKER_BASE_URL }}
  PACT_BROKER_TOKEN: \${{ secrets.PACT_BROKER_TOKEN }}
  # The commit itself, and not the merge that a pull request is tried as.
  VERSION: \${{ github.event.pull_request.head.sha || github.sha }}
jobs:
  contracts:
    runs-on: ubuntu-latest
    steps:
${PREPARE}${steps(CHECKING, participant)}
  deploy:
    needs: contracts
    if: github.event_name == 'push' && github.ref == 'refs/heads/main'
    runs-on: ubuntu-latest
    environment: production
    # One deploy after the other, so that what is recorded is what runs.
    concurrency:
      group: deploy-${name}
      cancel-in-progress: false
    steps:
${PREPARE}${steps(DEPLOYING, participant)}
`;
}

const DISPATCH = `  # A consumer has published something new: let a webhook of the broker call this.
  repository_dispatch:
    types: [contract_requiring_verification_published]
`;

const PREPARE = `      - uses: actions/checkout@v4
        with:
          ref: \${{ github.event.pull_request.head.sha || github.sha }}
      - uses: actions/setup-node@v4
        with:
          node-version: 24
      - run: npm ci
`;

function steps(stages: readonly Stage[], participant: Participant): string {
  return stages
    .filter((stage) => concerns(stage, participant))
    .map((stage) => {
      const secret = stage === 'deploy' ? DEPLOY_ENV : stage === 'record' ? RECORD_ENV : '';
      return `      - name: ${stage}\n        run: sh ${scriptPath(participant)} ${stage}\n${secret}`;
    })
    .join('')
    .trimEnd();
}

const DEPLOY_ENV = `        env:
          DEPLOY_COMMAND: \${{ vars.DEPLOY_COMMAND }}
`;
const RECORD_ENV = `        env:
          ASHLAR_PROXY_ADMIN: \${{ vars.ASHLAR_PROXY_ADMIN }}
          ASHLAR_ADMIN_TOKEN: \${{ secrets.ASHLAR_ADMIN_TOKEN }}
`;
