import type { DocumentLocation } from '../openapi/node.ts';

/** As schema registries name them: who has to understand whom, and whether all versions count. */
export const EVOLUTION_MODES = [
  'backward',
  'backward-transitive',
  'forward',
  'forward-transitive',
  'full',
  'full-transitive',
] as const;

export type EvolutionMode = (typeof EVOLUTION_MODES)[number];

/** A value that one version writes and another does not read. */
export interface EvolutionBreak {
  /** `backward`: the new version does not read what the old one wrote; `forward`: the reverse. */
  readonly direction: 'backward' | 'forward';
  /** Undefined for a schema that is a file by itself. */
  readonly event: string | undefined;
  /** Names from the top of the event, `*` for elements and for members of any name. */
  readonly member: readonly string[];
  readonly message: string;
  readonly writer: DocumentLocation;
  readonly reader: DocumentLocation;
}

export interface Evolution {
  readonly schemaVersion: 1;
  readonly mode: EvolutionMode;
  readonly compatible: boolean;
  /** Sources, oldest first. */
  readonly versions: readonly string[];
  readonly breaks: readonly EvolutionBreak[];
}
