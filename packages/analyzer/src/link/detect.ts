import type { Detector, FactSink, Model, TableRegistry } from '../facts/detector.ts';
import { render } from '../facts/expressions.ts';
import type { FunctionId } from '../facts/file-facts.ts';
import type {
  EventUse,
  Injection,
  Job,
  OutboundCall,
  ProcessState,
  TableAccess,
  Unresolved,
} from '../model/analysis.ts';
import type { Expression } from '../parse/expression.ts';
import { createCallSite } from './call-sites.ts';
import type { Evaluator } from './evaluator.ts';
import type { Mount, RouteDraft } from './mount-routes.ts';
import type { Program, ProgramFile } from './program.ts';
import type { SchemaStatement } from './schema-statement.ts';
import { linesBefore, readSqlText } from './sql-accesses.ts';

/** An access together with the code it came from, which decides its transaction. */
export interface DetectedAccess {
  access: TableAccess;
  file: ProgramFile;
  fn: FunctionId;
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

/** Runs every detector over the program: first the definitions of tables, then their uses. */
export function detect(
  program: Program,
  evaluator: Evaluator,
  registry: TableRegistry,
  detectors: Detector[],
): Detected {
  const found: Detected = {
    accesses: [],
    routes: [],
    mounts: [],
    events: [],
    jobs: [],
    injections: [],
    outbound: [],
    state: [],
    unresolved: [],
    controls: [],
    schema: [],
    counts: {},
  };
  for (const detector of detectors) {
    if (!detector.define) continue;
    for (const file of program.files.values()) detector.define(file, registry, evaluator);
  }
  const byCall = new Map<string, { detector: Detector; sink: FactSink }[]>();
  for (const detector of detectors) {
    const sink = createSink(detector, found);
    for (const name of detector.call ? new Set(detector.calls) : []) {
      byCall.set(name, [...(byCall.get(name) ?? []), { detector, sink }]);
    }
    if (detector.file)
      for (const file of program.files.values()) detector.file(file, sink, evaluator);
  }
  const known = new Set(registry.all().map((model) => model.table.toLowerCase()));
  for (const file of program.files.values()) {
    for (const own of file.calls) {
      const interested = byCall.get(own.name);
      if (!interested) continue;
      const site = createCallSite(program, evaluator, registry, file, own);
      for (const { detector, sink } of interested) detector.call?.(site, sink);
    }
    detectSql(file, evaluator, registry, known, found);
  }
  return found;
}

function createSink(detector: Detector, found: Detected): FactSink {
  const via = detector.name;
  const count = (): void => {
    found.counts[via] = (found.counts[via] ?? 0) + 1;
  };
  return {
    access(site, table, operation, options = {}) {
      const name = typeof table === 'string' ? table : (table as Model).table;
      if (!isTableName(name)) {
        this.unknownTable(site, name.trim(), 'not the name of a table');
        return;
      }
      count();
      const statementLine = options.statement ?? site.chain[0]?.line ?? site.call.line;
      found.accesses.push({
        access: {
          file: site.file.path,
          line: options.line ?? site.call.nameLine,
          table: name,
          operation,
          via,
          statement: `${site.file.path}:${statementLine}`,
          confidence: options.confidence ?? 1,
        },
        file: site.file,
        fn: site.fn,
        expression: site.fact.expression,
      });
    },
    unknownTable(site, text, reason) {
      count();
      const { path } = site.file;
      const line = site.call.nameLine;
      found.unresolved.push({
        kind: 'table',
        file: path,
        line,
        text: text || render(site.call),
        reason,
      });
    },
    route(route, router) {
      count();
      found.routes.push({ route: { ...route, via }, ...(router ? { router } : {}) });
    },
    mount(parent, child, prefix) {
      found.mounts.push({ parent, child, prefix });
    },
    event(event) {
      count();
      found.events.push({ ...event, via });
    },
    job(job) {
      count();
      found.jobs.push({ ...job, via });
    },
    injection(injection) {
      count();
      found.injections.push({ ...injection, via });
    },
    outbound(call) {
      count();
      found.outbound.push({ ...call, via });
    },
    state(state) {
      count();
      found.state.push(state);
    },
    unresolved(item) {
      found.unresolved.push(item);
    },
  };
}

/** Plain or quoted names with their schema; a text such as `(select …)` is none. */
function isTableName(name: string): boolean {
  return /^[\p{L}_$][\p{L}\p{N}_$ -]*(?:\.[\p{L}\p{N}_$ -]+)*$/u.test(name);
}

/** SQL texts of a file; a text inside a call shares that call's fate in a transaction. */
function detectSql(
  file: ProgramFile,
  evaluator: Evaluator,
  registry: TableRegistry,
  known: ReadonlySet<string>,
  found: Detected,
): void {
  for (const text of file.facts.sql) {
    const reading = readSqlText(text, file, evaluator, registry, known);
    if (!reading) continue;
    const lineOf = (offset: number): number => text.line + linesBefore(text.parts, offset);
    for (const parsed of reading.statements) {
      const { kind } = parsed;
      if (parsed.defines) found.schema.push({ statement: parsed, file: file.path, lineOf });
      if (kind === 'query' || kind === 'ddl') continue;
      found.controls.push({ kind, file, fn: text.fn, line: text.line });
    }
    const statement = `${file.path}:${text.line}`;
    const holder = file.facts.calls.find(
      (c) => c.fn === text.fn && holdsLine(c.expression, text.line),
    );
    for (const { table, operation, line } of reading.accesses) {
      if (!isTableName(table)) continue;
      found.counts.sql = (found.counts.sql ?? 0) + 1;
      found.accesses.push({
        access: {
          file: file.path,
          line,
          table,
          operation,
          via: 'sql',
          statement,
          confidence: 0.95,
        },
        file,
        fn: text.fn,
        ...(holder ? { expression: holder.expression } : {}),
      });
    }
    for (const { line, text: shown } of reading.unknown) {
      found.unresolved.push({
        kind: 'table',
        file: file.path,
        line,
        text: shown,
        reason: 'table name is computed',
      });
    }
  }
}

/** Whether a call takes a text that starts on this line as an argument. */
function holdsLine(expression: Expression, line: number): boolean {
  if (expression.k === 'template') return expression.line === line;
  if (expression.k !== 'call') return false;
  const inArguments = expression.args.some(
    (a) =>
      (a.k === 'str' || a.k === 'template' || a.k === 'call') && 'line' in a && a.line === line,
  );
  if (inArguments) return true;
  const callee = expression.callee;
  return callee.k === 'member' ? holdsLine(callee.object, line) : false;
}
