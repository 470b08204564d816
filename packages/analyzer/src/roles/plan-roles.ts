import type { Analysis, Site } from '../model/analysis.ts';
import { isMigration } from '../model/migrations.ts';

/** Use of a table that belongs to another domain. */
export interface ForeignUse {
  table: string;
  owner: string;
  /** Where the code does it, first places first. */
  sites: Site[];
}

/** What the code of one domain needs of the database. */
export interface DomainRole {
  domain: string;
  /** Tables of its own: all may be done with them. */
  tables: string[];
  views: string[];
  reads: ForeignUse[];
  writes: ForeignUse[];
}

/** Who may do what with which table, if each domain came with a role of its own. */
export interface RolePlan {
  schemaVersion: 1;
  roles: DomainRole[];
  /** Tables that no domain owns; no role gets them. */
  unowned: string[];
  /** Accesses by code outside of any domain: it runs under the role of whoever calls it. */
  outside: { table: string; sites: Site[] }[];
}

/**
 * Read off the accesses of the running code; those of migrations need the owner of the schema. What a
 * trigger does, it does with the rights of whoever wrote to its table.
 */
export function planRoles({ domains, tables, files, accesses }: Analysis): RolePlan {
  const relational = tables.filter(({ kind }) => kind !== 'collection');
  const known = new Map(relational.map((table) => [table.name, table]));
  const home = new Map(files.map(({ path, domain }) => [path, domain]));
  const uses = new Uses();
  const note = (by: string | null, table: string, use: 'read' | 'write', site: Site): void => {
    const of = known.get(table)?.domain;
    if (of === undefined || (by !== null && by === of)) return;
    uses.add(by, table, by === null ? 'any' : use, site);
  };
  for (const { file, line, table, operation } of accesses) {
    if (operation === 'ddl' || isMigration(file)) continue;
    const by = home.get(file) ?? null;
    const use = operation === 'read' ? 'read' : 'write';
    note(by, table, use, { file, line });
    if (use === 'read') continue;
    for (const { reads = [], writes = [], site } of known.get(table)?.triggers ?? []) {
      for (const other of reads) note(by, other, 'read', site);
      for (const other of writes) note(by, other, 'write', site);
    }
  }
  const named = (of: string | null, kind: string): string[] =>
    relational
      .filter((t) => t.domain === of && (t.kind === 'view') === (kind === 'view'))
      .map(nameOf)
      .sort();
  const foreign = (by: string, what: Use): ForeignUse[] =>
    uses.of(by, what).flatMap(({ table, sites }) => {
      const of = known.get(table)?.domain;
      return of == null ? [] : [{ table, owner: of, sites }];
    });
  return {
    schemaVersion: 1,
    roles: domains
      .map(({ name }) => ({
        domain: name,
        tables: named(name, 'table'),
        views: named(name, 'view'),
        reads: foreign(name, 'read'),
        writes: foreign(name, 'write'),
      }))
      .filter(({ tables: own, views, reads, writes }) =>
        [own, views, reads, writes].some(({ length }) => length > 0),
      )
      .sort((a, b) => (a.domain < b.domain ? -1 : 1)),
    unowned: [...named(null, 'table'), ...named(null, 'view')],
    outside: uses.of(null, 'any'),
  };
}

type Use = 'read' | 'write' | 'any';

const nameOf = ({ name }: { name: string }): string => name;

/** Places by who, what and which table, in order. */
class Uses {
  readonly #sites = new Map<string, Site[]>();

  add(by: string | null, table: string, use: Use, site: Site): void {
    const key = JSON.stringify([by, use, table]);
    const sites = this.#sites.get(key) ?? [];
    this.#sites.set(key, sites);
    if (!sites.some(({ file, line }) => file === site.file && line === site.line)) sites.push(site);
  }

  of(by: string | null, use: Use): { table: string; sites: Site[] }[] {
    return [...this.#sites]
      .map(([key, sites]) => ({ key: JSON.parse(key) as [string | null, Use, string], sites }))
      .filter(({ key }) => key[0] === by && key[1] === use)
      .map(({ key, sites }) => ({ table: key[2], sites: sites.toSorted(inOrder) }))
      .sort((a, b) => (a.table < b.table ? -1 : 1));
  }
}

function inOrder(a: Site, b: Site): number {
  return a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1;
}
