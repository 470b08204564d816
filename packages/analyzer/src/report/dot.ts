import type { Analysis } from '../model/analysis.ts';
import { count } from '../model/count.ts';
import { domainTies } from './domain-links.ts';

/** More lines than this make boxes that hide the arrows. */
const MOST_TABLES = 6;

/** Domains and their ties in Graphviz DOT; dashed arrows are accesses to others' tables. */
export function renderDot(analysis: Analysis): string {
  const nodes = analysis.domains.map(
    ({ name, metrics, tables }) =>
      `  ${quote(name)} [label=${quote([name, count(metrics.files, 'file'), ...someOf(tables)].join('\n'))}];`,
  );
  const arrows = domainTies(analysis).flatMap(({ from, to, code, data }) => [
    ...(code > 0 ? [`  ${quote(from)} -> ${quote(to)} [label="${code}"];`] : []),
    ...(data > 0 ? [`  ${quote(from)} -> ${quote(to)} [label="${data}", style=dashed];`] : []),
  ]);
  return [
    'digraph domains {',
    '  rankdir=LR;',
    '  node [shape=box];',
    ...nodes,
    ...arrows,
    '}',
  ].join('\n');
}

const someOf = (tables: readonly string[]): string[] =>
  tables.length > MOST_TABLES
    ? [...tables.slice(0, MOST_TABLES), `and ${tables.length - MOST_TABLES} more`]
    : [...tables];

function quote(text: string): string {
  return `"${text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n')}"`;
}
