import { join, resolve } from 'node:path';
import type { Analysis, AnalyzeOptions } from '@ashlar/analyzer';
import type { Command } from 'commander';
import { holdToBaseline, knownDebt } from '../check/held-boundaries.ts';
import type { Rim } from '../command.ts';
import { loadConfig } from '../config/load.ts';
import { note, print, type Terminal } from '../terminal/context.ts';
import { writeResult } from '../terminal/write-file.ts';
import { analysisRun, steeringFrom } from './analysis-options.ts';
import { cacheFolder } from './cache-folder.ts';
import { diffApiDocuments } from './diff-documents.ts';
import { withRevision } from './revision.ts';

interface Options {
  folder: string;
  config?: string;
  baseline?: string;
  markdown?: string;
  json?: string;
  pact?: string[];
}

const examples = `
Examples:
  $ ashlar diff main..HEAD                      what a pull request does, as Markdown
  $ ashlar diff main                            from main to the files as they are now
  $ ashlar diff main..HEAD --folder packages/shop --markdown comment.md
  $ ashlar diff openapi.old.yaml openapi.yaml   what a new version of an API breaks
  $ ashlar diff openapi.old.yaml openapi.yaml --pact pacts/
  $ ashlar diff asyncapi.old.yaml asyncapi.yaml --pact pacts/

Of two OpenAPI (or two AsyncAPI) documents it says what is breaking, risky or harmless, and exits 1 if something breaks.
With pacts that is only what breaks a consumer; it also says who uses what, and which operations
and members of answers nobody uses.`;

export function defineDiff(program: Command, rim: Rim): void {
  program
    .command('diff')
    .description(
      'what a change does to the domains, links and findings; or a new API document to consumers',
    )
    .argument('<base>', 'BASE..HEAD, or BASE for the change to the working tree; or a document')
    .argument('[new]', 'with two API documents: the one that is to replace the first')
    .option('--pact <path...>', 'with two API documents: the pacts of their consumers')
    .option('--folder <folder>', 'the codebase', '.')
    .option(
      '--baseline <file>',
      'where the domains are, instead of the file that ashlar.yaml names',
    )
    .option('--markdown <file>', 'write the Markdown to a file')
    .option('--json <file>', 'write the change as JSON (- for standard output)')
    .option('--config <file>', 'configuration instead of ashlar.yaml in the folder')
    .addHelpText('after', examples)
    .action((base: string, now: string | undefined, options: Options) =>
      now === undefined ? diff(base, options, rim) : diffApiDocuments(base, now, options, rim),
    );
}

async function diff(range: string, options: Options, { terminal }: Rim): Promise<void> {
  const { compareAnalyses, compareHeld, holdBoundaries, renderChangeMarkdown } = await import(
    '@ashlar/analyzer'
  );
  const [base = '', head = ''] = range.split(/\.{2,3}/);
  const folder = resolve(terminal.cwd, options.folder);
  const at = (revision: string): Promise<Analysis> =>
    withRevision(folder, revision || 'HEAD', terminal.signal, (copy) =>
      analysisOf(copy, options, terminal, { folder, revision: revision || 'HEAD' }),
    );
  const before = await at(base);
  // Without a head in the range, what lies in the folder is the head, committed or not.
  const after = /\.\./.test(range) ? await at(head) : await analysisOf(folder, options, terminal);
  const config = loadConfig(terminal.cwd, options.folder, options.config);
  const steering = steeringFrom(config);
  const file = options.baseline ?? join(options.folder, config.check.baseline);
  const known = knownDebt(resolve(terminal.cwd, file));
  const held = (found: Analysis) =>
    holdToBaseline(found, known, config, (places) => holdBoundaries(found, places, steering));
  const { analysis, notice } = held(after);
  if (notice !== undefined) note(terminal, notice);
  const change = {
    ...compareHeld(held(before).analysis, analysis, steering),
    // What would be elsewhere if nothing were held.
    churn: compareAnalyses(before, after).churn,
  };
  const text = renderChangeMarkdown(change, `Architecture: ${range}`);
  const outputs = [
    [options.json, `${JSON.stringify(change, null, 2)}\n`],
    [options.markdown, text],
  ] as const;
  for (const [target, content] of outputs) {
    if (target === undefined) continue;
    writeResult(terminal, target, content);
    if (target !== '-') note(terminal, `wrote ${target}`);
  }
  if (outputs.every(([target]) => target === undefined)) print(terminal, text);
}

/**
 * Both sides are read with the configuration and the owners of the folder, so that only the code and its history
 * differ.
 */
async function analysisOf(
  folder: string,
  options: Options,
  terminal: Terminal,
  history: AnalyzeOptions['history'] = true,
): Promise<Analysis> {
  const { analyze } = await import('@ashlar/analyzer');
  const root = resolve(terminal.cwd, options.folder);
  const run = analysisRun(root, loadConfig(terminal.cwd, options.folder, options.config), terminal);
  // Most files are the same on both sides; what is known of the folder itself stays as it is.
  const cacheDir = join(cacheFolder(root, terminal.env), 'diff');
  // Both sides are held to the baseline afterwards; `churn` wants to know what the search alone says.
  const { previous: _, ...fresh } = run.options;
  const analysis = await analyze(folder, { ...fresh, cacheDir, history });
  run.progress.end();
  return analysis;
}
