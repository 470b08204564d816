import type { FileToWrite } from '../terminal/write-files.ts';
import type { Deployable } from './deployable.ts';

export const WRITTEN_BY =
  'Written by `ashlar scaffold`. It is yours to change: nothing writes over it without --force.';

/** What the proxy needs of its own; undefined where ashlar.yaml names no route table. */
export interface ProxyPart {
  /** Text of the route table, its addresses those of the deployables. */
  readonly table: string;
  readonly upstreams: readonly Deployable[];
}

export interface ScaffoldInput {
  readonly deployables: readonly Deployable[];
  readonly proxy: ProxyPart | undefined;
}

/** One way of running things. */
export interface Scaffold {
  readonly name: string;
  readonly files: (input: ScaffoldInput) => readonly FileToWrite[];
}
