import type { ClassFact, TypeFact } from '../facts/file-facts.ts';
import type { Evaluator } from './evaluator.ts';
import type { Program, ProgramFile } from './program.ts';

export interface Implementation {
  file: ProgramFile;
  cls: ClassFact;
}

const known = new WeakMap<Program, Map<TypeFact, Implementation[]>>();

/** The one class that implements an interface; undefined when there are none or several. */
export function implementationOf(self: Evaluator, type: TypeFact): Implementation | undefined {
  let all = known.get(self.program);
  if (!all) {
    all = new Map();
    // Set first: evaluating types may ask again, and gets what is known so far.
    known.set(self.program, all);
    for (const file of self.program.files.values()) {
      for (const cls of file.facts.classes) {
        for (const name of cls.implements) {
          const value = self.evaluateType(name, file);
          if (value.t !== 'interface') continue;
          const found = all.get(value.type);
          if (found) found.push({ file, cls });
          else all.set(value.type, [{ file, cls }]);
        }
      }
    }
  }
  const found = all.get(type);
  return found?.length === 1 ? found[0] : undefined;
}
