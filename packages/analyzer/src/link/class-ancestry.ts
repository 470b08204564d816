import type { ClassFact, FunctionFact } from '../facts/file-facts.ts';
import { classIndex } from './class-index.ts';
import type { Evaluator } from './evaluator.ts';
import type { ProgramFile } from './program.ts';
import type { Binding, Value } from './value.ts';

export interface ClassPlace {
  file: ProgramFile;
  cls: ClassFact;
}

const MAX_ANCESTORS = 12;

/** A class and what it extends, nearest first, as far as it is code of the program. */
export function ancestry(evaluator: Evaluator, file: ProgramFile, cls: ClassFact): ClassPlace[] {
  const found: ClassPlace[] = [{ file, cls }];
  for (let at: ClassPlace = { file, cls }; at.cls.extends && found.length < MAX_ANCESTORS; ) {
    const base = evaluator.evaluate(at.cls.extends, at.file, at.cls.fn);
    if (base.t !== 'class' || found.some((place) => place.cls === base.cls)) break;
    at = { file: base.file, cls: base.cls };
    found.push(at);
  }
  return found;
}

function ownConstructor({ file, cls }: ClassPlace): FunctionFact | undefined {
  return classIndex(file, cls).builder;
}

/** What a class extends, as far as it is code of the program. */
export function baseOf(evaluator: Evaluator, { file, cls }: ClassPlace): ClassPlace | undefined {
  const base = cls.extends ? evaluator.evaluate(cls.extends, file, cls.fn) : undefined;
  return base?.t === 'class' && base.cls !== cls ? { file: base.file, cls: base.cls } : undefined;
}

/** The constructor that `new` runs first: the class's own, or that of its nearest ancestor. */
export function constructorOf(
  evaluator: Evaluator,
  file: ProgramFile,
  cls: ClassFact,
): { file: ProgramFile; fn: FunctionFact } | undefined {
  const own = ownConstructor({ file, cls });
  if (own) return { file, fn: own };
  for (const place of ancestry(evaluator, file, cls)) {
    const fn = ownConstructor(place);
    if (fn) return { file: place.file, fn };
  }
  return undefined;
}

/**
 * What the constructor of `target`, the class of `owner` or one it extends, is called with:
 * arguments of `new`, handed on by `super(…)`.
 */
export function constructorBinding(
  evaluator: Evaluator,
  owner: Value & { t: 'instance' },
  target: ClassFact,
): Binding | undefined {
  let binding: Binding | undefined = owner.made ? { ...owner.made, self: owner } : undefined;
  if (owner.cls === target) return binding;
  for (const place of ancestry(evaluator, owner.file, owner.cls)) {
    if (place.cls === target) break;
    const fn = ownConstructor(place);
    const base = fn ? baseOf(evaluator, place) : undefined;
    if (!fn || !base) continue;
    const next = constructorOf(evaluator, base.file, base.cls);
    const handed = place.file.facts.calls.find(
      ({ expression, fn: at }) =>
        at === fn.at && expression.k === 'call' && expression.callee.k === 'super',
    )?.expression;
    if (!next || handed?.k !== 'call') return undefined;
    const own: Binding = binding?.fn === fn ? binding : { fn, args: [], self: owner };
    const args = handed.args.map((arg) => evaluator.evaluate(arg, place.file, fn.at, own));
    binding = { fn: next.fn, args, self: owner };
  }
  return binding;
}
