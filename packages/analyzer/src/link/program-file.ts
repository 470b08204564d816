import type {
  AssignmentFact,
  CallFact,
  ClassFact,
  FileFacts,
  FunctionFact,
  FunctionId,
  RawExport,
  TypeFact,
  VariableFact,
} from '../facts/file-facts.ts';
import type { CallExpression } from '../parse/expression.ts';

/** One call of a chain, and what it is part of. */
export interface ProgramCall {
  fact: CallFact;
  call: CallExpression;
  /** All calls of the chain, first called first. */
  chain: readonly CallExpression[];
  /** Place of the call in its chain. */
  index: number;
  /** `find` of `orders.find()`; empty for what is called without a name. */
  name: string;
  /** Place among all calls of the file. */
  order: number;
}

/** One file with the indexes that linking asks again and again. */
export interface ProgramFile {
  path: string;
  /** Place among the files of the program. */
  index: number;
  facts: FileFacts;
  functions: Map<FunctionId, FunctionFact>;
  classes: Map<number, ClassFact>;
  /** Imported names: where from, and under which name there. */
  imported: Map<string, { specifier: string; imported: string }>;
  /** Variables of every scope by name; see variableIn. */
  variables: Map<string, VariableFact[]>;
  declaredFunctions: Map<string, FunctionFact[]>;
  declaredClasses: Map<string, ClassFact>;
  types: Map<string, TypeFact>;
  exports: Map<string, RawExport>;
  stars: (RawExport & { k: 'star' })[];
  /** Assignments to plain names, and to `this.x` inside a class (by class offset). */
  assignedNames: Map<string, AssignmentFact[]>;
  assignedMembers: Map<number, Map<string, AssignmentFact>>;
  /** Every call of every chain, in the order of the text. */
  calls: ProgramCall[];
  callsByName: Map<string, ProgramCall[]>;
  /** Methods handed to `base.extend({ … })`: their `this` is what the call gives. */
  extensions: Map<FunctionId, CallExpression>;
}
