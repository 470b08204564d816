import type { Site } from './site.ts';

/** Why something was assigned or concluded, with its evidence. */
export interface Reason {
  text: string;
  sites: Site[];
}
