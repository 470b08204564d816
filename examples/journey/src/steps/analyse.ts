import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expectThat } from '../frame/failure.ts';
import type { StepResult } from '../frame/steps.ts';
import { ashlar, OUT, type Stage, shown } from '../stage.ts';

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
  stage.narrator.quote(stdout, 40);
  const analysis = JSON.parse(await readFile(files.analysis, 'utf8'));
  const report = await readFile(files.report, 'utf8');
  expectThat(report.includes('<html'), `${shown(files.report)} is not a page`);
  const domains: number = analysis.domains.length;
  const findings: number = analysis.findings.length;
  expectThat(domains > 1, `the shop has several domains, ${domains} found`);
  expectThat(findings > 0, 'the shop has findings, none reported');
  stage.narrator.look(`open ${shown(files.report)}`);
  stage.narrator.look(`${shown(files.analysis)} and ${shown(files.plan)}`);
  return { summary: `${domains} domains, ${findings} findings`, value: undefined };
}
