import type { Count, DifferenceCause, DiffReport, Parity } from '@ashlar/strangler';
import { percent } from '../../terminal/numbers.ts';

const SHOWN_CAUSES = 20;

/** What differs, one block for each group of causes that come together, for a terminal. */
export function diffText({ route, parity, causes, noise, failures, skips }: DiffReport): string {
  const groups = new Map<number, DifferenceCause[]>();
  for (const cause of causes) groups.set(cause.group, [...(groups.get(cause.group) ?? []), cause]);
  const lines = [headline(route, parity, groups.size)];
  for (const group of [...groups.values()].slice(0, SHOWN_CAUSES)) lines.push('', ...block(group));
  if (groups.size > SHOWN_CAUSES) {
    lines.push('', `and ${groups.size - SHOWN_CAUSES} more; --json shows all`);
  }
  lines.push(...reasons('the service gave no answer that could be compared:', failures));
  lines.push(...reasons('not compared:', skips));
  if (noise.length > 0) {
    const places = noise.map(
      ({ path, kind, varied, asked }) => `  ${path} ${kind} (${varied} of ${asked})`,
    );
    lines.push('', 'left out, since the monolith varies there by itself:', ...places);
  }
  return lines.join('\n');
}

function headline(route: string, parity: Parity, causes: number): string {
  const { compared, different, failed, lower } = parity;
  if (compared + failed === 0) return `${route}: nothing compared yet`;
  const lost = failed === 0 ? '' : `, ${failed} copies got no answer`;
  const why = different === 0 ? '' : ` for ${causes} ${causes === 1 ? 'cause' : 'causes'}`;
  return `${route}: ${compared} answers compared, ${different} differed${why}${lost}; parity at least ${percent(lower)}`;
}

function block([first, ...others]: readonly DifferenceCause[]): string[] {
  if (first === undefined) return [];
  const { count, share, lower, upper, endpoints, examples, suggestion } = first;
  const lines = [
    `${placeText(first)}: in ${count} answers, ${percent(share)} (${percent(lower)} to ${percent(upper)})`,
    `  of ${endpoints.map(({ endpoint, count: n, of }) => `${endpoint} (${n} of ${of})`).join(', ')}`,
  ];
  for (const { request, monolith, service } of examples) {
    lines.push(`  ${request}`, `    monolith ${monolith}`, `    service  ${service}`);
  }
  if (others.length > 0) {
    lines.push(`  in the same answers: ${others.map(placeText).join(', ')}`);
  }
  if (suggestion !== undefined) lines.push(`  if it does not matter: compare: { ${suggestion} }`);
  return lines;
}

function placeText({ path, kind, change }: DifferenceCause): string {
  return `${path} ${kind}${change === undefined ? '' : ` ${change}`}`;
}

function reasons(title: string, counts: readonly Count[]): string[] {
  if (counts.length === 0) return [];
  return ['', title, ...counts.map(({ why, count }) => `  ${why} (${count})`)];
}
