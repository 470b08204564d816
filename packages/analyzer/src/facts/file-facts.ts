import type { ImportKind } from '../model/analysis.ts';
import type {
  CallExpression,
  Expression,
  TemplateExpression,
  TypeName,
} from '../parse/expression.ts';

/**
 * What one file says, a pure function of its bytes: no other file, no path, no judgement. It is
 * plain JSON so that it can be cached and sent between threads.
 */
export interface FileFacts {
  loc: number;
  /** How many expressions are numbered. */
  expressions: number;
  imports: RawImport[];
  exports: RawExport[];
  functions: FunctionFact[];
  classes: ClassFact[];
  types: TypeFact[];
  variables: VariableFact[];
  calls: CallFact[];
  assignments: AssignmentFact[];
  sql: SqlTextFact[];
  environment: { key: string; line: number }[];
  /** `process.env[name]`: what names the variable, and how the source writes it. Absent where there is none. */
  computedEnvironment?: { key: Expression; text: string; fn: FunctionId; line: number }[];
  /** The file begins with 'use server': what it exports is called by browsers. */
  isServer?: true;
  /** There is JSX in it, or a class that Angular draws. */
  draws?: true;
  /** Syntax errors; what could be read despite them is in the other fields. */
  problems: { line: number; message: string }[];
}

/** Offset that identifies a function in its file; `MODULE` stands for the top level. */
export type FunctionId = number;
export const MODULE: FunctionId = -1;

export interface RawImport {
  specifier: string;
  kind: ImportKind;
  typeOnly: boolean;
  line: number;
  /** `imported` is `*` for a namespace and `default` for the default export. */
  names: readonly ImportedName[];
  /** The specifier is computed: from what, and in which function. `specifier` holds its source. */
  computed?: { argument: Expression; fn: FunctionId };
}

export interface ImportedName {
  imported: string;
  local: string;
  typeOnly: boolean;
  /**
   * What TypeScript sees of a name not written as a type; absent where it is used as a value. `none`: types at most.
   * `passed`: it is in a list of exports or in the signature of something decorated, where it counts if it is a value.
   */
  use?: 'none' | 'passed';
}

export type RawExport =
  | { k: 'local'; name: string; local: string; line: number }
  | { k: 'value'; name: string; value: Expression; line: number }
  | {
      k: 'from';
      name: string;
      imported: string;
      specifier: string;
      typeOnly: boolean;
      line: number;
    }
  | { k: 'star'; specifier: string; typeOnly: boolean; line: number };

export interface ParameterFact {
  /** Absent for a destructured parameter. */
  name?: string;
  type?: TypeName;
  /** What it is when a caller leaves it out; of parameters with a name. */
  init?: Expression;
  /** For a destructured parameter: property and the local name it gets. */
  properties?: readonly { key: string; local: string }[];
  /** A constructor parameter that is also a property (`private readonly x`). */
  property: boolean;
  decorators: readonly Expression[];
  line: number;
}

export interface FunctionFact {
  at: FunctionId;
  /** As other facts print it: `name`, `Class.method`, `object.method`, or '' when anonymous. */
  name: string;
  /** The name is its own; code inside of `{ create: (order) => create(order) }` means another by it. */
  declared?: true;
  parent: FunctionId;
  line: number;
  params: readonly ParameterFact[];
  /** Offset of the class whose method this is. */
  classAt?: number;
  returnType?: TypeName;
  returns: readonly Expression[];
  arrow: boolean;
  /** It says itself that whoever calls it has to wait: `async`, or a type that is a promise. */
  async: boolean;
  /** It begins with 'use server': browsers call it. */
  isServer?: true;
}

export interface ClassMemberFact {
  name: string;
  kind: 'method' | 'get' | 'set' | 'constructor' | 'property';
  static: boolean;
  line: number;
  type?: TypeName;
  init?: Expression;
  /** The function of a method, getter or constructor. */
  at?: FunctionId;
  decorators: readonly Expression[];
}

export interface ClassFact {
  at: number;
  name: string;
  line: number;
  fn: FunctionId;
  extends?: Expression;
  extendsArguments: readonly TypeName[];
  implements: readonly TypeName[];
  abstract: boolean;
  decorators: readonly Expression[];
  members: readonly ClassMemberFact[];
}

/** An interface or type alias, as far as its members name types. */
export interface TypeFact {
  name: string;
  line: number;
  alias?: TypeName;
  /** Names of the type parameters of an alias, in their order. */
  params?: readonly string[];
  extends: readonly TypeName[];
  members: readonly { name: string; type: TypeName }[];
}

export interface VariableFact {
  name: string;
  fn: FunctionId;
  line: number;
  kind: 'const' | 'let' | 'var';
  init?: Expression;
  type?: TypeName;
}

export interface CallFact {
  /** The whole chain, outermost call: `db.select().from(t)` is one. */
  expression: CallExpression | TemplateExpression;
  fn: FunctionId;
  awaited: boolean;
  inLoop: boolean;
  resultUsed: boolean;
}

export interface AssignmentFact {
  target: Expression;
  value: Expression;
  fn: FunctionId;
  line: number;
}

/** A string or template that reads like SQL, wherever it stands. */
export interface SqlTextFact {
  parts: readonly string[];
  holes: readonly Expression[];
  fn: FunctionId;
  line: number;
  /** Line breaks inside each hole; absent where there are none. */
  gaps?: readonly number[];
  /** Root of the call or tag it was handed to, when it was. */
  receiver?: Expression;
}
