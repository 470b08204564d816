import type { SchemaStatement } from './schema-statement.ts';
import { type BodyTables, bodyTables } from './schema-steps.ts';

/** Functions and procedures of the database, by name; undefined for one whose text is no SQL. */
export type Routines = ReadonlyMap<string, BodyTables | undefined>;

/** PostgreSQL's own: they touch nothing but the row at hand. */
const BUILT_IN = [
  'tsvector_update_trigger',
  'tsvector_update_trigger_column',
  'suppress_redundant_updates_trigger',
];
const NOTHING: BodyTables = { reads: [], writes: [], calls: [], computed: false };

const ORDER = new Intl.Collator('en', { numeric: true });

/** The last text that migrations give a function counts. */
export function collectRoutines(schema: SchemaStatement[]): Routines {
  const routines = new Map<string, BodyTables | undefined>(BUILT_IN.map((name) => [name, NOTHING]));
  const ordered = [...schema].sort((a, b) => ORDER.compare(a.file, b.file));
  for (const { statement, nameOf } of ordered) {
    const { routine } = statement;
    if (!routine) continue;
    const body = routine.body ? bodyTables(routine.body, nameOf) : undefined;
    routines.set(plain(routine.name), body);
  }
  return routines;
}

/** What a body touches itself and through functions it calls; undefined where one of them cannot be read. */
export function reached(
  start: BodyTables | string,
  routines: Routines,
): { reads: Set<string>; writes: Set<string>; computed: boolean } | undefined {
  const found = { reads: new Set<string>(), writes: new Set<string>(), computed: false };
  const seen = new Set<string>();
  const open: (BodyTables | string)[] = [start];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const body = typeof next === 'string' ? routines.get(plain(next)) : next;
    if (!body) return undefined;
    for (const name of body.reads) found.reads.add(name);
    for (const name of body.writes) found.writes.add(name);
    found.computed ||= body.computed;
    for (const called of body.calls) {
      const name = plain(called);
      // Of all functions that are called only those that the codebase makes are looked at.
      if (seen.has(name) || !routines.has(name)) continue;
      seen.add(name);
      open.push(name);
    }
  }
  return found;
}

function plain(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1).toLowerCase();
}
