import { isForTypes, type Unresolved } from '../../model/analysis.ts';
import type { Site } from '../../model/site.ts';
import { sortSites } from '../../model/sites.ts';
import type { JudgeContext, Rule } from '../context.ts';

const MOST_SITES = 10;
/** Kept by the database itself. */
const OF_THE_DATABASE = /^(?:system|information_schema|pg_catalog|sys|mysql)\./i;
/** Made for tests: no program is meant to fill it. */
const TEST_FOLDER = /(?:^|\/)(?:tests?|__tests__|fixtures?|e2e|spec)\//i;
/** As an access that was not understood is shown: its table is read, or only its indexes change. */
const WRITES_NOTHING =
  /\b(?:from|join)[\s(]*…|\.(?:find\w*|count\w*|aggregate|distinct|exists|\w+Index(?:es)?)\(/i;

/**
 * A table whose writer was not seen: dead, filled elsewhere, or not understood. Where accesses to
 * tables not known stand near its code, they are named: one of them is often the writer.
 */
export const tableWithoutWriter: Rule = {
  name: 'table-without-writer',
  judge: (context) => {
    const written = new Set([
      ...context.facts.accesses
        .filter(({ operation }) => operation === 'write' || operation === 'unknown')
        .map((access) => access.table),
      ...context.facts.tables.flatMap(({ triggers = [] }) =>
        triggers.flatMap(({ writes = [] }) => writes),
      ),
    ]);
    const possibleWriters = nearbyWriters(context);
    return context.tables.flatMap((table) => {
      if (table.kind === 'view' || written.has(table.name)) return [];
      const { name, definedAt } = table;
      if (OF_THE_DATABASE.test(name) || TEST_FOLDER.test(definedAt?.file ?? '')) return [];
      const reads = context.running
        .filter((access) => access.table === name)
        .map(({ file, line }) => ({ file, line }));
      // Without a definition, what reads it today is all there is to show.
      const sites = definedAt ? [definedAt] : reads;
      if (sites.length === 0) return [];
      const couldBe = possibleWriters([...sites, ...reads].map(({ file }) => file));
      return [
        {
          kind: 'table-without-writer' as const,
          id: `table-without-writer:${name}`,
          severity: 'low' as const,
          domains: table.domain === null ? [] : [table.domain],
          sites: sortSites(sites).slice(0, MOST_SITES),
          table: name,
          reads: reads.length,
          ...(couldBe.length === 0 ? {} : { couldBe }),
        },
      ];
    });
  },
};

/** @returns for files: the accesses in them, and in what they import, that may write any table */
function nearbyWriters({ facts }: JudgeContext): (files: readonly string[]) => Site[] {
  const byFile = Map.groupBy(facts.unresolved.filter(mayWrite), ({ file }) => file);
  const imported = Map.groupBy(
    facts.imports.filter((edge) => !isForTypes(edge) && byFile.has(edge.to)),
    ({ from }) => from,
  );
  return (files) => {
    const near = new Set(
      files.flatMap((file) => [file, ...(imported.get(file) ?? []).map(({ to }) => to)]),
    );
    return sortSites(
      [...near].flatMap((file) => (byFile.get(file) ?? []).map(({ line }) => ({ file, line }))),
    );
  };
}

const mayWrite = ({ kind, text }: Unresolved): boolean =>
  kind === 'table' && !WRITES_NOTHING.test(text);
