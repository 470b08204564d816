import { resolve } from 'node:path';
import type { AnalyzeOptions, Steering } from '@ashlar/analyzer';
import { knownDebt, steeredBy } from '../check/held-boundaries.ts';
import type { Config } from '../config/config.ts';
import type { Terminal } from '../terminal/context.ts';
import { createProgress, type ProgressDisplay } from '../terminal/progress.ts';
import { cacheFolder } from './cache-folder.ts';
import { expectShortRun, holdYoungSpace } from './short-run.ts';

/** What the analyzer needs of a configuration. */
export function steeringFrom(config: Config): Steering {
  const { domains, libraries, shell, rename, granularity, maximumFiles } = config;
  const { split, mustLink, cannotLink, people } = config;
  return {
    domains: Object.fromEntries(
      Object.entries(domains).map(([name, { files, tables, routes, owner }]) => [
        name,
        { files, tables, routes, ...(owner === null ? {} : { owner }) },
      ]),
    ),
    libraries,
    shell,
    rename,
    split,
    mustLink,
    cannotLink,
    granularity,
    ...(maximumFiles === null ? {} : { maximumFiles }),
    ...(people === null ? {} : { people }),
  };
}

export interface AnalysisRun {
  options: AnalyzeOptions;
  progress: ProgressDisplay;
}

/** Where the baseline of `ashlar check` has everything, as long as ashlar.yaml draws the domains as it did then. */
function placesInBaseline(file: string, config: Config): Pick<AnalyzeOptions, 'previous'> {
  const places = knownDebt(file, true)?.boundaries;
  return places === undefined || places.steeredBy !== steeredBy(config) ? {} : { previous: places };
}

/** Options for a run of the analyzer over a folder that shows its progress on this terminal. */
export function analysisRun(root: string, config: Config, terminal: Terminal): AnalysisRun {
  expectShortRun();
  const progress = createProgress(terminal);
  return {
    progress,
    options: {
      steering: steeringFrom(config),
      exclude: config.exclude,
      seed: config.seed,
      ...placesInBaseline(resolve(root, config.check.baseline), config),
      cacheDir: cacheFolder(root, terminal.env),
      signal: terminal.signal,
      onProgress: (step) => {
        holdYoungSpace();
        progress.show(step);
      },
    },
  };
}
