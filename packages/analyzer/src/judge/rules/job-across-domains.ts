import { sortSites } from '../../model/sites.ts';
import { distinct, ownersOf, type Rule } from '../context.ts';
import { callGraph, reachable } from '../reach.ts';

/** A scheduled job works on tables of several domains, in its file or in what it calls. */
export const jobAcrossDomains: Rule = {
  name: 'job-across-domains',
  judge: (context) => {
    const graph = callGraph(context);
    return context.facts.jobs.flatMap((job) => {
      const starts = [...graph.keys()].filter((key) => key.startsWith(`${job.file}#`));
      const files = new Set([job.file]);
      for (const start of starts) {
        for (const key of reachable(graph, start).functions)
          files.add(key.slice(0, key.indexOf('#')));
      }
      const accesses = context.facts.accesses.filter((access) => files.has(access.file));
      const own = accesses.filter((access) => access.file === job.file);
      const used = own.length > 0 ? own : accesses;
      const tables = distinct(used.map((access) => access.table));
      const domains = ownersOf(context, tables);
      if (domains.length < 2) return [];
      return [
        {
          kind: 'job-across-domains' as const,
          id: `job-across-domains:${job.file}:${job.name}`,
          severity: 'medium' as const,
          domains,
          sites: [
            { file: job.file, line: job.line },
            ...sortSites(used.map(({ file, line }) => ({ file, line }))).slice(0, 20),
          ],
          job: job.name,
          tables,
        },
      ];
    });
  },
};
