import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { Analysis, Baseline } from '@ashlar/analyzer';
import { readBaseline } from '../commands/baseline-file.ts';
import type { Config } from '../config/config.ts';
import { CliError } from '../model/error.ts';

/**
 * A digest of what ashlar.yaml says about the boundaries. While it is the same, everything stays in the
 * domain that the baseline has it in; when a person has drawn them otherwise, they are found anew.
 */
export function steeredBy(config: Config): string {
  const { exclude, libraries, shell, rename, split, mustLink, cannotLink } = config;
  const { granularity, maximumFiles, seed } = config;
  const pins = Object.entries(config.domains).map(([name, { files, tables, routes }]) => ({
    name,
    files,
    tables,
    routes,
  }));
  const said = [
    ...[exclude, libraries, shell, rename, split, mustLink, cannotLink],
    ...[granularity, maximumFiles, seed],
    pins.filter(({ files, tables, routes }) => files.length + tables.length + routes.length > 0),
  ];
  return createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 16);
}

/** A file that is to be written anew may be broken: then nothing is known. */
export function knownDebt(file: string, isReplaced = false): Baseline | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return readBaseline(file);
  } catch (error) {
    if (isReplaced && error instanceof CliError) return undefined;
    throw error;
  }
}

export interface Held {
  analysis: Analysis;
  /** Why the domains are not those of the baseline, where there is one. */
  notice?: string;
}

/** The analysis with its domains as the baseline has them. */
export function holdToBaseline(
  found: Analysis,
  known: Baseline | undefined,
  config: Config,
  hold: (boundaries: NonNullable<Baseline['boundaries']>) => Analysis,
): Held {
  if (known === undefined) return { analysis: found };
  if (known.boundaries === undefined)
    return {
      analysis: found,
      notice:
        'The baseline does not say where the domains are, so they are found anew; --update-baseline writes them down.',
    };
  if (known.boundaries.steeredBy !== steeredBy(config))
    return {
      analysis: found,
      notice:
        'ashlar.yaml draws the domains otherwise than when the baseline was written, so they are found anew; --update-baseline writes them down.',
    };
  return { analysis: hold(known.boundaries) };
}
