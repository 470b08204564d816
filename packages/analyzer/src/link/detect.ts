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

const NO_CALLS: readonly number[] = [];

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
  const audienceOf = (name: string): Audience => ({
    named: byCall.get(name) ?? [],
    starting: starting.filter(({ detector }) => detector.mayStartAs?.(name, program) !== false),
  });
  const used = new Set(
    detectors.filter((d) => d.followsCallers && importsPartOf(program, d.packages)),
  );
  const known = new Set(registry.all().map((model) => model.table.toLowerCase()));
  const { byFile, audiences } = callsOfInterest(program, audienceOf);
  await unhurried(program.files.values(), pace, (file) => {
    for (const shown of byFile[file.index]?.sort((a, b) => a - b) ?? NO_CALLS) {
      const own = file.calls[Math.floor(shown / audiences.length)] as ProgramCall;
      const { named, starting: maybe } = audiences[shown % audiences.length] as Audience;
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

/** Calls that somebody wants to see, or may, found by name, since most names are nobody's. */
interface OfInterest {
  /** By file: the place of a call in it times how many audiences there are, and the number of its own. */
  byFile: readonly (number[] | undefined)[];
  audiences: readonly Audience[];
}

function callsOfInterest(program: Program, audienceOf: (name: string) => Audience): OfInterest {
  const audiences: Audience[] = [];
  const wanted: (readonly ProgramCall[])[] = [];
  program.callsByName.each((name, calls) => {
    const audience = audienceOf(name);
    if (audience.named.length + audience.starting.length === 0) return;
    audiences.push(audience);
    wanted.push(calls);
  });
  const byFile = new Array<number[] | undefined>(program.files.size);
  for (const [number, calls] of wanted.entries())
    for (let at = 0; at < calls.length; at++) {
      const { file, order } = calls[at] as ProgramCall;
      const shown = order * audiences.length + number;
      const known = byFile[file.index];
      if (known) known.push(shown);
      else byFile[file.index] = [shown];
    }
  return { byFile, audiences };
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
