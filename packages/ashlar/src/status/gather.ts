import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { BrokerConnection } from '@ashlar/contracts';
import { obtainAnalysis } from '../commands/analysis-source.ts';
import type { Config } from '../config/config.ts';
import type { Terminal } from '../terminal/context.ts';
import { domainStatuses } from './domains.ts';
import type { ContractLine, Source, StatusReport } from './model.ts';
import { type AskContract, type Part, type PlanPart, partOf, type StatusParts } from './parts.ts';

export interface StatusQuestion {
  readonly config: Config;
  /** Where ashlar.yaml lies. */
  readonly folder: string;
  /** A codebase or an analysis.json; analysis.json of the folder unless named. */
  readonly from: string | undefined;
  readonly configFile: string | undefined;
  readonly admin: string;
  readonly broker: BrokerConnection | null;
  readonly terminal: Terminal;
}

/** Asks everybody who knows something, and goes on without those who are not there. */
export async function gatherStatus(question: StatusQuestion): Promise<StatusReport> {
  const parts: StatusParts = {
    plan: await planPart(question),
    table: await tablePart(question),
    proxy: await proxyPart(question),
    environments: await environmentsPart(question),
  };
  const domains = await domainStatuses(question.config, parts, contractAsker(question.broker));
  return {
    schemaVersion: 1,
    sources: {
      plan: sourceOf(parts.plan),
      table: sourceOf(parts.table),
      proxy: sourceOf(parts.proxy),
      broker: sourceOf(parts.environments),
    },
    domains,
    environments: parts.environments.known
      ? parts.environments.value.map(({ name, production, versions }) => ({
          name,
          production,
          versions: versions.map(({ pacticipant, version }) => ({ pacticipant, version })),
        }))
      : null,
  };
}

function sourceOf(part: Part<unknown>): Source {
  return { known: part.known, text: part.known ? part.from : part.why };
}

async function planPart(question: StatusQuestion): Promise<Part<PlanPart>> {
  const { from, folder, terminal, configFile } = question;
  const usual = resolve(folder, 'analysis.json');
  if (from === undefined && !existsSync(usual)) {
    return {
      known: false,
      why: 'there is no analysis.json (ashlar analyze . --json analysis.json)',
    };
  }
  const source = from ?? usual;
  const shown = from ?? 'analysis.json';
  return partOf(shown, async () => {
    const { makePlan } = await import('@ashlar/analyzer');
    const analysis = await obtainAnalysis(source, configFile, terminal);
    return { analysis, planOf: (domain: string) => makePlan(analysis, domain) };
  });
}

async function tablePart({ config, folder, terminal }: StatusQuestion) {
  const { loadRoutes } = await import('@ashlar/strangler');
  const file = resolve(folder, config.routes ?? 'routes.yaml');
  if (config.routes === null && !existsSync(file)) {
    return { known: false, why: 'ashlar.yaml names no route table (routes: routes.yaml)' } as const;
  }
  return partOf(relative(terminal.cwd, file), () => loadRoutes(file));
}

async function proxyPart({ admin, terminal }: StatusQuestion) {
  const { createAdminClient } = await import('@ashlar/strangler');
  const client = createAdminClient(admin, terminal.env.ASHLAR_ADMIN_TOKEN);
  return partOf(admin, () => client.status());
}

async function environmentsPart({ broker }: StatusQuestion) {
  if (broker === null) {
    return { known: false, why: 'no Pact broker was named (broker.url, --broker-url)' } as const;
  }
  const { liveVersions } = await import('@ashlar/contracts');
  return partOf(broker.url, () => liveVersions({ broker }));
}

function contractAsker(broker: BrokerConnection | null): AskContract {
  return async (pacticipant, version, environment) => {
    const line: ContractLine = {
      pacticipant,
      version,
      environment,
      deployable: null,
      text: 'no broker',
      nextStep: null,
    };
    if (broker === null) return line;
    const { canIDeploy } = await import('@ashlar/contracts');
    const asked = await partOf(broker.url, () =>
      canIDeploy({
        broker,
        pacticipants: [{ name: pacticipant, version }],
        to: { environment },
      }),
    );
    if (!asked.known) return { ...line, text: asked.why };
    const { deployable, summary, reasons } = asked.value;
    const nextStep = reasons.flatMap((reason) => reason.nextStep ?? [])[0] ?? null;
    return { ...line, deployable: deployable ?? null, text: summary, nextStep };
  };
}
