import type {
  AssignmentFact,
  CallFact,
  ClassFact,
  ClassMemberFact,
  FileFacts,
  FunctionFact,
  FunctionId,
  RawExport,
  TypeFact,
  VariableFact,
} from '../facts/file-facts.ts';
import type { CallExpression, Expression } from '../parse/expression.ts';

/** One call of a chain, and what it is part of. There are very many: it holds no more than it must. */
export interface ProgramCall {
  file: ProgramFile;
  fact: CallFact;
  call: CallExpression;
  /** `find` of `orders.find()`; empty for what is called without a name. */
  name: string;
  /** Whether it is the last of its chain; see `chainOf` for the others. */
  last: boolean;
  /** Place among all calls of the file. */
  order: number;
}

/** What is asked of a class again and again. */
export interface ClassIndex {
  /** Methods, getters and properties by name, without setters. */
  own: ReadonlyMap<string, ClassMemberFact>;
  static: ReadonlyMap<string, ClassMemberFact>;
  /** Its own constructor. */
  builder: FunctionFact | undefined;
  /** Places of the constructor's parameters that are properties too. */
  properties: ReadonlyMap<string, number>;
  /** Assignments to `this.x` in its methods, see assignedMembers. */
  assigned: ReadonlyMap<string, AssignmentFact>;
}

/** Where an exported name is really defined. */
export type ExportTarget =
  | { k: 'local'; file: ProgramFile; local: string; via: string[] }
  | { k: 'value'; file: ProgramFile; value: Expression; via: string[] }
  | { k: 'namespace'; file: ProgramFile; via: string[] }
  | { k: 'external'; package: string; name: string; via: string[] };

/** The calls of the whole program by name. */
export interface CallsByName {
  each(visit: (name: string, calls: readonly ProgramCall[]) => void): void;
  /** Adds those of a file to a list, which is made where there are any. */
  collect(
    file: ProgramFile,
    name: string,
    into: ProgramCall[] | undefined,
  ): ProgramCall[] | undefined;
}

/** One file with the indexes that linking asks again and again. */
export interface ProgramFile {
  path: string;
  /** Place among the files of the program. */
  index: number;
  facts: FileFacts;
  functions: ReadonlyMap<FunctionId, FunctionFact>;
  classes: ReadonlyMap<number, ClassFact>;
  /** Imported names: where from, and under which name there. */
  imported: Map<string, { specifier: string; imported: string }>;
  /** Variables of every scope by name; see variableIn. */
  variables: ReadonlyMap<string, readonly VariableFact[]>;
  declaredFunctions: ReadonlyMap<string, readonly FunctionFact[]>;
  /** Filled as classes are asked about; see classIndex. */
  classIndexes: Map<ClassFact, ClassIndex>;
  /** See keptOf. */
  kept: object | undefined;
  /** Where exported names lead, as far as they were followed; see followExport. */
  followed: Map<string, ExportTarget | undefined>;
  declaredClasses: ReadonlyMap<string, ClassFact>;
  types: ReadonlyMap<string, TypeFact>;
  exports: Map<string, RawExport>;
  stars: (RawExport & { k: 'star' })[];
  /** Assignments to plain names, and to `this.x` inside a class (by class offset). */
  assignedNames: ReadonlyMap<string, readonly AssignmentFact[]>;
  assignedMembers: ReadonlyMap<number, ReadonlyMap<string, AssignmentFact>>;
  /** Every call of every chain, in the order of the text. */
  calls: readonly ProgramCall[];
  /** Those of the whole program; see callsNamed. */
  callsByName: CallsByName;
  /** The calls that are given a function, or an object, written where they stand. */
  callsGiven: { fn: readonly ProgramCall[]; obj: readonly ProgramCall[] };
  /** The classes that have a decorator, or whose members have one. */
  decorated: readonly ClassFact[];
  /** Methods handed to `base.extend({ … })`: their `this` is what the call gives. */
  extensions: ReadonlyMap<FunctionId, CallExpression>;
}
