import type { Analysis } from '../model/analysis.ts';
import { domainTies } from './domain-links.ts';

/** Domains and their ties in Graphviz DOT; dashed arrows are accesses to others' tables. */
export function renderDot(analysis: Analysis): string {
  const nodes = analysis.domains.map(
    ({ name, metrics, tables }) =>
      `  ${quote(name)} [label=${quote(`${name}\n${metrics.files} files\n${tables.join(', ')}`)}];`,
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

function quote(text: string): string {
  return `"${text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n')}"`;
}
