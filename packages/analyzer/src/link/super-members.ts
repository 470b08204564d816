import type { FunctionId } from '../facts/file-facts.ts';
import { baseOf } from './class-ancestry.ts';
import { enclosingClass } from './enclosing.ts';
import { thisValue } from './evaluate-call.ts';
import type { Evaluator } from './evaluator.ts';
import { classMember } from './members.ts';
import type { ProgramFile } from './program.ts';
import { type Binding, UNKNOWN, type Value } from './value.ts';

/** `super.x` in a method: what the class above has, of the same object. */
export function superMember(
  self: Evaluator,
  name: string | null,
  file: ProgramFile,
  fn: FunctionId,
  binding?: Binding,
): Value {
  const cls = file.classes.get(enclosingClass(file, fn) ?? -1);
  const base = cls && baseOf(self, { file, cls });
  if (name === null || !cls) return UNKNOWN;
  const owner = thisValue(self, file, fn, binding);
  return base
    ? classMember(self, base.file, base.cls, name, false, owner)
    : { t: 'member', of: owner, name };
}
