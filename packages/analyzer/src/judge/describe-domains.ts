import { domainMetrics } from '../metrics/domain-metrics.ts';
import type { Domain, DomainMetrics, Reason } from '../model/analysis.ts';
import { count } from '../model/count.ts';
import { routeDomain, routeName } from '../model/route-domain.ts';
import { businessWords } from '../model/words.ts';
import { distinct, type JudgeContext } from './context.ts';

/** Every domain with its members, its numbers and why it is one. */
export function describeDomains(context: JudgeContext): Domain[] {
  const { facts, files, tables, domains } = context;
  const metrics = domainMetrics(
    { ...facts, accesses: [...context.running] },
    context.graph,
    files,
    tables,
    domains,
  );
  return domains.map((name) => {
    const own = files.filter((file) => file.domain === name).map((file) => file.path);
    const ownTables = tables.filter((table) => table.domain === name).map((table) => table.name);
    const numbers = metrics.get(name) as DomainMetrics;
    return {
      name,
      files: own.sort(),
      tables: ownTables.sort(),
      routes: distinct(
        facts.routes
          .filter((route) => routeDomain(route, context.domainOf) === name)
          .map(routeName),
      ),
      events: distinct(
        facts.events.filter((use) => context.domainOf(use.file) === name).map((use) => use.name),
      ),
      metrics: numbers,
      because: reasons(context, own, numbers),
    };
  });
}

const nameWithoutEnding = (file: string): string =>
  (file.split('/').pop() ?? '').replace(/\.[^.]+$/, '');

function reasons(
  context: JudgeContext,
  files: readonly string[],
  numbers: DomainMetrics,
): Reason[] {
  const members = new Set(files);
  const accesses = context.running.filter((access) => members.has(access.file));
  const words = new Map<string, number>();
  for (const file of files) {
    for (const word of new Set(businessWords(nameWithoutEnding(file)))) {
      words.set(word, (words.get(word) ?? 0) + 1);
    }
  }
  const common = [...words]
    .filter(([, count]) => count > 1)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, 4);
  const found: Reason[] = [
    {
      text: `${Math.round(numbers.cohesion * 100)} % of the imports and calls of its files stay inside`,
      sites: [],
    },
  ];
  if (accesses.length > 0) {
    const text = `${Math.round((numbers.dataAutonomy ?? 0) * 100)} % of its ${count(accesses.length, 'table access', 'table accesses')} ${accesses.length === 1 ? 'goes' : 'go'} to its own tables`;
    found.push({ text, sites: accesses.slice(0, 3).map(({ file, line }) => ({ file, line })) });
  }
  if (common.length > 0) {
    found.push({
      text: `its files share the words ${common.map(([word, count]) => `${word} (${count})`).join(', ')}`,
      sites: [],
    });
  }
  return found;
}
