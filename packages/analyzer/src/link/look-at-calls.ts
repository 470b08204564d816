import type { CallSite, Detector, FactSink, TableRegistry } from '../facts/detector.ts';
import { chainOf, render } from '../facts/expressions.ts';
import type { EventUse } from '../model/analysis.ts';
import { createCallSite } from './call-sites.ts';
import { isOneOfModels, modelChoices } from './chosen-models.ts';
import type { Detected } from './detected.ts';
import { enclosingName, TOP_LEVEL } from './enclosing.ts';
import type { Evaluator } from './evaluator.ts';
import { isTableName, SILENT_SINK } from './fact-sink.ts';
import type { FoundAccess, OpenAccesses } from './open-accesses.ts';
import type { Program, ProgramCall, ProgramFile } from './program.ts';
import type { Binding } from './value.ts';

export interface Interested {
  detector: Detector;
  sink: FactSink;
}

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

/**
 * Shows a call to the detectors; what they would understand if they knew its callers stays open.
 * @param named those of them that know the call by its name
 * @param used those whose library the program uses: only they try again where nothing was found
 */
export function lookAt(
  at: Place,
  interested: readonly Interested[],
  named: readonly Interested[],
  used: ReadonlySet<Detector>,
  found: Detected,
  opens: OpenAccesses,
): void {
  const site = siteOf(at);
  const accesses = found.accesses.length;
  const listed = found.unresolved.length;
  const said = found.events.length;
  const { touched } = at.evaluator.traced(() => {
    for (const { detector, sink } of interested) detector.call?.(site, sink);
  });
  nameSenders(found.events.slice(said), site);
  if (found.accesses.length > accesses) return;
  // What was listed for want of a name is understood as far as it can be.
  if (lookAtChoices(at, site, named)) found.unresolved.splice(listed);
  else if (found.unresolved.length === listed) listChosen(at, site, named, used);
  if (!touched) return;
  // items.find((item) => …) is a list.
  if (
    at.own.call.args[0]?.k === 'fn' &&
    /^(?:find|some|every|count|delete|remove)$/.test(site.name)
  )
    return;
  const unknown = [...found.unresolved.slice(listed), ...found.accesses.slice(accesses)];
  const retry =
    unknown.length > 0 ? interested : named.filter(({ detector }) => used.has(detector));
  if (retry.length === 0) return;
  opens.add(at.file, at.own.fact.fn, touched, {
    tryWith: (binding) => accessesWith(siteOf(at, binding), retry),
    listed: unknown,
  });
}

/** What is found is true of one of several models, whichever it is. */
const ONE_OF_SEVERAL = 0.5;

/** Shows a call on a model that is chosen at run time once for each that it can be. */
function lookAtChoices(at: Place, site: CallSite, named: readonly Interested[]): boolean {
  const { evaluator, registry, file, own } = at;
  let isFound = false;
  for (const binding of modelChoices(site.receiver, file, own.fact.fn, evaluator, registry))
    for (const { detector, sink } of named)
      detector.call?.(siteOf(at, binding), {
        ...SILENT_SINK,
        access(place, table, operation, options = {}) {
          isFound = true;
          const confidence = Math.min(options.confidence ?? 1, ONE_OF_SEVERAL);
          sink.access(place, table, operation, { ...options, confidence });
        },
      });
  return isFound;
}

function listChosen(
  { evaluator, registry, file, own }: Place,
  site: CallSite,
  named: readonly Interested[],
  used: ReadonlySet<Detector>,
): void {
  const { receiver, name } = site;
  for (const { detector, sink } of named) {
    if (!used.has(detector) || registry.all().every(({ via }) => via !== detector.name)) continue;
    if (!isOneOfModels(receiver, file, own.fact.fn, evaluator, detector.packages)) continue;
    const text = receiver ? `${render(receiver)}.${name}(…)` : name;
    sink.unknownTable(site, text, 'which of the models it is, is decided at run time');
    return;
  }
}

/** Who sends a message is told by its function, so that what sends already is known for it. */
function nameSenders(events: readonly EventUse[], { file, fn }: CallSite): void {
  const caller = enclosingName(file, fn);
  if (caller === TOP_LEVEL) return;
  for (const event of events) if (event.role === 'emit') event.caller = caller;
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

/** What only callers could tell is asked of them. */
export function followCallers(evaluator: Evaluator, opens: OpenAccesses, found: Detected): void {
  if (!evaluator.callers) return;
  // What is seen in a call itself is not told again by the function that it calls.
  const seen = new Set(
    found.accesses.map(({ access: { statement, operation, table, via } }) =>
      keyOf(statement, operation, table, via),
    ),
  );
  const understood = opens.follow(evaluator, evaluator.callers, (caller, access) => {
    const { file, own } = caller;
    const { fact, call } = own;
    const { table, operation, via, confidence } = access;
    const statement = `${file.path}:${chainOf(fact.expression)[0]?.line ?? call.line}`;
    const key = keyOf(`${file.path}:${call.nameLine}`, operation, table, via);
    if (seen.has(key) || seen.has(keyOf(statement, operation, table, via))) return;
    seen.add(key);
    found.counts[via] = (found.counts[via] ?? 0) + 1;
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
      fn: fact.fn,
      expression: fact.expression,
    });
  });
  found.unresolved = found.unresolved.filter((item) => !understood.has(item));
  found.accesses = found.accesses.filter((item) => {
    if (!understood.has(item)) return true;
    const { via } = item.access;
    found.counts[via] = (found.counts[via] ?? 1) - 1;
    return false;
  });
}

const keyOf = (place: string, operation: string, table: string, via: string): string =>
  `${place} ${operation} ${table} ${via}`;
