import { sortSites } from '../../model/sites.ts';
import { distinct, groupAccesses, ownersOf, parseSite, type Rule } from '../context.ts';

/** One statement (join, include, subquery) touches tables of several domains; what changes the schema asks for nothing. */
export const crossDomainJoin: Rule = {
  name: 'cross-domain-join',
  judge: (context) => {
    const groups = groupAccesses(context.running, ({ operation, statement }) =>
      operation === 'ddl' ? undefined : statement,
    );
    return [...groups].flatMap(([statement, accesses]) => {
      const tables = distinct(accesses.map((access) => access.table));
      const domains = ownersOf(context, tables);
      if (domains.length < 2) return [];
      const sites = sortSites([
        parseSite(statement),
        ...accesses.map(({ file, line }) => ({ file, line })),
      ]);
      const id = `cross-domain-join:${parseSite(statement).file}:${tables.join('+')}:${parseSite(statement).line}`;
      const severity = domains.length > 2 ? 'high' : 'medium';
      return [{ kind: 'cross-domain-join', id, severity, domains, sites, tables, statement }];
    });
  },
};
