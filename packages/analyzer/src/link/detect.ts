import type { Detector, TableRegistry } from '../facts/detector.ts';
import { importsPartOf } from '../facts/imported-packages.ts';
import { detectSql } from './detect-sql.ts';
import { type Detected, nothingDetected } from './detected.ts';
import type { Evaluator } from './evaluator.ts';
import { createSink } from './fact-sink.ts';
import { getOrMake } from './get-or-make.ts';
import { followCallers, type Interested, lookAt } from './look-at-calls.ts';
import { createOpenAccesses } from './open-accesses.ts';
import { type Pace, unhurried } from './pace.ts';
import type { Program, ProgramCall, ProgramFile } from './program.ts';

/** Who wants to see the calls of a name, and who those of them that `mayStart` says. */
interface Audience {
  named: readonly Interested[];
  starting: readonly Interested[];
}

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
    const mayCall = detector.call && detector.mayCallIn?.(program) !== false;
    for (const name of mayCall ? new Set(detector.calls) : []) {
      getOrMake(byCall, name, () => []).push({ detector, sink });
    }
    if (detector.mayStart && detector.mayStartIn?.(program) !== false)
      starting.push({ detector, sink });
    if (detector.file)
      await unhurried(program.files.values(), pace, (file) =>
        detector.file?.(file, sink, evaluator),
      );
  }
  const audiences = new Map<string, Audience>();
  const audienceOf = (name: string): Audience =>
    getOrMake(audiences, name, () => ({
      named: byCall.get(name) ?? [],
      starting: starting.filter(({ detector }) => detector.mayStartAs?.(name, program) !== false),
    }));
  const used = new Set(
    detectors.filter((d) => d.followsCallers && importsPartOf(program, d.packages)),
  );
  const known = new Set(registry.all().map((model) => model.table.toLowerCase()));
  await unhurried(program.files.values(), pace, (file) => {
    for (const own of callsOfInterest(file, audienceOf)) {
      const { named, starting: maybe } = audienceOf(own.name);
      const interested = maybe.length > 0 ? withStarting(named, maybe, own, program, file) : named;
      if (interested.length === 0) continue;
      const at = { program, evaluator, registry, file, own };
      lookAt(at, interested, named, used, found, opens);
    }
    detectSql(file, evaluator, registry, known, found, opens);
  });
  followCallers(evaluator, opens, found);
  return found;
}

/** The calls that somebody wants to see, or may, in the order of the text: by name, since most names are nobody's. */
function callsOfInterest(
  file: ProgramFile,
  audienceOf: (name: string) => Audience,
): readonly ProgramCall[] {
  const calls: ProgramCall[] = [];
  for (const [name, own] of file.callsByName) {
    const { named, starting } = audienceOf(name);
    if (named.length > 0 || starting.length > 0) calls.push(...own);
  }
  return calls.sort((a, b) => a.order - b.order);
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
