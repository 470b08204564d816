import { resolve } from 'node:path';
import type { Rim } from '../../command.ts';
import { CliError } from '../../model/error.ts';
import { writeResult } from '../../terminal/write-file.ts';

interface SloOptions {
  out?: string;
  dashboard?: string;
}

/** Writes alerts for the objectives of a table, and a dashboard where one is asked for. */
export async function writeSlo(
  file: string,
  options: SloOptions,
  { terminal }: Rim,
): Promise<void> {
  const { grafanaDashboard, hasObjectives, loadRoutes, prometheusRules } = await import(
    '@ashlar/strangler'
  );
  const table = loadRoutes(resolve(terminal.cwd, file));
  if (options.dashboard !== undefined) {
    writeResult(terminal, options.dashboard, `${JSON.stringify(grafanaDashboard(), null, 2)}\n`);
    if (options.out === undefined) return;
  }
  if (!hasObjectives(table)) {
    throw new CliError(
      'CLI_USAGE',
      `${file} promises nothing: no route has an slo.`,
      'Give a route, or the defaults, an objective: slo: { availability: 0.999 }.',
    );
  }
  writeResult(terminal, options.out ?? '-', prometheusRules(table));
}
