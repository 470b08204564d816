import type { Facts } from '../model/analysis.ts';
import type { Neighbours } from './neighbours.ts';
import { businessIsKnown } from './vocabulary.ts';

const MARKUP = /\.(?:[jt]sx|vue|svelte)$/;

/** Where less than this share of all files is server code, the pages are what there is to cut. */
const LEAST_SERVER = 0.05;
/** Code tied together is a front end when so much of it is markup; a few pages make none of a desktop program. */
const LEAST_MARKUP = 0.2;

/**
 * Files of a front end: a program of its own that draws pages and asks the server for everything.
 * Server code is what touches a table or serves a route, everything that leads there, and everything
 * that this runs. What is left falls into groups that are tied together; a group is a front end if a good
 * part of it is markup. Nothing is returned for a codebase without a server worth the name: a desktop program or
 * a front end alone is itself what there is to cut.
 */
export function findFrontEnd(
  facts: Pick<Facts, 'files' | 'routes' | 'tables'>,
  around: Neighbours,
): Set<string> {
  const server = serverCode(facts, around);
  if (!businessIsKnown(facts) || server.size < facts.files.length * LEAST_SERVER) return new Set();
  const client = new Set<string>();
  const seen = new Set(server);
  for (const { path } of facts.files) {
    if (seen.has(path) || !MARKUP.test(path)) continue;
    const group = tiedTo(path, around, seen);
    const markup = group.filter((one) => MARKUP.test(one)).length;
    if (markup >= group.length * LEAST_MARKUP) for (const one of group) client.add(one);
  }
  return client;
}

function serverCode({ routes }: Pick<Facts, 'routes'>, around: Neighbours): Set<string> {
  const server = new Set([
    ...around.touchesTables,
    ...routes.map(({ file }) => file),
    ...routes.flatMap(({ handler }) => (handler ? [handler.file] : [])),
  ]);
  const callers = new Set(server);
  spread(callers, around.runBy);
  spread(server, around.runs);
  for (const file of callers) server.add(file);
  return server;
}

/** A file and everything that is tied to it through files not seen yet, which then are. */
function tiedTo(path: string, { runs, runBy }: Neighbours, seen: Set<string>): string[] {
  const group = new Set([path]);
  seen.add(path);
  for (const file of group) {
    for (const map of [runs, runBy]) {
      for (const other of map.get(file) ?? []) {
        if (seen.has(other)) continue;
        seen.add(other);
        group.add(other);
      }
    }
  }
  return [...group];
}

function spread(files: Set<string>, along: ReadonlyMap<string, ReadonlySet<string>>): void {
  for (const file of files) for (const next of along.get(file) ?? []) files.add(next);
}
