import type { Analysis } from '../model/analysis.ts';
import type { Plan } from '../model/plan.ts';
import { domainTies } from './domain-links.ts';

/** Mermaid refuses to draw a graph of more than 500 edges (`maxEdges`, set by the page around it). */
const MOST_ARROWS = 500;

/** A Mermaid flowchart of domains with their tables; dotted arrows are accesses to others' tables. The weakest are left out of a large one. */
export function renderMermaid(analysis: Analysis, plan: Plan, most: number = MOST_ARROWS): string {
  const id = new Map(analysis.domains.map(({ name }, i) => [name, `d${i}`]));
  const nodes = analysis.domains.map(({ name, metrics, tables }) => {
    const shown = tables.slice(0, 6).map(label).join('<br/>');
    const more = tables.length > 6 ? `<br/>and ${tables.length - 6} more` : '';
    return `  ${id.get(name)}["<b>${label(name)}</b> (${metrics.files})${shown ? `<br/>${shown}${more}` : ''}"]`;
  });
  const all = domainTies(analysis).flatMap(({ from, to, code, data }) => [
    ...(code > 0 ? [{ from, to, line: '-->', weight: code }] : []),
    ...(data > 0 ? [{ from, to, line: '-.->', weight: data }] : []),
  ]);
  const drawn = new Set(all.toSorted((a, b) => b.weight - a.weight).slice(0, most));
  const arrows = all
    .filter((arrow) => drawn.has(arrow))
    .map(({ from, to, line, weight }) => `  ${id.get(from)} ${line}|${weight}| ${id.get(to)}`);
  const left = all.length - arrows.length;
  const rest = left > 0 ? [`  rest["${left} weaker arrows are left out"]`] : [];
  const chosen = plan.chosen === null ? [] : [`  style ${id.get(plan.chosen)} stroke-width:4px`];
  return ['flowchart LR', ...nodes, ...arrows, ...rest, ...chosen].join('\n');
}

/** Entities for what Mermaid would read as syntax. */
function label(text: string): string {
  return text.replace(/["<>&#;]/g, (character) => `#${character.charCodeAt(0)};`);
}
