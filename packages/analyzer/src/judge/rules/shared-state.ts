import { fileNode } from '../../graph/fact-graph.ts';
import { sortSites } from '../../model/sites.ts';
import { distinct, type Rule } from '../context.ts';

/** State in the process that files of several domains reach; two processes would have two of it. */
export const sharedState: Rule = {
  name: 'shared-state',
  judge: (context) =>
    context.facts.state.flatMap((state) => {
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
          kind: 'shared-state' as const,
          id: `shared-state:${state.file}:${state.name}`,
          severity: state.kind === 'local-disk' ? ('low' as const) : ('medium' as const),
          domains,
          sites: [{ file: state.file, line: state.line }, ...sortSites(use).slice(0, 10)],
          name: state.name,
          file: state.file,
          state: state.kind,
        },
      ];
    }),
};
