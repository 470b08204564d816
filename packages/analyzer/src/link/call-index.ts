import type { ClassFact, FunctionFact, FunctionId } from '../facts/file-facts.ts';
import type { Expression } from '../parse/expression.ts';
import type { ProgramCall, ProgramFile } from './program-file.ts';
import type { Value } from './value.ts';

/** A place that calls a function of the program, or makes an instance and so calls its constructor. */
export interface Caller {
  file: ProgramFile;
  own: ProgramCall;
  /** What the method is called on. */
  self?: Value;
}

/** What runs a callback: a list for each element, or a promise with its value. */
export interface Feed {
  file: ProgramFile;
  fn: FunctionId;
  from: Expression;
  each: boolean;
}

export interface Callers {
  of(fn: FunctionFact): readonly Caller[];
  /** Where the first parameter of a callback comes from: `rows.map((row) => …)`. */
  feed(fn: FunctionFact): Feed | undefined;
  /** Whether the `this` of a class is more than the class says: it is extended or made several ways. */
  isOpen(cls: ClassFact): boolean;
}
