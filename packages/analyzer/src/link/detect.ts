import type { CallSite, Detector, FactSink, Model, TableRegistry } from '../facts/detector.ts';
import { render } from '../facts/expressions.ts';
import type { FunctionId } from '../facts/file-facts.ts';
import { isUndone } from '../facts/migrations.ts';
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
import { joinParts } from '../sql/tokens.ts';
import { createCallSite } from './call-sites.ts';
import type { Evaluator } from './evaluator.ts';
import type { Mount, RouteDraft } from './mount-routes.ts';
import { createOpenAccesses, type FoundAccess, type OpenAccesses } from './open-accesses.ts';
import type { Program, ProgramCall, ProgramFile } from './program.ts';
import { concernsSchema, type SchemaStatement } from './schema-statement.ts';
import { linesBefore, readSqlText } from './sql-accesses.ts';
import type { Binding } from './value.ts';

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
    stores: [],
    twoPhaseCommits: [],
    unresolved: [],
    controls: [],
    schema: [],
    counts: {},
  };
  for (const detector of detectors) {
    if (!detector.define) continue;
    for (const file of program.files.values()) detector.define(file, registry, evaluator);
  }
  const byCall = new Map<string, Interested[]>();
  const starting: Interested[] = [];
  const opens = createOpenAccesses();
  for (const detector of detectors) {
    const sink = createSink(detector, found);
    for (const name of detector.call ? new Set(detector.calls) : []) {
      byCall.set(name, [...(byCall.get(name) ?? []), { detector, sink }]);
    }
    if (detector.mayStart) starting.push({ detector, sink });
    if (detector.file)
      for (const file of program.files.values()) detector.file(file, sink, evaluator);
  }
  const used = usedLibraries(program, detectors);
  const known = new Set(registry.all().map((model) => model.table.toLowerCase()));
  for (const file of program.files.values()) {
    for (const own of file.calls) {
      const named = byCall.get(own.name) ?? NOBODY;
      const other = starting.filter(
        (item) => !named.includes(item) && item.detector.mayStart?.(own, program),
      );
      if (named.length + other.length === 0) continue;
      const interested = other.length > 0 ? [...named, ...other] : named;
      const following = named.filter(({ detector }) => used.has(detector));
      lookAt({ program, evaluator, registry, file, own }, interested, following, found, opens);
    }
    detectSql(file, evaluator, registry, known, found, opens);
  }
  followCallers(evaluator, opens, found);
  return found;
}

/** Detectors of data access whose packages the program imports at all. */
function usedLibraries(program: Program, detectors: readonly Detector[]): ReadonlySet<Detector> {
  const specifiers = new Set<string>();
  for (const file of program.files.values())
    for (const { specifier } of file.facts.imports) specifiers.add(specifier);
  const isImported = (name: string): boolean =>
    [...specifiers].some((s) => s === name || s.startsWith(`${name}/`));
  return new Set(detectors.filter((d) => d.followsCallers && d.packages.some(isImported)));
}

interface Interested {
  detector: Detector;
  sink: FactSink;
}

const NOBODY: Interested[] = [];

interface Place {
  program: Program;
  evaluator: Evaluator;
  registry: TableRegistry;
  file: ProgramFile;
  own: ProgramCall;
}

function siteOf({ program, evaluator, registry, file, own }: Place, binding?: Binding): CallSite {
  return createCallSite(program, evaluator, registry, file, own, binding);
}

/** Shows a call to the detectors; what they would understand if they knew its callers stays open. */
function lookAt(
  at: Place,
  interested: readonly Interested[],
  following: readonly Interested[],
  found: Detected,
  opens: OpenAccesses,
): void {
  const site = siteOf(at);
  const accesses = found.accesses.length;
  const listed = found.unresolved.length;
  const { touched } = at.evaluator.traced(() => {
    for (const { detector, sink } of interested) detector.call?.(site, sink);
  });
  if (touched.size === 0 || found.accesses.length > accesses) return;
  // items.find((item) => …) is a list.
  if (
    at.own.call.args[0]?.k === 'fn' &&
    /^(?:find|some|every|count|delete|remove)$/.test(site.name)
  )
    return;
  const unknown = found.unresolved.slice(listed);
  const retry = unknown.length > 0 ? interested : following;
  if (retry.length === 0) return;
  opens.add(at.file, at.own.fact.fn, touched, {
    tryWith: (binding) => accessesWith(siteOf(at, binding), retry),
    listed: unknown,
  });
}

/** What the detectors find in a call once a caller's arguments are known. */
function accessesWith(site: CallSite, interested: readonly Interested[]): FoundAccess[] {
  const accesses: FoundAccess[] = [];
  for (const { detector } of interested) {
    detector.call?.(site, {
      ...SILENT_SINK,
      access(_, table, operation, options = {}) {
        const name = typeof table === 'string' ? table : table.table;
        if (!isTableName(name)) return;
        const confidence = options.confidence ?? 1;
        accesses.push({ table: name, operation, via: detector.name, confidence });
      },
    });
  }
  return accesses;
}

const ignore = (): void => undefined;
const SILENT_SINK: FactSink = {
  access: ignore,
  unknownTable: ignore,
  route: ignore,
  mount: ignore,
  event: ignore,
  job: ignore,
  injection: ignore,
  outbound: ignore,
  state: ignore,
  store: ignore,
  unresolved: ignore,
};

function followCallers(evaluator: Evaluator, opens: OpenAccesses, found: Detected): void {
  if (!evaluator.callers) return;
  const seen = new Set<string>();
  const understood = opens.follow(evaluator, evaluator.callers, (caller, access) => {
    const { file, fact, fn, call, chain } = caller;
    const { table, operation, via, confidence } = access;
    const key = `${file.path}:${call.nameLine} ${operation} ${table} ${via}`;
    if (seen.has(key)) return;
    seen.add(key);
    found.counts[via] = (found.counts[via] ?? 0) + 1;
    const statement = `${file.path}:${chain[0]?.line ?? call.line}`;
    found.accesses.push({
      access: {
        file: file.path,
        line: call.nameLine,
        table,
        operation,
        via,
        statement,
        confidence,
      },
      file,
      fn,
      expression: fact.expression,
    });
  });
  found.unresolved = found.unresolved.filter((item) => !understood.has(item));
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
    store(use) {
      count();
      found.stores.push({ ...use, via });
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
  opens: OpenAccesses,
): void {
  for (const text of file.facts.sql) {
    const { result: reading, touched } = evaluator.traced(() =>
      readSqlText(text, file, evaluator, registry, known),
    );
    if (!reading) continue;
    const listed: Unresolved[] = [];
    const lineOf = (offset: number): number => text.line + linesBefore(text.parts, offset);
    for (const parsed of reading.statements) {
      const { kind } = parsed;
      if (concernsSchema(parsed) && !isUndone(file, text.fn)) {
        const { nameOf } = reading;
        found.schema.push({ statement: parsed, file: file.path, lineOf, nameOf });
      }
      if (kind === 'query' || kind === 'ddl') continue;
      if (kind === 'two-phase') {
        const [shown = ''] = joinParts(text.parts)
          .replace(/\uE000\d+\uE000/g, '…')
          .trim()
          .split('\n');
        found.twoPhaseCommits.push({ file: file.path, line: text.line, statement: shown });
        continue;
      }
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
    for (const { line, text: shown } of reading.unknown)
      listed.push({
        kind: 'table',
        file: file.path,
        line,
        text: shown,
        reason: 'table name is computed',
      });
    found.unresolved.push(...listed);
    if (listed.length > 0 && touched.size > 0)
      opens.add(file, text.fn, touched, {
        tryWith: (binding) => {
          const again = readSqlText(text, file, evaluator, registry, known, binding);
          const seen = new Set(reading.accesses.map((a) => `${a.line} ${a.operation} ${a.table}`));
          return (again?.accesses ?? [])
            .filter((a) => isTableName(a.table))
            .filter((a) => !seen.has(`${a.line} ${a.operation} ${a.table}`))
            .map(({ table, operation }) => ({ table, operation, via: 'sql', confidence: 0.9 }));
        },
        listed,
      });
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
