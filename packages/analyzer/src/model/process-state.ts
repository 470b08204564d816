import type { Site } from './site.ts';

/** State that lives in the process and would be lost or forked by a split. */
export interface ProcessState extends Site {
  name: string;
  /** Under which name other files can reach the variable itself; absent where none can. */
  exportedAs?: string;
  /** Functions that give a variable its value as a whole, where nothing else changes it; see `enclosingName`. */
  setBy?: string[];
  kind: 'module-variable' | 'cache' | 'session' | 'local-disk' | 'lock' | 'request-scope';
}
