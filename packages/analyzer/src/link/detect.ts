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
import { inOrder, type Program, type ProgramCall, type ProgramFile } from './program.ts';

/** Who wants to see the calls of a name, and who those of them that `mayStart` says. */
interface Audience {
  named: readonly Interested[];
  starting: readonly Interested[];
}

const NOBODY: Audience = { named: [], starting: [] };
const NO_CALLS: readonly ProgramCall[] = [];

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
  /** Most names are nobody's. */
  const audiences = new Map<string, Audience | undefined>();
  const audienceOf = (name: string): Audience | undefined => {
    const known = audiences.get(name);
    if (known !== undefined || audiences.has(name)) return known;
    const named = byCall.get(name) ?? [];
    const maybe = starting.filter(({ detector }) => detector.mayStartAs?.(name, program) !== false);
    const made = named.length + maybe.length > 0 ? { named, starting: maybe } : undefined;
    audiences.set(name, made);
    return made;
  };
  const used = new Set(
    detectors.filter((d) => d.followsCallers && importsPartOf(program, d.packages)),
  );
  const known = new Set(registry.all().map((model) => model.table.toLowerCase()));
  const ofInterest = callsOfInterest(program, audienceOf);
  await unhurried(program.files.values(), pace, (file) => {
    for (const own of ofInterest[file.index]?.sort(inOrder) ?? NO_CALLS) {
      const { named, starting: maybe } = audienceOf(own.name) ?? NOBODY;
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

/** The calls that somebody wants to see, or may, by file: found by name, since most names are nobody's. */
function callsOfInterest(
  program: Program,
  audienceOf: (name: string) => Audience | undefined,
): readonly (ProgramCall[] | undefined)[] {
  const byFile = new Array<ProgramCall[] | undefined>(program.files.size);
  program.callsByName.each((name, calls) => {
    if (!audienceOf(name)) return;
    for (let at = 0; at < calls.length; at++) {
      const own = calls[at] as ProgramCall;
      const known = byFile[own.file.index];
      if (known) known.push(own);
      else byFile[own.file.index] = [own];
    }
  });
  return byFile;
}

function withStarting(
  named: readonly Interested[],
  starting: readonly Interested[],
  own: ProgramCall,
  program: Program,
  file: ProgramFile,
): readonly Interested[] {
  let all: Interested[] | undefined;
  for (let at = 0; at < starting.length; at++) {
    const item = starting[at] as Interested;
    if (!item.detector.mayStart?.(own, program, file)) continue;
    if (named.some(({ detector }) => detector === item.detector)) continue;
    all ??= [...named];
    all.push(item);
  }
  return all ?? named;
}
