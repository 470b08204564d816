import type { Facts } from '../../src/index.ts';

/** A small codebase and every fact that one detector must find in it, as lines of text. */
export interface DetectorCase {
  detector: string;
  name: string;
  files: Record<string, string>;
  expected: string[];
  /** What jobs, commands and listeners call, all of them; not looked at when absent. */
  handlers?: string[];
  /** What must be listed as not understood, all of it; not looked at when absent. */
  unresolved?: string[];
}

export function unresolvedOf(facts: Facts): string[] {
  return facts.unresolved.map((u) => `${u.file}:${u.line} ${u.kind}: ${u.reason}`).sort();
}

/** Facts of one detector in the words of the cases. */
export function linesOf(facts: Facts, detector: string): string[] {
  const own = <T extends { via: string }>(items: T[]): T[] =>
    items.filter((i) => i.via === detector);
  const lines = [
    ...own(facts.accesses).map(
      (a) =>
        `${a.file}:${a.line} ${a.operation} ${a.table}${a.transaction ? ` in ${a.transaction}` : ''}`,
    ),
    ...own(facts.routes).map(
      (r) =>
        `${r.file}:${r.line} ${r.method} ${r.path}${r.handler ? ` -> ${r.handler.file}#${r.handler.symbol ?? ''}` : ''}`,
    ),
    ...own(facts.events).map((e) => `${e.file}:${e.line} ${e.role} ${e.name}`),
    ...own(facts.jobs).map((j) =>
      `${j.file}:${j.line} ${j.kind ?? 'job'} ${j.name} ${j.schedule ?? ''}`.trimEnd(),
    ),
    ...own(facts.injections).map(
      (i) => `${i.file}:${i.line} inject ${i.token}${i.to ? ` -> ${i.to}` : ''}`,
    ),
    ...own(facts.stores ?? []).map(
      (s) => `${s.file}:${s.line} ${s.operation} ${s.store} ${s.name}`,
    ),
    ...own(facts.outbound).map((o) => `${o.file}:${o.line} call ${o.method ?? '?'} ${o.target}`),
  ];
  if (detector === 'process-state')
    lines.push(
      ...facts.state.map(
        (s) =>
          `${s.file}:${s.line} ${s.kind} ${s.name}${s.exportedAs ? ` as ${s.exportedAs}` : ''}${s.setBy ? ` set by ${s.setBy.join(', ')}` : ''}`,
      ),
    );
  return [...new Set(lines)].sort();
}

/** Jobs, commands and listeners with what they call. */
export function handlersOf(facts: Facts): string[] {
  const events = facts.events.map((event) => ({ ...event, lastLine: undefined }));
  return [...facts.jobs, ...events]
    .flatMap(({ file, line, name, handler, lastLine: end = line }) => {
      const to = end > line ? ` to ${end}` : '';
      return handler
        ? [`${file}:${line} ${name} -> ${handler.file}#${handler.symbol ?? ''}${to}`]
        : [];
    })
    .sort();
}
