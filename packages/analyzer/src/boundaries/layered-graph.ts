/** What is clustered: things with names, and links between them on several layers. */
export interface LayeredGraph {
  nodes: LayeredNode[];
  edges: LayeredEdge[];
  /** Layer words that name things of this business, see `ownWords`. */
  ownWords?: ReadonlySet<string>;
}

export interface LayeredNode {
  /** Unique; for a file its path. */
  id: string;
  /** Path or qualified name whose words tell the domain; empty when names must not count. */
  name: string;
  /** More names that the node declares, such as its tables or classes. */
  alsoKnownAs?: readonly string[];
  /** Kept out of the clustering; follows its neighbours afterwards. */
  set?: 'core' | 'aside';
}

export interface LayeredEdge {
  /** Index into `nodes`. */
  from: number;
  to: number;
  layer: string;
  /** How often or how strongly; its logarithm counts. */
  weight: number;
}

/**
 * How much each layer counts after degree normalisation. Measured on modules whose later split is
 * known: more than this for names, or for co-change, makes results worse. Layers that are absent
 * here count 0: `reexport` and `import-barrel` are roads to the defining file, not uses.
 */
export const LAYER_WEIGHTS: Readonly<Record<string, number>> = {
  import: 1,
  'import-type': 1,
  call: 1,
  'runtime-call': 1,
  'heap-flow': 1,
  'data-dependency': 1,
  'orm-relation': 1,
  'foreign-key': 0.5,
  access: 1,
  transaction: 0.25,
  name: 0.75,
  namesake: 0.15,
  inject: 0.25,
  event: 0.25,
  cochange: 0.1,
};
