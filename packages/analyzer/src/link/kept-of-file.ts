import type { ClassFact, FunctionFact, FunctionId } from '../facts/file-facts.ts';
import type { ProgramFile } from './program-file.ts';
import type { Value } from './value.ts';

/** The class and the method whose `this` a function sees. */
export interface ThisPlace {
  cls: ClassFact;
  method: FunctionFact | undefined;
  /** Any object of the class. */
  instance: Value;
}

/** What evaluating has found out of a file and asks for again and again. */
interface Kept {
  thisPlaces: Map<FunctionId, ThisPlace>;
  /** Values of imported names, as far as they are known; see Evaluator.keep. */
  importedValues: Map<string, Value>;
}

export function keptOf(file: ProgramFile): Kept {
  // Nobody else puts any there.
  const known = file.kept as Kept | undefined;
  if (known) return known;
  const made: Kept = { thisPlaces: new Map(), importedValues: new Map() };
  file.kept = made;
  return made;
}
