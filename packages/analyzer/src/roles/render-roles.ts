import type { Site } from '../model/analysis.ts';
import type { DomainRole, ForeignUse, RolePlan } from './plan-roles.ts';

export interface RoleSqlOptions {
  /** Before the name of the domain: roles belong to the whole server. Default `domain_`. */
  prefix?: string;
  /** Of tables whose name has none. Default `public`. */
  schema?: string;
  /**
   * What roles get of other domains' tables: `all` that the code does today, `reads` only, or `none`,
   * which is where a split ends. Default `all`.
   */
  foreign?: 'all' | 'reads' | 'none';
}

/**
 * The plan for PostgreSQL, to be run by whoever owns the tables, as often as wanted: roles are made
 * where they are missing, and have afterwards what is written here and nothing else.
 */
export function renderRolesSql(plan: RolePlan, options: RoleSqlOptions = {}): string {
  const { prefix = 'domain_', schema = 'public', foreign = 'all' } = options;
  const place = new Names(prefix, schema);
  const schemas = place.schemasOf(plan);
  const lines = ['begin;'];
  for (const role of plan.roles) {
    const name = place.role(role.domain);
    lines.push('', `-- ${role.domain}`, createRole(name));
    for (const one of schemas) {
      lines.push(
        `revoke all on all tables in schema ${one} from ${name};`,
        `revoke all on all sequences in schema ${one} from ${name};`,
        `grant usage on schema ${one} to ${name};`,
      );
    }
    lines.push(...ownGrants(role, name, place), ...foreignGrants(role, name, place, foreign));
    const written = foreign === 'all' ? role.writes.map(({ table }) => table) : [];
    lines.push(
      ...sequenceGrants(
        [...role.tables, ...written].map((t) => place.table(t)),
        name,
      ),
    );
  }
  lines.push('', 'commit;');
  if (plan.unowned.length > 0) {
    lines.push('', '-- No domain owns these, and no role gets them:', ...plan.unowned.map(comment));
  }
  if (plan.outside.length > 0) {
    lines.push('', '-- Code outside of any domain uses these, under the role of whoever calls it:');
    lines.push(...plan.outside.map(({ table, sites }) => comment(`${table}: ${placesOf(sites)}`)));
  }
  return `${lines.join('\n')}\n`;
}

/** CREATE ROLE knows no IF NOT EXISTS. */
function createRole(name: string): string {
  const known = `select from pg_roles where rolname = ${literal(bare(name))}`;
  return `do $$ begin if not exists (${known}) then create role ${name} nologin; end if; end $$;`;
}

const ALL = 'select, insert, update, delete';

function ownGrants(role: DomainRole, name: string, place: Names): string[] {
  const grant = (rights: string, tables: readonly string[]): string[] =>
    tables.length === 0
      ? []
      : [`grant ${rights} on ${tables.map((t) => place.table(t)).join(', ')} to ${name};`];
  return [...grant(ALL, role.tables), ...grant('select', role.views)];
}

/** One line for each table, with the place that will have to change. */
function foreignGrants(
  { reads, writes }: DomainRole,
  name: string,
  place: Names,
  foreign: NonNullable<RoleSqlOptions['foreign']>,
): string[] {
  const line = ({ table, owner, sites }: ForeignUse, granted: boolean, rights: string): string => {
    const text = `grant ${rights} on ${place.table(table)} to ${name};`;
    return `${granted ? '' : '-- not granted: '}${text} -- of ${owner}: ${placesOf(sites)}`;
  };
  return [
    ...reads.map((use) => line(use, foreign !== 'none', 'select')),
    ...writes.map((use) => line(use, foreign === 'all', ALL)),
  ];
}

/** A serial column takes its numbers from a sequence; an identity column needs no right of its own. */
function sequenceGrants(tables: readonly string[], name: string): string[] {
  if (tables.length === 0) return [];
  const owners = tables.map((table) => `${literal(table)}::regclass`).join(', ');
  return [
    'do $$ declare s record; begin',
    '  for s in select c.oid::regclass as name from pg_class c',
    "    join pg_depend d on d.objid = c.oid and d.deptype = 'a'",
    `    where c.relkind = 'S' and d.refobjid in (${owners})`,
    `  loop execute format('grant usage on sequence %s to %I', s.name, ${literal(bare(name))}); end loop;`,
    'end $$;',
  ];
}

const SHOWN = 2;

function placesOf(sites: readonly Site[]): string {
  const shown = sites.slice(0, SHOWN).map(({ file, line }) => `${file}:${line}`);
  const more = sites.length - shown.length;
  return oneLine(`${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`);
}

const comment = (text: string): string => `--   ${oneLine(text)}`;

/** A line break in a name must not end the comment. */
const oneLine = (text: string): string => text.replace(/\s+/g, ' ');

class Names {
  readonly #prefix: string;
  readonly #schema: string;

  constructor(prefix: string, schema: string) {
    this.#prefix = prefix;
    this.#schema = schema;
  }

  role(domain: string): string {
    return quoted(`${this.#prefix}${domain.replaceAll('-', '_')}`);
  }

  table(name: string): string {
    const [own, ...rest] = name.split('.').reverse();
    return `${quoted(rest[0] ?? this.#schema)}.${quoted(own ?? name)}`;
  }

  schemasOf({ roles }: RolePlan): string[] {
    const tables = roles.flatMap(({ tables, views, reads, writes }) => [
      ...tables,
      ...views,
      ...[...reads, ...writes].map(({ table }) => table),
    ]);
    const names = tables.map((table) => table.split('.').at(-2) ?? this.#schema);
    return [...new Set([this.#schema, ...names])].sort().map(quoted);
  }
}

/** PostgreSQL, "Identifiers and Key Words". */
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

const bare = (name: string): string => name.slice(1, -1).replaceAll('""', '"');

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
