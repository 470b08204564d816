import type { Table } from '../../model/analysis.ts';
import { distinct, ownersOf, type Rule } from '../context.ts';

/** A view puts tables of several domains together; those it reads through other views count too. */
export const viewAcrossDomains: Rule = {
  name: 'view-across-domains',
  judge: (context) => {
    const byName = new Map(context.tables.map((table) => [table.name, table]));
    return context.tables.flatMap((view) => {
      if (view.kind !== 'view') return [];
      const tables = distinct(readThrough(view, byName, new Set()));
      const domains = ownersOf(context, tables);
      if (domains.length < 2) return [];
      return [
        {
          kind: 'view-across-domains' as const,
          id: `view-across-domains:${view.name}`,
          severity: domains.length > 2 ? ('high' as const) : ('medium' as const),
          domains,
          sites: view.definedAt ? [view.definedAt] : [],
          view: view.name,
          tables,
        },
      ];
    });
  },
};

/** Tables under a view; views that read each other in a circle end it. */
function readThrough(view: Table, byName: ReadonlyMap<string, Table>, seen: Set<string>): string[] {
  if (seen.has(view.name)) return [];
  seen.add(view.name);
  return (view.reads ?? []).flatMap((name) => {
    const read = byName.get(name);
    if (read === undefined) return [];
    return read.kind === 'view' ? readThrough(read, byName, seen) : [name];
  });
}
