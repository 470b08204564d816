import { distinct, type Rule } from '../context.ts';

/** The database works on tables of one domain when rows of another one change. */
export const triggerAcrossDomains: Rule = {
  name: 'trigger-across-domains',
  judge: (context) =>
    context.tables.flatMap((table) =>
      (table.triggers ?? []).flatMap((trigger) => {
        const isForeign = (name: string): boolean => {
          const owner = context.ownerOf(name);
          return owner !== null && owner !== table.domain;
        };
        const writes = distinct((trigger.writes ?? []).filter(isForeign));
        const reads = distinct((trigger.reads ?? []).filter(isForeign));
        if (table.domain === null || writes.length + reads.length === 0) return [];
        const owners = [...writes, ...reads].map(context.ownerOf);
        return [
          {
            kind: 'trigger-across-domains' as const,
            id: `trigger-across-domains:${table.name}.${trigger.name}`,
            severity: writes.length > 0 ? ('high' as const) : ('medium' as const),
            domains: distinct([table.domain, ...owners]),
            sites: [{ file: trigger.site.file, line: trigger.site.line }],
            table: table.name,
            trigger: trigger.name,
            writes,
            reads: reads.filter((name) => !writes.includes(name)),
          },
        ];
      }),
    ),
};
