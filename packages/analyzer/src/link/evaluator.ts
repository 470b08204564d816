import type { FunctionId } from '../facts/file-facts.ts';
import type { CallExpression, Expression, TypeName } from '../parse/expression.ts';
import type { ExportTarget } from './exports.ts';
import type { Program, ProgramFile } from './program.ts';
import type { Binding, Value } from './value.ts';

export interface Evaluator {
  program: Program;
  evaluate(expression: Expression, file: ProgramFile, fn: FunctionId, binding?: Binding): Value;
  evaluateName(name: string, file: ProgramFile, fn: FunctionId, binding?: Binding): Value;
  evaluateType(type: TypeName, file: ProgramFile): Value;
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
