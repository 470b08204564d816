import type { Rule } from '../context.ts';

/** The database itself ties tables of two domains; a cascade even writes across. */
export const crossDomainForeignKey: Rule = {
  name: 'cross-domain-foreign-key',
  judge: (context) =>
    context.tables.flatMap((table) =>
      table.foreignKeys.flatMap((key) => {
        const owner = context.ownerOf(key.table);
        if (table.domain === null || owner === null || owner === table.domain) return [];
        const site = key.site ?? table.definedAt;
        return [
          {
            kind: 'cross-domain-foreign-key' as const,
            id: `cross-domain-foreign-key:${table.name}.${key.columns.join('+')}:${key.table}`,
            severity: key.onDelete === 'cascade' ? ('high' as const) : ('medium' as const),
            domains: [table.domain, owner].sort(),
            sites: site ? [site] : [],
            from: table.name,
            to: key.table,
            ...(key.columns.length === 0 ? {} : { columns: key.columns }),
            ...(key.onDelete === undefined ? {} : { onDelete: key.onDelete }),
            ...(key.onUpdate === undefined ? {} : { onUpdate: key.onUpdate }),
          },
        ];
      }),
    ),
};
