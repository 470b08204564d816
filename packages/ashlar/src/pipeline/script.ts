import type { Participant } from './participant.ts';
import { concerns, STAGES, type Stage, WRITTEN_BY } from './stages.ts';

/**
 * One POSIX shell script for each participant. Both CI systems call it, and so can a person: what runs
 * there can be tried here.
 */
export function pipelineScript(participant: Participant): string {
  const { pacticipant, folder } = participant;
  const stages = STAGES.filter((stage) => concerns(stage, participant));
  return `#!/bin/sh
# The pipeline of ${oneLine(pacticipant)}, one stage a call: ${stages.join(', ')}; or all of them: all.
# ${WRITTEN_BY}
set -eu
SELF="$(cd "$(dirname "$0")" && pwd)/$(basename "$0")"
cd "$(dirname "$0")/../.."

PACTICIPANT=${quoted(pacticipant)}
FOLDER="\${FOLDER:-${folder}}"
ENVIRONMENT="\${ENVIRONMENT:-production}"
VERSION="\${VERSION:-$(git rev-parse HEAD)}"
ASHLAR="\${ASHLAR:-npx --no-install ashlar}"

# How this one is tested, started and deployed: set it here, or as variables of the pipeline.
TEST_COMMAND="\${TEST_COMMAND:-npm test}"
${stages.map((stage) => VARIABLES[stage] ?? '').join('')}DEPLOY_COMMAND="\${DEPLOY_COMMAND:-}"

${stages.map((stage) => BODIES[stage]).join('\n')}
case "\${1:-}" in
${stages.map((stage) => `  ${stage}) ${functionName(stage)} ;;`).join('\n')}
  # Each in a shell of its own, so that the first that fails ends the run.
  all) for stage in ${stages.join(' ')}; do sh "$SELF" "$stage"; done ;;
  *) echo "usage: $0 ${[...stages, 'all'].join('|')}" >&2; exit 2 ;;
esac
`;
}

const VARIABLES: Partial<Record<Stage, string>> = {
  publish: `# Files or folders that the tests write pacts to, from FOLDER.
PACTS="\${PACTS:-pacts}"
`,
  verify: `START_COMMAND="\${START_COMMAND:-npm start}"
BASE_URL="\${BASE_URL:-http://127.0.0.1:3000}"
# A module that exports stateHandlers, if there is one.
STATE_HANDLERS="\${STATE_HANDLERS:-}"
`,
};

const BODIES: Record<Stage, string> = {
  test: `run_tests() {
  cd "$FOLDER"
  sh -c "$TEST_COMMAND"
}
`,
  publish: `publish() {
  cd "$FOLDER"
  # shellcheck disable=SC2086 # several words are several arguments
  $ASHLAR publish $PACTS --consumer-app-version "$VERSION"
}
`,
  verify: `verify() {
  cd "$FOLDER"
  sh -c "exec $START_COMMAND" &
  service=$!
  trap 'kill "$service" 2>/dev/null || true' EXIT INT TERM
  tries=0
  until node -e 'fetch(process.argv[1]).then(() => process.exit(0), () => process.exit(1))' "$BASE_URL"; do
    kill -0 "$service" 2>/dev/null || { echo "START_COMMAND ended before $BASE_URL answered" >&2; exit 1; }
    tries=$((tries + 1))
    [ "$tries" -lt 60 ] || { echo "no answer from $BASE_URL within a minute" >&2; exit 1; }
    sleep 1
  done
  $ASHLAR verify --provider "$PACTICIPANT" --provider-base-url "$BASE_URL" \\
    --provider-version "$VERSION" \${STATE_HANDLERS:+--state-handlers "$STATE_HANDLERS"} --publish
}
`,
  'can-i-deploy': `can_i_deploy() {
  # Verifications of the other side may still be running: ask for up to two minutes.
  $ASHLAR can-i-deploy --pacticipant "$PACTICIPANT" --version "$VERSION" \\
    --to-environment "$ENVIRONMENT" --retry-while-unknown "\${RETRIES:-12}" --retry-interval 10
}
`,
  deploy: `deploy() {
  if [ -z "$DEPLOY_COMMAND" ]; then
    echo "set DEPLOY_COMMAND: how is $PACTICIPANT deployed?" >&2
    exit 1
  fi
  cd "$FOLDER"
  sh -c "$DEPLOY_COMMAND"
}
`,
  record: `record() {
  $ASHLAR record-deployment --pacticipant "$PACTICIPANT" --version "$VERSION" --environment "$ENVIRONMENT"
  # What is live has changed: let the proxy ask about the contracts of its routes.
  if [ -n "\${ASHLAR_PROXY_ADMIN:-}" ]; then
    $ASHLAR proxy recheck --admin "$ASHLAR_PROXY_ADMIN"
  fi
}
`,
};

function functionName(stage: Stage): string {
  return stage === 'test' ? 'run_tests' : stage.replaceAll('-', '_');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ');
