import type { Analysis } from '../model/analysis.ts';
import type { Plan } from '../model/plan.ts';
import { domainTies } from './domain-links.ts';

/** A Mermaid flowchart of domains with their tables; dotted arrows are accesses to others' tables. */
export function renderMermaid(analysis: Analysis, plan: Plan): string {
  const id = new Map(analysis.domains.map(({ name }, i) => [name, `d${i}`]));
  const nodes = analysis.domains.map(({ name, metrics, tables }) => {
    const shown = tables.slice(0, 6).map(label).join('<br/>');
    const more = tables.length > 6 ? `<br/>and ${tables.length - 6} more` : '';
    return `  ${id.get(name)}["<b>${label(name)}</b> (${metrics.files})${shown ? `<br/>${shown}${more}` : ''}"]`;
  });
  const arrows = domainTies(analysis).flatMap(({ from, to, code, data }) => [
    ...(code > 0 ? [`  ${id.get(from)} -->|${code}| ${id.get(to)}`] : []),
    ...(data > 0 ? [`  ${id.get(from)} -.->|${data}| ${id.get(to)}`] : []),
  ]);
  const chosen = plan.chosen === null ? [] : [`  style ${id.get(plan.chosen)} stroke-width:4px`];
  return ['flowchart LR', ...nodes, ...arrows, ...chosen].join('\n');
}

/** Entities for what Mermaid would read as syntax. */
function label(text: string): string {
  return text.replace(/["<>&#;]/g, (character) => `#${character.charCodeAt(0)};`);
}
