import { singular, splitWords } from '../model/words.ts';
import type { Neighbours } from './neighbours.ts';
import type { PartView } from './part-view.ts';

/** Reach, as a share of all parts, that makes a file wiring even if its name does not say so. */
const BROAD = 0.6;
const FEWEST_PARTS = 3;

/**
 * Entry wiring, by path, with the number of parts it reaches. Found from the top: files that only
 * other wiring uses, that touch no table, and that either reach into several parts under a name
 * without a business word (`routes.ts`, `main.ts`), or into most parts, or lead to such a file.
 */
export function findShell(
  paths: readonly string[],
  around: Neighbours,
  view: PartView,
  speaks: (path: string) => boolean = () => false,
): Map<string, number> {
  const reach = new Map(
    paths.map((path) => [path, view.partsOf(around.runs.get(path) ?? []).size]),
  );
  const isCore = (path: string): boolean => {
    const parts = reach.get(path) ?? 0;
    if (view.partsOf(gatheredBy(path, around)).size >= FEWEST_PARTS) return true;
    return parts >= Math.max(FEWEST_PARTS, wiringNamed(path) ? 0 : view.parts * BROAD);
  };
  const clean = paths.filter((path) => !around.touchesTables.has(path));
  const leading = leadingTo(clean.filter(isCore), around);
  const candidates = new Set(clean.filter((path) => leading.has(path)));
  for (let changed = true; changed; ) {
    changed = false;
    for (const path of candidates) {
      if ([...(around.runBy.get(path) ?? [])].every((user) => candidates.has(user))) continue;
      candidates.delete(path);
      changed = true;
    }
  }
  // What merely leads to wiring, under a name of the business, is a route of that business.
  const open = new Set([...candidates].filter((path) => isCore(path) || !speaks(path)));
  return anchored(open, around, isCore, reach);
}

/** What an `index` takes from below its own folder: the routes or modules that it puts together. */
function gatheredBy(path: string, around: Neighbours): string[] {
  const own = /^(.*\/)index\.[^./]+$/.exec(path)?.[1];
  if (own === undefined) return [];
  return [...(around.runs.get(path) ?? [])].filter((used) => used.startsWith(own));
}

/** Files from which one of these is reached, themselves included. */
function leadingTo(files: readonly string[], around: Neighbours): Set<string> {
  const leading = new Set(files);
  for (const file of leading) for (const user of around.runBy.get(file) ?? []) leading.add(user);
  return leading;
}

/** Keeps the candidates that are core wiring or lead to it. */
function anchored(
  candidates: ReadonlySet<string>,
  around: Neighbours,
  isCore: (path: string) => boolean,
  reach: ReadonlyMap<string, number>,
): Map<string, number> {
  const shell = new Map<string, number>();
  for (const path of candidates) if (isCore(path)) shell.set(path, reach.get(path) ?? 0);
  for (let changed = true; changed; ) {
    changed = false;
    for (const path of candidates) {
      if (shell.has(path)) continue;
      if (![...(around.runs.get(path) ?? [])].some((used) => shell.has(used))) continue;
      shell.set(path, reach.get(path) ?? 0);
      changed = true;
    }
  }
  return shell;
}

const WIRING_WORDS: ReadonlySet<string> = new Set(
  `api app bin boot bootstrap cli composition container cron defaults express fastify http init job
  koa loader loaders main middleware module nest plugin registry root route router routing schedule
  scheduler server setup start startup subscriber subscription web wire wiring worker`.split(/\s+/),
);

/** True for `main.ts`, `app.module.ts`, `routes/index.ts`: names of wiring, with no word of the business. */
function wiringNamed(path: string): boolean {
  const parts = path.replace(/\.[^./]+$/, '').split('/');
  const own = parts.pop() ?? '';
  const name = own === 'index' ? (parts.pop() ?? 'main') : own;
  const words = splitWords(name).map(singular);
  return words.length > 0 && words.every((word) => WIRING_WORDS.has(word) || word === 'src');
}
