import { splitWords } from '../../model/words.ts';
import type { Rule } from '../context.ts';

const MOST = 0.9;
const FEWEST_FILES = 5;

/** A domain with tables is a layer when it takes so much of the whole layer along, one without when it takes so much. */
const MOST_OF_LAYER = 0.6;
const MUCH_OF_LAYER = 0.25;

/**
 * A domain nearly all of whose files lie in one layer folder, such as `controllers/`. One that owns tables
 * is taken for a layer only when it holds most of that layer: where all code lies in `services/`, every
 * domain does so.
 */
export const technicalLayer: Rule = {
  name: 'technical-layer',
  judge: (context) => {
    const placed = context.files.filter(({ domain }) => domain !== null);
    const whole = countLayers(placed.map(({ path }) => path));
    return context.domains.flatMap((domain) => {
      const files = placed.filter((file) => file.domain === domain);
      if (files.length < FEWEST_FILES) return [];
      const counts = countLayers(files.map(({ path }) => path));
      const [top] = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
      if (top === undefined || top[1] / files.length < MOST) return [];
      const [folder, own] = top;
      const ownsTables = context.tables.some((table) => table.domain === domain);
      const least = ownsTables ? MOST_OF_LAYER : MUCH_OF_LAYER;
      if (own / (whole.get(folder) ?? own) < least) return [];
      if (ownsTables && whole.size < 2) return [];
      return [
        {
          kind: 'technical-layer' as const,
          id: `technical-layer:${domain}`,
          severity: 'medium' as const,
          domains: [domain],
          sites: files.slice(0, 5).map((file) => ({ file: file.path, line: 1 })),
          domain,
          folder,
          share: Math.round((own / files.length) * 1000) / 1000,
        },
      ];
    });
  },
};

/** Files by the outermost folder on their path that is named like a layer. */
function countLayers(paths: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const folder = path
      .split('/')
      .slice(0, -1)
      .find((name) => isLayer(name));
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
]);

const isLayer = (folder: string): boolean => {
  const words = splitWords(folder);
  return (
    words.length > 0 &&
    words.every((word) => LAYERS.has(word) || LAYERS.has(word.replace(/s$/, '')))
  );
};
