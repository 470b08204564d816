import type { Site } from './site.ts';

/** Habits that make a split safe, as far as files of the repository show them. */
export type PracticeName =
  | 'continuous-integration'
  | 'tests'
  | 'migrations'
  | 'deployment'
  | 'tracing'
  | 'metrics'
  | 'health-check';

export interface Practice {
  name: PracticeName;
  /** Null where it was not seen and could lie outside of what was read. */
  found: boolean | null;
  /** What shows it; paths from the analysed folder, with `../` where it lies above. */
  sites: Site[];
}
