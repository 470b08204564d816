import { fileNode } from '../../graph/fact-graph.ts';
import { type ImportEdge, isForTypes, type ProcessState, type Site } from '../../model/analysis.ts';
import type { FindingOf } from '../../model/finding.ts';
import { sortSites } from '../../model/sites.ts';
import { splitWords } from '../../model/words.ts';
import { distinct, type JudgeContext, type Rule } from '../context.ts';

const MOST_USES = 10;

/** State in the process that files of several domains reach; two processes would have two of it. */
export const sharedState: Rule = {
  name: 'shared-state',
  judge: (context) => [
    ...perFile(context.facts.state).flatMap((state) => reachedByImport(context, state)),
    ...sharedSession(context),
  ],
};

/** All that one file writes to disk is one state. */
function perFile(states: readonly ProcessState[]): ProcessState[] {
  const kept = new Map<string, ProcessState>();
  for (const state of states) {
    const known = kept.get(`${state.file}#local-disk`);
    if (state.kind !== 'local-disk') kept.set(`${state.file}#${state.name}#${state.line}`, state);
    else if (known === undefined) kept.set(`${state.file}#local-disk`, state);
    else if (!known.name.split(', ').includes(state.name))
      kept.set(`${state.file}#local-disk`, { ...known, name: `${known.name}, ${state.name}` });
  }
  return [...kept.values()];
}

/**
 * A variable that others import is reached by those who name it. One that a file keeps to itself has an
 * owner already where the file belongs to a domain; in a library every process gets one of its own,
 * which matters for locks and caches.
 */
function reachedByImport(context: JudgeContext, state: ProcessState): FindingOf<'shared-state'>[] {
  // A field of the session is not reached through the file that reads it.
  if (state.kind === 'session' || isSetAtStart(context, state)) return [];
  const named = context.facts.imports.filter((edge) => names(edge, state));
  const own = context.domainOf(state.file);
  const scope = SCOPES.has(state.kind);
  if (named.length === 0 && !scope && (own !== null || !COPIED.has(state.kind))) return [];
  const uses =
    named.length > 0 && !scope
      ? named.map(({ from, line }) => ({ file: from, line }))
      : usesOfFile(context, state.file);
  const domains = distinct([own, ...uses.map(({ file }) => context.domainOf(file))]);
  if (domains.length < 2) return [];
  return [
    {
      kind: 'shared-state',
      id: `shared-state:${state.file}:${state.name}`,
      severity: named.length > 0 || GRAVE.has(state.kind) ? 'medium' : 'low',
      domains,
      sites: [{ file: state.file, line: state.line }, ...sortSites(uses).slice(0, MOST_USES)],
      name: state.name,
      file: state.file,
      state: state.kind,
    },
  ];
}

/**
 * True for what wiring gives a value before anybody asks, such as a connection: every process would set its own. All
 * calls of the functions that set it come from wiring or from code that runs while a module loads.
 */
function isSetAtStart({ facts, files }: JudgeContext, { file, setBy }: ProcessState): boolean {
  if (setBy === undefined) return false;
  const wiring = new Set(files.filter(({ role }) => role === 'shell').map(({ path }) => path));
  return setBy.every((name) => {
    const calls = facts.calls.filter(({ to, callee }) => to === file && callee === name);
    return (
      calls.length > 0 && calls.every((call) => call.caller === TOP_LEVEL || wiring.has(call.file))
    );
  });
}

/** As calls have it for code outside of functions. */
const TOP_LEVEL = '<module>';

type Kind = ProcessState['kind'];
/** Carried along by whatever runs inside, whoever imports it. */
const SCOPES: ReadonlySet<Kind> = new Set(['request-scope']);
/** What goes wrong, or only gets slower, when two processes have one each. */
const COPIED: ReadonlySet<Kind> = new Set(['lock', 'cache', 'local-disk']);
const GRAVE: ReadonlySet<Kind> = new Set(['lock', 'request-scope']);

/** Imported by its own name, or with everything else of the file; a barrel that hands it on uses nothing. */
function names(edge: ImportEdge, { file, exportedAs }: ProcessState): boolean {
  const { to, symbols, kind } = edge;
  if (exportedAs === undefined || to !== file || isForTypes(edge)) return false;
  if (kind === 'side-effect' || kind === 'reexport') return false;
  const whole = symbols.length === 0 || symbols.includes('*') || symbols.includes('export=');
  return whole || symbols.includes(exportedAs);
}

function usesOfFile(context: JudgeContext, path: string): Site[] {
  if (!context.graph.hasNode(fileNode(path))) return [];
  return context.graph
    .inEdges(fileNode(path))
    .filter((edge) =>
      ['import', 'inject', 'call'].includes(context.graph.getEdgeAttribute(edge, 'layer')),
    )
    .flatMap((edge) => context.graph.getEdgeAttribute(edge, 'sites'));
}

/**
 * The session of a request is one object that every controller reaches, whichever file keeps it:
 * all its fields make one finding, with the store (a variable called after sessions) if seen.
 */
function sharedSession(context: JudgeContext): FindingOf<'shared-state'>[] {
  const uses = context.facts.state.filter(({ kind }) => kind === 'session');
  const domains = distinct(uses.map(({ file }) => context.domainOf(file)));
  const [first] = uses;
  if (domains.length < 2 || first === undefined) return [];
  const stores = context.facts.state.filter(
    ({ kind, name }) =>
      kind !== 'session' && splitWords(name).some((word) => /^sessions?$/.test(word)),
  );
  const at = stores[0] ?? first;
  return [
    {
      kind: 'shared-state',
      id: 'shared-state:session',
      severity: 'medium',
      domains,
      sites: [
        ...stores.map(({ file, line }) => ({ file, line })),
        ...sortSites(uses.map(({ file, line }) => ({ file, line }))).slice(0, MOST_USES),
      ],
      name: distinct(uses.map(({ name }) => name)).join(', '),
      file: at.file,
      state: 'session',
    },
  ];
}
