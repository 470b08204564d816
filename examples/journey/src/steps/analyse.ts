import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expectThat } from '../frame/failure.ts';
import type { StepResult } from '../frame/steps.ts';
import { ashlar, OUT, type Stage, shown } from '../stage.ts';

/** What the journey reads of analysis.json. */
interface Analysis {
  readonly domains: readonly { readonly name: string; readonly tables: readonly string[] }[];
  readonly findings: readonly unknown[];
}

/** Where the domains are, and what should leave first. */
export async function analyse(stage: Stage): Promise<StepResult<undefined>> {
  const files = {
    analysis: join(OUT, 'analysis.json'),
    report: join(OUT, 'report.html'),
    plan: join(OUT, 'plan.json'),
  };
  const { stdout } = await ashlar(stage, [
    'analyze',
    'examples/monolith',
    '--json',
    files.analysis,
    '--html',
    files.report,
    '--plan',
    files.plan,
  ]);
  stage.narrator.quote(stdout, 24);
  const analysis = JSON.parse(await readFile(files.analysis, 'utf8')) as Analysis;
  const report = await readFile(files.report, 'utf8');
  expectThat(report.includes('<html'), `${shown(files.report)} is not a page`);
  const plan = JSON.parse(await readFile(files.plan, 'utf8')) as { chosen: string | null };
  const { domains, findings } = analysis;
  expectThat(domains.length > 1, `the shop has several domains, ${domains.length} found`);
  expectThat(findings.length > 0, 'the shop has findings, none reported');
  const first = domains.find(({ name }) => name === plan.chosen);
  expectThat(
    first?.tables.includes('stock_levels') === true,
    `the domain to extract first should be the one with the stock, the plan says ${plan.chosen}`,
  );
  stage.narrator.look(`open ${shown(files.report)}`);
  stage.narrator.look(`${shown(files.analysis)} and ${shown(files.plan)}`);
  return {
    summary: `${domains.length} domains, ${findings.length} findings, extract ${plan.chosen} first`,
    value: undefined,
  };
}
