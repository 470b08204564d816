import type { FunctionId } from '../facts/file-facts.ts';
import type {
  EventUse,
  Injection,
  Job,
  OutboundCall,
  ProcessState,
  StoreUse,
  TableAccess,
  TwoPhaseCommit,
  Unresolved,
} from '../model/analysis.ts';
import type { Expression } from '../parse/expression.ts';
import type { Mount, RouteDraft } from './mount-routes.ts';
import type { ProgramFile } from './program.ts';
import type { SchemaStatement } from './schema-statement.ts';

/** An access together with the code it came from, which decides its transaction. */
export interface DetectedAccess {
  access: TableAccess;
  file: ProgramFile;
  fn: FunctionId;
  /** Its name is in quotes that keep capitals. */
  exact?: true;
  /** The whole chain; undefined for a bare SQL text. */
  expression?: Expression;
}

export interface Detected {
  accesses: DetectedAccess[];
  routes: RouteDraft[];
  mounts: Mount[];
  events: EventUse[];
  jobs: Job[];
  injections: Injection[];
  outbound: OutboundCall[];
  state: ProcessState[];
  stores: StoreUse[];
  twoPhaseCommits: TwoPhaseCommit[];
  unresolved: Unresolved[];
  /** Places of BEGIN and its like in SQL text, for the transaction scopes. */
  controls: {
    kind: 'begin' | 'commit' | 'rollback';
    file: ProgramFile;
    fn: FunctionId;
    line: number;
  }[];
  /** CREATE and ALTER in SQL texts of the code: migrations. */
  schema: SchemaStatement[];
  counts: Record<string, number>;
}

export function nothingDetected(): Detected {
  return {
    accesses: [],
    routes: [],
    mounts: [],
    events: [],
    jobs: [],
    injections: [],
    outbound: [],
    state: [],
    stores: [],
    twoPhaseCommits: [],
    unresolved: [],
    controls: [],
    schema: [],
    counts: {},
  };
}
