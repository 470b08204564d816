import { fileNode } from '../../graph/fact-graph.ts';
import type { ProcessState } from '../../model/analysis.ts';
import type { FindingOf } from '../../model/finding.ts';
import { sortSites } from '../../model/sites.ts';
import { splitWords } from '../../model/words.ts';
import { distinct, type JudgeContext, type Rule } from '../context.ts';

const MOST_USES = 10;

/** State in the process that files of several domains reach; two processes would have two of it. */
export const sharedState: Rule = {
  name: 'shared-state',
  judge: (context) => [
    ...context.facts.state.flatMap((state) => reachedByImport(context, state)),
    ...sharedSession(context),
  ],
};

function reachedByImport(context: JudgeContext, state: ProcessState): FindingOf<'shared-state'>[] {
  // A field of the session is not reached through the file that reads it.
  if (state.kind === 'session') return [];
  const users = context.graph.hasNode(fileNode(state.file))
    ? context.graph
        .inEdges(fileNode(state.file))
        .filter((edge) =>
          ['import', 'inject', 'call'].includes(context.graph.getEdgeAttribute(edge, 'layer')),
        )
    : [];
  const files = users.map((edge) =>
    context.graph.getNodeAttribute(context.graph.source(edge), 'name'),
  );
  const domains = distinct([context.domainOf(state.file), ...files.map(context.domainOf)]);
  if (domains.length < 2) return [];
  const use = users.flatMap((edge) => context.graph.getEdgeAttribute(edge, 'sites'));
  return [
    {
      kind: 'shared-state',
      id: `shared-state:${state.file}:${state.name}`,
      severity: state.kind === 'local-disk' ? 'low' : 'medium',
      domains,
      sites: [{ file: state.file, line: state.line }, ...sortSites(use).slice(0, MOST_USES)],
      name: state.name,
      file: state.file,
      state: state.kind,
    },
  ];
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
