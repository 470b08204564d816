import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { Plan } from '@ashlar/analyzer';
import type { Rim } from '../../command.ts';
import { CliError } from '../../model/error.ts';
import { note, print, type Terminal } from '../../terminal/context.ts';
import { writeResult } from '../../terminal/write-file.ts';
import { obtainAnalysis } from '../analysis-source.ts';
import { type DraftOptions, draftFile } from './options.ts';

/** The analyzer reads the types, contracts draws them up; between them is seam.json. */
export async function draftSeam(
  options: DraftOptions & { fromSeam: string },
  { terminal }: Rim,
): Promise<void> {
  const { fromSeam: domain, consumer = 'monolith' } = options;
  const { makePlan, readSeam } = await import('@ashlar/analyzer');
  const contracts = await import('@ashlar/contracts');
  const analysis = await obtainAnalysis(options.code, options.config, terminal);
  const plan =
    options.plan === undefined
      ? makePlan(analysis, domain)
      : readPlan(options.plan, domain, terminal);
  const folder = resolve(terminal.cwd, options.code);
  const seam = await readSeam(folder, analysis, plan);
  const document = contracts.checkedSeam(seam, 'the seam');
  const draft = contracts.draftFromSeam(document, consumer);
  print(terminal, contracts.renderSeamText(document));
  const name = contracts.draftFileName({ consumer, provider: domain });
  const out = resolve(terminal.cwd, options.out);
  const importFrom = relative(resolve(out, 'seam'), folder).replaceAll('\\', '/');
  const files: [string, string][] = [
    [`seam/${domain}.seam.json`, contracts.prettyJson(JSON.parse(JSON.stringify(seam)))],
    [`seam/${domain}.schema.json`, contracts.prettyJson(draft.schema)],
    [`seam/${name}.pact.test.ts`, contracts.renderPactSkeleton(draft, document, importFrom)],
    [`${name}.json`, contracts.prettyJson(draft.pact)],
    [`${domain}.openapi.yaml`, contracts.renderDraftDocument(draft)],
  ];
  for (const [file, content] of files) {
    writeResult(terminal, draftFile(options, file), content);
    note(terminal, `wrote ${draftFile(options, file)}`);
  }
}

/** @throws {CliError} CLI_FILE_UNREADABLE, CLI_FILE_INVALID */
function readPlan(file: string, domain: string, terminal: Terminal): Plan {
  let text: string;
  try {
    text = readFileSync(resolve(terminal.cwd, file), 'utf8');
  } catch (cause) {
    const hint = 'Check the path, or leave --plan out.';
    throw new CliError('CLI_FILE_UNREADABLE', `cannot read ${file}`, hint, { cause });
  }
  const plan = parsed(text);
  if (plan?.schemaVersion === 1 && Array.isArray(plan.steps) && plan.chosen === domain) return plan;
  throw new CliError(
    'CLI_FILE_INVALID',
    `${file} is no plan for ${domain}`,
    `Write one with \`ashlar plan ${domain} --json plan.json\`.`,
  );
}

function parsed(text: string): Plan | undefined {
  try {
    return JSON.parse(text) as Plan;
  } catch {
    return undefined;
  }
}
