import type { ClassFact, FunctionFact, FunctionId } from '../facts/file-facts.ts';
import type { CallExpression, Expression, TypeName } from '../parse/expression.ts';
import type { Callers } from './call-index.ts';
import type { Program, ProgramFile } from './program.ts';
import type { ExportTarget } from './program-file.ts';
import type { Touched } from './touched.ts';
import type { Binding, Value } from './value.ts';

export interface Evaluator {
  program: Program;
  /** Objects whose spread parts are being searched. */
  spreading: Set<Expression>;
  /** Undefined until `settle`: who calls whom is found out by evaluating every callee. */
  callers?: Callers;
  /** From now on parameters are what all callers agree on. */
  settle(callers: Callers): void;
  evaluate(expression: Expression, file: ProgramFile, fn: FunctionId, binding?: Binding): Value;
  evaluateName(name: string, file: ProgramFile, fn: FunctionId, binding?: Binding): Value;
  evaluateType(type: TypeName, file: ProgramFile): Value;
  /**
   * Runs something and says which functions' callers would have told more: those with a parameter
   * or a `this` that was asked for and not known.
   */
  traced<T>(run: () => T): { result: T; touched: Touched | undefined };
  /**
   * Runs something that is true of the whole program, wherever it is asked from: what it touches and how deep it goes
   * counts for itself only.
   */
  apart<T>(run: () => T): T;
  /** A parameter was asked for that nothing but callers can tell of. */
  touch(fn: FunctionFact): void;
  /** `this` was asked for in a method of a class. */
  touchThis(method: FunctionFact, cls: ClassFact): void;
  /** What is being found out hangs on callers that are not known yet. */
  waitForCallers(): void;
  /**
   * Finds something out that is not known under a key; kept there where it hangs neither on callers nor on where
   * it was asked from.
   */
  keep(known: Map<string, Value>, key: string, find: () => Value): Value;
  /** Value of an exported name of a file. */
  evaluateExport(target: ExportTarget | undefined): Value;
  member(value: Value, name: string, binding?: Binding): Value;
  resultOf(
    callee: Value,
    call: CallExpression,
    file: ProgramFile,
    fn: FunctionId,
    binding?: Binding,
  ): Value;
}
