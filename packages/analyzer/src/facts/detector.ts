import type { Evaluator } from '../link/evaluator.ts';
import type { Program, ProgramCall, ProgramFile } from '../link/program.ts';
import type { Binding, Value } from '../link/value.ts';
import type {
  AccessOperation,
  Column,
  EventUse,
  ForeignKey,
  Injection,
  Job,
  OutboundCall,
  ProcessState,
  Route,
  Site,
  StoreUse,
  Unresolved,
} from '../model/analysis.ts';
import type { CallExpression, Expression } from '../parse/expression.ts';
import type { CallFact, FunctionId } from './file-facts.ts';

/**
 * One library the analyzer understands, as a plain object. `define` runs first over every file and
 * says which tables there are; `call` then sees every call whose name is in `calls`; `file` sees
 * every file once. A detector keeps no state between runs.
 */
export interface Detector {
  name: string;
  /** The npm packages it knows, for people and pages; code decides by values. */
  packages: string[];
  /** Names of functions and methods; their arguments are read in full. */
  calls: string[];
  /** Cheap test for calls that `call` must see although their names are anyone's: `db('orders')`. */
  mayStart?(call: ProgramCall, program: Program, file: ProgramFile): boolean;
  /** Whether `mayStart` can be true of calls of this name; asked once for each name of the program. */
  mayStartAs?(name: string, program: Program): boolean;
  /** Whether `mayStart` can be true at all in this program; asked once, when all tables are defined. */
  mayStartIn?(program: Program): boolean;
  /**
   * Calls in which nothing was found are tried again with what the callers of the function around
   * them hand in: for data access, which programs wrap in helpers that take the table.
   */
  followsCallers?: true;
  /** Whether `call` can find anything in this program; asked once, when all tables are defined. */
  mayCallIn?(program: Program): boolean;
  define?(file: ProgramFile, registry: TableRegistry, evaluator: Evaluator): void;
  call?(site: CallSite, out: FactSink): void;
  file?(file: ProgramFile, out: FactSink, evaluator: Evaluator): void;
}

/** What the analyzer knows of a table or collection, and of the model that stands for it. */
export interface Model {
  /** Name in the database. */
  table: string;
  kind: 'table' | 'view' | 'collection';
  via: string;
  site?: Site;
  /** False for a step of a migration that changes a table. */
  creates?: boolean;
  foreignKeys: ForeignKey[];
  /** What the source says of its columns. */
  columns?: Column[];
  /** For a step of a migration: what it takes away. */
  changes?: TableChanges;
  /** For a view: the tables that its query reads; asked when all models are known. */
  reads?: () => string[];
  /** Properties that lead to other models: name of the property to a function that finds it. */
  relations: Map<string, () => Model | undefined>;
  /** Foreign keys of other models that this one tells of: `Team.hasMany(Order, { foreignKey })`. */
  toldKeys?: { of: () => Model | undefined; key: ForeignKey }[];
  /** Relations whose key is a column of this table, where a library tells them from others. */
  holdsKeyOf?: Set<string>;
  /** Tables between two models, by the name of the relation that fills them. */
  joins?: Map<string, () => string | undefined>;
}

/** What a step of a migration takes away or calls by another name. */
export interface TableChanges {
  dropped?: true;
  renamedTo?: string;
  dropsColumns?: string[];
  renamesColumns?: { from: string; to: string }[];
  /** Names of constraints. */
  dropsKeys?: string[];
  /** Foreign keys by their columns. */
  dropsKeysOf?: string[][];
  dropsTrigger?: string;
}

export interface TableRegistry {
  /** @param node the class, call or other object that stands for the model in the source */
  define(model: Model, node?: object, names?: string[]): void;
  of(value: Value): Model | undefined;
  byNode(node: object): Model | undefined;
  /** By the name the code uses (`Order`, `order`), of one library. */
  byName(via: string, name: string): Model | undefined;
  all(): Model[];
  /** The table of this name that a schema file creates, with its schema where it is written with one. */
  createdTable(name: string): string | undefined;
  evaluator: Evaluator;
}

/** One call inside a chain, with what is around it. */
export interface CallSite {
  file: ProgramFile;
  fact: CallFact;
  fn: FunctionId;
  call: CallExpression;
  name: string;
  /** What the method is called on; undefined for a plain function. */
  receiver: Expression | undefined;
  /** All calls of the chain, first called first. */
  chain: readonly CallExpression[];
  registry: TableRegistry;
  program: Program;
  value(expression: Expression | undefined): Value;
  /** The text of an expression when it is a constant, also behind names in other files. */
  text(expression: Expression | undefined): string | undefined;
  model(expression: Expression | undefined): Model | undefined;
  /** What a caller handed in, when the call is looked at from there. */
  readonly binding: Binding | undefined;
  /** Value of the function or method that is called. */
  callee(): Value;
  /** The call in each turn of the loop around it, where that goes through a list written in the source. */
  turns(): CallSite[] | undefined;
}

export interface AccessOptions {
  line?: number;
  statement?: number;
  confidence?: number;
}

export interface FactSink {
  access(
    site: CallSite,
    table: string | Model,
    operation: AccessOperation,
    options?: AccessOptions,
  ): void;
  /** Something that is certainly an access, to a table that could not be found out. */
  unknownTable(site: CallSite, text: string, reason: string): void;
  /** @param router identity of the router it is registered on, when routers can be mounted */
  route(route: Omit<Route, 'domain' | 'via'>, router?: string): void;
  /** The routes of `child` lie below `prefix` of `parent`. */
  mount(parent: string, child: string, prefix: string): void;
  event(event: Omit<EventUse, 'via'>): void;
  job(job: Omit<Job, 'via'>): void;
  injection(injection: Omit<Injection, 'via'>): void;
  outbound(call: Omit<OutboundCall, 'via'>): void;
  state(state: ProcessState): void;
  store(use: Omit<StoreUse, 'via'>): void;
  unresolved(item: Unresolved): void;
}
