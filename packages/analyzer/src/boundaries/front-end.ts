import type { Facts } from '../model/analysis.ts';
import type { Neighbours } from './neighbours.ts';
import { businessIsKnown } from './vocabulary.ts';

/** Markup by its name, for documents of versions that did not look for it in the syntax tree. */
const MARKUP = /\.[jt]sx$/;

/** Where less than this share of all files is server code, the pages are what there is to cut. */
const LEAST_SERVER = 0.05;
/** Code tied together is a front end when so much of it is markup; a few pages make none of a desktop program. */
const LEAST_MARKUP = 0.2;
/** A folder is the front end's own when it holds at least this share of all files, and hardly a file of it serves. */
const LARGE_FOLDER = 0.1;
const MOST_SERVING = 0.01;

/**
 * Files of a front end: a program of its own that draws pages and asks the server for everything.
 * Server code is what touches a table or serves a route, everything that leads there, and everything
 * that this loads: code of both sides may call an editor that only pages hand to it. What is left falls into groups that are tied together; a group is a front end if a good
 * part of it draws (JSX, or components of Angular). A large folder that draws and serves nothing (`packages/web`) is one as well, except for
 * what server code runs: a helper that both share may well touch a table. Nothing is returned for a codebase without a server worth the name: a desktop program or
 * a front end alone is itself what there is to cut.
 */
export function findFrontEnd(
  facts: Pick<Facts, 'files' | 'routes' | 'tables'>,
  around: Neighbours,
): Set<string> {
  const serving = servingFiles(facts, around);
  const run = new Set(serving);
  spread(run, around.loads);
  const server = new Set(serving);
  spread(server, around.runBy);
  for (const file of run) server.add(file);
  if (!businessIsKnown(facts) || server.size < facts.files.length * LEAST_SERVER) return new Set();
  const client = new Set<string>();
  const drawing = new Set(
    facts.files.filter(({ path, draws }) => draws === true || MARKUP.test(path)).map(toPath),
  );
  for (const files of pageFolders(facts.files.map(toPath), serving, drawing)) {
    for (const file of files) if (!run.has(file)) client.add(file);
  }
  const seen = new Set([...server, ...client]);
  for (const { path } of facts.files) {
    if (seen.has(path) || !drawing.has(path)) continue;
    const group = tiedTo(path, around, seen);
    const markup = group.filter((one) => drawing.has(one)).length;
    if (markup >= group.length * LEAST_MARKUP) for (const one of group) client.add(one);
  }
  return client;
}

const toPath = ({ path }: { path: string }): string => path;

const servingFiles = ({ routes }: Pick<Facts, 'routes'>, around: Neighbours): Set<string> =>
  new Set([
    ...around.touchesTables,
    ...routes.map(({ file }) => file),
    ...routes.flatMap(({ handler }) => (handler ? [handler.file] : [])),
  ]);

/** The files of each outermost large folder of which a good part is markup and hardly anything serves. */
function pageFolders(
  paths: readonly string[],
  serving: ReadonlySet<string>,
  drawing: ReadonlySet<string>,
): string[][] {
  const folders = new Map<string, string[]>();
  for (const path of paths) {
    const parts = path.split('/');
    for (let depth = 1; depth < parts.length; depth++) {
      const folder = `${parts.slice(0, depth).join('/')}/`;
      const files = folders.get(folder);
      if (files === undefined) folders.set(folder, [path]);
      else files.push(path);
    }
  }
  const fits = [...folders].filter(
    ([, files]) =>
      files.length >= paths.length * LARGE_FOLDER &&
      files.filter((file) => drawing.has(file)).length >= files.length * LEAST_MARKUP &&
      files.filter((file) => serving.has(file)).length <= files.length * MOST_SERVING,
  );
  return fits
    .filter(([folder]) => !fits.some(([outer]) => outer !== folder && folder.startsWith(outer)))
    .map(([, files]) => files);
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
