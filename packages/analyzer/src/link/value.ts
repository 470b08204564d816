import type { ClassFact, FunctionFact, FunctionId, TypeFact } from '../facts/file-facts.ts';
import type { CallExpression, Expression, TypeName } from '../parse/expression.ts';
import type { ProgramFile } from './program.ts';

/** What an expression is known to be, without running anything. */
export type Value =
  | { t: 'unknown' }
  | { t: 'string'; value: string }
  /** `bound`: its functions are handed on with arguments that their callers do not write. */
  | { t: 'module'; file: ProgramFile; bound?: boolean }
  /** `path` is the dotted name inside the package: `Pool`, `default`, `Schema.Types`. */
  | { t: 'external'; package: string; path: string }
  /** An object whose declared type comes from a package: `repo: Repository<User>`. */
  | {
      t: 'external-instance';
      package: string;
      type: string;
      args: readonly TypeName[];
      file: ProgramFile;
    }
  | { t: 'class'; file: ProgramFile; cls: ClassFact }
  /**
   * `made` holds the arguments of its constructor, when the `new` was seen, `typed` those of its type: `Orders<Order>`
   * and where that is written.
   */
  | { t: 'instance'; file: ProgramFile; cls: ClassFact; made?: Binding; typed?: TypeArguments }
  | { t: 'interface'; file: ProgramFile; type: TypeFact; typed?: TypeArguments }
  /**
   * Something of the declared type of a function, and what it gives. `alias` is the type of the program that says so,
   * with the name of the member where it is one of an interface.
   */
  | {
      t: 'callable';
      file: ProgramFile;
      returns: TypeName;
      alias?: { file: ProgramFile; type: TypeFact; member?: string; typed?: TypeArguments };
    }
  /** `closure`: arguments of the program's functions around it, where one of them made it. */
  | {
      t: 'function';
      file: ProgramFile;
      fn: FunctionFact;
      self?: Value;
      closure?: Binding;
      /** See module. */
      bound?: boolean;
    }
  /** `binding`: arguments of the program's function that made it. */
  | {
      t: 'object';
      file: ProgramFile;
      fn: FunctionId;
      expression: Expression & { k: 'obj' };
      binding?: Binding;
    }
  | {
      t: 'array';
      file: ProgramFile;
      fn: FunctionId;
      expression: Expression & { k: 'arr' };
      binding?: Binding;
    }
  /** Result of a call (or `new`) whose callee is not code of this program. */
  | {
      t: 'result';
      of: Value;
      call: CallExpression;
      file: ProgramFile;
      fn: FunctionId;
      /** Arguments of the program's function that made the call. */
      binding?: Binding;
    }
  | { t: 'member'; of: Value; name: string }
  /** A parameter nothing else is known about. `property` for a destructured one. */
  | { t: 'parameter'; file: ProgramFile; fn: FunctionFact; index: number; property?: string };

export interface TypeArguments {
  args: readonly TypeName[];
  file: ProgramFile;
}

/** Known arguments of the call that is being followed, innermost first. */
export interface Binding {
  fn: FunctionFact;
  args: Value[];
  /** What `this` is in the method that was called. */
  self?: Value;
  next?: Binding;
  /** The turn of a loop that is looked at: which item of which list. */
  turn?: { list: Expression; item: number };
  /** One of the names that a computed member can have. */
  chosen?: { of: Expression; name: string };
}

/** Stands for the package of names whose module is written by a generator and not there. */
export const GENERATED = '(generated)';

export const UNKNOWN: Value = { t: 'unknown' };

export function stringOf(value: Value): string | undefined {
  return value.t === 'string' ? value.value : undefined;
}

/** Calls of the chain a value came out of, outermost first: `a().b()` gives b, then a. */
function originOf(value: Value): Value {
  let at = value;
  for (;;) {
    if (at.t === 'result' || at.t === 'member') at = at.of;
    else return at;
  }
}

/** Package a value stems from, through calls and members. */
export function packageOf(value: Value): string | undefined {
  const origin = originOf(value);
  return origin.t === 'external' || origin.t === 'external-instance' ? origin.package : undefined;
}
