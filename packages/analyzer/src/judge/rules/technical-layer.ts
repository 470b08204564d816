import type { SourceFile } from '../../model/analysis.ts';
import type { FindingOf } from '../../model/finding.ts';
import { splitWords } from '../../model/words.ts';
import type { JudgeContext, Rule } from '../context.ts';

const FEWEST_FILES = 5;
const MOST_SITES = 5;

/**
 * A domain that is one kind of code for everything instead of one thing of the business. Seen in three ways: nearly
 * all of it lies in one folder that is named like a layer, it takes most of such folders along whole, or it
 * only describes what others work with.
 */
export const technicalLayer: Rule = {
  name: 'technical-layer',
  judge: (context) => {
    const placed = context.files.filter(({ domain }) => domain !== null);
    const whole = countLayers(placed.map(({ path }) => path));
    const runs = filesThatRun(context);
    const folders = domainsByFolder(placed);
    // Where little is seen to run, silence says nothing.
    const isSeen =
      placed.filter(({ path }) => runs.has(path)).length >= placed.length * ENOUGH_SEEN;
    return context.domains.flatMap((domain) => {
      const files = placed.filter((file) => file.domain === domain);
      if (files.length < FEWEST_FILES) return [];
      const tables = context.tables.filter((table) => table.domain === domain).length;
      const found =
        layerByName(files, whole, tables) ??
        (tables > 0 || !isSeen
          ? undefined
          : descriptions(files, runs, folders, context.domains.length));
      if (found === undefined) return [];
      return [
        {
          kind: 'technical-layer' as const,
          id: `technical-layer:${domain}`,
          severity: 'medium' as const,
          domains: [domain],
          sites: files.slice(0, MOST_SITES).map((file) => ({ file: file.path, line: 1 })),
          domain,
          ...found,
          share: Math.round(found.share * 1000) / 1000,
          ...(tables === 0 ? {} : { ownTables: tables }),
        },
      ];
    });
  },
};

type Found = Pick<FindingOf<'technical-layer'>, 'folder' | 'share' | 'describes'>;

/** One folder alone, of which a domain without tables holds so much. */
const NEARLY_ALL = 0.9;
const MUCH_OF_LAYER = 0.25;
/** Folders that a domain takes along, and how much of it lies in them. */
const MOST_OF_LAYER = 0.6;
const MOST_OF_DOMAIN = 0.75;
/** Layers with fewer files than this say nothing of how code is ordered. */
const REAL_LAYER = 3;

/**
 * Where all code lies in `services/`, every domain does so: what counts is the part of the layer
 * that a domain holds. Who holds most of more than half of the layers holds most of everything and is no layer.
 */
function layerByName(
  files: readonly SourceFile[],
  whole: ReadonlyMap<string, number>,
  tables: number,
): Found | undefined {
  const counts = countLayers(files.map(({ path }) => path));
  const ranked = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const [top] = ranked;
  if (top === undefined || liesTogether(files, top[0])) return undefined;
  const [folder, own] = top;
  const ofLayer = (name: string, count: number): number => count / (whole.get(name) ?? count);
  const alone = own / files.length;
  if (tables === 0 && alone >= NEARLY_ALL && ofLayer(folder, own) >= MUCH_OF_LAYER)
    return { folder, share: alone };
  const layers = [...whole.values()].filter((count) => count >= REAL_LAYER).length;
  const taken = ranked.filter(
    ([name, count]) => (whole.get(name) ?? 0) >= REAL_LAYER && ofLayer(name, count) > MOST_OF_LAYER,
  );
  const share = taken.reduce((sum, [, count]) => sum + count, 0) / files.length;
  if (layers < 2 || taken.length * 2 > layers || share < MOST_OF_DOMAIN) return undefined;
  return { folder: taken[0]?.[0] ?? folder, share };
}

/** A thing of the business in one folder below that of a layer, such as `models/rules/`. */
function liesTogether(files: readonly SourceFile[], layer: string): boolean {
  const below = files.flatMap(({ path }) => {
    const folders = path.split('/').slice(0, -1);
    const at = folders.indexOf(layer);
    return at === -1 ? [] : [folders[at + 1] ?? ''];
  });
  const counts = new Map<string, number>();
  for (const folder of below) counts.set(folder, (counts.get(folder) ?? 0) + 1);
  counts.delete('');
  return Math.max(0, ...counts.values()) >= below.length * MOST_OF_DOMAIN;
}

/** Files by the outermost folder on their path that is named like a layer. */
function countLayers(paths: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const folder = path.split('/').slice(0, -1).find(isLayer);
    if (folder !== undefined) counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return counts;
}

/** Folders of one kind of code; `modules` or `features` hold whole things and are none. */
const LAYERS: ReadonlySet<string> = new Set([
  ...['controller', 'service', 'model', 'entity', 'repository', 'repositories', 'entities', 'dao'],
  ...['view', 'handler', 'middleware', 'route', 'router', 'resolver', 'presenter', 'serializer'],
  ...['query', 'queries', 'store', 'schema', 'dto', 'type', 'interface', 'validator', 'policy'],
  ...['policies', 'job', 'worker', 'processor', 'task', 'subscriber', 'listener', 'command'],
  ...['db', 'database', 'persistence', 'error', 'exception', 'constant', 'enum', 'util', 'helper'],
]);

const isLayer = (folder: string): boolean => {
  const words = splitWords(folder);
  return (
    words.length > 0 &&
    words.every((word) => LAYERS.has(word) || LAYERS.has(word.replace(/s$/, '')))
  );
};

/** Share of all files that have to be seen to run. */
const ENOUGH_SEEN = 0.4;
/** Of a domain's files, where they lie among those of others, and where they do not. */
const MOSTLY_DESCRIBES = 0.8;
const ONLY_DESCRIBES = 0.95;
/** A folder is one of all when it holds files of so many domains. */
const SHARED_BY = 1 / 3;
const FEWEST_SHARING = 3;

/**
 * Shapes of data, types and constants: nothing in them is called or calls, and no table, route, event, job or
 * injection is seen there. Many of them are a layer when nothing else is there, or when their folder holds those
 * of other domains too; beside the service that they belong to they are none. What is written with markup is
 * called by it, which no call shows.
 */
function descriptions(
  files: readonly SourceFile[],
  runs: ReadonlySet<string>,
  foldersOf: ReadonlyMap<string, ReadonlySet<string>>,
  domains: number,
): Found | undefined {
  const quiet = files.filter(({ path }) => !runs.has(path) && !/x$/.test(path));
  const share = quiet.length / files.length;
  if (share < MOSTLY_DESCRIBES) return undefined;
  const [top] = [...Map.groupBy(quiet, ({ path }) => folderOf(path))].sort(
    (a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1),
  );
  if (top === undefined) return undefined;
  const [folder, inside] = top;
  const sharing = foldersOf.get(folder)?.size ?? 0;
  const isShared = sharing >= Math.max(FEWEST_SHARING, domains * SHARED_BY);
  const counts = share >= ONLY_DESCRIBES || (isShared && inside.length * 2 > files.length);
  return counts ? { folder: folder || '.', share, describes: true } : undefined;
}

const folderOf = (path: string): string => path.split('/').slice(0, -1).join('/');

/** Domains that have files in each folder. */
function domainsByFolder(files: readonly SourceFile[]): Map<string, Set<string>> {
  const known = new Map<string, Set<string>>();
  for (const { path, domain } of files) {
    if (domain === null) continue;
    const folder = folderOf(path);
    known.set(folder, (known.get(folder) ?? new Set()).add(domain));
  }
  return known;
}

function filesThatRun({ facts }: JudgeContext): ReadonlySet<string> {
  return new Set([
    ...facts.calls.flatMap(({ file, to }) => [file, to]),
    ...facts.injections.flatMap(({ file, to }) => (to === undefined ? [file] : [file, to])),
    ...[facts.accesses, facts.routes, facts.events, facts.jobs, facts.outbound, facts.state]
      .flat()
      .map(({ file }) => file),
    ...facts.routes.flatMap(({ handler }) => handler?.file ?? []),
    ...facts.unresolved.map(({ file }) => file),
  ]);
}
