import type { Detector, TableRegistry } from '../facts/detector.ts';
import { detectSql } from './detect-sql.ts';
import { type Detected, nothingDetected } from './detected.ts';
import type { Evaluator } from './evaluator.ts';
import { createSink } from './fact-sink.ts';
import { getOrMake } from './get-or-make.ts';
import { followCallers, type Interested, lookAt } from './look-at-calls.ts';
import { createOpenAccesses } from './open-accesses.ts';
import { type Pace, unhurried } from './pace.ts';
import type { Program, ProgramCall, ProgramFile } from './program.ts';

const NOBODY: Interested[] = [];

/** Runs every detector over the program: first the definitions of tables, then their uses. */
export async function detect(
  program: Program,
  evaluator: Evaluator,
  registry: TableRegistry,
  detectors: Detector[],
  pace: Pace,
): Promise<Detected> {
  const found = nothingDetected();
  for (const detector of detectors) {
    if (!detector.define) continue;
    await unhurried(program.files.values(), pace, (file) =>
      detector.define?.(file, registry, evaluator),
    );
  }
  const byCall = new Map<string, Interested[]>();
  const starting: Interested[] = [];
  const opens = createOpenAccesses();
  for (const detector of detectors) {
    const sink = createSink(detector, found);
    for (const name of detector.call ? new Set(detector.calls) : []) {
      getOrMake(byCall, name, () => []).push({ detector, sink });
    }
    if (detector.mayStart && detector.mayStartIn?.(program) !== false)
      starting.push({ detector, sink });
    if (detector.file)
      await unhurried(program.files.values(), pace, (file) =>
        detector.file?.(file, sink, evaluator),
      );
  }
  const used = usedLibraries(program, detectors);
  const known = new Set(registry.all().map((model) => model.table.toLowerCase()));
  await unhurried(program.files.values(), pace, (file) => {
    for (const own of file.calls) {
      const named = byCall.get(own.name) ?? NOBODY;
      const interested = withStarting(named, starting, own, program, file);
      if (interested.length === 0) continue;
      const at = { program, evaluator, registry, file, own };
      lookAt(at, interested, named, used, found, opens);
    }
    detectSql(file, evaluator, registry, known, found, opens);
  });
  followCallers(evaluator, opens, found);
  return found;
}

function withStarting(
  named: readonly Interested[],
  starting: readonly Interested[],
  own: ProgramCall,
  program: Program,
  file: ProgramFile,
): readonly Interested[] {
  let all: Interested[] | undefined;
  for (const item of starting) {
    if (!item.detector.mayStart?.(own, program, file)) continue;
    if (named.some(({ detector }) => detector === item.detector)) continue;
    all ??= [...named];
    all.push(item);
  }
  return all ?? named;
}

/** Detectors of data access whose packages the program imports at all. */
function usedLibraries(program: Program, detectors: readonly Detector[]): ReadonlySet<Detector> {
  const specifiers = new Set<string>();
  for (const file of program.files.values())
    for (const { specifier } of file.facts.imports) specifiers.add(specifier);
  const isImported = (name: string): boolean =>
    [...specifiers].some((s) => s === name || s.startsWith(`${name}/`));
  return new Set(detectors.filter((d) => d.followsCallers && d.packages.some(isImported)));
}
