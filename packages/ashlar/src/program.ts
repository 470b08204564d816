import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import type { DefineCommand, Rim } from './command.ts';
import { defineAccept } from './commands/accept.ts';
import { defineAdvise } from './commands/advise.ts';
import { defineAnalyze } from './commands/analyze.ts';
import { defineBroker } from './commands/broker.ts';
import { defineCanIDeploy, defineCanIMerge } from './commands/can-i-deploy.ts';
import { defineCheck } from './commands/check.ts';
import { defineCi } from './commands/ci.ts';
import { defineClient } from './commands/client.ts';
import { defineCluster } from './commands/cluster.ts';
import { defineCompare } from './commands/compare.ts';
import { defineDeployOrder } from './commands/deploy-order.ts';
import { defineDescribe } from './commands/describe.ts';
import { defineDiff } from './commands/diff.ts';
import { defineDraft } from './commands/draft.ts';
import { defineEnvironments } from './commands/environments.ts';
import { defineEvolve } from './commands/evolve.ts';
import { defineExplain } from './commands/explain.ts';
import { defineExport } from './commands/export.ts';
import { defineLedger } from './commands/ledger.ts';
import { defineMoveData } from './commands/move-data.ts';
import { definePacts } from './commands/pacts.ts';
import { definePlan } from './commands/plan.ts';
import { defineProxy } from './commands/proxy.ts';
import { definePublish } from './commands/publish.ts';
import { defineRecord } from './commands/record.ts';
import { defineRoles } from './commands/roles.ts';
import { defineScaffold } from './commands/scaffold.ts';
import { defineStatus } from './commands/status.ts';
import { defineTrace } from './commands/trace.ts';
import { defineVerify } from './commands/verify.ts';
import { defineWebhooks } from './commands/webhooks.ts';
import { defineWhatIf } from './commands/what-if.ts';
import type { Terminal } from './terminal/context.ts';

/** Help shows the commands by what a person is doing, in this order. */
const groups: { heading: string; commands: DefineCommand[] }[] = [
  {
    heading: 'Find the boundaries:',
    commands: [defineAnalyze, defineAdvise, definePlan, defineExplain, defineWhatIf, defineCluster],
  },
  { heading: 'Keep the boundaries:', commands: [defineCheck, defineDiff, defineRoles] },
  { heading: 'Write the first contracts:', commands: [defineDraft, defineAccept] },
  {
    heading: 'Keep services compatible:',
    commands: [
      defineBroker,
      definePublish,
      defineVerify,
      defineCanIDeploy,
      defineCanIMerge,
      defineCompare,
      defineDeployOrder,
      defineCi,
      defineEvolve,
      defineClient,
      defineRecord,
      defineEnvironments,
      definePacts,
      defineDescribe,
      defineWebhooks,
    ],
  },
  {
    heading: 'Move the traffic:',
    commands: [
      defineProxy,
      defineStatus,
      defineTrace,
      defineExport,
      defineScaffold,
      defineMoveData,
      defineLedger,
    ],
  },
];

const examples = `
Examples:
  $ ashlar analyze .                          where the domains are, and what stands in the way
  $ ashlar plan inventory                     the steps to extract one of them
  $ ashlar check .                            fail on new breaches of the rules between domains
  $ ashlar draft --from shop.har              first contracts, from what an app really says
  $ ashlar broker --database pacts.sqlite     a Pact broker, nothing to install
  $ ashlar can-i-deploy --pacticipant shop --version 1.2.0 --to-environment production
  $ ashlar status                             where every domain stands, and what to do next
  $ ashlar proxy routes.yaml --port 8080      route, shadow, canary, roll back

Exit codes: 0 fine, 1 findings or "no", 2 could not run.`;

function ashlarVersion(): string {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;
}

/** Puts the command line together; `exit` receives the code of the command that ran. */
export function createProgram(terminal: Terminal, exit: (code: number) => void): Command {
  const rim: Rim = { terminal, exit };
  const program = new Command('ashlar')
    .description('Take a TypeScript monolith apart safely, or find out that you should not.')
    .version(ashlarVersion(), '-V, --version')
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
    })
    .showHelpAfterError('Run with --help to see the options.')
    .showSuggestionAfterError()
    .enablePositionalOptions()
    .exitOverride()
    .addHelpText('after', examples);
  for (const { heading, commands } of groups) {
    program.commandsGroup(heading);
    for (const define of commands) define(program, rim);
  }
  return program;
}
