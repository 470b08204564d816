import type { Facts } from '../model/analysis.ts';
import type { Neighbours } from './neighbours.ts';

const MARKUP = /\.(?:[jt]sx|vue|svelte)$/;

/**
 * Files of a front end. Starts from markup that no server code runs, and grows over the files tied
 * to it that are no server code either. Server code is what touches a table or serves a route,
 * everything that leads there, and everything that this runs. Without any server code
 * there is nothing to tell a front end from, and nothing is returned.
 */
export function findFrontEnd(
  facts: Pick<Facts, 'files' | 'routes'>,
  around: Neighbours,
): Set<string> {
  const server = new Set([
    ...around.touchesTables,
    ...facts.routes.map(({ file }) => file),
    ...facts.routes.flatMap(({ handler }) => (handler ? [handler.file] : [])),
  ]);
  if (server.size === 0) return new Set();
  const callers = new Set(server);
  spread(callers, around.runBy);
  spread(server, around.runs);
  for (const file of callers) server.add(file);
  const client = new Set(
    facts.files.map(({ path }) => path).filter((path) => MARKUP.test(path) && !server.has(path)),
  );
  for (const path of client) {
    for (const map of [around.runs, around.runBy]) {
      for (const other of map.get(path) ?? []) if (!server.has(other)) client.add(other);
    }
  }
  return client;
}

function spread(files: Set<string>, along: ReadonlyMap<string, ReadonlySet<string>>): void {
  for (const file of files) for (const next of along.get(file) ?? []) files.add(next);
}
