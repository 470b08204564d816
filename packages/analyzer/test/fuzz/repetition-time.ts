import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AnalyzerError, analyze } from '../../src/index.ts';
import { type Repetition, textOf } from './repetitions.ts';

/** Milliseconds of the processor for a tree of one such text and a file beside it. */
async function timeOf(given: Repetition, length: number, folder: string): Promise<number> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'beside.ts'), "import './a';\n");
  writeFileSync(join(folder, given.path), textOf(given, length));
  const before = process.cpuUsage();
  try {
    await analyze(folder, { history: false });
  } catch (error) {
    if (!(error instanceof AnalyzerError)) throw error;
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Below it a doubling says nothing: starting takes as long. */
const MIN_TIME = 800;
/** Twice the text takes twice the time, or four times where each place looks at all the others. */
const MAX_GROWTH = 3;

/** Why a text takes longer than its length explains; undefined when it does not. */
export async function slowness(
  given: Repetition,
  length: number,
  folder: string,
): Promise<string | undefined> {
  let whole = await timeOf(given, length, folder);
  for (let attempt = 0; whole > MIN_TIME; attempt++) {
    const half = await timeOf(given, length / 2, folder);
    if (whole / half < MAX_GROWTH) return undefined;
    if (attempt === 1)
      return `${Math.round(half)} ms, ${Math.round(whole)} ms for twice the length`;
    whole = await timeOf(given, length, folder);
  }
  return undefined;
}
