import type { TableTrigger, Unresolved } from '../model/analysis.ts';
import { type Routines, reached } from './routines.ts';
import type { LeftTable } from './schema-history.ts';
import type { TriggerStep } from './schema-steps.ts';

/** Catalogs of the database are no tables of the codebase. */
const CATALOG = /^(?:pg_|information_schema\.|sqlite_|sys\.|mysql\.)/i;

/**
 * The triggers of a table with what they touch, also in the functions they call.
 * @param nameOf the name under which a table is listed
 */
export function tableTriggers(
  table: LeftTable,
  routines: Routines,
  nameOf: (name: string) => string,
): { triggers: TableTrigger[]; unresolved: Unresolved[] } {
  const unresolved: Unresolved[] = [];
  const triggers = [...table.triggers.values()].map((step) => {
    const touched = touchedBy(step, routines);
    const reason = !touched
      ? 'the text of its function is not in the codebase'
      : touched.computed
        ? 'it also runs statements that are put together while it runs'
        : undefined;
    if (reason) {
      const text = `trigger ${step.name} on ${table.name}${step.routine ? ` calls ${step.routine}` : ''}`;
      unresolved.push({ kind: 'trigger', ...step.site, text, reason });
    }
    const names = (of: ReadonlySet<string>): string[] =>
      [...new Set([...of].filter((name) => !CATALOG.test(name)).map(nameOf))].sort();
    const { name, timing, events, routine, site } = step;
    return {
      name,
      timing,
      events: [...events].sort(),
      ...(routine === undefined ? {} : { calls: routine }),
      ...(touched ? { reads: names(touched.reads), writes: names(touched.writes) } : {}),
      site,
    };
  });
  return { triggers, unresolved };
}

function touchedBy(step: TriggerStep, routines: Routines): ReturnType<typeof reached> {
  if (step.routine === undefined) return step.body ? reached(step.body, routines) : undefined;
  const called = reached(step.routine, routines);
  const condition = step.body ? reached(step.body, routines) : undefined;
  for (const name of (called && condition?.reads) || []) called?.reads.add(name);
  return called;
}
