import { fileNode } from '../../graph/fact-graph.ts';
import { sortSites } from '../../model/sites.ts';
import { distinct, type Rule } from '../context.ts';

/** Share of the domains that has to use it. */
const MOST = 0.5;

/** A helper that most domains import; after a split it is a package or a copy. */
export const sharedLibrary: Rule = {
  name: 'shared-library',
  judge: (context) => {
    const models = new Set(context.tables.map(({ definedAt }) => definedAt?.file));
    // What needs the database of a domain is no package: it belongs to the owner, or behind its operations.
    const atData = new Set(context.running.map(({ file }) => file));
    return context.files.flatMap((file) => {
      // A model belongs to its table, however many use it.
      if (
        file.role !== 'library' ||
        models.has(file.path) ||
        atData.has(file.path) ||
        !context.graph.hasNode(fileNode(file.path))
      )
        return [];
      const uses = context.graph.inEdges(fileNode(file.path));
      const users = uses.map((edge) =>
        context.graph.getNodeAttribute(context.graph.source(edge), 'name'),
      );
      const domains = distinct(users.map(context.domainOf));
      if (domains.length < Math.max(2, context.domains.length * MOST)) return [];
      const sites = sortSites(
        uses.flatMap((edge) => context.graph.getEdgeAttribute(edge, 'sites')),
      );
      return [
        {
          kind: 'shared-library' as const,
          id: `shared-library:${file.path}`,
          severity: 'low' as const,
          domains,
          sites: [{ file: file.path, line: 1 }, ...sites.slice(0, 10)],
          file: file.path,
          usedBy: domains.length,
        },
      ];
    });
  },
};
